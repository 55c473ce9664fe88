import type { Insertable, Kysely, Selectable } from 'kysely'
import type { Binding, Facts, Told } from '../model.ts'
import { prepared } from './prepared.ts'
import type { Tables } from './tables.ts'

/** The key of an identity. */
export interface IdentityKey {
  source: string
  issuer: string
  subject: string
}

export interface Bindings {
  find(key: IdentityKey): Promise<Binding | undefined>
  findByDirectoryId(source: string, issuer: string, directoryId: string): Promise<Binding | undefined>
  /** Of whatever issuers the source has. */
  findBySubject(source: string, subject: string): Promise<Binding[]>
  /** Oldest first. */
  of(accountId: string): Promise<Binding[]>
  list(): Promise<Binding[]>
  /** False where the identity, its directory id or the account's place for that source is taken. */
  insert(binding: Binding): Promise<boolean>
  /** How many of them found their identity, directory id and place free. */
  insertAll(bindings: readonly Binding[]): Promise<number>
  /** What the source says of the person, its directory's id of them included, as last seen. */
  refresh(key: IdentityKey, seen: Pick<Binding, 'label' | 'directoryId' | 'facts'>): Promise<void>
  setPassword(key: IdentityKey, password: string): Promise<void>
  /** Remembers whose it was. Two statements: call it inside `atomically`. */
  remove(accountId: string, source: string, now: number): Promise<boolean>
  /** The account that an identity was taken away from, while it is bound to none. */
  formerAccount(key: IdentityKey): Promise<string | undefined>
}

const of = prepared((db, { accountId }: { accountId: string }) =>
  db
    .selectFrom('bindings')
    .selectAll()
    .where('accountId', '=', accountId)
    .orderBy('boundAt')
    .orderBy('source'),
)

export function bindingsOn(db: Kysely<Tables>): Bindings {
  const select = db.selectFrom('bindings').selectAll()
  const update = (key: IdentityKey, change: Partial<Tables['bindings']>) =>
    db
      .updateTable('bindings')
      .set(change)
      .where('source', '=', key.source)
      .where('issuer', '=', key.issuer)
      .where('subject', '=', key.subject)
      .execute()

  const forget = ({ source, issuer, subject }: IdentityKey) =>
    db
      .deleteFrom('unbound')
      .where('source', '=', source)
      .where('issuer', '=', issuer)
      .where('subject', '=', subject)
      .execute()

  return {
    find: async ({ source, issuer, subject }) =>
      first(
        await select
          .where('source', '=', source)
          .where('issuer', '=', issuer)
          .where('subject', '=', subject)
          .execute(),
      ),

    findByDirectoryId: async (source, issuer, directoryId) =>
      first(
        await select
          .where('source', '=', source)
          .where('issuer', '=', issuer)
          .where('directoryId', '=', directoryId)
          .execute(),
      ),

    findBySubject: async (source, subject) =>
      (
        await select.where('source', '=', source).where('subject', '=', subject).orderBy('issuer').execute()
      ).map(read),

    of: async accountId => (await of(db, { accountId })).rows.map(read),
    list: async () =>
      (await select.orderBy('boundAt').orderBy('source').orderBy('accountId').execute()).map(read),

    async insert(binding) {
      const done = await db
        .insertInto('bindings')
        .values(row(binding))
        .onConflict(on => on.doNothing())
        .executeTakeFirst()
      if (done.numInsertedOrUpdatedRows !== 1n) return false
      await forget(binding)
      return true
    },

    async insertAll(bindings) {
      if (bindings.length === 0) return 0
      const done = await db
        .insertInto('bindings')
        .values(bindings.map(row))
        .onConflict(on => on.doNothing())
        .executeTakeFirst()
      return Number(done.numInsertedOrUpdatedRows)
    },

    async refresh(key, seen) {
      // whoever is vouched for is not gone
      await update(key, { ...seen, facts: written(seen.facts), goneAt: null })
    },

    async setPassword(key, password) {
      await update(key, { password })
    },

    async remove(accountId, source, now) {
      const removed = await db
        .deleteFrom('bindings')
        .where('accountId', '=', accountId)
        .where('source', '=', source)
        .returning(['source', 'issuer', 'subject'])
        .executeTakeFirst()
      if (!removed) return false
      await forget(removed)
      await db
        .insertInto('unbound')
        .values({ ...removed, accountId, unboundAt: now })
        .execute()
      return true
    },

    async formerAccount({ source, issuer, subject }) {
      const found = await db
        .selectFrom('unbound')
        .select('accountId')
        .where('source', '=', source)
        .where('issuer', '=', issuer)
        .where('subject', '=', subject)
        .executeTakeFirst()
      return found?.accountId
    },
  }
}

const first = (rows: Selectable<Tables['bindings']>[]): Binding | undefined => rows.map(read)[0]

const read = ({ facts, told, ...rest }: Selectable<Tables['bindings']>): Binding => ({
  ...rest,
  facts: factsIn(facts),
  told: parsed<Told>(told),
})

/** A binding as its table has it. */
export const row = ({ facts, told, ...rest }: Binding): Insertable<Tables['bindings']> => ({
  ...rest,
  facts: written(facts),
  told: written(told),
})

/** Facts of before may lack what came later: an address, whether strangers could choose them, and who said them. */
export const factsIn = (text: string | null): Facts | null =>
  text === null ? null : { ...lacking, ...(JSON.parse(text) as Omit<Facts, keyof typeof lacking>) }
const lacking = { email: null, public: false, directory: false }

const parsed = <T>(text: string | null): T | null => (text === null ? null : (JSON.parse(text) as T))
export const written = (value: object | null): string | null =>
  value === null ? null : JSON.stringify(value)
