import type { Kysely, Selectable } from 'kysely'
import type { Tables } from './tables.ts'

/** A user of an AList that belongs to an account here. */
export type AListUserRow = Readonly<Omit<Selectable<Tables['alistUsers']>, 'app'>>

/** When an AList's users were gone through last, and for whom. */
export type AListLook = Readonly<
  Pick<Selectable<Tables['alistLooks']>, 'digest' | 'at'> & { isNews: boolean }
>

/** What is known of the users of an AList. */
export interface AListUsers {
  of(app: string): Promise<AListUserRow[]>
  /** Several statements where there are many. */
  put(app: string, rows: readonly AListUserRow[]): Promise<void>
  forget(app: string, ids: readonly number[]): Promise<void>
  looked(app: string): Promise<AListLook | undefined>
  putLook(app: string, look: AListLook): Promise<void>
}

const atOnce = 200

export function alistUsersOn(db: Kysely<Tables>): AListUsers {
  return {
    of: app =>
      db
        .selectFrom('alistUsers')
        .select(['id', 'ssoId', 'accountId', 'state'])
        .where('app', '=', app)
        .execute(),
    async put(app, users) {
      for (const rows of parts(users))
        await db
          .insertInto('alistUsers')
          .values(rows.map(row => ({ app, ...row })))
          .onConflict(on =>
            on.columns(['app', 'id']).doUpdateSet(({ ref }) => ({
              ssoId: ref('excluded.ssoId'),
              accountId: ref('excluded.accountId'),
              state: ref('excluded.state'),
            })),
          )
          .execute()
    },
    async forget(app, ids) {
      for (const some of parts(ids))
        await db.deleteFrom('alistUsers').where('app', '=', app).where('id', 'in', some).execute()
    },
    async looked(app) {
      const row = await db.selectFrom('alistLooks').selectAll().where('app', '=', app).executeTakeFirst()
      return row && { digest: row.digest, at: row.at, isNews: row.isNews === 1 }
    },
    async putLook(app, { isNews, ...look }) {
      const row = { ...look, isNews: isNews ? 1 : 0 }
      await db
        .insertInto('alistLooks')
        .values({ app, ...row })
        .onConflict(on => on.column('app').doUpdateSet(row))
        .execute()
    },
  }
}

/** As many as a statement may have. */
const parts = <T>(list: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(list.length / atOnce) }, (_, part) =>
    list.slice(part * atOnce, (part + 1) * atOnce),
  )
