import { constants, existsSync } from 'node:fs'
import { access, open, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import {
  CompiledQuery,
  type DatabaseConnection,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  sql,
} from 'kysely'
import Database from 'libsql'
import { Halt } from '../errors.ts'
import type { Engine } from './engine.ts'
import { makeFolder } from './folder.ts'
import { migrations } from './migrations/index.ts'
import { sqliteBasis } from './sqlite-basis.ts'

const busyMs = 3000

/**
 * Opens `sqlite:PATH`, making the file and its folder when absent and `create` allows it; `:memory:` is a store that
 * lives as long as the process. Throws {@link Halt}.
 */
export async function openSqlite(url: string, folder: string, create: boolean): Promise<Engine> {
  const path = pathOf(url, folder)
  const kept = path !== ':memory:'
  const isNew = kept && !existsSync(path)
  if (isNew && !create)
    throw new Halt(`there is no database at ${path}`, 'check storage.url; serve makes it at its first start')
  if (kept) await makeFile(path)
  const database = openFile(path)
  const dialect = new ImmediateDialect({ database })
  const opened = kept ? await identityOf(path) : undefined
  const basis = kept ? sqliteBasis(path, busyMs) : undefined
  return {
    place: path,
    dialect,
    migrations,
    isNew,
    isThere: async () => !kept || (await identityOf(path)) === opened,
    clock: sql<number>`cast(unixepoch('subsec') * 1000 as integer)`,
    basis,
    shared: undefined,
    failure: error => openFailure(path, error),
    close: async () => basis?.close(),
  }
}

/** The path that `sqlite:PATH` means in a file of this folder. */
function pathOf(url: string, folder: string): string {
  const path = url.slice('sqlite:'.length)
  return path === ':memory:' ? path : resolve(folder, path)
}

/** A deleted or replaced file goes on working for the process that has it open, and is lost when that ends. */
const identityOf = (path: string): Promise<string | undefined> =>
  stat(path).then(
    ({ dev, ino }) => `${dev} ${ino}`,
    () => undefined,
  )

async function makeFile(path: string): Promise<void> {
  const folder = dirname(path)
  await makeFolder(folder).catch(error => {
    throw new Halt(
      `cannot make the data folder ${folder}: ${reason(error)}`,
      'make it, or change storage.url',
    )
  })
  try {
    // the engine's own mode would let everybody read; its side files take over the mode of this one
    await (await open(path, 'ax', 0o600)).close()
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw openFailure(path, error)
    await mayWrite(path)
  }
}

/** Without opening it: closing it again would end the locks that the engine holds for this process, be they on another opening. */
async function mayWrite(path: string): Promise<void> {
  const fault: unknown = await access(path, constants.R_OK | constants.W_OK).then(
    async () => ((await stat(path)).isDirectory() ? { code: 'EISDIR' } : undefined),
    error => error,
  )
  if (fault !== undefined) throw openFailure(path, fault)
}

function openFile(path: string): Database.Database {
  try {
    const database = new Database(path, { timeout: busyMs })
    database.exec(`PRAGMA busy_timeout = ${busyMs}`)
    // readers and one writer do not wait for each other; a crash loses nothing that was committed
    database.exec('PRAGMA journal_mode = WAL')
    database.exec('PRAGMA synchronous = NORMAL')
    database.exec('PRAGMA foreign_keys = ON')
    database.exec('SELECT count(*) FROM sqlite_master')
    return preparingOnce(database)
  } catch (error) {
    throw openFailure(path, error)
  }
}

const mostPrepared = 256

/**
 * Kysely prepares a statement each time, which takes longer than most of ours run. A statement is worked off before the
 * next one is begun, so one of each text is enough; the engine itself notices when tables change.
 */
function preparingOnce(database: Database.Database): Database.Database {
  const prepared = new Map<string, ReturnType<Database.Database['prepare']>>()
  const prepare = database.prepare.bind(database)
  database.prepare = ((text: string) => {
    const statement = prepared.get(text) ?? knowing(prepare(text))
    // the one that was used last is the last to go
    prepared.delete(text)
    prepared.set(text, statement)
    const [oldest] = prepared.keys()
    if (prepared.size > mostPrepared && oldest !== undefined) prepared.delete(oldest)
    return statement
  }) as typeof database.prepare
  return database
}

/** Whether it answers rows is asked each time it runs, and each time of the engine. */
function knowing<S extends { readonly reader: boolean }>(statement: S): S {
  return Object.defineProperty(statement, 'reader', { value: statement.reader })
}

/** The engine's codes in words. */
function openFailure(path: string, error: unknown): Halt {
  const { code, message } = error as { code?: string; message?: string }
  const text = `${code} ${message}`
  if (/BUSY|LOCKED|locked/.test(text)) {
    return new Halt(
      `the database ${path} is locked by another program`,
      'stop that program, or give each its own storage.url',
    )
  }
  if (/NOTADB|CORRUPT|malformed|not a database/.test(text)) {
    return new Halt(
      `the database ${path} is damaged or is not an SQLite file`,
      'restore it from a backup, or move it away to start anew',
    )
  }
  if (code === 'EISDIR') return new Halt(`the database ${path} is a folder`, 'name a file in storage.url')
  if (/CANTOPEN|READONLY|ENOENT|EROFS|EACCES|PERM|unable to open|readonly|permission/i.test(text)) {
    return new Halt(
      `cannot write the database ${path}`,
      'check the owner and the mode of the file and its folder',
    )
  }
  return new Halt(`cannot open the database ${path}: ${reason(error)}`, 'check storage.url')
}

function reason(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string }
  return code ?? message ?? 'unknown reason'
}

/** A deferred transaction that reads first cannot wait for another writer later; an immediate one waits at its start. */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }
}

/** Tables change inside a transaction: of two programs that start at once one migrates, and a crash leaves no half. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

class ImmediateDialect extends SqliteDialect {
  readonly #config: ConstructorParameters<typeof SqliteDialect>[0]
  constructor(config: ConstructorParameters<typeof SqliteDialect>[0]) {
    super(config)
    this.#config = config
  }
  override createDriver(): SqliteDriver {
    return new ImmediateDriver(this.#config)
  }
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter()
  }
}
