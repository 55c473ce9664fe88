import { placeholdersIn } from '../../steps.ts'
import type { Schema } from '../schema/schema.ts'
import { hostKeys } from '../schema/source.ts'
import { list, quote } from '../words.ts'
import type { Fault } from './fault.ts'
import type { Manifest } from './manifest.ts'
import { whyUnsafe } from './pattern.ts'

/** What a manifest of the right shape may still get wrong. */
export function whyWrong(manifest: Manifest): Fault | undefined {
  const { options, events, directory, type } = manifest
  const taken = Object.keys(options.properties).filter(key => hostKeys.includes(key))
  if (taken.length > 0)
    return {
      rule: 'plugin/host-key',
      message: `${list(taken)} in "options" ${taken.length === 1 ? 'is a key' : 'are keys'} of every source`,
      help: 'these mean the same for all types: its author has to choose another name',
    }
  const message =
    whyOptions(options, 'options') ??
    (events && whyOptions(events, 'events')) ??
    (directory?.scope && whyValue({ type: 'string', pattern: directory.scope.pattern }, 'directory.scope')) ??
    whyPlaceholder(manifest) ??
    foreignRule(manifest.ruleDocs ?? {}, type)
  return message === undefined
    ? undefined
    : { rule: 'plugin/invalid', message, help: 'its author has to correct it' }
}

type Options = Manifest['options']

function whyOptions({ properties, required = [] }: Options, place: string): string | undefined {
  const absent = required.find(key => !Object.hasOwn(properties, key))
  if (absent !== undefined) return `${quote(place)} requires ${quote(absent)} and does not describe it`
  for (const [key, schema] of Object.entries(properties)) {
    const here = `${place}.${key}`
    const why = whyValue(schema, here) ?? whyDeprecated(schema, here, { properties, required }, key)
    if (why !== undefined) return why
  }
  return undefined
}

/** An old name leads to a key that is none, and a file can be without it. */
function whyDeprecated(
  { 'x-deprecated': deprecated, default: value }: Schema,
  place: string,
  { properties, required = [] }: Options,
  key: string,
): string | undefined {
  if (deprecated === undefined) return undefined
  const { use } = deprecated
  const target = Object.hasOwn(properties, use) ? properties[use] : undefined
  if (target === undefined || target['x-deprecated'])
    return `${quote(place)} is an old name of ${quote(use)}, which is no key in force`
  return required.includes(key) || value !== undefined
    ? `${quote(place)} is an old name, and can be neither required nor have a default`
    : undefined
}

function whyValue(schema: Schema, place: string): string | undefined {
  const { properties, required, items, pattern = items?.pattern } = schema
  if (properties) return whyOptions({ properties, ...(required && { required }) }, place)
  const unsafe = pattern === undefined ? undefined : whyUnsafe(pattern)
  if (unsafe !== undefined) return `the pattern of ${quote(place)} is not taken: ${unsafe}`
  return fits(schema) ? undefined : `the default of ${quote(place)} is none of the values that it takes`
}

/** The default against the few keywords that there are for what has one. */
function fits(schema: Schema): boolean {
  const { default: value, items = {} } = schema
  if (value === undefined) return true
  if (Array.isArray(value)) {
    const { minItems = 0, maxItems = value.length, uniqueItems } = schema
    const many = value.length < minItems || value.length > maxItems
    const twice = uniqueItems === true && new Set(value).size < value.length
    return !many && !twice && value.every(entry => fits({ ...items, default: entry }))
  }
  const { minimum = -Infinity, maximum = Infinity } = schema
  if (typeof value === 'number') return value >= minimum && value <= maximum
  return typeof value !== 'string' || fitsText(value, schema)
}

function fitsText(value: string, schema: Schema): boolean {
  const { enum: values = [value], pattern = '', minLength = 0, maxLength = Infinity } = schema
  const { length } = [...value]
  return (
    values.includes(value) &&
    length >= minLength &&
    length <= maxLength &&
    new RegExp(pattern, 'u').test(value)
  )
}

function whyPlaceholder({
  console: steps = [],
  options,
  allow = {},
  events,
  inApp,
}: Manifest): string | undefined {
  const known = [
    'callback',
    'home',
    'egressIps',
    ...(events ? ['events'] : []),
    ...(inApp ? ['inApp'] : []),
    ...Object.keys(allow).map(key => `allow.${key}`),
    ...placesIn(options.properties, 'options.'),
  ]
  const unknown = steps.flatMap(placeholdersIn).find(name => !known.includes(name))
  return unknown === undefined
    ? undefined
    : `"console" speaks of ${quote(`{${unknown}}`)}, which nothing is called`
}

const placesIn = (properties: Options['properties'], above: string): string[] =>
  Object.entries(properties).flatMap(([key, { properties: below }]) =>
    below ? placesIn(below, `${above}${key}.`) : [above + key],
  )

function foreignRule(docs: Readonly<Record<string, unknown>>, type: string): string | undefined {
  const foreign = Object.keys(docs).find(rule => !rule.startsWith(`${type}/`))
  return foreign === undefined ? undefined : `the rule ${quote(foreign)} does not begin with "${type}/"`
}
