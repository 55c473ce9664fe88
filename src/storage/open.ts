import { resolve } from 'node:path'
import { CamelCasePlugin, Kysely, Migrator } from 'kysely'
import { Halt } from '../errors.ts'
import { migrations } from './migrations/index.ts'
import { openFailure, sqliteDialect } from './sqlite.ts'
import { type Storage, storageOn } from './storage.ts'
import type { Tables } from './tables.ts'

/**
 * Opens `sqlite:<path>` (relative to the file's folder) and brings its tables up to date.
 * Throws {@link Halt} with the reason in words.
 */
export async function openStorage(url: string, folder: string): Promise<Storage> {
  const path = sqlitePath(url, folder)
  const db = new Kysely<Tables>({ dialect: await sqliteDialect(path), plugins: [new CamelCasePlugin()] })
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
  return storageOn(db)
}

function sqlitePath(url: string, folder: string): string {
  const path = /^sqlite:(.+)$/.exec(url)?.[1]
  if (path === undefined)
    throw new Halt(`storage.url "${url.split(':')[0]}:…" is not supported`, 'write sqlite:./data/sso.db')
  return path === ':memory:' ? path : resolve(folder, path)
}
