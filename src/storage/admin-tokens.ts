import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

export type AdminToken = Tables['adminTokens']

export interface AdminTokens {
  insert(token: AdminToken): Promise<void>
  /** By its hash; ended ones are not there. */
  find(hash: string, now: number): Promise<AdminToken | undefined>
  /** Newest first, ended ones too until they are swept. */
  list(): Promise<AdminToken[]>
  used(id: string, usedAt: number): Promise<void>
  /** False where there is none. */
  end(id: string): Promise<boolean>
  sweep(now: number): Promise<void>
}

export function adminTokensOn(db: Kysely<Tables>): AdminTokens {
  const select = db.selectFrom('adminTokens').selectAll()
  return {
    async insert(token) {
      await db.insertInto('adminTokens').values(token).execute()
    },
    find: (hash, now) => select.where('hash', '=', hash).where('endsAt', '>', now).executeTakeFirst(),
    list: () => select.orderBy('createdAt', 'desc').orderBy('id').execute(),
    async used(id, usedAt) {
      await db.updateTable('adminTokens').set({ usedAt }).where('id', '=', id).execute()
    },
    end: async id =>
      (await db.deleteFrom('adminTokens').where('id', '=', id).executeTakeFirst()).numDeletedRows === 1n,
    async sweep(now) {
      await db.deleteFrom('adminTokens').where('endsAt', '<=', now).execute()
    },
  }
}
