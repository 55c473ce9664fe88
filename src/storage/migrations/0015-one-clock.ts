import type { Kysely, Migration } from 'kysely'

/** A read began when the database says so: what a server's own clock said of it is asked by nobody any more. */
export const migration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('reads').dropColumn('started_at').execute()
  },
}
