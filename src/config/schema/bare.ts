import { resolve, type Schema } from './schema.ts'

/** Words for people and for other commands: a validator does not need them. */
const words = new Set([
  '$schema',
  'title',
  'description',
  'examples',
  'x-form',
  'x-impact',
  'x-secret',
  'x-ref',
  'x-holds',
  'x-endpoint',
  'x-endpoint-with',
  'x-connects',
  'x-public',
  'x-free',
  'x-deprecated',
  'deprecationMessage',
])

/** Keywords whose values are maps of schemas, and those whose value is one. */
const maps = new Set(['properties', 'patternProperties', 'definitions'])
const singles = new Set(['if', 'then', 'additionalProperties', 'propertyNames'])

/** The schema without the words, so that the compiled validators stay small. */
export function bare(schema: Schema): Schema {
  const kept = Object.entries(schema).filter(([keyword]) => !words.has(keyword))
  return Object.fromEntries(
    kept.map(([keyword, value]) => {
      if (maps.has(keyword))
        return [keyword, Object.fromEntries(Object.entries(value).map(([k, v]) => [k, bare(v as Schema)]))]
      if (keyword === 'items') return [keyword, entry(value as Schema)]
      if (singles.has(keyword) && typeof value === 'object') return [keyword, bare(value)]
      return [keyword, value]
    }),
  )
}

/** With the type beside a `$ref`: ajv finds what is in a list twice in linear time only where it knows that the entries are text. */
function entry(schema: Schema): Schema {
  const { type } = resolve(schema)
  return { ...bare(schema), ...(type === 'string' && { type }) }
}
