import { typedLists } from '../typed-lists.ts'
import { appSchema } from './app.ts'
import { bare } from './bare.ts'
import { expand } from './expand.ts'
import { root, type Schema } from './schema.ts'
import { type Described, sourceSchema } from './source.ts'

type Plugins = Readonly<Record<string, Described>>
/** By type: its own keys, as `schemas/apps` has them. */
type Apps = Readonly<Record<string, Schema>>

/** The schemas that `validate` runs: the root as far as the envelope of sources and apps, and one per type. */
export function validationSchemas(
  plugins: Plugins,
  apps: Apps,
): { root: Schema; sources: Record<string, Schema>; apps: Record<string, Schema> } {
  const complete = bare(expand(root))
  const alone = (schemas: Apps) =>
    Object.fromEntries(
      Object.entries(schemas).map(([type, schema]) => [
        type,
        { ...bare(schema), definitions: complete.definitions ?? {} },
      ]),
    )
  const { sources, apps: ofApps } = typeSchemas(plugins, apps)
  return { root: complete, sources: alone(sources), apps: alone(ofApps) }
}

/**
 * The schema for editors. It is another one than `validate` runs: `type` as an enum with `if`/`then` per type gives
 * the better completions and messages there (facts: yaml-language-server).
 */
export function editorSchema(plugins: Plugins, apps: Apps): Schema {
  const complete = expand(root)
  const types = typeSchemas(plugins, apps)
  const envelopes = Object.entries(typedLists).map(([list, word]) => [
    word,
    byType(complete.definitions?.[word] ?? {}, types[list as keyof typeof typedLists]),
  ])
  return { ...complete, definitions: { ...complete.definitions, ...Object.fromEntries(envelopes) } }
}

const typeSchemas = (plugins: Plugins, apps: Apps) => ({
  sources: mapped(plugins, (plugin, type) => sourceSchema(type, plugin)),
  apps: mapped(apps, own => appSchema(own)),
})

const mapped = <T>(values: Readonly<Record<string, T>>, to: (value: T, key: string) => Schema) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, to(value, key)]))

function byType(envelope: Schema, schemas: Readonly<Record<string, Schema>>): Schema {
  const types = Object.keys(schemas).sort()
  return {
    ...envelope,
    properties: {
      type: {
        ...envelope.properties?.type,
        enum: types,
        enumDescriptions: types.map(type => schemas[type]?.description ?? ''),
      },
    },
    allOf: types.map(type => ({
      if: { required: ['type'], properties: { type: { const: type } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: typed(type, schemas[type] ?? {}),
    })),
  }
}

const typed = (type: string, schema: Schema): Schema => ({
  ...schema,
  properties: { ...schema.properties, type: { ...schema.properties?.type, const: type } },
})
