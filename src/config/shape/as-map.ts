import type { Path } from '../../diagnostics/diagnostic.ts'
import { isEverybody } from '../everybody.ts'
import type { Schema } from '../schema/schema.ts'
import { suggest } from '../suggest.ts'
import { entriesIn, entryWord, isRecord } from '../typed-lists.ts'
import { list, plainText, quote } from '../words.ts'
import { flow } from '../written.ts'
import { impactOf } from './access.ts'
import { conditionsInstead } from './conditions.ts'
import { corrected } from './corrected.ts'
import { entries, inBrackets, isShown } from './entries.ts'
import { exampleValue, scalar } from './example.ts'
import { canBe, fits } from './fits.ts'
import { inOneMap, type Said, saidIn } from './own-words.ts'
import { pairsIn } from './pairs-in-text.ts'
import { keyed, partsOf, type Value } from './value.ts'
import { yesOrNo } from './yes-no.ts'

/** The map that was meant by something else in its place: it says the same, and nothing that lets in more people. */
export function asMap(value: Value): string {
  const { path, schema, context } = value
  // a word alone is neither a source nor an app
  if (entryWord(path)) return inOneMap(value) ?? '{ id: …, type: …, name: … }'
  return (
    pairsIn(value) ??
    conditionsInstead(value) ??
    ofMaps(value) ??
    ofLists(value) ??
    assigned(value) ??
    switched(value) ??
    chosen(value) ??
    fitting(value) ??
    named(value) ??
    exampleValue(path, schema, context)
  )
}

/** `[idle: 30m, lifetime: 8h]` has all that the map should have; what several say of who is let in might be met by more people as one. */
function ofMaps(value: Value): string | undefined {
  const { path, schema, value: given, context } = value
  const isKnown = (entry: unknown) =>
    isRecord(entry) && Object.keys(entry).every(key => Object.hasOwn(schema.properties ?? {}, key))
  if (!Array.isArray(given) || !given.every(isKnown)) return undefined
  return given.length === 1 || impactOf(path, context.schemaOf) !== 'grant' ? inOneMap(value) : undefined
}

/** Whether a map of described keys is wanted, and no reference. */
export const wantsMap = ({ type, properties, then, ...schema }: Schema): boolean =>
  properties !== undefined &&
  schema['x-secret'] !== true &&
  schema['x-ref'] !== true &&
  properties.credential === undefined &&
  (type === 'object' || then !== undefined)

/** `allow: [developers]` is `{ groups: [developers] }`; which of several keys is meant, only the reader knows. */
function ofLists(value: Value): string | undefined {
  const { path, schema, context } = value
  const keys = Object.keys(schema.properties ?? {}).filter(key => context.schemaOf([...path, key])?.items)
  const complete = keys.length > 0 && keys.length === Object.keys(schema.properties ?? {}).length
  const [usual] = keys
  if (!complete || usual === undefined) return undefined
  const said = typeof value.value === 'string' && isShown(value) ? saidIn(value.value, keys) : undefined
  if (said) return `{ ${said.key}: [${listedIn(said)}] }`
  const first = keys.find(key => isOf(key, value)) ?? usual
  const others = keys.filter(key => key !== first)
  const instead = others.length === 0 ? '' : `; instead of ${quote(first)} it may be ${list(others, 'or')}`
  if (isNobody(value.value)) return `{ ${first}: [] }`
  const items = context.schemaOf([...path, first, 0])
  const given =
    isEverybody(value.value) || isWord(value.value) || isNoEntry(value, items) ? ['…'] : entries(value, items)
  // who wrote "all" may have meant all of a department: both are named, and who reads it chooses
  const everybody = isWord(value.value) ? ifEverybody(path, schema) : ''
  return `{ ${first}: [${given.join(', ')}] }${instead}${everybody}`
}

/** `scope: partial`, where ids of a form are wanted. */
const isNoEntry = ({ value }: Value, items: Schema | undefined): boolean =>
  typeof value === 'string' && items !== undefined && !partsOf(value, items).every(part => canBe(part, items))

/** What is more than names is left to who wrote it. */
const listedIn = ({ entries, isNot }: Said): string =>
  isNot || entries.length === 0 ? '…' : entries.map(inBrackets).join(', ')

const isNobody = (value: unknown): boolean =>
  typeof value === 'string' && /^(?:nobody|no[ -]?one|none|无|没有人?)$/i.test(value)

/** How everybody is written in the place of an `allow`, for those who meant that. */
export function ifEverybody(path: Path, schema: Schema): string {
  const word = schema.then?.enum?.map(String)[0]
  if (word !== undefined) return `\nif everybody is meant: ${keyed(path, word)}`
  return isSignIn(path)
    ? `\nif everybody is meant: remove "allow", for without it everyone whom the source vouches for may sign in`
    : ''
}

/** `allow` of a source. */
export const isSignIn = (path: Path): boolean =>
  path.length === 3 && path[0] === 'sources' && path[2] === 'allow'

/** `everyone`, also as the one entry of a list; `true` says of nobody that he is meant. */
const isWord = (value: unknown): boolean => {
  const one = Array.isArray(value) && value.length === 1 ? value[0] : value
  return typeof one === 'string' && isEverybody(one)
}

/** All that is given are ids of that list of the file. */
function isOf(key: string, { value, context }: Value): boolean {
  const given = Array.isArray(value) ? value : [value]
  const ids = entriesIn(context.data, key).map(({ id }) => id)
  return given.length > 0 && given.every(id => typeof id === 'string' && ids.includes(id))
}

/** `sync: true`, and `sync: on`, is `{ auto: true }`, where that is enough. */
function switched({ path, schema, value, context }: Value): string | undefined {
  const key = Object.keys(schema.properties ?? {}).find(
    name => context.schemaOf([...path, name])?.type === 'boolean',
  )
  const isEnough = (schema.required ?? []).length === 0
  const on = yesOrNo(value)
  return on !== undefined && isEnough && key !== undefined ? `{ ${key}: ${on} }` : undefined
}

/** `keep 1100d` is `{ keep: 1100d }`: the colon is missing. */
function assigned({ path, schema, value, context, ...rest }: Value): string | undefined {
  if (typeof value !== 'string' || !isShown({ path, schema, value, context, ...rest })) return undefined
  const [, key = '', text = ''] = /^(\w+)\s*[ =]\s*(\S+)$/.exec(value) ?? []
  const isKey = Object.hasOwn(schema.properties ?? {}, key)
  const below = isKey ? (context.schemaOf([...path, key]) ?? {}) : {}
  return isKey && (below.type === 'boolean' ? /^(?:true|false)$/.test(text) : fits(text, below))
    ? `{ ${key}: ${flow(text)} }`
    : undefined
}

/** `events: stream` is `{ mode: stream }`. The word that is usual needs no key, but what else goes with it. */
function chosen({ path, schema, value, context }: Value): string | undefined {
  if (typeof value !== 'string' || (schema.required ?? []).length > 0) return undefined
  for (const key of Object.keys(schema.properties ?? {})) {
    const below = context.schemaOf([...path, key]) ?? {}
    const meant = suggest(value, (below.enum ?? []).map(String))
    if (meant !== undefined) return meant === below.default ? undefined : `{ ${key}: ${meant} }`
  }
  return undefined
}

/** `session: 12h` is `{ idle: 12h }` or `{ lifetime: 12h }`: what the form of a key fits. */
function fitting(value: Value): string | undefined {
  const { path, schema, context } = value
  if ((schema.required ?? []).length > 0 || !isShown(value)) return undefined
  const fits = Object.keys(schema.properties ?? {}).flatMap(key => {
    const text = formedAs(value.value, key, context.schemaOf([...path, key]) ?? {})
    return text === undefined ? [] : [{ key, text }]
  })
  const [first, ...others] = fits
  if (first === undefined) return undefined
  const instead =
    others.length === 0
      ? ''
      : `; instead of ${quote(first.key)} it may be ${list(
          others.map(({ key }) => key),
          'or',
        )}`
  return `{ ${first.key}: ${first.text} }${instead}`
}

/** It as the value of that key, in YAML; a share says so by its sign. */
function formedAs(value: unknown, key: string, schema: Schema): string | undefined {
  if (schema.type === 'integer') {
    const [, digits, percent] = /^([0-9]{1,9}) ?(%?)$/.exec(plainText(value)) ?? []
    const isOfKey = percent === '' || key === 'percent'
    return digits !== undefined && isOfKey && fits(Number(digits), schema) ? digits : undefined
  }
  if (schema.type !== 'string' || schema.pattern === undefined || schema['x-secret'] === true)
    return undefined
  const isFit = typeof value === 'string' && new RegExp(schema.pattern, 'u').test(value)
  const text = scalar(isFit ? value : corrected(value, schema))
  // a DN has commas, which part what is in braces
  return text !== undefined && /^[^"].*[,[\]{}]/.test(text) ? quote(text) : text
}

/** `dev` is `{ role: dev }`, where nothing else is needed – and perhaps not for everybody. */
function named(value: Value): string | undefined {
  const { path, schema, context } = value
  const [key, ...more] = schema.required ?? []
  const isText = key !== undefined && context.schemaOf([...path, key])?.type === 'string'
  if (!isText || more.length > 0 || typeof value.value !== 'string') return undefined
  const when = schema.properties?.when === undefined ? '' : ', when: { group: … }'
  return `{ ${key}: ${entries(value, {}).join(', ')}${when} }`
}
