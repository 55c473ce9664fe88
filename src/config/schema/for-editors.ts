import type { Schema } from './schema.ts'

/**
 * What the server of editors reads otherwise: it proposes none of `env`, `file`, … below a key of which only one may be
 * there, and says the pattern itself of a value that does not match it, unless it is given the words.
 */
export function forEditors(schema: Schema): Schema {
  const { maxProperties, pattern, 'x-form': form, properties, items, definitions, allOf } = schema
  const isReference = maxProperties === 1 && properties?.credential !== undefined
  const { maxProperties: _, ...open } = schema
  return {
    ...(isReference ? open : schema),
    ...(pattern !== undefined && form !== undefined && { patternErrorMessage: `It must be ${form}.` }),
    ...(properties && { properties: each(properties) }),
    ...(items && { items: forEditors(items) }),
    ...(definitions && { definitions: each(definitions) }),
    ...(allOf && { allOf: allOf.map(forEditors) }),
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    ...(schema.then && { then: forEditors(schema.then) }),
  }
}

const each = (schemas: Readonly<Record<string, Schema>>): Record<string, Schema> =>
  Object.fromEntries(Object.entries(schemas).map(([key, schema]) => [key, forEditors(schema)]))
