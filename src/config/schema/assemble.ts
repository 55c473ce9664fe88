import { typedLists } from '../typed-lists.ts'
import { appSchema } from './app.ts'
import { bare } from './bare.ts'
import { expand } from './expand.ts'
import { forEditors } from './for-editors.ts'
import { root, type Schema } from './schema.ts'
import { type Snippet, snippet } from './snippets.ts'
import { type Described, sourceSchema } from './source.ts'

type Plugins = Readonly<Record<string, Described>>
/** By type: its own keys, as `schemas/apps` has them. */
type Apps = Readonly<Record<string, Schema>>

/** The schemas that `validate` runs: the root as far as the envelope of sources and apps, and one per type. */
export function validationSchemas(
  plugins: Plugins,
  apps: Apps,
): { root: Schema; sources: Record<string, Schema>; apps: Record<string, Schema> } {
  const { sources, apps: ofApps } = typeSchemas(plugins, apps)
  return { root: bare(expand(root)), sources: mapped(sources, alone), apps: mapped(ofApps, alone) }
}

/** The schema of one type as a validator runs it: with everything that it refers to, and without the words. */
export const alone = (schema: Schema): Schema => ({
  ...bare(schema),
  definitions: bare(expand(root)).definitions ?? {},
})

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
  const { sources = {}, apps: ofApps = {} } = complete.properties ?? {}
  const properties = {
    ...complete.properties,
    sources: { ...sources, ...offering(sourceSnippets(plugins)) },
    apps: { ...ofApps, ...offering(appSnippets(apps)) },
  }
  return forEditors({
    ...complete,
    properties,
    definitions: { ...complete.definitions, ...Object.fromEntries(envelopes) },
  })
}

/** The schema for editors with more source types: those that the plugins of a file add. */
export function withTypes(editor: Schema, plugins: Plugins): Schema {
  const envelope = editor.definitions?.source ?? {}
  const { type, ...others } = envelope.properties ?? {}
  const added = mapped(plugins, (plugin, name) => forEditors(sourceSchema(name, plugin)))
  const more = byType({ properties: { type: type ?? {} } }, added)
  const both = <K extends 'enum' | 'enumDescriptions'>(key: K) => [
    ...(type?.[key] ?? []),
    ...(more.properties?.type?.[key] ?? []),
  ]
  const properties = {
    type: { ...type, enum: both('enum'), enumDescriptions: both('enumDescriptions').map(String) },
    ...others,
  }
  const source = { ...envelope, properties, allOf: [...(envelope.allOf ?? []), ...(more.allOf ?? [])] }
  return { ...editor, definitions: { ...editor.definitions, source } }
}

/**
 * Whole entries, offered at the list, since that is where servers look for what an entry may be; and only while an entry is
 * still to be begun: within one that has its type, they would put in the keys of others.
 */
const offering = (defaultSnippets: readonly Snippet[]): Schema => ({
  if: { type: 'array', minItems: 1, items: { type: 'object', required: ['type'] } },
  else: { type: 'array', defaultSnippets },
})

/** A type without a starter – a stranger's – is offered by its name only. */
const sourceSnippets = (plugins: Plugins): Snippet[] =>
  Object.entries(plugins).flatMap(([type, { summary, starter }]) =>
    starter ? [snippet(type, summary, { id: starter.id, type, name: starter.name.en, ...starter.keys })] : [],
  )

const appSnippets = (apps: Apps): Snippet[] =>
  Object.entries(apps).flatMap(([type, { description = '', examples = [] }]) =>
    examples.map(example => snippet(type, description, { ...(example as object) })),
  )

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

// the example is a snippet of the list
const typed = (type: string, { examples: _, ...schema }: Schema): Schema => ({
  ...schema,
  properties: {
    ...schema.properties,
    // what completion shows beside the word
    type: { ...schema.properties?.type, description: schema.description ?? '', const: type },
  },
})
