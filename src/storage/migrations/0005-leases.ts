import type { Kysely, Migration } from 'kysely'

/** Who does what only one may do at a time, until when, and the how-manieth that is. */
export const migration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('leases')
      .addColumn('name', 'text', c => c.primaryKey())
      .addColumn('holder', 'text', c => c.notNull())
      .addColumn('fence', 'bigint', c => c.notNull())
      .addColumn('ends_at', 'bigint', c => c.notNull())
      .execute()
  },
}
