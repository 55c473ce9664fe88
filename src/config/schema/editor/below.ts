import type { Schema } from '../schema.ts'

/**
 * The schema with others below it: `value` makes those of the value of a key, `part` those that add to this one, and that
 * of an entry, which servers put in by its own type.
 */
export function below(schema: Schema, value: (schema: Schema) => Schema, part = value): Schema {
  const { properties, patternProperties, additionalProperties, items, definitions, allOf } = schema
  const each = (schemas: Readonly<Record<string, Schema>>): Record<string, Schema> =>
    Object.fromEntries(Object.entries(schemas).map(([key, one]) => [key, value(one)]))
  return {
    ...schema,
    ...(properties && { properties: each(properties) }),
    ...(patternProperties && { patternProperties: each(patternProperties) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: value(additionalProperties) }),
    ...(items && { items: part(items) }),
    ...(definitions && { definitions: each(definitions) }),
    ...(allOf && { allOf: allOf.map(part) }),
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    ...(schema.then && { then: part(schema.then) }),
    ...(schema.else && { else: part(schema.else) }),
  }
}
