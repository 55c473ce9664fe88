import type { Path } from '../diagnostics/diagnostic.ts'
import type { PermissionProfile } from '../permissions.ts'
import { customProfile, profile as namedProfile, type ProfileName } from '../permissions.ts'
import type { Parsed } from './document.ts'
import type { Hidden } from './hidden.ts'
import type { Schema } from './schema/schema.ts'
import type { SchemaOf } from './schemas.ts'
import { valueAt } from './shape/context.ts'
import { isUnder } from './shape.ts'
import { isRecord, type SourceType, sourcesIn } from './types.ts'

/** The file as the rules see it: only what has the right shape, so that no rule has to doubt a type. */
export interface Draft {
  readonly root: Partial<RawConfig>
  readonly sources: readonly DraftSource[]
  /** Every `autoRegister` of the file, without the keys that are wrong. */
  readonly autoRegisters: readonly { readonly at: Path; readonly value: RawAutoRegister }[]
  /** The ids of all sources, also of those with other mistakes. */
  readonly ids: readonly { readonly id: string; readonly index: number; readonly type: unknown }[]
  /** False where some source has no proper id: then a reference may well mean that one. */
  readonly idsKnown: boolean
  /** Absent where `permissionProfile` is wrong. */
  readonly profile?: PermissionProfile
  readonly parsed: Parsed
  readonly failed: readonly Path[]
  readonly hidden: Hidden
  readonly schemaOf: SchemaOf
}

/** A source of a known type. */
export interface DraftSource {
  readonly path: Path
  readonly type: string
  readonly plugin: SourceType['plugin']
  readonly schema: Schema
  /** The host's keys that are right. */
  readonly host: Partial<RawSource>
  /** The type's own keys that are right, defaults filled. */
  readonly options: Readonly<Record<string, unknown>>
  /** The keys that are not right, or missing. */
  readonly failed: ReadonlySet<string>
}

/** The file after the schema has filled the defaults in. */
export interface RawConfig {
  readonly version: 1
  readonly publicUrl: string
  readonly server: { readonly listen: string; readonly trustedProxies: readonly string[] }
  readonly storage: { readonly url: string | RawReference }
  readonly outbound: {
    readonly proxy?: string | RawReference
    readonly allowPrivate: readonly string[]
    readonly ca?: RawReference
  }
  readonly keys?: { readonly cookie: readonly (RawReference | string)[] }
  readonly session: { readonly idle: string; readonly lifetime: string }
  readonly ui: { readonly title: string; readonly locale: 'zh-CN' | 'en' }
  readonly admins: readonly { readonly source: string; readonly subject: string }[]
  readonly permissionProfile: ProfileName | Readonly<Record<string, number>>
  readonly autoRegister?: RawAutoRegister
  readonly callbacks: { readonly path: string }
  readonly sources: readonly unknown[]
}

export interface RawSource {
  readonly id: string
  readonly type: string
  readonly name: string
  readonly description?: string
  readonly enabled: boolean
  readonly allow?: Readonly<Record<string, readonly string[]>>
  readonly autoRegister?: RawAutoRegister
  readonly callbackUrl?: string
}

export interface RawAutoRegister {
  readonly enabled?: boolean
  readonly baseDir?: string
  readonly permissions?: RawPermissions
  readonly role?: 'general' | 'guest'
  readonly onNameCollision?: 'append-subject' | 'refuse'
}

export type RawPermissions =
  | readonly string[]
  | number
  | { readonly names: readonly string[]; readonly sum: number }
export type RawReference =
  | { readonly env: string }
  | { readonly file: string }
  | { readonly credential: string }
  | { readonly exec: readonly string[] }

export function draftOf(
  parsed: Parsed,
  types: ReadonlyMap<string, SourceType>,
  failed: readonly Path[],
  hidden: Hidden,
  schemaOf: SchemaOf,
  hostKeys: readonly string[],
): Draft {
  const data = isRecord(parsed.data) ? parsed.data : {}
  // the schema has just checked what is left
  const root = without(data, failedBelow([], failed)) as Partial<RawConfig>
  const all = sourcesIn(data)
  const profile = root.permissionProfile === undefined ? undefined : profileOf(root.permissionProfile)

  const sources = all.flatMap((source, index): DraftSource[] => {
    const path: Path = ['sources', index]
    const found = types.get(String(source.type))
    // without a type nobody has looked at the rest
    if (found === undefined || isUnder([...path, 'type'], failed)) return []
    const wrong = failedBelow(path, failed)
    const [host, options] = split(without(source, wrong), hostKeys)
    return [
      { path, type: found.type, plugin: found.plugin, schema: found.schema, host, options, failed: wrong },
    ]
  })
  const ids = all.flatMap(({ id, type }, index) => (typeof id === 'string' ? [{ id, index, type }] : []))
  const idsKnown =
    Array.isArray(data.sources) &&
    all.every(({ id }, index) => typeof id === 'string' && !isUnder(['sources', index, 'id'], failed))
  const autoRegisters = [[] as Path, ...all.map((_, index): Path => ['sources', index])].flatMap(holder => {
    const at = [...holder, 'autoRegister']
    const value = valueAt(data, at)
    return isRecord(value) && !isUnder(at, failed)
      ? [{ at, value: without(value, failedBelow(at, failed)) }]
      : []
  })

  return {
    root,
    sources,
    autoRegisters,
    ids,
    idsKnown,
    ...(profile && { profile }),
    parsed,
    failed,
    hidden,
    schemaOf,
  }
}

/** The keys of a map in which something is wrong. For the root, a wrong source is no reason to leave all of them out. */
function failedBelow(map: Path, failed: readonly Path[]): Set<string> {
  const inside = failed.filter(path => path.length > map.length && isUnder(path, [map]))
  return new Set(
    inside
      .filter(path => path[0] !== 'sources' || map.length > 0 || path.length === 1)
      .map(path => String(path[map.length])),
  )
}

const without = (
  map: Readonly<Record<string, unknown>>,
  keys: ReadonlySet<string>,
): Record<string, unknown> => Object.fromEntries(Object.entries(map).filter(([key]) => !keys.has(key)))

function split(
  source: Readonly<Record<string, unknown>>,
  hostKeys: readonly string[],
): [Partial<RawSource>, Record<string, unknown>] {
  const entries = Object.entries(source)
  const host = Object.fromEntries(entries.filter(([key]) => hostKeys.includes(key)))
  const own = Object.fromEntries(entries.filter(([key]) => !hostKeys.includes(key)))
  return [host as Partial<RawSource>, own]
}

function profileOf(value: RawConfig['permissionProfile']): PermissionProfile {
  return typeof value === 'string' ? namedProfile(value) : customProfile(value)
}
