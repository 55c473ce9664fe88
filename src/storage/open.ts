import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { CamelCasePlugin, Kysely, Migrator } from 'kysely'
import { Halt } from '../errors.ts'
import { migrations } from './migrations/index.ts'
import { openFailure, openSqlite } from './sqlite.ts'
import { type Storage, storageOn } from './storage.ts'
import type { Tables } from './tables.ts'

export interface Opening {
  /** False: a database that is not there is an error, not a new one. Default: true. */
  create?: boolean
  /** Told the path of a database that was made just now. */
  made?: (path: string) => void
}

/**
 * Opens `sqlite:<path>` (relative to the file's folder) and brings its tables up to date.
 * Throws {@link Halt} with the reason in words.
 */
export async function openStorage(
  url: string,
  folder: string,
  { create = true, made }: Opening = {},
): Promise<Storage> {
  const path = sqlitePath(url, folder)
  const isNew = path !== ':memory:' && !existsSync(path)
  if (isNew && !create) {
    throw new Halt(`there is no database at ${path}`, 'check storage.url; serve makes it at its first start')
  }
  const { dialect, isThere } = await openSqlite(path)
  const db = new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin()] })
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  try {
    const { error } = await migrator.migrateToLatest()
    if (error) throw error
  } catch (error) {
    await db.destroy()
    if (/corrupted migrations|previously executed migration/.test(String(error))) {
      throw new Halt(
        `the database ${path} was written by a newer sso-kit`,
        'run that version, or restore an older backup',
      )
    }
    throw openFailure(path, error)
  }
  if (isNew) made?.(path)
  return storageOn(db, isThere)
}

function sqlitePath(url: string, folder: string): string {
  const path = /^sqlite:(.+)$/.exec(url)?.[1]
  if (path === undefined)
    throw new Halt(`storage.url "${url.split(':')[0]}:…" is not supported`, 'write sqlite:./data/sso.db')
  return path === ':memory:' ? path : resolve(folder, path)
}
