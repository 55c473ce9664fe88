import type { Kysely, Selectable } from 'kysely'
import type { Tables } from './tables.ts'

export type SessionRecord = Selectable<Tables['sessions']>

export interface Sessions {
  insert(session: SessionRecord): Promise<void>
  find(hash: string): Promise<SessionRecord | undefined>
  touch(hash: string, seenAt: number): Promise<void>
  /** Newest first; ended and idle ones are left out. */
  of(accountId: string, alive: { now: number; seenSince: number }): Promise<SessionRecord[]>
  /** Living sessions per account. */
  count(alive: { now: number; seenSince: number }): Promise<Map<string, number>>
  end(hash: string): Promise<boolean>
  /** All of an account, but for the one given. Answers how many. */
  endAll(accountId: string, except?: string): Promise<number>
  /** Those of an account that a source vouched for, but for the one given. */
  endOfSource(accountId: string, source: string, except?: string): Promise<number>
  /** Keeps the newest `keep` of an account. */
  trim(accountId: string, keep: number): Promise<void>
  sweep(now: number): Promise<void>
}

export function sessionsOn(db: Kysely<Tables>): Sessions {
  return {
    async insert(session) {
      await db.insertInto('sessions').values(session).execute()
    },
    find: hash => db.selectFrom('sessions').selectAll().where('hash', '=', hash).executeTakeFirst(),
    async touch(hash, seenAt) {
      await db.updateTable('sessions').set({ seenAt }).where('hash', '=', hash).execute()
    },
    of: (accountId, { now, seenSince }) =>
      db
        .selectFrom('sessions')
        .selectAll()
        .where('accountId', '=', accountId)
        .where('endsAt', '>', now)
        .where('seenAt', '>', seenSince)
        .orderBy('createdAt', 'desc')
        .orderBy('hash')
        .execute(),
    async count({ now, seenSince }) {
      const rows = await db
        .selectFrom('sessions')
        .select(['accountId', eb => eb.fn.countAll<number | string>().as('living')])
        .where('endsAt', '>', now)
        .where('seenAt', '>', seenSince)
        .groupBy('accountId')
        .execute()
      return new Map(rows.map(({ accountId, living }) => [accountId, Number(living)]))
    },
    async end(hash) {
      return (
        (await db.deleteFrom('sessions').where('hash', '=', hash).executeTakeFirst()).numDeletedRows === 1n
      )
    },
    async endAll(accountId, except) {
      let ending = db.deleteFrom('sessions').where('accountId', '=', accountId)
      if (except !== undefined) ending = ending.where('hash', '!=', except)
      return Number((await ending.executeTakeFirst()).numDeletedRows)
    },
    async endOfSource(accountId, source, except = '') {
      const ending = db
        .deleteFrom('sessions')
        .where('accountId', '=', accountId)
        .where('source', '=', source)
        .where('hash', '!=', except)
      return Number((await ending.executeTakeFirst()).numDeletedRows)
    },
    async trim(accountId, keep) {
      const kept = db
        .selectFrom('sessions')
        .select('hash')
        .where('accountId', '=', accountId)
        .orderBy('createdAt', 'desc')
        .orderBy('hash')
        .limit(keep)
      await db
        .deleteFrom('sessions')
        .where('accountId', '=', accountId)
        .where('hash', 'not in', kept)
        .execute()
    },
    async sweep(now) {
      await db.deleteFrom('sessions').where('endsAt', '<=', now).execute()
    },
  }
}
