import type { Kysely, Selectable, SelectQueryBuilder } from 'kysely'
import { prepared } from './prepared.ts'
import type { Tables } from './tables.ts'

export type SessionRecord = Selectable<Tables['sessions']>

type Ending = SelectQueryBuilder<Tables, 'sessions', { id: string }>

export interface Sessions {
  insert(session: SessionRecord): Promise<void>
  find(hash: string): Promise<SessionRecord | undefined>
  findById(id: string): Promise<SessionRecord | undefined>
  touch(hash: string, seenAt: number): Promise<void>
  /** Newest first; ended and idle ones are left out. */
  of(accountId: string, alive: { now: number; seenSince: number }): Promise<SessionRecord[]>
  /** Living sessions per account. */
  count(alive: { now: number; seenSince: number }): Promise<Map<string, number>>
  /** With it, as for all that are ended here, goes whatever it has open in apps: those have yet to be told. */
  end(hash: string): Promise<boolean>
  /**
   * The same session, id and openings included, under another cookie; what hangs on the old one ends. False where that
   * has ended meanwhile. Three statements: call it inside `atomically`.
   */
  replace(hash: string, by: SessionRecord): Promise<boolean>
  /**
   * All of an account, but for the one given; with them what apps were granted of sessions that have run out. Answers how
   * many.
   */
  endAll(accountId: string, except?: string): Promise<number>
  /**
   * Those of an account that a source vouched for, but for the one given; with them what apps were granted by its word in
   * sessions that have run out, or that another source has proved since. Answers how many.
   */
  endOfSource(accountId: string, source: string, except?: string): Promise<number>
  /** Keeps the newest `keep` of an account. */
  trim(accountId: string, keep: number): Promise<void>
  sweep(now: number): Promise<void>
}

const find = prepared((db, { hash }: { hash: string }) =>
  db.selectFrom('sessions').selectAll().where('hash', '=', hash),
)
const findById = prepared((db, { id }: { id: string }) =>
  db.selectFrom('sessions').selectAll().where('id', '=', id),
)

export function sessionsOn(db: Kysely<Tables>): Sessions {
  /**
   * Openings and grants first: between the statements the session still counts, and after a cut it is ended again. Then
   * the grants that were begun meanwhile.
   */
  async function endThose(which: (sessions: Ending) => Ending): Promise<number> {
    const ending = (await which(db.selectFrom('sessions').select('id') as Ending).execute()).map(
      ({ id }) => id,
    )
    if (ending.length === 0) return 0
    const endGrants = () => db.deleteFrom('oidcGrants').where('sessionId', 'in', ending).execute()
    await db.updateTable('openings').set({ ended: 1 }).where('sessionId', 'in', ending).execute()
    await endGrants()
    const ended = await db.deleteFrom('sessions').where('id', 'in', ending).executeTakeFirst()
    await endGrants()
    return Number(ended.numDeletedRows)
  }

  return {
    async insert(session) {
      await db.insertInto('sessions').values(session).execute()
    },
    find: async hash => (await find(db, { hash })).rows[0],
    findById: async id => (await findById(db, { id })).rows[0],
    async replace(hash, by) {
      for (const table of ['alistTokens', 'alistBinds'] as const)
        await db.deleteFrom(table).where('sessionHash', '=', hash).execute()
      // one row all the time: who ends sessions at this moment finds it by its id
      const done = await db.updateTable('sessions').set(by).where('hash', '=', hash).executeTakeFirst()
      return done.numUpdatedRows === 1n
    },
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
    end: async hash => (await endThose(sessions => sessions.where('hash', '=', hash))) === 1,
    async endAll(accountId, except = '') {
      const ended = await endThose(sessions =>
        sessions.where('accountId', '=', accountId).where('hash', '!=', except),
      )
      const kept = db.selectFrom('sessions').select('id').where('hash', '=', except)
      await db
        .deleteFrom('oidcGrants')
        .where('accountId', '=', accountId)
        .where('sessionId', 'not in', kept)
        .execute()
      return ended
    },
    async endOfSource(accountId, source, except = '') {
      const ended = await endThose(sessions =>
        sessions.where('accountId', '=', accountId).where('source', '=', source).where('hash', '!=', except),
      )
      // by the source they came of: their session may have run out, or be proved by another source by now
      const kept = db
        .selectFrom('sessions')
        .select('id')
        .where('hash', '=', except)
        .where('source', '=', source)
      await db
        .deleteFrom('oidcGrants')
        .where('accountId', '=', accountId)
        .where('source', '=', source)
        .where('sessionId', 'not in', kept)
        .execute()
      return ended
    },
    async trim(accountId, keep) {
      const kept = db
        .selectFrom('sessions')
        .select('hash')
        .where('accountId', '=', accountId)
        .orderBy('createdAt', 'desc')
        .orderBy('hash')
        .limit(keep)
      await endThose(sessions => sessions.where('accountId', '=', accountId).where('hash', 'not in', kept))
    },
    async sweep(now) {
      await db.deleteFrom('sessions').where('endsAt', '<=', now).execute()
    },
  }
}
