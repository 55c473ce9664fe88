import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type { Pool, PoolClient } from 'pg'
import { isWorthAnotherTry, sqlState, unavailable } from './faults.ts'

const mostTries = 3

/** Any number that is the program's own: whoever has it locked is the one writer of several statements. */
const writerLock = 7_377_073

/**
 * PostgreSQL as the storage wants it: a transaction keeps the other transactions of all servers out until it is done,
 * as SQLite does by itself, and reads what they have left. So what is looked at first still holds when it is acted on,
 * and no isolation level has to be thought about; there are few, and each is short.
 */
export function postgresDialect(pool: Pool): Dialect {
  return {
    createDriver: () => new SerialDriver(pool),
    createAdapter: () => new PostgresAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (db: Kysely<unknown>) => new PostgresIntrospector(db),
  }
}

class SerialDriver implements Driver {
  readonly #pool: Pool
  constructor(pool: Pool) {
    this.#pool = pool
  }
  async init(): Promise<void> {}
  async acquireConnection(): Promise<Connection> {
    try {
      return new Connection(await this.#pool.connect())
    } catch (error) {
      throw unavailable(error)
    }
  }
  async beginTransaction(connection: Connection): Promise<void> {
    // not a stricter level: its snapshot would be from before the wait for the lock
    await connection.executeQuery(CompiledQuery.raw('begin isolation level read committed'))
    connection.inTransaction = true
    try {
      await connection.executeQuery(CompiledQuery.raw(`select pg_advisory_xact_lock(${writerLock})`))
    } catch (error) {
      // what has not begun for Kysely, it does not roll back: the next one would find itself in the middle of this
      await this.rollbackTransaction(connection).catch(() => {})
      throw error
    }
  }
  commitTransaction(connection: Connection): Promise<void> {
    return this.#end(connection, 'commit')
  }
  rollbackTransaction(connection: Connection): Promise<void> {
    return this.#end(connection, 'rollback')
  }
  async #end(connection: Connection, how: 'commit' | 'rollback'): Promise<void> {
    try {
      await connection.executeQuery(CompiledQuery.raw(how))
    } finally {
      connection.inTransaction = false
    }
  }
  async releaseConnection(connection: Connection): Promise<void> {
    connection.release()
  }
  async destroy(): Promise<void> {
    await this.#pool.end()
  }
}

class Connection implements DatabaseConnection {
  inTransaction = false
  readonly #client: PoolClient
  #broken: Error | undefined
  readonly #breaks = (error: Error) => {
    this.#broken = error
  }
  constructor(client: PoolClient) {
    this.#client = client
    // cut between two statements, it would end the process for want of a listener
    client.on('error', this.#breaks)
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    for (let tries = 1; ; tries += 1) {
      try {
        const { command, rowCount, rows } = await this.#client.query(sql, [...parameters])
        const changes = ['INSERT', 'UPDATE', 'DELETE'].includes(command)
        return { rows, ...(changes && { numAffectedRows: BigInt(rowCount ?? 0) }) }
      } catch (error) {
        // what is not the server's word leaves the connection in a state that nobody knows
        if (sqlState(error) === undefined) this.#breaks(error as Error)
        // a transaction is tried again as a whole, by whoever began it
        if (this.inTransaction || tries >= mostTries || !isWorthAnotherTry(error)) throw unavailable(error)
      }
    }
  }

  streamQuery(): AsyncIterableIterator<never> {
    throw new Error('nothing here is read in parts')
  }

  release(): void {
    this.#client.off('error', this.#breaks)
    this.#client.release(this.#broken)
  }
}
