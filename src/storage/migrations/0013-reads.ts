import type { Kysely, Migration } from 'kysely'

/** What it takes to go on with a read of a directory that was cut. */
export const migration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('reads')
      .addColumn('source', 'text', c => c.primaryKey())
      .addColumn('key', 'text', c => c.notNull())
      .addColumn('started_at', 'bigint', c => c.notNull())
      .addColumn('begun_at', 'bigint', c => c.notNull())
      .addColumn('part', 'bigint', c => c.notNull())
      .addColumn('mark', 'text')
      .addColumn('faults', 'text', c => c.notNull())
      .execute()
    await db.schema
      .createTable('read_departments')
      .addColumn('source', 'text', c => c.notNull())
      .addColumn('id', 'text', c => c.notNull())
      .addColumn('name', 'text', c => c.notNull())
      .addColumn('parent', 'text')
      .addColumn('place', 'bigint', c => c.notNull())
      .addPrimaryKeyConstraint('read_departments_key', ['source', 'id'])
      .execute()
    await db.schema
      .alterTable('snapshot')
      .addColumn('part', 'bigint', c => c.notNull().defaultTo(1))
      .execute()
  },
}
