import type { Kysely, Migration } from 'kysely'

/** Which address an administrator set: of those that are there nobody can say any more, so that they are set again. */
export const migration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('accounts').addColumn('manual_email', 'text').execute()
  },
}
