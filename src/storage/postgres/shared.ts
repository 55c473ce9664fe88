import type { Pool, QueryConfig, QueryResult } from 'pg'
import { RateLimiterPostgres } from 'rate-limiter-flexible'
import type { Shared } from '../shared.ts'
import { unavailable } from './faults.ts'

/** Keys and counters on a pool of their own: a transaction that counts holds a connection of the other one. */
export function sharedOn(pool: Pool): Shared {
  const query = (asked: string | QueryConfig, values?: unknown[]): Promise<QueryResult> =>
    pool.query(asked, values).catch((error: unknown) => {
      throw unavailable(error)
    })
  return {
    async key(name, fresh) {
      await query('insert into keys (name, value) values ($1, $2) on conflict do nothing', [name, fresh])
      return (await query('select value from keys where name = $1', [name])).rows[0].value
    },
    counter: options =>
      new RateLimiterPostgres({
        ...options,
        storeClient: { query },
        storeType: 'pool',
        tableName: 'counters',
        // by a migration
        tableCreated: true,
        clearExpiredByTimeout: false,
      }),
    async sweep(now) {
      await query('delete from counters where expire <= $1', [now])
    },
  }
}
