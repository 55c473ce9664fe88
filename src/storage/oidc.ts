import { type Kysely, PostgresAdapter, type Selectable } from 'kysely'
import { isOrphan } from './postgres/faults.ts'
import { prepared } from './prepared.ts'
import type { Tables } from './tables.ts'

export type OidcGrant = Selectable<Tables['oidcGrants']>
export type OidcToken = Selectable<Tables['oidcTokens']>

/** What OpenID apps hold: a grant for each authorization, and everything that came of it. It is revoked as a whole. */
export interface Oidc {
  /**
   * Two statements or three. False where the session has ended meanwhile: nothing is granted then. The newest twenty of a session
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

const insertGrant = prepared((db, grant: OidcGrant) => db.insertInto('oidcGrants').values(grant))
/**
 * The session, if it is still there, and how many grants this app has by it. Where there are several writers this waits for
 * whoever is just ending it: until their work is committed, its row would still be seen.
 */
const sessionOf = prepared((db, { sessionId, client }: Pick<OidcGrant, 'sessionId' | 'client'>) =>
  db
    .selectFrom('sessions')
    .select(eb =>
      eb
        .selectFrom('oidcGrants')
        .select(count => count.fn.countAll<number | string>().as('grants'))
        .where('sessionId', '=', sessionId)
        .where('client', '=', client)
        .as('grants'),
    )
    .where('id', '=', sessionId)
    .$if(db.getExecutor().adapter instanceof PostgresAdapter, query => query.forKeyShare()),
)
const trim = prepared((db, { id, sessionId, client }: Pick<OidcGrant, 'id' | 'sessionId' | 'client'>) => {
  const others = db
    .selectFrom('oidcGrants')
    .select('id')
    .where('sessionId', '=', sessionId)
    .where('client', '=', client)
    .where('id', '!=', id)
    .orderBy('createdAt', 'desc')
    .orderBy('id')
    .limit(mostPerSession - 1)
  return db
    .deleteFrom('oidcGrants')
    .where('sessionId', '=', sessionId)
    .where('client', '=', client)
    .where('id', '!=', id)
    .where('id', 'not in', others)
})
const grant = prepared((db, { id, now }: { id: string; now: number }) =>
  db.selectFrom('oidcGrants').selectAll().where('id', '=', id).where('endsAt', '>', now),
)
const insertToken = prepared((db, token: OidcToken) => db.insertInto('oidcTokens').values(token))
const token = prepared((db, { kind, hash, now }: { kind: string; hash: string; now: number }) =>
  db
    .selectFrom('oidcTokens')
    .selectAll()
    .where('hash', '=', hash)
    .where('kind', '=', kind)
    .where('endsAt', '>', now),
)
const use = prepared((db, { kind, hash, at }: { kind: string; hash: string; at: number }) =>
  db
    .updateTable('oidcTokens')
    .set({ usedAt: at })
    .where('hash', '=', hash)
    .where('kind', '=', kind)
    .where('usedAt', 'is', null),
)

export function oidcOn(db: Kysely<Tables>): Oidc {
  return {
    async begin(grant) {
      await insertGrant(db, grant)
      // asked afterwards: whoever ends a session removes it first and its grants then
      const { id, sessionId, client } = grant
      const [session] = (await sessionOf(db, { sessionId, client })).rows
      if (!session) {
        await db.deleteFrom('oidcGrants').where('id', '=', id).execute()
        return false
      }
      if (Number(session.grants) > mostPerSession) await trim(db, { id, sessionId, client })
      return true
    },
    grant: async (id, now) => (await grant(db, { id, now })).rows[0],
    async revoke(grantId) {
      await db.deleteFrom('oidcGrants').where('id', '=', grantId).execute()
    },
    async keep(token) {
      try {
        await insertToken(db, { ...token, usedAt: null })
        return true
      } catch (error) {
        if (isOrphan(error)) return false
        throw error
      }
    },
    token: async (kind, hash, now) => (await token(db, { kind, hash, now })).rows[0],
    use: async (kind, hash, at) => (await use(db, { kind, hash, at })).numAffectedRows === 1n,
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
