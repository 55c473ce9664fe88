import type { Kysely, Selectable } from 'kysely'
import type { Tables } from './tables.ts'

export type SigningKeyRecord = Selectable<Tables['signingKeys']>

export interface SigningKeys {
  /** Newest first. */
  of(purpose: string): Promise<SigningKeyRecord[]>
  insert(key: SigningKeyRecord): Promise<void>
  /** From then on it is no longer published, and removed. */
  end(id: string, endsAt: number): Promise<void>
  sweep(now: number): Promise<void>
}

export function signingKeysOn(db: Kysely<Tables>): SigningKeys {
  return {
    of: purpose =>
      db
        .selectFrom('signingKeys')
        .selectAll()
        .where('purpose', '=', purpose)
        .orderBy('createdAt', 'desc')
        .orderBy('id')
        .execute(),
    async insert(key) {
      await db.insertInto('signingKeys').values(key).execute()
    },
    async end(id, endsAt) {
      await db.updateTable('signingKeys').set({ endsAt }).where('id', '=', id).execute()
    },
    async sweep(now) {
      await db.deleteFrom('signingKeys').where('endsAt', '<=', now).execute()
    },
  }
}
