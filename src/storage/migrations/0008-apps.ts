import { type Kysely, type Migration, sql } from 'kysely'

/** What people have open in the apps, and the keys that vouch for them there. */
export const migration: Migration = {
  async up(db: Kysely<unknown>) {
    // a session keeps its id when its cookie is replaced: what an app was told must find it again
    await db.schema.alterTable('sessions').addColumn('id', 'text').execute()
    await sql`update sessions set id = hash`.execute(db)
    await db.schema.createIndex('sessions_id').unique().on('sessions').column('id').execute()

    await db.schema
      .createTable('openings')
      .addColumn('handle', 'text', c => c.primaryKey())
      .addColumn('app', 'text', c => c.notNull())
      .addColumn('session_id', 'text', c => c.notNull())
      .addColumn('account_id', 'text', c => c.notNull().references('accounts.id').onDelete('cascade'))
      .addColumn('subject', 'text', c => c.notNull())
      .addColumn('opened_at', 'bigint', c => c.notNull())
      .addColumn('ended', 'integer', c => c.notNull())
      .addColumn('tries', 'integer', c => c.notNull())
      .addUniqueConstraint('openings_one', ['session_id', 'app'])
      .execute()
    await db.schema.createIndex('openings_ended').on('openings').columns(['ended', 'opened_at']).execute()

    await db.schema
      .createTable('signing_keys')
      .addColumn('id', 'text', c => c.primaryKey())
      .addColumn('purpose', 'text', c => c.notNull())
      .addColumn('sealed', 'text', c => c.notNull())
      .addColumn('created_at', 'bigint', c => c.notNull())
      .addColumn('ends_at', 'bigint')
      .execute()
  },
}
