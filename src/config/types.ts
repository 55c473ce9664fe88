import { apps as appSchemas } from '../generated/apps.js'
import { apps as appValidators, sources as sourceValidators } from '../generated/validators.js'
import { type DeclaredPlugin, loadPlugin, pluginTypes } from '../plugins.ts'
import type { Surroundings } from './plugins/find.ts'
import type { Added } from './plugins/read.ts'
import { appSchema } from './schema/app.ts'
import type { Schema } from './schema/schema.ts'
import { type Described, sourceSchema } from './schema/source.ts'
import type { Validate } from './schema/validate.ts'
import { entriesIn, isRecord, type TypedList } from './typed-lists.ts'

/** A type as the compiler needs it. */
export interface EntryType {
  readonly type: string
  readonly schema: Schema
  readonly validate: Validate
}

export interface SourceType extends EntryType {
  readonly plugin: DeclaredPlugin
}

/** The types that one file names, and no others; names that are no type are left out. */
export interface Types {
  readonly sources: ReadonlyMap<string, SourceType>
  readonly apps: ReadonlyMap<string, EntryType>
  /** By the plugins of the file. */
  readonly added: Added
}

/** What each type says of itself, by list; empty where every type of the file is known. */
export type Summaries = Readonly<Record<TypedList, ReadonlyMap<string, string>>>

/** Every type there is. */
export const typeNames: Readonly<Record<TypedList, readonly string[]>> = {
  sources: pluginTypes,
  apps: Object.keys(appSchemas).sort(),
}

/** Of a file without plugins. */
export const nothingAdded: Added = { types: new Map(), findings: [], complete: true }

/** The types that the plugins of a file add, by their manifests. Reading those is loaded only for a file that has some. */
export async function addedTypes(data: unknown, surroundings: Surroundings): Promise<Added> {
  const entries = isRecord(data) && Object.hasOwn(data, 'plugins') ? data.plugins : undefined
  if (!Array.isArray(entries) || entries.length === 0) return nothingAdded
  const { readPlugins } = await import('./plugins/read.ts')
  return readPlugins(entries, surroundings)
}

export async function loadTypes(data: unknown, added = nothingAdded): Promise<Types> {
  const [sources, apps] = await Promise.all([
    loadNamed(data, 'sources', async type => added.types.get(type) ?? loadSourceType(type)),
    loadNamed(data, 'apps', loadAppType),
  ])
  return { sources, apps, added }
}

/** One of them, whether the file names it or not. */
export const loadType = async (
  list: TypedList,
  type: string,
  { added }: Types,
): Promise<EntryType | undefined> =>
  list === 'sources' ? (added.types.get(type) ?? loadSourceType(type)) : loadAppType(type)

/** Every type that an entry of such a list can have in one file. */
export const namesOf = (list: TypedList, { added }: Types): readonly string[] =>
  list === 'sources' ? [...typeNames.sources, ...added.types.keys()].sort() : typeNames[list]

async function loadNamed<T extends EntryType>(
  data: unknown,
  list: TypedList,
  load: (type: string) => Promise<T | undefined>,
): Promise<ReadonlyMap<string, T>> {
  const named = new Set(entriesIn(data, list).flatMap(({ type }) => (typeof type === 'string' ? [type] : [])))
  const loaded = await Promise.all([...named].map(load))
  return new Map(loaded.flatMap(found => (found ? [[found.type, found] as const] : [])))
}

/** Only for a file that names a type that there is not. */
export async function loadSummaries(data: unknown, types: Types): Promise<Summaries> {
  const isStrange = (list: TypedList) =>
    entriesIn(data, list).some(({ type }) => typeof type === 'string' && !types[list].has(type))
  const told = async (list: TypedList, summaryOf: (type: string) => Promise<string | undefined>) =>
    isStrange(list)
      ? new Map(
          await Promise.all(
            namesOf(list, types).map(async type => [type, (await summaryOf(type)) ?? ''] as const),
          ),
        )
      : new Map<string, string>()
  const [sources, apps] = await Promise.all([
    told('sources', async type => (types.added.types.get(type)?.plugin ?? (await loadPlugin(type)))?.summary),
    told('apps', async type => (await appSchemas[type]?.())?.default.description),
  ])
  return { sources, apps }
}

const once = <T>(
  list: TypedList,
  load: (type: string) => Promise<T | undefined>,
): ((type: string) => Promise<T | undefined>) => {
  const known = new Map<string, Promise<T | undefined>>()
  return async type => {
    // what is remembered is the program's own, and nothing that a file has made up
    if (!typeNames[list].includes(type)) return undefined
    const found = known.get(type) ?? load(type)
    known.set(type, found)
    return found
  }
}

const loadSourceType = once('sources', async (type): Promise<SourceType | undefined> => {
  const plugin = await loadPlugin(type)
  const validate = sourceValidators[type]
  if (plugin === undefined || validate === undefined) return undefined
  return { type, plugin, validate, schema: sourceSchema(type, plugin as Described) }
})

const loadAppType = once('apps', async (type): Promise<EntryType | undefined> => {
  const [own, validate] = [await appSchemas[type]?.(), appValidators[type]]
  if (own === undefined || validate === undefined) return undefined
  return { type, validate, schema: appSchema(own.default) }
})

export { isRecord } from './typed-lists.ts'
