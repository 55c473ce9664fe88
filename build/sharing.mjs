/**
 * Schemas that refer to one set of definitions: those given, and what several maps say of a key in the very same words,
 * such as what may stand in the place of a secret.
 */
export function sharing(given, schemas) {
  const counts = new Map()
  const count = schema => {
    for (const [key, value] of Object.entries(schema ?? {})) {
      if (key === 'properties')
        for (const { default: _, ...each } of Object.values(value)) {
          const text = JSON.stringify(each)
          counts.set(text, (counts.get(text) ?? 0) + 1)
        }
      if (typeof value === 'object') count(value)
    }
  }
  for (const schema of [...schemas, given]) count(schema)

  const definitions = {}
  const names = new Map()
  /** The name of a definition that says this; undefined where it is not worth one. */
  const nameOf = schema => {
    const text = JSON.stringify(schema)
    if (schema.$ref !== undefined || text.length < 100 || counts.get(text) === 1) return undefined
    if (!names.has(text)) {
      names.set(text, `common${names.size}`)
      definitions[names.get(text)] = of(schema)
    }
    return names.get(text)
  }
  const property = ({ default: value, ...schema }) => {
    const name = nameOf(schema)
    const own = name === undefined ? of(schema) : { $ref: `shared#/definitions/${name}` }
    // ajv fills in what stands beside a reference, and nothing that is behind it
    return value === undefined ? own : { default: value, ...own }
  }
  const of = schema => {
    if (Array.isArray(schema) || typeof schema !== 'object' || schema === null) return schema
    const entries = Object.entries(schema).map(([key, value]) => {
      if (key === '$ref') return [key, value.replace(/^#/, 'shared#')]
      return [key, key === 'properties' ? mapped(value, property) : key === 'default' ? value : of(value)]
    })
    return Object.fromEntries(entries)
  }
  Object.assign(definitions, mapped(given, of))
  return { definitions, of }
}

const mapped = (map, to) => Object.fromEntries(Object.entries(map).map(([key, value]) => [key, to(value)]))
