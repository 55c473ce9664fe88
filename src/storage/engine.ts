import type { Dialect, Migration, RawBuilder } from 'kysely'
import type { Halt } from '../errors.ts'
import type { Basis } from './basis.ts'
import type { Shared } from './shared.ts'
import type { Storage } from './storage.ts'

/** A database that was found, and what of it is not the same in every engine. */
export interface Engine {
  /** Where it is, for people to read: no password. */
  place: string
  dialect: Dialect
  /** For the migrations alone, where those have to be waited for longer. Default: `dialect`. */
  patient?: Dialect
  migrations: Readonly<Record<string, Migration>>
  /** Nobody has kept anything in it yet. */
  isNew: boolean
  /** Whether it is still where it was opened, and may be written. */
  isThere(): Promise<boolean>
  /** Milliseconds since 1970 by the clock of the database, the only one that several servers have in common. */
  clock: RawBuilder<number>
  /** See {@link Storage.basis}. */
  basis: Basis | undefined
  /** What several servers of one database share beyond the tables; undefined where there is only ever one. */
  shared: Shared | undefined
  /** Why it could not be opened, in words. */
  failure(error: unknown): Halt
  /** Gives back what the dialects do not. */
  close(): Promise<void>
}
