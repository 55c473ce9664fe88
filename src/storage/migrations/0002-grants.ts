import type { Kysely, Migration } from 'kysely'

interface Before {
  accounts: {
    id: string
    givenPermission: number
    givenBaseDir: string
    manualPermission: number | null
    manualBaseDir: string | null
  }
  audit: { event: string; accountId: string | null; detail: string }
}

/**
 * Grants: what an account was given stands apart from what an administrator set, and a binding keeps the facts that its
 * source vouched for. What accounts have so far counts as given, unless the audit says that `accounts set` set it.
 */
export const migration: Migration = {
  async up(db: Kysely<Before>) {
    await db.schema.alterTable('accounts').renameColumn('permission', 'given_permission').execute()
    await db.schema.alterTable('accounts').renameColumn('base_dir', 'given_base_dir').execute()
    await db.schema.alterTable('accounts').addColumn('manual_permission', 'integer').execute()
    await db.schema.alterTable('accounts').addColumn('manual_base_dir', 'text').execute()
    await db.schema.alterTable('bindings').addColumn('facts', 'text').execute()

    const changes = await db
      .selectFrom('audit')
      .select(['accountId', 'detail'])
      .where('event', '=', 'changed')
      .execute()
    for (const { accountId, detail } of changes) {
      const { fields = [] } = JSON.parse(detail) as { fields?: string[] }
      const carry = db.updateTable('accounts').where('id', '=', accountId)
      if (fields.includes('permission'))
        await carry.set(({ ref }) => ({ manualPermission: ref('givenPermission') })).execute()
      if (fields.includes('baseDir'))
        await carry.set(({ ref }) => ({ manualBaseDir: ref('givenBaseDir') })).execute()
    }
  },
}
