import { sql } from 'kysely'
import pg from 'pg'
import { Halt } from '../../errors.ts'
import type { Engine } from '../engine.ts'
import { migrations, replicaMigrations } from '../migrations/index.ts'
import { postgresAddress } from './address.ts'
import { postgresBasis } from './basis.ts'
import { postgresDialect } from './dialect.ts'
import { openFailure } from './faults.ts'
import { sharedOn } from './shared.ts'

/** Connections of one server: for pages, and beside those for counters, which are asked in the middle of transactions. */
const mostConnections = 10
const mostCounting = 4

/** How long a page waits for a connection, for a statement, and for a server that says nothing at all. */
const times = {
  connectionTimeoutMillis: 5_000,
  statement_timeout: 10_000,
  query_timeout: 15_000,
  // a transaction whose server stands still must not keep the writers of all others out
  idle_in_transaction_session_timeout: 15_000,
  idleTimeoutMillis: 30_000,
  keepAlive: true,
}

/** Times and counts are bigint there; all of ours are exact as numbers. */
const types = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8
      ? Number
      : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
}

/**
 * Finds the database of a `postgres://` address. `disturbed` is told when a connection that nobody uses breaks.
 * Throws {@link Halt}.
 */
export async function openPostgres(url: string, folder: string, disturbed: () => void): Promise<Engine> {
  const { place, connection } = postgresAddress(url, folder)
  const pools: pg.Pool[] = []
  const pool = (options: pg.PoolConfig) => {
    const made = new pg.Pool({ ...connection, types, ...options })
    // without a listener a broken idle connection would end the process
    made.on('error', disturbed)
    pools.push(made)
    return made
  }
  const close = async () => {
    await Promise.all(pools.filter(({ ending }) => !ending).map(made => made.end()))
  }
  const pages = pool({ ...times, max: mostConnections })
  try {
    const found = await pages.query(
      `select current_setting('server_encoding') as encoding, to_regclass('kysely_migration') is null as is_new`,
    )
    const { encoding, is_new: isNew } = found.rows[0] as { encoding: string; is_new: boolean }
    if (encoding !== 'UTF8')
      throw new Halt(
        `the database ${place} is in ${encoding}`,
        'make it anew: CREATE DATABASE … ENCODING UTF8',
      )
    return {
      place,
      isNew,
      dialect: postgresDialect(pages),
      // another server may be at it, and large tables take their time
      patient: postgresDialect(pool({ max: 2, connectionTimeoutMillis: times.connectionTimeoutMillis })),
      migrations: { ...migrations, ...replicaMigrations },
      clock: sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`,
      // after a failover the former primary can only be read
      isThere: () =>
        pages.query('select pg_is_in_recovery() as replica').then(
          ({ rows }) => rows[0].replica === false,
          () => false,
        ),
      basis: postgresBasis(pages),
      shared: sharedOn(pool({ ...times, max: mostCounting })),
      failure: error => openFailure(place, error),
      close,
    }
  } catch (error) {
    await close()
    throw error instanceof Halt ? error : openFailure(place, error)
  }
}
