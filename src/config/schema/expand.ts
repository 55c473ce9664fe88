import { free } from './free.ts'
import { resolve, type Schema } from './schema.ts'

/**
 * Writes the annotations out as plain JSON Schema: `x-secret` is a reference, `x-ref` may be one, `x-free` takes
 * anything, and every described object refuses what it does not describe. What is below is written out when somebody
 * looks at it: a file has few of the keys that the language knows.
 */
export function expand(written: Schema): Schema {
  const schema = withMessage(written)
  if (schema['x-secret'] === true) return { ...schema, $ref: '#/definitions/secret' }
  if (schema['x-free'] === true) return { ...schema, ...free }
  if (schema['x-ref'] === true) return { ...schema, ...referable }
  const { properties, items, definitions } = schema
  if (!properties && !items && !definitions) return schema
  const closed = schema.type === 'object' && properties !== undefined && !('additionalProperties' in schema)
  const expanded: Schema = { ...schema, ...(closed && { additionalProperties: false }) }
  if (properties) later(expanded, 'properties', () => each(properties))
  if (items) later(expanded, 'items', () => expand(items))
  if (definitions) later(expanded, 'definitions', () => each(definitions))
  return expanded
}

function later<K extends keyof Schema>(schema: Schema, key: K, make: () => Schema[K]): void {
  let made: Schema[K]
  const get = () => {
    made ??= make()
    return made
  }
  Object.defineProperty(schema, key, { get, enumerable: true })
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
