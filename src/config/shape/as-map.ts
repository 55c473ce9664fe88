import { isEverybody } from '../everybody.ts'
import type { Schema } from '../schema/schema.ts'
import { entriesIn, entryWord } from '../typed-lists.ts'
import { list, quote } from '../words.ts'
import { entries } from './entries.ts'
import { exampleValue } from './example.ts'
import { keyed, type Value } from './value.ts'

/** The map that was meant by something else in its place: it says the same, and nothing that lets in more people. */
export function asMap(value: Value): string {
  const { path, schema, context } = value
  // a word alone is neither a source nor an app
  if (entryWord(path)) return '{ id: …, type: …, name: … }'
  return ofLists(value) ?? switched(value) ?? named(value) ?? exampleValue(path, schema, context)
}

/** Whether a map of described keys is wanted, and no secret. */
export const wantsMap = ({ type, properties, then, ...schema }: Schema): boolean =>
  properties !== undefined &&
  schema['x-secret'] !== true &&
  schema['x-ref'] !== true &&
  (type === 'object' || then !== undefined)

/** `allow: [developers]` is `{ groups: [developers] }`; which of several keys is meant, only the reader knows. */
function ofLists(value: Value): string | undefined {
  const { path, schema, context } = value
  const keys = Object.keys(schema.properties ?? {}).filter(key => context.schemaOf([...path, key])?.items)
  const first = keys.find(key => isOf(key, value)) ?? keys[0]
  const complete = keys.length > 0 && keys.length === Object.keys(schema.properties ?? {}).length
  if (!complete || first === undefined) return undefined
  const given =
    isEverybody(value.value) || isWord(value.value)
      ? ['…']
      : entries(value, context.schemaOf([...path, first])?.items)
  const others = keys.filter(key => key !== first)
  const instead = others.length === 0 ? '' : `; instead of ${quote(first)} it may be ${list(others, 'or')}`
  // who wrote "all" may have meant all of a department: both are named, and who reads it chooses
  const word = schema.then?.enum?.map(String)[0]
  const everybody =
    word !== undefined && isWord(value.value) ? `\nif everybody is meant: ${keyed(path, word)}` : ''
  return `{ ${first}: [${given.join(', ')}] }${instead}${everybody}`
}

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

/** `sync: true` is `{ auto: true }`. */
function switched({ path, schema, value, context }: Value): string | undefined {
  const key = Object.keys(schema.properties ?? {}).find(
    name => context.schemaOf([...path, name])?.type === 'boolean',
  )
  return typeof value === 'boolean' && key !== undefined ? `{ ${key}: ${value} }` : undefined
}

/** `dev` is `{ role: dev }`, where nothing else is needed – and perhaps not for everybody. */
function named(value: Value): string | undefined {
  const { path, schema, context } = value
  const [key, ...more] = schema.required ?? []
  const isText = key !== undefined && context.schemaOf([...path, key])?.type === 'string'
  if (!isText || more.length > 0 || typeof value.value !== 'string') return undefined
  const when = schema.properties?.when === undefined ? '' : ', when: { … }'
  return `{ ${key}: ${entries(value, {}).join(', ')}${when} }`
}
