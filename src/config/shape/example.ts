import type { Path } from '../../diagnostics/diagnostic.ts'
import { isSecretKey } from '../../diagnostics/secret-key.ts'
import type { Schema } from '../schema/schema.ts'
import { entryWord, typedListOf } from '../typed-lists.ts'
import { list, listed, plainText, quote, variable } from '../words.ts'
import { type Context, valueAt } from './context.ts'

/** What a value may be, as a noun phrase: `a duration such as 30m`, `true or false`. */
export function form(schema: Schema): string {
  if (schema['x-form'] !== undefined) return schema['x-form']
  if (schema['x-secret'] === true) return 'a reference such as { env: NAME }'
  const allowed = enumOf(schema)
  if (allowed.length > 0) return list(allowed, 'or')
  if (schema.format !== undefined && Object.hasOwn(formats, schema.format))
    return formats[schema.format] ?? ''
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? [])
  return types.map(type => nouns[type] ?? type).join(' or ')
}

/** The same as an instruction: a word that opens something to everybody is nothing to be suggested. */
export function limited(schema: Schema): string {
  const limit = limitIn(schema)
  return limit === undefined ? form(schema) : `a map such as ${limit}`
}

const formats: Readonly<Record<string, string>> = {
  uri: 'an address such as https://example.com',
  hostname: 'a host name such as example.com',
}

const nouns: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  array: 'a list',
  object: 'a map of keys',
}

/** `key: value` as it could stand in the file. */
export function example(path: Path, schema: Schema, context: Context): string {
  const key = String(path.at(-1))
  return oneOf(key, schema) ?? `${key}: ${exampleValue(path, schema, context)}`
}

/** Of a few words of which none is usual, each: which one is right, the file does not say. */
function oneOf(key: string, schema: Schema): string | undefined {
  const words = schema.default === undefined ? enumOf(schema) : []
  const all = words.map(word => `${key}: ${word}`)
  return words.length > 1 && limitIn(schema) === undefined ? listed(all, 'or') : undefined
}

export function exampleValue(path: Path, schema: Schema, context: Context): string {
  if (schema['x-secret'] === true) return secretExample(path, context.data)
  if (entryWord(path) === 'source') return firstSource
  // a word that opens something to everybody is nothing to be suggested, and an example might be met by somebody
  const limit = limitIn(schema)
  if (limit !== undefined) return limit
  if (schema.properties?.any !== undefined && schema.properties.not !== undefined) return '{ department: … }'
  const first =
    scalar(ownExample(path, context) ?? leftOpen(starter(path, context))) ??
    scalar(schema.default) ??
    scalar(schema.examples?.[0]) ??
    enumOf(schema)[0]
  if (first !== undefined) return first
  const such = suchAs.exec(schema['x-form'] ?? schema.description ?? '')?.[1]
  if (such !== undefined) return such
  if (schema.type === 'array') return `[${below([...path, 0], context)}]`
  if (schema.type === 'object') return map(path, schema, context)
  return schema.format === 'uri' ? 'https://…' : `${beginningOf(schema) ?? ''}…`
}

/** The source that needs nothing but itself. */
export const firstSource = '{ id: local, type: local, name: Password }'

/** The map that a form names beside a word: `{ groups: [developers] }`, of this and `everyone`. */
const limitIn = (schema: Schema): string | undefined =>
  schema.then === undefined ? undefined : /\{[^{}]*\}/.exec(schema['x-form'] ?? '')?.[0]

/** What a form or a description names: `a reference such as { file: ./idp.pem }`. */
const suchAs = /such as (\{[^{}]*\}|\[[^[\]]*\])/

/** What `init` writes for a key of a source, until somebody puts in what the vendor shows. */
export function starter(path: Path, { data, types }: Context): string | undefined {
  const [list, index, key, ...more] = path
  if (list !== 'sources' || typeof key !== 'string' || more.length > 0) return undefined
  const type = types.sources.get(plainText(valueAt(data, ['sources', index ?? 0, 'type'])))
  const keys: Readonly<Record<string, unknown>> = type?.plugin.starter?.keys ?? {}
  const value = Object.hasOwn(keys, key) ? keys[key] : undefined
  return typeof value === 'string' ? value : undefined
}

/** Nobody takes `your-company` for a value; an id of zeros would go out as one. */
const leftOpen = (value: string | undefined): string | undefined =>
  value === undefined || value.includes('your-') ? value : '…'

/** `{ departments: […] }`: the keys that have to be there, or those of secrets, or the first one. */
function map(path: Path, { properties = {}, required = [] }: Schema, context: Context): string {
  const names = Object.keys(properties)
  const secrets = names.filter(name => properties[name]?.['x-secret'] === true)
  const keys = [required, secrets].find(some => some.length > 0) ?? names.slice(0, 1)
  // without a condition it would be for everybody
  const more = properties.when !== undefined && !keys.includes('when') ? ['when'] : []
  const pairs = [...keys, ...more].map(key => `${key}: ${below([...path, key], context)}`)
  return pairs.length === 0 ? '{ … }' : `{ ${pairs.join(', ')} }`
}

const below = (path: Path, context: Context): string =>
  exampleValue(path, context.schemaOf(path) ?? {}, context)

/** `^ding[0-9a-z]+$` begins with ding. */
export const beginningOf = ({ pattern = '' }: Schema): string | undefined =>
  /^\^([A-Za-z0-9_:-]+)(?=[[(])/.exec(pattern)?.[1]

/** One value as it has to be written; what is a list or a map is put together from its parts. */
export function scalar(value: unknown): string | undefined {
  if (typeof value === 'string') return inYaml(value)
  return value === undefined || typeof value === 'object' ? undefined : String(value)
}

/** An id of digits, or a template in braces, would be read as something else. */
const inYaml = (text: string): string =>
  /^(?:[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?|true|false|null|~|[[\]{},*&!|>%@`#-].*)$/.test(text)
    ? quote(text)
    : text

/** For the id of a source or an app its type, for its name the id as a word: an example of the schema would name another vendor. */
export function ownExample(path: Path, { data, types }: Context): string | undefined {
  const list = typedListOf(path)
  const [, , key, ...below] = path
  if (list === undefined || below.length > 0) return undefined
  const known = (key === 'name' ? ['id', 'type'] : key === 'id' ? ['type'] : [])
    .map(name => valueAt(data, [...path.slice(0, 2), name]))
    .find(value => typeof value === 'string' && /^[a-z][a-z0-9-]{1,62}$/.test(value))
  if (typeof known !== 'string' || key === 'id') return known as string | undefined
  // as the vendor writes it
  const told = [
    ...[...types.sources.values()].map(({ plugin }) => plugin.summary),
    ...[...types.apps.values()].map(({ schema }) => schema.description ?? ''),
  ]
  const words = told.flatMap(text => text.match(/\p{Lu}[\p{L}\p{N}]*/gu) ?? [])
  return (
    words.find(word => word.toLowerCase() === known) ??
    known.replace(/(?:^|-+)([a-z0-9]?)/g, (_, letter: string) => ` ${letter.toUpperCase()}`).trim()
  )
}

/** `{ env: DINGTALK_CLIENT_SECRET }`: a name that says whose secret it is. */
export function secretExample(path: Path, data: unknown): string {
  const id = typedListOf(path) ? valueAt(data, [...path.slice(0, 2), 'id']) : 'SSO'
  const key = path.findLast(segment => typeof segment === 'string') ?? 'secret'
  const owner = typeof id === 'string' && /^[\w-]{1,63}$/.test(id) ? id : ''
  // what has more in it than a name may have the secret in it
  const name = /^[\w.-]+$/.test(String(key)) ? String(key) : ''
  return `{ env: ${variable(owner, name, isSecretKey(name) ? '' : 'secret')} }`
}

/** The allowed words, sorted; those of an `if`/`then` too. */
export function enumOf(schema: Schema): string[] {
  const allowed = schema.enum ?? schema.then?.enum ?? []
  return allowed.map(String).sort()
}

/** A plugin says what a key is in its description. */
export function described(schema: Schema): string {
  const { title, description } = schema
  if (title === undefined || description === undefined) return `write ${form(schema)}`
  const [first = ''] = description.split('. ')
  return `write the ${title}: ${first.charAt(0).toLowerCase()}${first.slice(1).replace(/\.$/, '')}`
}
