import { free } from './free.ts'
import { resolve, type Schema } from './schema.ts'

/**
 * Writes the annotations out as plain JSON Schema: `x-secret` is a reference, `x-ref` may be one, `x-free` takes
 * anything, and every described object refuses what it does not describe.
 */
export function expand(written: Schema): Schema {
  const schema = withMessage(written)
  if (schema['x-secret'] === true) return { ...schema, $ref: '#/definitions/secret' }
  if (schema['x-free'] === true) return { ...schema, ...free }
  if (schema['x-ref'] === true) return { ...schema, ...referable }
  const { properties, items, definitions } = schema
  const closed = schema.type === 'object' && properties !== undefined && !('additionalProperties' in schema)
  return {
    ...schema,
    ...(closed && { additionalProperties: false }),
    ...(properties && { properties: each(properties) }),
    ...(items && { items: expand(items) }),
    ...(definitions && { definitions: each(definitions) }),
  }
}

// one flat union instead of `anyOf`: a mistake then gives one error and not one per branch
const {
  type: _type,
  title: _title,
  description: _description,
  ...reference
} = resolve({ $ref: '#/definitions/secret' })
const referable: Schema = { ...reference, type: ['string', 'object'] }

/** Editors strike the key out and say this. */
function withMessage(schema: Schema): Schema {
  const { 'x-deprecated': deprecated } = schema
  if (deprecated === undefined) return schema
  const { use, since } = deprecated
  return { ...schema, deprecationMessage: `Since version ${since} this is called ${use}.` }
}

const each = (schemas: Readonly<Record<string, Schema>>): Record<string, Schema> =>
  Object.fromEntries(Object.entries(schemas).map(([key, schema]) => [key, expand(schema)]))
