import { sources as validators } from '../generated/validators.js'
import { type AnyPlugin, loadPlugin, pluginTypes } from '../plugins.ts'
import type { Schema } from './schema/schema.ts'
import { type Described, sourceSchema } from './schema/source.ts'
import type { Validate } from './schema/validate.ts'

/** A source type as the compiler needs it. */
export interface SourceType {
  readonly type: string
  readonly plugin: AnyPlugin
  readonly schema: Schema
  readonly validate: Validate
}

/** Loads the types that a file names, and no others. Names that are no type are left out. */
export async function loadTypes(data: unknown): Promise<ReadonlyMap<string, SourceType>> {
  const named = new Set(
    sourcesIn(data).flatMap(source => (typeof source.type === 'string' ? [source.type] : [])),
  )
  const loaded = await Promise.all([...named].map(type => known.get(type) ?? loadType(type)))
  for (const found of loaded) if (found) known.set(found.type, found)
  return new Map(loaded.flatMap(found => (found ? [[found.type, found] as const] : [])))
}

const known = new Map<string, SourceType>()

/** What each type says of itself: only for a file that names one that there is not. */
export async function loadSummaries(
  data: unknown,
  types: ReadonlyMap<string, SourceType>,
): Promise<ReadonlyMap<string, string>> {
  const strange = sourcesIn(data).some(({ type }) => typeof type === 'string' && !types.has(type))
  if (!strange) return new Map()
  const plugins = await Promise.all(pluginTypes.map(async type => [type, await loadPlugin(type)] as const))
  return new Map(plugins.map(([type, plugin]) => [type, plugin?.summary ?? '']))
}

async function loadType(type: string): Promise<SourceType | undefined> {
  const plugin = await loadPlugin(type)
  const validate = Object.hasOwn(validators, type) ? (await validators[type]?.())?.default : undefined
  if (plugin === undefined || validate === undefined) return undefined
  return { type, plugin, validate, schema: sourceSchema(type, plugin as Described) }
}

/** The entries of `sources` that are maps; the others keep their place as empty ones. */
export function sourcesIn(data: unknown): readonly Readonly<Record<string, unknown>>[] {
  const sources = isRecord(data) ? data.sources : undefined
  return Array.isArray(sources) ? sources.map(source => (isRecord(source) ? source : {})) : []
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
