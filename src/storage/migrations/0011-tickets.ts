import type { Kysely, Migration } from 'kysely'

/** One-time tickets that carry a session over to the host of an app. */
export const migration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('tickets')
      .addColumn('hash', 'text', c => c.primaryKey())
      .addColumn('app', 'text', c => c.notNull())
      .addColumn('host', 'text', c => c.notNull())
      .addColumn('browser_hash', 'text', c => c.notNull())
      .addColumn('session_id', 'text', c => c.notNull())
      .addColumn('target', 'text', c => c.notNull())
      .addColumn('expires_at', 'bigint', c => c.notNull())
      .execute()
    await db.schema.createIndex('tickets_expiry').on('tickets').column('expires_at').execute()
  },
}
