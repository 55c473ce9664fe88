import type { Kysely, Migration } from 'kysely'

/** What OpenID apps hold; all of it ends with the grant it belongs to. And when an app is told of an end again. */
export const migration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('oidc_grants')
      .addColumn('id', 'text', c => c.primaryKey())
      .addColumn('client', 'text', c => c.notNull())
      .addColumn('account_id', 'text', c => c.notNull().references('accounts.id').onDelete('cascade'))
      // no reference: what outlives a session that has run out is meant to
      .addColumn('session_id', 'text', c => c.notNull())
      .addColumn('source', 'text', c => c.notNull())
      .addColumn('scope', 'text', c => c.notNull())
      .addColumn('created_at', 'bigint', c => c.notNull())
      .addColumn('ends_at', 'bigint', c => c.notNull())
      .execute()
    for (const column of ['account_id', 'session_id', 'ends_at'])
      await db.schema.createIndex(`oidc_grants_${column}`).on('oidc_grants').column(column).execute()

    await db.schema
      .createTable('oidc_tokens')
      .addColumn('hash', 'text', c => c.primaryKey())
      .addColumn('kind', 'text', c => c.notNull())
      .addColumn('grant_id', 'text', c => c.notNull().references('oidc_grants.id').onDelete('cascade'))
      .addColumn('payload', 'text', c => c.notNull())
      .addColumn('used_at', 'bigint')
      .addColumn('ends_at', 'bigint', c => c.notNull())
      .execute()
    for (const column of ['grant_id', 'ends_at'])
      await db.schema.createIndex(`oidc_tokens_${column}`).on('oidc_tokens').column(column).execute()

    await db.schema
      .alterTable('openings')
      .addColumn('tell_at', 'bigint', c => c.notNull().defaultTo(0))
      .execute()
  },
}
