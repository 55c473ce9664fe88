import { openStorage } from '../../src/storage/open.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { type Database, hasPostgres, makeDatabase } from '../postgres/database.ts'

export interface Opened {
  storage: Storage
  close(): Promise<void>
}

export interface EngineOfTests {
  name: string
  /** An empty store, and its end. */
  open(): Promise<Opened>
}

let database: Promise<Database> | undefined

/** For `describe.each`: what holds, holds on each of them. */
export const engines: EngineOfTests[] = [
  {
    name: 'SQLite',
    async open() {
      const storage = await openStorage('sqlite::memory:', '.')
      return { storage, close: () => storage.close() }
    },
  },
  ...(hasPostgres
    ? [
        {
          name: 'PostgreSQL',
          async open() {
            // one for all tests of a file; the server ends with the run
            database ??= makeDatabase()
            const { url, empty } = await database
            await empty()
            const storage = await openStorage(url, '.')
            return { storage, close: () => storage.close() }
          },
        },
      ]
    : []),
]
