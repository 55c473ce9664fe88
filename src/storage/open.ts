import { CamelCasePlugin, Kysely, Migrator, type RawBuilder, sql } from 'kysely'
import { Halt, SsoError } from '../errors.ts'
import type { Engine } from './engine.ts'
import { type Storage, storageOn } from './storage.ts'
import type { Tables } from './tables.ts'

export interface Opening {
  /** False: a database that is not there, or has never been used, is an error. Default: true. */
  create?: boolean
  /** Told the place of a database that was made just now. */
  made?: (place: string) => void
  /** Told that a connection broke while nobody used it: perhaps the database is gone. */
  disturbed?: () => void
  /** For tests, which move time. Default: the database's own. */
  clock?: RawBuilder<number>
}

/**
 * Opens `sqlite:PATH` (relative to the file's folder) or `postgres://…`, and brings its tables up to date.
 * Throws {@link Halt} with the reason in words.
 */
export async function openStorage(
  url: string,
  folder: string,
  { create = true, made, disturbed = () => {}, clock }: Opening = {},
): Promise<Storage> {
  const engine = await engineOf(url, folder, create, disturbed)
  const db = kyselyOn(engine.dialect)
  const patient = engine.patient ? kyselyOn(engine.patient) : db
  try {
    if (engine.isNew && !create)
      throw new Halt(`the database ${engine.place} is empty`, 'check storage.url; serve makes its tables')
    if (!(await isUpToDate(db, engine.migrations))) {
      const provider = { getMigrations: async () => ({ ...engine.migrations }) }
      const { error } = await new Migrator({ db: patient, provider }).migrateToLatest()
      if (error) throw error
    }
    if (patient !== db) await patient.destroy()
  } catch (error) {
    await db.destroy()
    await engine.close()
    if (error instanceof Halt) throw error
    if (/corrupted migrations|previously executed migration/.test(String(error))) {
      throw new Halt(
        `the database ${engine.place} was written by a newer sso-kit`,
        'run that version, or restore an older backup',
      )
    }
    throw engine.failure(error instanceof SsoError ? error.cause : error)
  }
  if (engine.isNew) made?.(engine.place)
  return storageOn(db, clock ? { ...engine, clock } : engine)
}

/**
 * Most starts find nothing to do, and the library's own look is at every column of every table, under a lock. What goes
 * wrong here is met again there.
 */
async function isUpToDate(db: Kysely<Tables>, migrations: Engine['migrations']): Promise<boolean> {
  const names = await sql<{ name: string }>`select name from kysely_migration`.execute(db).then(
    ({ rows }) => rows.map(({ name }) => name),
    () => [],
  )
  return names.sort().join() === Object.keys(migrations).sort().join()
}

const kyselyOn = (dialect: Engine['dialect']) =>
  new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin()] })

/** Each engine is loaded by those who use it. */
async function engineOf(
  url: string,
  folder: string,
  create: boolean,
  disturbed: () => void,
): Promise<Engine> {
  if (/^sqlite:(?!\/\/(?!\/))./.test(url))
    return (await import('./sqlite.ts')).openSqlite(url, folder, create)
  if (isPostgres(url)) return (await import('./postgres/postgres.ts')).openPostgres(url, folder, disturbed)
  throw new Halt(
    `storage.url "${url.split(':')[0]}:…" is not supported`,
    'write sqlite:./data/sso.db, or postgres://HOST/DATABASE',
  )
}

const isPostgres = (url: string): boolean => /^postgres(?:ql)?:\/\//.test(url)
