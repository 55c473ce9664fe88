import type { Kysely, Selectable } from 'kysely'
import type { Tables } from './tables.ts'

export type TransactionRecord = Selectable<Tables['transactions']>

export interface Transactions {
  insert(record: TransactionRecord): Promise<void>
  /** Removes and returns it in one statement: of two requests with one state, one gets it. */
  take(stateHash: string): Promise<TransactionRecord | undefined>
  /** Keeps the newest `keep` of a browser. */
  trim(browserHash: string, keep: number): Promise<void>
  /** Forgets what has expired and, above `most` in all, the oldest. */
  sweep(now: number, most: number): Promise<void>
}

export function transactionsOn(db: Kysely<Tables>): Transactions {
  const newest = (keep: number) =>
    db
      .selectFrom('transactions')
      .select('stateHash')
      .orderBy('createdAt', 'desc')
      .orderBy('stateHash')
      .limit(keep)
  return {
    async insert(record) {
      await db.insertInto('transactions').values(record).execute()
    },
    take: stateHash =>
      db.deleteFrom('transactions').where('stateHash', '=', stateHash).returningAll().executeTakeFirst(),
    async trim(browserHash, keep) {
      await db
        .deleteFrom('transactions')
        .where('browserHash', '=', browserHash)
        .where('stateHash', 'not in', newest(keep).where('browserHash', '=', browserHash))
        .execute()
    },
    async sweep(now, most) {
      await db.deleteFrom('transactions').where('expiresAt', '<=', now).execute()
      await db.deleteFrom('transactions').where('stateHash', 'not in', newest(most)).execute()
    },
  }
}
