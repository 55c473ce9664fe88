import type { Kysely, Migration } from 'kysely'

/** What an app's own user is called there: of those that are there nobody can say any more, so that they are told again. */
export const migration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('provisioned').addColumn('known_as', 'text').execute()
  },
}
