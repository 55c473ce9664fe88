import type { Path } from '../diagnostics/diagnostic.ts'
import type { PermissionProfile } from '../permissions.ts'
import { customProfile, profile as namedProfile } from '../permissions.ts'
import type { Parsed } from './document.ts'
import type { Hidden } from './hidden.ts'
import { isUnder, partsIn } from './parts.ts'
import type {
  AListCallbacks,
  Move,
  Organization,
  RawApp,
  RawAutoRegister,
  RawConfig,
  RawGrant,
  RawSource,
} from './raw.ts'
import type { Schema } from './schema/schema.ts'
import type { SchemaOf } from './schemas.ts'
import { valueAt } from './shape/context.ts'
import { entriesIn, isRecord, type TypedList } from './typed-lists.ts'
import type { EntryType, SourceType, Types } from './types.ts'
import { plainText } from './words.ts'

export type * from './raw.ts'

/** The file as the rules see it: only what has the right shape, so that no rule has to doubt a type. */
export interface Draft {
  /** The keys of the top level that are right; the lists that follow are better looked at one entry at a time. */
  readonly root: Partial<RawConfig>
  readonly sources: readonly DraftSource[]
  readonly apps: readonly DraftApp[]
  readonly organizations: readonly DraftEntry<Organization>[]
  readonly grants: readonly DraftEntry<RawGrant>[]
  readonly moved: readonly DraftEntry<Move>[]
  /** `callbacks.alist`, if the file has it. */
  readonly alist?: DraftEntry<AListCallbacks>
  /** Every `autoRegister` of the file. */
  readonly autoRegisters: readonly DraftEntry<RawAutoRegister>[]
  /** The ids of all sources and apps, also of those with other mistakes. */
  readonly ids: Readonly<Record<TypedList, readonly DraftId[]>>
  /** False where some entry has no proper id: then a reference may well mean that one. */
  readonly idsKnown: Readonly<Record<TypedList, boolean>>
  /** Absent where `permissionProfile` is wrong. */
  readonly profile?: PermissionProfile
  readonly parsed: Parsed
  readonly failed: readonly Path[]
  readonly hidden: Hidden
  readonly schemaOf: SchemaOf
}

/** A map of the file without the keys that are wrong or missing. */
export interface DraftEntry<T> {
  readonly at: Path
  readonly value: Partial<T>
}

export interface DraftId {
  readonly id: string
  readonly index: number
  readonly type: unknown
}

/** An entry of a known type. */
interface Typed<Host> {
  readonly path: Path
  readonly type: string
  readonly schema: Schema
  /** The host's keys that are right. */
  readonly host: Partial<Host>
  /** The type's own keys that are right, defaults filled. */
  readonly options: Readonly<Record<string, unknown>>
  /** The keys that are not right, or missing. */
  readonly failed: ReadonlySet<string>
}

export interface DraftSource extends Typed<RawSource> {
  readonly plugin: SourceType['plugin']
}

export type DraftApp = Typed<RawApp>

export function draftOf(
  parsed: Parsed,
  types: Types,
  failed: readonly Path[],
  hidden: Hidden,
  schemaOf: SchemaOf,
  hostKeys: readonly string[],
): Draft {
  const data = isRecord(parsed.data) ? parsed.data : {}
  // the schema has just checked what is left
  const root = without(data, failedBelow([], failed)) as Partial<RawConfig>
  const profile = root.permissionProfile === undefined ? undefined : profileOf(root.permissionProfile)

  const typed = <Host, T extends EntryType>(
    list: TypedList,
    known: ReadonlyMap<string, T>,
    ofHost: readonly string[],
  ) =>
    entriesIn(data, list).flatMap((entry, index): (Typed<Host> & { known: T })[] => {
      const path: Path = [list, index]
      const found = known.get(plainText(entry.type))
      // without a type nobody has looked at the rest
      if (found === undefined || isUnder([...path, 'type'], failed)) return []
      const wrong = failedBelow(path, failed)
      const [host, options] = split(without(entry, wrong), ofHost)
      return [
        {
          path,
          type: found.type,
          schema: found.schema,
          host: host as Partial<Host>,
          options,
          failed: wrong,
          known: found,
        },
      ]
    })

  /** The map at a place, or nothing where it is wrong as a whole. */
  const entry = <T>(at: Path): DraftEntry<T>[] => {
    const value = valueAt(data, at)
    return isRecord(value) && !isUnder(at, failed)
      ? [{ at, value: without(value, failedBelow(at, failed)) as Partial<T> }]
      : []
  }
  const entries = <T>(list: string) =>
    isUnder([list], failed) ? [] : entriesIn(data, list).flatMap((_, index) => entry<T>([list, index]))

  const [alist] = entry<AListCallbacks>(['callbacks', 'alist'])
  const sources = typed<RawSource, SourceType>('sources', types.sources, hostKeys)
  const holders: Path[] = [[], ...sources.map(({ path }) => path)]
  return {
    root,
    sources: sources.map(({ known, ...rest }) => ({ ...rest, plugin: known.plugin })),
    apps: typed<RawApp, EntryType>('apps', types.apps, appKeys).map(({ known: _, ...rest }) => rest),
    organizations: entries('organizations'),
    grants: entries('grants'),
    moved: entries('moved'),
    autoRegisters: holders.flatMap(holder => entry<RawAutoRegister>([...holder, 'autoRegister'])),
    ids: { sources: idsOf(data, 'sources'), apps: idsOf(data, 'apps') },
    idsKnown: {
      sources: Array.isArray(data.sources) && areIdsKnown(data, 'sources', failed),
      apps: areIdsKnown(data, 'apps', failed),
    },
    ...(alist && { alist }),
    ...(profile && { profile }),
    parsed,
    failed,
    hidden,
    schemaOf,
  }
}

const appKeys: readonly (keyof RawApp)[] = ['id', 'type', 'name', 'description', 'enabled', 'allow']

const idsOf = (data: unknown, list: TypedList): DraftId[] =>
  entriesIn(data, list).flatMap(({ id, type }, index) =>
    typeof id === 'string' ? [{ id, index, type }] : [],
  )

const areIdsKnown = (data: unknown, list: TypedList, failed: readonly Path[]): boolean =>
  !isUnder([list], failed) &&
  entriesIn(data, list).every(
    ({ id }, index) => typeof id === 'string' && !isUnder([list, index, 'id'], failed),
  )

/** Lists of the root whose entries are judged one by one. */
const lists: readonly unknown[] = ['sources', 'apps', 'organizations', 'grants', 'moved']

/** The keys of a map in which something is wrong. For the root, a wrong entry is no reason to leave the others out. */
function failedBelow(map: Path, failed: readonly Path[]): Set<string> {
  const inside = [...(partsIn(map, failed) ?? [])]
  return new Set(
    inside
      .filter(([key, part]) => map.length > 0 || !lists.includes(key) || part.whole)
      .map(([key]) => String(key)),
  )
}

const without = (
  map: Readonly<Record<string, unknown>>,
  keys: ReadonlySet<string>,
): Record<string, unknown> => Object.fromEntries(Object.entries(map).filter(([key]) => !keys.has(key)))

function split(
  entry: Readonly<Record<string, unknown>>,
  hostKeys: readonly string[],
): [host: Record<string, unknown>, own: Record<string, unknown>] {
  const entries = Object.entries(entry)
  return [
    Object.fromEntries(entries.filter(([key]) => hostKeys.includes(key))),
    Object.fromEntries(entries.filter(([key]) => !hostKeys.includes(key))),
  ]
}

function profileOf(value: RawConfig['permissionProfile']): PermissionProfile {
  return typeof value === 'string' ? namedProfile(value) : customProfile(value)
}
