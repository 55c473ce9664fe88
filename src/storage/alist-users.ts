import type { Kysely, Selectable } from 'kysely'
import type { Tables } from './tables.ts'

/** A user of an AList that belongs to an account here. */
export interface AListUserRow {
  /** AList's own. */
  readonly id: number
  readonly ssoId: string
  readonly accountId: string
  readonly state: AListUserState
}

/** `shut`: disabled there by us. `theirs`: may not enter, and somebody else had disabled them. `open`: anybody else. */
export type AListUserState = 'open' | 'shut' | 'theirs'

/** When an AList's users were gone through last, and for whom. */
export interface AListLook {
  /** Of all who may not enter. */
  readonly digest: string
  readonly at: number
  /** Somebody had lost the app just then: a sign-in of theirs may have been under way, and made them a user there. */
  readonly isNews: boolean
}

/** What is known of the users of an AList, in the table of what apps were told. */
export interface AListUsers {
  of(app: string): Promise<AListUserRow[]>
  /** Several statements where there are many. */
  put(app: string, rows: readonly AListUserRow[]): Promise<void>
  forget(app: string, ids: readonly number[]): Promise<void>
  looked(app: string): Promise<AListLook | undefined>
  putLook(app: string, look: AListLook): Promise<void>
}

const kinds = { user: 'alist-user', look: 'alist-look' } as const
const news = 'news'
const atOnce = 200

export function alistUsersOn(db: Kysely<Tables>): AListUsers {
  const select = (app: string, kind: Tables['provisioned']['kind']) =>
    db.selectFrom('provisioned').selectAll().where('app', '=', app).where('kind', '=', kind)

  async function put(rows: Selectable<Tables['provisioned']>[]): Promise<void> {
    for (let first = 0; first < rows.length; first += atOnce)
      await db
        .insertInto('provisioned')
        .values(rows.slice(first, first + atOnce))
        .onConflict(on =>
          on.columns(['app', 'kind', 'name']).doUpdateSet(({ ref }) => ({
            remote: ref('excluded.remote'),
            digest: ref('excluded.digest'),
            knownAs: ref('excluded.knownAs'),
            seenAt: ref('excluded.seenAt'),
          })),
        )
        .execute()
  }

  return {
    async of(app) {
      const rows = await select(app, kinds.user).execute()
      return rows.map(({ name, remote, digest, knownAs }) => ({
        id: Number(name),
        ssoId: knownAs ?? '',
        accountId: remote,
        state: digest as AListUserState,
      }))
    },
    async put(app, users) {
      await put(
        users.map(({ id, ssoId, accountId, state }) => ({
          ...{ app, kind: kinds.user, name: String(id), remote: accountId },
          ...{ digest: state, knownAs: ssoId, seenAt: null },
        })),
      )
    },
    async forget(app, ids) {
      for (let first = 0; first < ids.length; first += atOnce)
        await db
          .deleteFrom('provisioned')
          .where('app', '=', app)
          .where('kind', '=', kinds.user)
          .where('name', 'in', ids.slice(first, first + atOnce).map(String))
          .execute()
    },
    async looked(app) {
      const row = await select(app, kinds.look).executeTakeFirst()
      return row && { digest: row.digest, at: row.seenAt ?? 0, isNews: row.remote === news }
    },
    async putLook(app, { digest, at, isNews }) {
      await put([
        { app, kind: kinds.look, name: '', remote: isNews ? news : '', digest, knownAs: null, seenAt: at },
      ])
    },
  }
}
