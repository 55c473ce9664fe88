import type { Kysely, Selectable } from 'kysely'
import type { Tables } from './tables.ts'

export type Provisioned = Selectable<Tables['provisioned']>

/** What was last told to apps that keep people and groups of their own, so that only changes are. */
export interface ProvisionedRows {
  of(app: string): Promise<Provisioned[]>
  find(app: string, kind: Provisioned['kind'], name: string): Promise<Provisioned | undefined>
  put(row: Provisioned): Promise<void>
  /** The app has just shown that this one is ours, unless it was told something else meanwhile. */
  seen(row: Provisioned, now: number): Promise<void>
  /** The same of all users of an app that are taken for ours. */
  seenAll(app: string, now: number): Promise<void>
  /** It is not what it was told to be: nobody goes by it until it has been told anew. The same condition. */
  doubt(row: Provisioned): Promise<void>
}

export function provisionedOn(db: Kysely<Tables>): ProvisionedRows {
  const same = ({ app, kind, name, remote, knownAs }: Provisioned) =>
    db
      .updateTable('provisioned')
      .where('app', '=', app)
      .where('kind', '=', kind)
      .where('name', '=', name)
      .where('remote', '=', remote)
      .where('knownAs', knownAs === null ? 'is' : '=', knownAs)

  return {
    of: app => db.selectFrom('provisioned').selectAll().where('app', '=', app).execute(),
    find: (app, kind, name) =>
      db
        .selectFrom('provisioned')
        .selectAll()
        .where('app', '=', app)
        .where('kind', '=', kind)
        .where('name', '=', name)
        .executeTakeFirst(),
    async put(row) {
      const { remote, digest, knownAs, seenAt } = row
      await db
        .insertInto('provisioned')
        .values(row)
        .onConflict(on =>
          on.columns(['app', 'kind', 'name']).doUpdateSet({ remote, digest, knownAs, seenAt }),
        )
        .execute()
    },
    async seen(row, now) {
      await same(row).set({ seenAt: now }).execute()
    },
    async seenAll(app, now) {
      await db
        .updateTable('provisioned')
        .set({ seenAt: now })
        .where('app', '=', app)
        .where('kind', '=', 'user')
        .where('knownAs', 'is not', null)
        .execute()
    },
    async doubt(row) {
      await same(row).set({ digest: '', knownAs: null, seenAt: null }).execute()
    },
  }
}
