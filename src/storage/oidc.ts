import type { Kysely, Selectable } from 'kysely'
import { isOrphan } from './postgres/faults.ts'
import type { Tables } from './tables.ts'

export type OidcGrant = Selectable<Tables['oidcGrants']>
export type OidcToken = Selectable<Tables['oidcTokens']>

/** What OpenID apps hold: a grant for each authorization, and everything that came of it. It is revoked as a whole. */
export interface Oidc {
  /**
   * Three statements. False where the session has ended meanwhile: nothing is granted then. The newest twenty of a session
   * and app stay.
   */
  begin(grant: OidcGrant): Promise<boolean>
  grant(id: string, now: number): Promise<OidcGrant | undefined>
  /** With all that came of it. */
  revoke(grantId: string): Promise<void>
  /** False where the grant has been revoked: nothing comes of it any more. */
  keep(token: Omit<OidcToken, 'usedAt'>): Promise<boolean>
  /** Of this kind alone: one is never taken for another. */
  token(kind: string, hash: string, now: number): Promise<OidcToken | undefined>
  /** True for one alone, however many ask at once. */
  use(kind: string, hash: string, at: number): Promise<boolean>
  drop(kind: string, hash: string): Promise<void>
  dropOf(kind: string, grantId: string): Promise<void>
  sweep(now: number): Promise<void>
}

const mostPerSession = 20

export function oidcOn(db: Kysely<Tables>): Oidc {
  return {
    async begin(grant) {
      await db.insertInto('oidcGrants').values(grant).execute()
      // asked afterwards: whoever ends a session removes it first and its grants then
      const { id, sessionId, client } = grant
      const session = await db
        .selectFrom('sessions')
        .select('id')
        .where('id', '=', sessionId)
        .executeTakeFirst()
      if (!session) {
        await db.deleteFrom('oidcGrants').where('id', '=', id).execute()
        return false
      }
      const others = db
        .selectFrom('oidcGrants')
        .select('id')
        .where('sessionId', '=', sessionId)
        .where('client', '=', client)
        .where('id', '!=', id)
        .orderBy('createdAt', 'desc')
        .orderBy('id')
        .limit(mostPerSession - 1)
      await db
        .deleteFrom('oidcGrants')
        .where('sessionId', '=', sessionId)
        .where('client', '=', client)
        .where('id', '!=', id)
        .where('id', 'not in', others)
        .execute()
      return true
    },
    grant: (id, now) =>
      db
        .selectFrom('oidcGrants')
        .selectAll()
        .where('id', '=', id)
        .where('endsAt', '>', now)
        .executeTakeFirst(),
    async revoke(grantId) {
      await db.deleteFrom('oidcGrants').where('id', '=', grantId).execute()
    },
    async keep(token) {
      try {
        await db
          .insertInto('oidcTokens')
          .values({ ...token, usedAt: null })
          .execute()
        return true
      } catch (error) {
        if (isOrphan(error)) return false
        throw error
      }
    },
    token: (kind, hash, now) =>
      db
        .selectFrom('oidcTokens')
        .selectAll()
        .where('hash', '=', hash)
        .where('kind', '=', kind)
        .where('endsAt', '>', now)
        .executeTakeFirst(),
    async use(kind, hash, at) {
      const used = await db
        .updateTable('oidcTokens')
        .set({ usedAt: at })
        .where('hash', '=', hash)
        .where('kind', '=', kind)
        .where('usedAt', 'is', null)
        .executeTakeFirst()
      return used.numUpdatedRows === 1n
    },
    async drop(kind, hash) {
      await db.deleteFrom('oidcTokens').where('hash', '=', hash).where('kind', '=', kind).execute()
    },
    async dropOf(kind, grantId) {
      await db.deleteFrom('oidcTokens').where('grantId', '=', grantId).where('kind', '=', kind).execute()
    },
    async sweep(now) {
      await db.deleteFrom('oidcGrants').where('endsAt', '<=', now).execute()
      await db.deleteFrom('oidcTokens').where('endsAt', '<=', now).execute()
    },
  }
}
