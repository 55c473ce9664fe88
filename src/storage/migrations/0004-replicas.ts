import type { Kysely, Migration } from 'kysely'

/**
 * What several servers of one database share: keys that they make themselves, and what they count. Only in PostgreSQL:
 * the one server of an SQLite file keeps a key beside it, and counts in memory.
 */
export const migration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('keys')
      .addColumn('name', 'text', c => c.primaryKey())
      .addColumn('value', 'text', c => c.notNull())
      .execute()
    // the columns, in this order, are those of rate-limiter-flexible
    await db.schema
      .createTable('counters')
      .addColumn('key', 'text', c => c.primaryKey())
      .addColumn('points', 'integer', c => c.notNull())
      .addColumn('expire', 'bigint')
      .execute()
    await db.schema.createIndex('counters_expiry').on('counters').column('expire').execute()
  },
}
