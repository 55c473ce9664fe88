import type { Kysely, Selectable } from 'kysely'
import type { Tables } from './tables.ts'

export type Provisioned = Selectable<Tables['provisioned']>

/** What was last told to apps that keep people and groups of their own, so that only changes are. */
export interface ProvisionedRows {
  of(app: string): Promise<Provisioned[]>
  find(app: string, kind: Provisioned['kind'], name: string): Promise<Provisioned | undefined>
  put(row: Provisioned): Promise<void>
}

export function provisionedOn(db: Kysely<Tables>): ProvisionedRows {
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
      const { remote, digest, knownAs } = row
      await db
        .insertInto('provisioned')
        .values(row)
        .onConflict(on => on.columns(['app', 'kind', 'name']).doUpdateSet({ remote, digest, knownAs }))
        .execute()
    },
  }
}
