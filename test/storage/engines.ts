import type { RawBuilder } from 'kysely'
import { openStorage } from '../../src/storage/open.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { type Database, hasPostgres, makeDatabase } from '../postgres/database.ts'

export interface Opened {
  storage: Storage
  close(): Promise<void>
}

export interface EngineOfTests {
  name: string
  /** An empty store, and its end; with the database's own clock, or another one. */
  open(clock?: RawBuilder<number>): Promise<Opened>
}

let database: Promise<Database> | undefined

/** For `describe.each`: what holds, holds on each of them. */
export const engines: EngineOfTests[] = [
  {
    name: 'SQLite',
    async open(clock) {
      const storage = await openStorage('sqlite::memory:', '.', clock && { clock })
      return { storage, close: () => storage.close() }
    },
  },
  ...(hasPostgres
    ? [
        {
          name: 'PostgreSQL',
          async open(clock?: RawBuilder<number>) {
            // one for all tests of a file; the server ends with the run
            database ??= makeDatabase()
            const { url, empty } = await database
            await empty()
            const storage = await openStorage(url, '.', clock && { clock })
            return { storage, close: () => storage.close() }
          },
        },
      ]
    : []),
]
