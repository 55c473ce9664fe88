import { typedLists } from '../typed-lists.ts'
import { alone } from './alone.ts'
import { appSchema } from './app.ts'
import { bare } from './bare.ts'
import { needing } from './editor/branches.ts'
import { withFields } from './editor/fields.ts'
import { forEditors } from './editor/for-editors.ts'
import { orNobody } from './editor/nobody.ts'
import { namedPermissions } from './editor/permissions.ts'
import { snippet } from './editor/snippets.ts'
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
  const { sources, apps: ofApps } = typeSchemas(plugins, apps)
  return { root: bare(expand(root)), sources: mapped(sources, alone), apps: mapped(ofApps, alone) }
}

/**
 * The schema for editors. It is another one than `validate` runs: `type` as an enum with `if`/`then` per type gives
 * the better completions and messages there (facts: yaml-language-server).
 */
export function editorSchema(plugins: Plugins, apps: Apps): Schema {
  const complete = expand(root)
  const types = { sources: forEntries(plugins), apps: mapped(apps, own => appSchema(own)) }
  const envelopes = Object.entries(typedLists).map(([list, word]) => {
    const envelope = complete.definitions?.[word] ?? {}
    return [
      word,
      byType(envelope, complete.definitions?.[`${word}Keys`] ?? {}, types[list as keyof typeof types]),
    ]
  })
  const { sources = {}, apps: ofApps = {} } = complete.properties ?? {}
  const properties = {
    ...complete.properties,
    sources: { ...sources, ...offering(types.sources) },
    apps: { ...ofApps, ...offering(types.apps) },
  }
  const definitions = {
    ...complete.definitions,
    ...Object.fromEntries(envelopes),
    ...namedPermissions(complete),
  }
  return forEditors(needing({ ...complete, properties, definitions, defaultSnippets: [firstFile] }))
}

/** What every file has: an editor puts in what is not there yet. */
const firstFile = {
  ...snippet('', 'What every file has and this one does not.', {
    version: 1,
    publicUrl: 'https://sso.example.com',
    sources: [{ id: 'local', type: 'local', name: 'Password' }],
  }),
  label: 'the missing keys',
}

/** The schema for editors with more source types: those that the plugins of a file add. */
export function withTypes(editor: Schema, plugins: Plugins): Schema {
  const envelope = editor.definitions?.source ?? {}
  const { type = {}, ...others } = envelope.properties ?? {}
  const schemas = forEntries(plugins)
  const more = typeOf(schemas)
  const both = <K extends 'enum' | 'enumDescriptions'>(key: K) => [...(type[key] ?? []), ...(more[key] ?? [])]
  const properties = {
    type: { ...type, enum: both('enum'), enumDescriptions: both('enumDescriptions').map(String) },
    ...others,
  }
  const allOf = [...(envelope.allOf ?? []), ...branchesOf(schemas).map(forEditors)]
  return { ...editor, definitions: { ...editor.definitions, source: { ...envelope, properties, allOf } } }
}

/** The types of sources as editors see them: with a first entry, and with the words of each field of the directory. */
const forEntries = (plugins: Plugins): Record<string, Schema> =>
  mapped(plugins, (plugin, type) => {
    const { starter, directory } = plugin
    const schema = sourceSchema(type, plugin)
    const { allow = {}, sync } = schema.properties ?? {}
    const properties = {
      ...schema.properties,
      allow: orNobody(allow),
      ...(directory && sync && { sync: withFields(sync, directory.fields) }),
    }
    return {
      ...schema,
      properties,
      // a type without a starter – a stranger's – is offered by its name only
      ...(starter && { examples: [{ id: starter.id, type, name: starter.name.en, ...starter.keys }] }),
    }
  })

/**
 * Whole entries, offered at the list, since that is where servers look for what an entry may be; and only while an entry is
 * still to be begun: within one, they would put in the keys of others, and with the indent of a dash.
 */
const offering = (types: Readonly<Record<string, Schema>>): Schema => ({
  if: {
    type: 'array',
    minItems: 1,
    items: { type: 'object', anyOf: ['id', 'type', 'name'].map(key => ({ required: [key] })) },
  },
  else: {
    type: 'array',
    defaultSnippets: Object.entries(types).flatMap(([type, { description = '', examples = [] }]) =>
      examples.map(example => snippet(type, description, example as object)),
    ),
  },
})

const typeSchemas = (plugins: Plugins, apps: Apps) => ({
  sources: mapped(plugins, (plugin, type) => sourceSchema(type, plugin)),
  apps: mapped(apps, own => appSchema(own)),
})

const mapped = <T>(values: Readonly<Record<string, T>>, to: (value: T, key: string) => Schema) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, to(value, key)]))

function byType(envelope: Schema, keys: Schema, schemas: Readonly<Record<string, Schema>>): Schema {
  const type = { ...envelope.properties?.type, ...typeOf(schemas) }
  const errorMessage = 'It must be a map, with keys such as id, type, name.'
  return needing({
    ...envelope,
    errorMessage,
    properties: { type },
    allOf: [withoutType(keys), ...branchesOf(schemas)],
  })
}

const typeOf = (schemas: Readonly<Record<string, Schema>>): Schema => {
  const types = Object.keys(schemas).sort()
  return { enum: types, enumDescriptions: types.map(type => schemas[type]?.description ?? '') }
}

const branchesOf = (schemas: Readonly<Record<string, Schema>>): Schema[] =>
  Object.keys(schemas)
    .sort()
    .map(type => ({
      if: { type: 'object', required: ['type'], properties: { type: { const: type } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: typed(type, schemas[type] ?? {}),
    }))

/** What is known of an entry before its type is. */
function withoutType({ properties = {}, required = [] }: Schema): Schema {
  const { type: _, id = {}, name = {}, ...others } = properties
  const anyOne = { id: withExample(id), name: withExample(name), ...others }
  const ofEvery = needing({ properties: anyOne, required: required.filter(key => key !== 'type') })
  return { if: { type: 'object', required: ['type'] }, else: ofEvery }
}

function typed(type: string, { examples = [], ...schema }: Schema): Schema {
  const usual = examples.map(example => ({
    ...snippet(type, `What the type ${type} needs and this entry does not have.`, example as object),
    label: 'the missing keys',
  }))
  const [own] = examples as readonly Readonly<Record<string, unknown>>[]
  const { id = {}, name = {}, ...others } = schema.properties ?? {}
  const keys = Object.entries(others).map(([key, one]) => [key, withForm(one, own?.[key])])
  return needing({
    ...schema,
    properties: {
      id: withExample(id, own?.id),
      name: withExample(name, own?.name),
      ...Object.fromEntries(keys),
      // what completion shows beside the word
      type: { ...others.type, description: schema.description ?? '', const: type },
    },
    ...(usual.length > 0 && { defaultSnippets: usual }),
  })
}

/** The example of the key of every entry is one of another type. */
function withExample({ examples: _, ...schema }: Schema, example?: unknown): Schema {
  return example === undefined ? schema : { ...schema, examples: [example] }
}

/** What a value looks like, where nothing else tells. */
const withForm = (schema: Schema, example: unknown): Schema =>
  schema.examples || schema.enum || schema.default !== undefined || !/string|number/.test(typeof example)
    ? schema
    : withExample(schema, example)
