import type { Kysely, Migration } from 'kysely'

/** Sessions that ended because their person lost their access. */
export const migration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('shut_out')
      .addColumn('hash', 'text', c => c.primaryKey())
      .addColumn('account_id', 'text', c => c.notNull())
      .addColumn('source', 'text', c => c.notNull())
      .addColumn('ends_at', 'bigint', c => c.notNull())
      .execute()
    await db.schema.createIndex('shut_out_end').on('shut_out').column('ends_at').execute()
  },
}
