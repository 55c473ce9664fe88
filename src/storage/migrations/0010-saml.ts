import { type Kysely, type Migration, sql } from 'kysely'

/** SAML messages that wait for a browser to come back, and what Alibaba Cloud's CloudSSO has been told of people. */
export const migration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('saml_pending')
      .addColumn('hash', 'text', c => c.primaryKey())
      .addColumn('app', 'text', c => c.notNull())
      .addColumn('content', 'text', c => c.notNull())
      .addColumn('expires_at', 'bigint', c => c.notNull())
      .execute()
    await db.schema
      .createTable('provisioned')
      .addColumn('app', 'text', c => c.notNull())
      .addColumn('kind', 'text', c => c.notNull())
      .addColumn('name', 'text', c => c.notNull())
      .addColumn('remote', 'text', c => c.notNull())
      .addColumn('digest', 'text', c => c.notNull())
      .addPrimaryKeyConstraint('provisioned_key', ['app', 'kind', 'name'])
      .execute()
    // apps may name people by it: whether two have the same is asked at every sign-on
    await sql`create index accounts_email on accounts (lower(email))`.execute(db)
    await db.schema.createIndex('openings_subject').on('openings').columns(['app', 'subject']).execute()
  },
}
