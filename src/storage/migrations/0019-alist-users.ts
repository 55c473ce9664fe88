import type { Kysely, Migration } from 'kysely'

/** Who of the users of an AList is whom here, and when they were gone through. */
export const migration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('alist_users')
      .addColumn('app', 'text', c => c.notNull())
      .addColumn('id', 'integer', c => c.notNull())
      .addColumn('sso_id', 'text', c => c.notNull())
      .addColumn('account_id', 'text', c => c.notNull())
      .addColumn('state', 'text', c => c.notNull())
      .addPrimaryKeyConstraint('alist_users_key', ['app', 'id'])
      .execute()
    await db.schema
      .createTable('alist_looks')
      .addColumn('app', 'text', c => c.primaryKey())
      .addColumn('digest', 'text', c => c.notNull())
      .addColumn('at', 'bigint', c => c.notNull())
      .addColumn('is_news', 'integer', c => c.notNull())
      .execute()
  },
}
