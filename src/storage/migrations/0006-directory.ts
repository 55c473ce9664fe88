import type { Kysely, Migration } from 'kysely'

/** What was read of the sources' directories, and what became of the people in them. */
export const migration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('accounts').addColumn('left_at', 'bigint').execute()
    await db.schema.alterTable('accounts').addColumn('left_source', 'text').execute()
    await db.schema.alterTable('bindings').addColumn('told', 'text').execute()
    await db.schema.alterTable('bindings').addColumn('gone_at', 'bigint').execute()

    await db.schema
      .createTable('departments')
      .addColumn('source', 'text', c => c.notNull())
      .addColumn('id', 'text', c => c.notNull())
      .addColumn('name', 'text', c => c.notNull())
      .addColumn('parent', 'text')
      .addPrimaryKeyConstraint('departments_key', ['source', 'id'])
      .execute()

    await db.schema
      .createTable('snapshot')
      .addColumn('source', 'text', c => c.notNull())
      .addColumn('directory_id', 'text', c => c.notNull())
      .addColumn('issuer', 'text', c => c.notNull())
      .addColumn('subject', 'text', c => c.notNull())
      .addColumn('member', 'text', c => c.notNull())
      .addPrimaryKeyConstraint('snapshot_key', ['source', 'directory_id'])
      .addUniqueConstraint('snapshot_identity', ['source', 'issuer', 'subject'])
      .execute()

    await db.schema
      .createTable('runs')
      .addColumn('id', 'text', c => c.primaryKey())
      .addColumn('source', 'text', c => c.notNull())
      .addColumn('started_at', 'bigint', c => c.notNull())
      .addColumn('ended_at', 'bigint')
      .addColumn('report', 'text')
      .execute()
    await db.schema.createIndex('runs_source').on('runs').columns(['source', 'started_at']).execute()

    await db.schema
      .createTable('events')
      .addColumn('source', 'text', c => c.notNull())
      .addColumn('id', 'text', c => c.notNull())
      .addColumn('received_at', 'bigint', c => c.notNull())
      .addColumn('changes', 'text', c => c.notNull())
      .addColumn('done_at', 'bigint')
      .addPrimaryKeyConstraint('events_key', ['source', 'id'])
      .execute()
    await db.schema
      .createIndex('events_open')
      .on('events')
      .columns(['source', 'done_at', 'received_at'])
      .execute()
  },
}
