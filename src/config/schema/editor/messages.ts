import { described, form } from '../../shape/example.ts'

import type { Schema } from '../schema.ts'
import { sampleMap } from './proposals.ts'
import { isReference, sampleReference } from './reference.ts'

/** What is said of a wrong value, in our words: the server's own name titles and patterns. */
export function inWords(schema: Schema): Schema {
  const { type, then, if: given, pattern } = schema
  if (given?.type === 'string' && then?.enum !== undefined) {
    const errorMessage = `It must be ${formOfChoice(schema)}.`
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    return { ...schema, then: { ...then, errorMessage }, errorMessage }
  }
  // of a map the same words would be said of a key that is missing or not known
  const isMap = type === 'object' || (schema.properties !== undefined && typeof type === 'string')
  const isValue = isReference(schema) || type !== undefined || pattern !== undefined
  return isValue && !isMap ? { ...schema, errorMessage: schema.errorMessage ?? message(schema) } : schema
}

/** The same of a map that is one value or entry, beside which its type can stand. */
export function mapInWords(schema: Schema): Schema {
  const { type, properties, minProperties, allOf, ...others } = schema
  const { title } = schema
  if (type !== 'object' || properties === undefined || allOf !== undefined) return schema
  const keys = Object.keys(properties).slice(0, 3).join(', ')
  // the title, since without one it has that of any place that refers to it
  const isMap = {
    ...(title && { title }),
    type,
    errorMessage: `It must be a map, with keys such as ${keys}.`,
  }
  return { ...others, properties, allOf: [isMap, ...(minProperties === 1 ? [notEmpty(keys)] : [])] }
}

/** No empty map is text: refused, with these words. The server has none of ours for `minProperties`. */
export const notEmpty = (keys: string): Schema => ({
  if: { type: 'object', maxProperties: 0 },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: { type: 'string', errorMessage: `It must have a key such as ${keys}.` },
})

function message(schema: Schema): string {
  const { items, pattern, type } = schema
  if (schema['x-secret'] === true)
    return `No secret is written here: give a reference such as ${sampleReference(schema)}.`
  if (isReference(schema)) return `It must be a reference such as ${sampleReference(schema)}.`
  if (type === 'array') return `It must be a list${sampleEntry(items ?? {})}.`
  const isPlain = schema['x-form'] === undefined && schema.format === undefined
  if (pattern !== undefined && isPlain) return sentence(schema)
  const isText = isPlain && (type === 'string' || schema['x-ref'] === true)
  const words = isText ? 'text (a number goes in quotes)' : form(schema)
  return `It must be ${words}${schema['x-ref'] === true ? ', or a reference such as { env: NAME }' : ''}.`
}

function formOfChoice(schema: Schema): string {
  if (schema['x-form'] !== undefined) return schema['x-form']
  const map = sampleMap(schema)
  return `${(schema.then?.enum ?? []).join(', ')}${map === undefined ? '' : `, or a map such as ${map}`}`
}

function sampleEntry(items: Schema): string {
  const { examples = [] } = items
  const entry = items['x-secret'] === true ? sampleReference(items) : examples[0]
  return entry === undefined ? ': each entry begins with "- "' : ` such as [${entry}]`
}

/** `write the CorpId: …`, as `validate` says it. */
function sentence(schema: Schema): string {
  const text = described(schema)
  const { examples = [] } = schema
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${examples[0] === undefined ? '' : `, such as ${examples[0]}`}.`
}
