import schema from '../../schemas/sso-test.schema.json' with { type: 'json' }
import { type Schema, schemaAt } from '../config/schema/schema.ts'
import type { SchemaOf } from '../config/schemas.ts'

/** The schema with every `$ref` written out: its definitions are its own, and lead nowhere in circles. */
function inlined({ $ref, ...beside }: Schema): Schema {
  const name = $ref?.replace('#/definitions/', '')
  const target = name === undefined ? {} : (definitions[name] ?? {})
  const { definitions: _, ...whole }: Schema = { ...target, ...beside }
  const { properties, items, additionalProperties } = whole
  return {
    ...whole,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([key, below]) => [key, inlined(below)])),
    }),
    ...(items && { items: inlined(items) }),
    ...(typeof additionalProperties === 'object' && {
      additionalProperties: inlined(additionalProperties),
    }),
  }
}

const definitions: Readonly<Record<string, Schema>> = schema.definitions

const whole = inlined(schema)

/** What the schema says of a place in a file of scenarios. */
export const schemaOf: SchemaOf = path => schemaAt(whole, path)
