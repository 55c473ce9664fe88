import type { Kysely, Migration } from 'kysely'

/** What clients made for AList are given: tokens, and binds that await them. Both end with the session they hang on. */
export const migration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('alist_tokens')
      .addColumn('hash', 'text', c => c.primaryKey())
      .addColumn('session_hash', 'text', c => c.notNull().references('sessions.hash').onDelete('cascade'))
      .addColumn('frontend', 'text', c => c.notNull())
      .addColumn('created_at', 'bigint', c => c.notNull())
      .addColumn('open_by', 'bigint')
      .addColumn('ends_at', 'bigint', c => c.notNull())
      .execute()
    await db.schema
      .createIndex('alist_tokens_session')
      .on('alist_tokens')
      .columns(['session_hash', 'created_at'])
      .execute()
    await db.schema.createIndex('alist_tokens_end').on('alist_tokens').column('ends_at').execute()

    await db.schema
      .createTable('alist_binds')
      .addColumn('session_hash', 'text', c => c.primaryKey().references('sessions.hash').onDelete('cascade'))
      .addColumn('handle_hash', 'text', c => c.notNull().unique())
      .addColumn('source', 'text', c => c.notNull())
      .addColumn('identity', 'text', c => c.notNull())
      .addColumn('expires_at', 'bigint', c => c.notNull())
      .execute()
  },
}
