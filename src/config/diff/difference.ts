import type { Diagnostic, Path, Range } from '../../diagnostics/diagnostic.ts'
import type { Origin } from '../compile.ts'
import type { Config } from '../config.ts'

/** A configuration as it takes part in a comparison. */
export interface Side {
  readonly config: Config
  /** Ids of the sources whose vendor sends people back. */
  readonly returning: ReadonlySet<string>
  /** What comments of the file excuse. */
  readonly suppressed: readonly Diagnostic[]
  /** Absent where there is no file: then it says nothing. */
  readonly origin?: Origin | undefined
}

export interface Sides {
  /** What was renamed by an entry of `moved` has its new id here. */
  readonly base: Side
  readonly head: Side
  readonly moves: Moves
}

/** New and old ids, by list, of what was renamed by an entry of `moved`: the old one was there, and the new one is. */
export interface Moves {
  readonly sources: ReadonlyMap<string, string>
  readonly apps: ReadonlyMap<string, string>
}

/** The part of a file that something is about: what has an id, or else the settings of the whole. */
export interface Identity {
  readonly kind: Kind
  /** Empty for the settings. An administrator has `source:subject`. */
  readonly id: string
}

export type Kind = 'settings' | 'source' | 'app' | 'grant' | 'organization' | 'admin'

export type Op = 'add' | 'remove' | 'change' | 'move'

/** One thing that is not as it was. */
export interface Difference {
  readonly op: Op
  readonly identity: Identity
  /** Keys below the part; `[dev]` is an entry of a list by its name. None: the part itself. */
  readonly keys: readonly string[]
  /** The value of each side; undefined where there is none. */
  readonly before: unknown
  readonly after: unknown
  /** Of a list whose entries have no order: those that came or went. Absent: it is about the whole value. */
  readonly entries?: readonly unknown[]
  /** Where the value is in the configuration of each side, or would be; undefined where the part is not there. */
  readonly at: { readonly base: Path | undefined; readonly head: Path | undefined }
}

/** A place in a file. */
export interface Place extends Range {
  readonly file: string
}

const lists: Readonly<Record<Exclude<Kind, 'settings'>, string>> = {
  source: 'sources',
  app: 'apps',
  grant: 'grants',
  organization: 'organizations',
  admin: 'admins',
}

/** `sources[github].allow.organizations`: never the number of an entry. */
export function pathOf({ kind, id }: Identity, keys: readonly string[] = []): string {
  const part = kind === 'settings' ? '' : `${lists[kind]}[${id}]`
  return keys.reduce(
    (path, key) => (path === '' || key.startsWith('[') ? `${path}${key}` : `${path}.${key}`),
    part,
  )
}
