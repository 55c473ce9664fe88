import type { Kysely, Migration } from 'kysely'

/** When an app's own user was last seen to be ours: never, of those that are there. */
export const migration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('provisioned').addColumn('seen_at', 'bigint').execute()
  },
}
