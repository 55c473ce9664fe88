import type { Kysely, Migration } from 'kysely'

/** Tokens of the admin API, and the audit log in the order in which it is read. */
export const migration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('admin_tokens')
      .addColumn('id', 'text', c => c.primaryKey())
      .addColumn('hash', 'text', c => c.notNull().unique())
      .addColumn('name', 'text', c => c.notNull())
      .addColumn('scope', 'text', c => c.notNull())
      .addColumn('created_at', 'bigint', c => c.notNull())
      .addColumn('ends_at', 'bigint', c => c.notNull())
      .addColumn('used_at', 'bigint')
      .execute()
    await db.schema.createIndex('audit_time').on('audit').columns(['at', 'id']).execute()
    await db.schema.createIndex('audit_event').on('audit').columns(['event', 'at', 'id']).execute()
  },
}
