import { bare } from './bare.ts'
import { expand } from './expand.ts'
import { root, type Schema } from './schema.ts'
import { type Described, sourceSchema } from './source.ts'

/** The schemas that `validate` runs: the root as far as the envelope of a source, and one per type. */
export function validationSchemas(plugins: Readonly<Record<string, Described>>): {
  root: Schema
  sources: Record<string, Schema>
} {
  const complete = bare(expand(root))
  const sources = Object.entries(plugins).map(([type, plugin]) => [
    type,
    { ...bare(sourceSchema(type, plugin)), definitions: complete.definitions ?? {} },
  ])
  return { root: complete, sources: Object.fromEntries(sources) }
}

/**
 * The schema for editors. It is another one than `validate` runs: `type` as an enum with `if`/`then` per type gives
 * the better completions and messages there (facts: yaml-language-server).
 */
export function editorSchema(plugins: Readonly<Record<string, Described>>): Schema {
  const complete = expand(root)
  const types = Object.keys(plugins).sort()
  const envelope = complete.definitions?.source
  const source: Schema = {
    ...envelope,
    properties: {
      type: {
        ...envelope?.properties?.type,
        enum: types,
        enumDescriptions: types.map(type => plugins[type]?.summary ?? ''),
      },
    },
    allOf: Object.entries(plugins)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([type, plugin]) => ({
        if: { required: ['type'], properties: { type: { const: type } } },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: typed(type, sourceSchema(type, plugin)),
      })),
  }
  return { ...complete, definitions: { ...complete.definitions, source } }
}

const typed = (type: string, schema: Schema): Schema => ({
  ...schema,
  properties: { ...schema.properties, type: { ...schema.properties?.type, const: type } },
})
