import type { Kysely, Selectable } from 'kysely'
import type { Tables } from './tables.ts'

export type AListToken = Selectable<Tables['alistTokens']>
export type AListBind = Selectable<Tables['alistBinds']>

/** What clients made for AList hold. All of it ends with the session it hangs on: the database sees to that. */
export interface AList {
  insertToken(token: AListToken): Promise<void>
  /** Keeps the newest `keep` of a session. */
  trimTokens(sessionHash: string, keep: number): Promise<void>
  findToken(hash: string): Promise<AListToken | undefined>
  /** The first use of a token that has to come in time: from then on it is like any other. False when it is too late. */
  openToken(hash: string, now: number): Promise<boolean>
  endToken(hash: string): Promise<boolean>
  /** A session has one at a time: the newest. */
  putBind(bind: AListBind): Promise<void>
  /** Removes and returns it in one statement, for the session that it belongs to alone. */
  takeBind(handleHash: string, sessionHash: string): Promise<AListBind | undefined>
  sweep(now: number): Promise<void>
}

export function alistOn(db: Kysely<Tables>): AList {
  return {
    async insertToken(token) {
      await db.insertInto('alistTokens').values(token).execute()
    },
    async trimTokens(sessionHash, keep) {
      const kept = db
        .selectFrom('alistTokens')
        .select('hash')
        .where('sessionHash', '=', sessionHash)
        .orderBy('createdAt', 'desc')
        .orderBy('hash')
        .limit(keep)
      await db
        .deleteFrom('alistTokens')
        .where('sessionHash', '=', sessionHash)
        .where('hash', 'not in', kept)
        .execute()
    },
    findToken: hash => db.selectFrom('alistTokens').selectAll().where('hash', '=', hash).executeTakeFirst(),
    async openToken(hash, now) {
      const opened = await db
        .updateTable('alistTokens')
        .set({ openBy: null })
        .where('hash', '=', hash)
        .where(eb => eb.or([eb('openBy', 'is', null), eb('openBy', '>', now)]))
        .executeTakeFirst()
      return opened.numUpdatedRows === 1n
    },
    async endToken(hash) {
      const ended = await db.deleteFrom('alistTokens').where('hash', '=', hash).executeTakeFirst()
      return ended.numDeletedRows === 1n
    },
    async putBind({ sessionHash, ...rest }) {
      await db
        .insertInto('alistBinds')
        .values({ sessionHash, ...rest })
        .onConflict(on => on.column('sessionHash').doUpdateSet(rest))
        .execute()
    },
    takeBind: (handleHash, sessionHash) =>
      db
        .deleteFrom('alistBinds')
        .where('handleHash', '=', handleHash)
        .where('sessionHash', '=', sessionHash)
        .returningAll()
        .executeTakeFirst(),
    async sweep(now) {
      await db.deleteFrom('alistTokens').where('endsAt', '<=', now).execute()
      await db.deleteFrom('alistTokens').where('openBy', '<=', now).execute()
      await db.deleteFrom('alistBinds').where('expiresAt', '<=', now).execute()
    },
  }
}
