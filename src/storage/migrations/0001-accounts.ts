import type { Kysely, Migration } from 'kysely'

/** Accounts, what is bound to them, who is signed in, sign-ins under way, and what happened. */
export const migration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('accounts')
      .addColumn('id', 'text', c => c.primaryKey())
      .addColumn('username', 'text', c => c.notNull())
      .addColumn('username_key', 'text', c => c.notNull().unique())
      .addColumn('display_name', 'text')
      .addColumn('email', 'text')
      .addColumn('phone', 'text')
      .addColumn('role', 'text', c => c.notNull())
      .addColumn('permission', 'integer', c => c.notNull())
      .addColumn('base_dir', 'text', c => c.notNull())
      .addColumn('disabled', 'integer', c => c.notNull())
      .addColumn('created_at', 'bigint', c => c.notNull())
      .addColumn('last_sign_in_at', 'bigint')
      .execute()

    const account = 'accounts.id'
    await db.schema
      .createTable('bindings')
      .addColumn('source', 'text', c => c.notNull())
      .addColumn('issuer', 'text', c => c.notNull())
      .addColumn('subject', 'text', c => c.notNull())
      .addColumn('directory_id', 'text')
      .addColumn('account_id', 'text', c => c.notNull().references(account).onDelete('cascade'))
      .addColumn('label', 'text')
      .addColumn('password', 'text')
      .addColumn('bound_at', 'bigint', c => c.notNull())
      .addPrimaryKeyConstraint('bindings_identity', ['source', 'issuer', 'subject'])
      .addUniqueConstraint('bindings_one_per_source', ['account_id', 'source'])
      // NULLs are distinct in both engines: only known directory ids are unique
      .addUniqueConstraint('bindings_directory', ['source', 'issuer', 'directory_id'])
      .execute()

    await db.schema
      .createTable('unbound')
      .addColumn('source', 'text', c => c.notNull())
      .addColumn('issuer', 'text', c => c.notNull())
      .addColumn('subject', 'text', c => c.notNull())
      .addColumn('account_id', 'text', c => c.notNull().references(account).onDelete('cascade'))
      .addColumn('unbound_at', 'bigint', c => c.notNull())
      .addPrimaryKeyConstraint('unbound_identity', ['source', 'issuer', 'subject'])
      .execute()

    await db.schema
      .createTable('sessions')
      .addColumn('hash', 'text', c => c.primaryKey())
      .addColumn('account_id', 'text', c => c.notNull().references(account).onDelete('cascade'))
      .addColumn('source', 'text', c => c.notNull())
      .addColumn('created_at', 'bigint', c => c.notNull())
      .addColumn('proved_at', 'bigint', c => c.notNull())
      .addColumn('seen_at', 'bigint', c => c.notNull())
      .addColumn('ends_at', 'bigint', c => c.notNull())
      .addColumn('address', 'text', c => c.notNull())
      .addColumn('user_agent', 'text', c => c.notNull())
      .execute()
    await db.schema
      .createIndex('sessions_account')
      .on('sessions')
      .columns(['account_id', 'created_at'])
      .execute()
    await db.schema.createIndex('sessions_end').on('sessions').column('ends_at').execute()

    await db.schema
      .createTable('transactions')
      .addColumn('state_hash', 'text', c => c.primaryKey())
      .addColumn('browser_hash', 'text', c => c.notNull())
      .addColumn('source', 'text', c => c.notNull())
      .addColumn('mode', 'text', c => c.notNull())
      .addColumn('session_hash', 'text')
      .addColumn('return_to', 'text', c => c.notNull())
      .addColumn('nonce', 'text', c => c.notNull())
      .addColumn('code_verifier', 'text', c => c.notNull())
      .addColumn('redirect_uri', 'text', c => c.notNull())
      .addColumn('created_at', 'bigint', c => c.notNull())
      .addColumn('expires_at', 'bigint', c => c.notNull())
      .execute()
    await db.schema
      .createIndex('transactions_browser')
      .on('transactions')
      .columns(['browser_hash', 'created_at'])
      .execute()
    await db.schema.createIndex('transactions_expiry').on('transactions').column('expires_at').execute()

    await db.schema
      .createTable('audit')
      .addColumn('id', 'text', c => c.primaryKey())
      .addColumn('at', 'bigint', c => c.notNull())
      .addColumn('event', 'text', c => c.notNull())
      .addColumn('account_id', 'text')
      .addColumn('source', 'text')
      .addColumn('address', 'text')
      .addColumn('detail', 'text', c => c.notNull())
      .execute()
    await db.schema.createIndex('audit_account').on('audit').columns(['account_id', 'at']).execute()
  },
}
