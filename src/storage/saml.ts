import type { Kysely, Selectable } from 'kysely'
import type { Tables } from './tables.ts'

export type SamlPending = Selectable<Tables['samlPending']>

/** SAML messages under way: a request while its person signs in, a sign-out while the apps are told. */
export interface Saml {
  keep(pending: SamlPending): Promise<void>
  find(hash: string, now: number): Promise<SamlPending | undefined>
  /** Removes and returns it in one statement: of two that come with one handle, one gets it. */
  take(hash: string, now: number): Promise<SamlPending | undefined>
  /** Forgets what has expired and, above `most` in all, what ends first. */
  sweep(now: number, most: number): Promise<void>
}

export function samlOn(db: Kysely<Tables>): Saml {
  return {
    async keep(pending) {
      await db.insertInto('samlPending').values(pending).execute()
    },
    find: (hash, now) =>
      db
        .selectFrom('samlPending')
        .selectAll()
        .where('hash', '=', hash)
        .where('expiresAt', '>', now)
        .executeTakeFirst(),
    take: (hash, now) =>
      db
        .deleteFrom('samlPending')
        .where('hash', '=', hash)
        .where('expiresAt', '>', now)
        .returningAll()
        .executeTakeFirst(),
    async sweep(now, most) {
      await db.deleteFrom('samlPending').where('expiresAt', '<=', now).execute()
      const newest = db
        .selectFrom('samlPending')
        .select('hash')
        .orderBy('expiresAt', 'desc')
        .orderBy('hash')
        .limit(most)
      await db.deleteFrom('samlPending').where('hash', 'not in', newest).execute()
    },
  }
}
