import { type Insertable, type Kysely, type Selectable, sql } from 'kysely'
import type { Account } from '../model.ts'
import { isTaken } from './postgres/faults.ts'
import { prepared } from './prepared.ts'
import type { Tables } from './tables.ts'

/** An account that begins with what an administrator set says so; most do not. */
export type NewAccount = Omit<Account, Later> & Partial<Pick<Account, Later>> & { usernameKey: string }
type Later = 'manualPermission' | 'manualBaseDir' | 'manualEmail' | 'leftAt' | 'leftSource'
/** The fields a change may touch: never the id or the time of birth. */
type AccountChange = Partial<Omit<NewAccount, 'id' | 'createdAt'>>

/** `words`: some part of name, username, address or number, or the whole of an id or a subject. */
export interface AccountSearch {
  words?: string | undefined
  disabled?: boolean | undefined
}

/** The account, and where the page after it begins. */
export interface AccountRow {
  account: Account
  key: string
}

export interface Accounts {
  find(id: string): Promise<Account | undefined>
  findByUsername(usernameKey: string): Promise<Account | undefined>
  /** Whoever has this e-mail address, which is in ASCII, in capital or small letters. */
  withEmail(email: string): Promise<Account[]>
  /** By username. */
  list(): Promise<Account[]>
  /** A page of those that are looked for, by username, from the one after `after` on. */
  page(search: AccountSearch & { after?: string | undefined; most: number }): Promise<AccountRow[]>
  count(search?: AccountSearch): Promise<number>
  /** Those that have the role themselves; the file may name more. */
  withRole(role: Account['role']): Promise<Account[]>
  /** False where the username is taken: the unique index decides. */
  insert(account: NewAccount): Promise<boolean>
  /** The ids of those whose username was free. */
  insertAll(accounts: readonly NewAccount[]): Promise<ReadonlySet<string>>
  /** False where there is no such account or the new username is taken. */
  update(id: string, change: AccountChange): Promise<boolean>
}

const find = prepared((db, { id }: { id: string }) =>
  db.selectFrom('accounts').selectAll().where('id', '=', id),
)

export function accountsOn(db: Kysely<Tables>): Accounts {
  const select = db.selectFrom('accounts').selectAll()
  return {
    find: async id => account((await find(db, { id })).rows[0]),
    // PostgreSQL keeps no NUL, and calls a question for one a fault
    findByUsername: async key =>
      key.includes('\0')
        ? undefined
        : account(await select.where('usernameKey', '=', key).executeTakeFirst()),
    withEmail: async email =>
      (await select.where(sql`lower(email)`, '=', sql`lower(${email})`).orderBy('usernameKey').execute()).map(
        read,
      ),
    list: async () => (await select.orderBy('usernameKey').execute()).map(read),

    async page({ after = '', most, ...search }) {
      const rows = await searched(db, search)
        .selectAll()
        .where('usernameKey', '>', after)
        .orderBy('usernameKey')
        .limit(most)
        .execute()
      return rows.map(each => ({ account: read(each), key: each.usernameKey }))
    },
    async count(search = {}) {
      const { count } = await searched(db, search)
        .select(eb => eb.fn.countAll<number | string>().as('count'))
        .executeTakeFirstOrThrow()
      return Number(count)
    },
    withRole: async role => (await select.where('role', '=', role).execute()).map(read),

    async insert(fresh) {
      const done = await db
        .insertInto('accounts')
        .values(row(fresh) as Insertable<Tables['accounts']>)
        .onConflict(on => on.column('usernameKey').doNothing())
        .executeTakeFirst()
      return done.numInsertedOrUpdatedRows === 1n
    },

    async insertAll(fresh) {
      if (fresh.length === 0) return new Set()
      const inserted = await db
        .insertInto('accounts')
        .values(fresh.map(each => row(each) as Insertable<Tables['accounts']>))
        .onConflict(on => on.column('usernameKey').doNothing())
        .returning('id')
        .execute()
      return new Set(inserted.map(({ id }) => id))
    },

    async update(id, change) {
      let updating = db.updateTable('accounts').set(row(change)).where('id', '=', id)
      if (change.usernameKey !== undefined) {
        // in the same statement: a look beforehand would let two renames at once both go ahead
        const holder = db
          .selectFrom('accounts as other')
          .select('other.id')
          .where('other.usernameKey', '=', change.usernameKey)
        updating = updating.where(eb => eb.not(eb.exists(holder.where('other.id', '!=', id))))
      }
      try {
        return (await updating.executeTakeFirst()).numUpdatedRows === 1n
      } catch (error) {
        // and where statements run side by side the index has the last word
        if (isTaken(error)) return false
        throw error
      }
    },
  }
}

/** Case is folded as far as the engine does: in SQLite for the letters of ASCII, and in usernames for all. */
function searched(db: Kysely<Tables>, { words = '', disabled }: AccountSearch) {
  // PostgreSQL keeps no NUL, and calls a question for one a fault
  const typed = words.normalize('NFKC').toLowerCase().replaceAll('\0', '').trim()
  const pattern = `%${typed.replace(/[\\%_]/g, sign => `\\${sign}`)}%`
  let found = db.selectFrom('accounts')
  if (disabled !== undefined)
    found = found.where(({ eb, or, and }) =>
      disabled
        ? or([eb('disabled', '=', 1), eb('leftAt', 'is not', null)])
        : and([eb('disabled', '=', 0), eb('leftAt', 'is', null)]),
    )
  if (typed === '') return found
  return found.where(({ or, exists, eb, selectFrom }) =>
    or([
      ...(['usernameKey', 'displayName', 'email', 'phone'] as const).map(
        column => sql<boolean>`lower(${sql.ref(`accounts.${column}`)}) like ${pattern} escape '\\'`,
      ),
      eb('accounts.id', '=', typed),
      exists(
        selectFrom('bindings')
          .select('bindings.subject')
          .whereRef('bindings.accountId', '=', 'accounts.id')
          .where('bindings.subject', '=', words.replaceAll('\0', '').trim()),
      ),
    ]),
  )
}

/** SQLite has no booleans. Who is enabled by an administrator is in again, whatever a directory said before. */
export function row({ disabled, ...rest }: AccountChange): Partial<Insertable<Tables['accounts']>> {
  if (disabled === undefined) return rest
  return disabled ? { ...rest, disabled: 1 } : { ...rest, disabled: 0, leftAt: null, leftSource: null }
}

function account(found: Selectable<Tables['accounts']> | undefined): Account | undefined {
  return found && read(found)
}

function read({ usernameKey: _, disabled, ...rest }: Selectable<Tables['accounts']>): Account {
  return { ...rest, disabled: disabled === 1 || rest.leftAt !== null }
}
