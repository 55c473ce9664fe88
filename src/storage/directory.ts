import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely'
import type { Account, Binding, Told } from '../model.ts'
import { factsIn, written } from './bindings.ts'
import type { Tables } from './tables.ts'

export type DepartmentRecord = Tables['departments']
export type SnapshotRecord = Tables['snapshot']

/** A member of the snapshot beside what the store has of them. */
export interface Beside {
  /** JSON, as it was put in. */
  member: string
  directoryId: string
  /** What the identity is bound to. */
  bound: BoundMember | null
  /** Another identity that has this directory id, by its subject: two people, or one that was made anew. */
  rival: string | null
  /** The identity was taken away from an account, and waits to be bound again. */
  unbound: boolean
}

export interface BoundMember {
  binding: Pick<Binding, 'directoryId' | 'label' | 'facts' | 'told' | 'goneAt'>
  account: Pick<Account, 'id' | 'username' | 'role' | 'leftAt' | 'leftSource'> & Told
}

/** Somebody who is bound, and whom the snapshot lacks. */
export type Missing = Pick<Binding, 'issuer' | 'subject' | 'accountId' | 'label'> & { directoryId: string }

/** `told`: those that the directory has had. `known`: also who signed in, and is in the directory by their id. */
export type Followed = 'told' | 'known'

/** What was read of the directories. */
export interface Directories {
  departments(source: string): Promise<DepartmentRecord[]>
  /** Two statements: call it inside `atomically`. */
  replaceDepartments(source: string, departments: readonly DepartmentRecord[]): Promise<void>
  /** Those whose directory id or identity is there already are left out; answers which were put in, by directory id. */
  put(members: readonly SnapshotRecord[]): Promise<ReadonlySet<string>>
  /** The same people with other words, or read again. */
  replace(members: readonly SnapshotRecord[]): Promise<void>
  /** What is there of these already, by directory id. */
  held(source: string, directoryIds: readonly string[]): Promise<SnapshotRecord[]>
  /** By directory id, from the one after `after` on. */
  beside(source: string, after: string, most: number): Promise<Beside[]>
  /** How many are bound and not gone, of those that the directory can be asked about. */
  countPresent(source: string, who: Followed): Promise<number>
  /** Those of them whom the snapshot lacks, and how many these are in all. */
  missing(source: string, who: Followed, most: number): Promise<Missing[]>
  countMissing(source: string, who: Followed): Promise<number>
  /** Sources other than this one whose directory has somebody of this account. */
  presentElsewhere(accountId: string, source: string, among: readonly string[]): Promise<boolean>
  /** How many have gone in so long a time. */
  countGone(source: string, withinMs: number): Promise<number>
  /** Whoever has this directory id, gone or not. */
  holders(source: string, directoryId: string): Promise<Missing[]>
  change(
    key: Pick<Binding, 'source' | 'issuer' | 'subject'>,
    change: Partial<Pick<Binding, 'directoryId' | 'label' | 'facts' | 'told'> & { goneAt: null }>,
  ): Promise<void>
  /** Now, by the database's clock: what the directory had said before then brings nobody back. */
  gone(key: Pick<Binding, 'source' | 'issuer' | 'subject'>): Promise<void>
}

/** Of one statement: SQLite takes 32,766 parameters, PostgreSQL 65,535. */
const rowsAtOnce = 1000

export function directoriesOn(db: Kysely<Tables>, clock: RawBuilder<number>): Directories {
  const binding = ({ source, issuer, subject }: Pick<Binding, 'source' | 'issuer' | 'subject'>) =>
    db
      .updateTable('bindings')
      .where('source', '=', source)
      .where('issuer', '=', issuer)
      .where('subject', '=', subject)

  /** Bound to this source, whom the directory had the last time. */
  const present = (source: string, who: Followed) =>
    db
      .selectFrom('bindings')
      .where('bindings.source', '=', source)
      .where('bindings.goneAt', 'is', null)
      .where('bindings.directoryId', 'is not', null)
      .$if(who === 'told', query => query.where('bindings.told', 'is not', null))
  const missing = (source: string, who: Followed) =>
    present(source, who).where(eb =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('snapshot as s')
            .select('s.subject')
            .whereRef('s.source', '=', 'bindings.source')
            .whereRef('s.issuer', '=', 'bindings.issuer')
            .whereRef('s.subject', '=', 'bindings.subject'),
        ),
      ),
    )
  const count = async (rows: ReturnType<typeof present>): Promise<number> => {
    const { count } = await rows
      .select(eb => eb.fn.countAll<number | string>().as('count'))
      .executeTakeFirstOrThrow()
    return Number(count)
  }

  return {
    departments: source =>
      db.selectFrom('departments').selectAll().where('source', '=', source).orderBy('id').execute(),

    async replaceDepartments(source, departments) {
      await db.deleteFrom('departments').where('source', '=', source).execute()
      for (const rows of slices(departments)) await db.insertInto('departments').values(rows).execute()
    },

    async put(members) {
      const done: string[] = []
      for (const rows of slices(members)) {
        const inserted = await db
          .insertInto('snapshot')
          .values(rows)
          .onConflict(on => on.doNothing())
          .returning('directoryId')
          .execute()
        done.push(...inserted.map(({ directoryId }) => directoryId))
      }
      return new Set(done)
    },

    async replace(members) {
      for (const { source, directoryId, member, part } of members)
        await db
          .updateTable('snapshot')
          .set({ member, part })
          .where('source', '=', source)
          .where('directoryId', '=', directoryId)
          .execute()
    },

    held: (source, directoryIds) =>
      db
        .selectFrom('snapshot')
        .selectAll()
        .where('source', '=', source)
        .where('directoryId', 'in', directoryIds)
        .execute(),

    async beside(source, after, most) {
      const rows = await db
        .selectFrom('snapshot as s')
        .leftJoin('bindings as b', on =>
          on
            .onRef('b.source', '=', 's.source')
            .onRef('b.issuer', '=', 's.issuer')
            .onRef('b.subject', '=', 's.subject'),
        )
        .leftJoin('accounts as a', 'a.id', 'b.accountId')
        .leftJoin('bindings as r', on =>
          on
            .onRef('r.source', '=', 's.source')
            .onRef('r.issuer', '=', 's.issuer')
            .onRef('r.directoryId', '=', 's.directoryId')
            .onRef('r.subject', '!=', 's.subject'),
        )
        .leftJoin('unbound as u', on =>
          on
            .onRef('u.source', '=', 's.source')
            .onRef('u.issuer', '=', 's.issuer')
            .onRef('u.subject', '=', 's.subject'),
        )
        .select(['s.member', 's.directoryId', 'r.subject as rival', 'u.accountId as formerId'])
        .select(['b.directoryId as boundDirectoryId', 'b.label', 'b.facts', 'b.told', 'b.goneAt'])
        .select(['a.id', 'a.username', 'a.role', 'a.leftAt', 'a.leftSource'])
        .select(['a.displayName', 'a.email', 'a.phone'])
        .where('s.source', '=', source)
        .where('s.directoryId', '>', after)
        .orderBy('s.directoryId')
        .limit(most)
        .execute()
      return rows.map(row => ({
        member: row.member,
        directoryId: row.directoryId,
        rival: row.rival,
        unbound: row.formerId !== null,
        bound: boundOf(row),
      }))
    },

    countPresent: (source, who) => count(present(source, who)),
    countMissing: (source, who) => count(missing(source, who)),
    missing: (source, who, most) =>
      missing(source, who)
        .select(['issuer', 'subject', 'accountId', 'label'])
        .select(eb => eb.ref('directoryId').$notNull().as('directoryId'))
        .orderBy('subject')
        .limit(most)
        .execute(),

    async countGone(source, withinMs) {
      const { count } = await db
        .selectFrom('bindings')
        .select(eb => eb.fn.countAll<number | string>().as('count'))
        .where('source', '=', source)
        .where('goneAt', '>=', sql<number>`${clock} - ${sql.lit(withinMs)}`)
        .executeTakeFirstOrThrow()
      return Number(count)
    },

    holders: (source, directoryId) =>
      db
        .selectFrom('bindings')
        .select(['issuer', 'subject', 'accountId', 'label'])
        .select(eb => eb.ref('directoryId').$notNull().as('directoryId'))
        .where('source', '=', source)
        .where('directoryId', '=', directoryId)
        .execute(),

    async presentElsewhere(accountId, source, among) {
      const others = among.filter(id => id !== source)
      if (others.length === 0) return false
      const found = await db
        .selectFrom('bindings')
        .select('subject')
        .where('accountId', '=', accountId)
        .where('source', 'in', others)
        .where('told', 'is not', null)
        .where('goneAt', 'is', null)
        .executeTakeFirst()
      return found !== undefined
    },

    async change(key, { facts, told, ...rest }) {
      await binding(key)
        .set({
          ...rest,
          ...(facts !== undefined && { facts: written(facts) }),
          ...(told !== undefined && { told: written(told) }),
        })
        .execute()
    },

    async gone(key) {
      await binding(key).set({ goneAt: clock }).execute()
    },
  }
}

type Nullable<T> = { [K in keyof T]: T[K] | null }
type Row = Nullable<
  Pick<
    Selectable<Tables['accounts']>,
    'id' | 'username' | 'role' | 'leftAt' | 'leftSource' | 'displayName' | 'email' | 'phone'
  > &
    Pick<Selectable<Tables['bindings']>, 'label' | 'facts' | 'told' | 'goneAt'>
> & { boundDirectoryId: string | null }

function boundOf(row: Row): BoundMember | null {
  const { id, username, role, leftAt, leftSource, displayName, email, phone } = row
  if (id === null || username === null || role === null) return null
  return {
    binding: {
      directoryId: row.boundDirectoryId,
      label: row.label,
      facts: factsIn(row.facts),
      told: row.told === null ? null : (JSON.parse(row.told) as Told),
      goneAt: row.goneAt,
    },
    account: { id, username, role, leftAt, leftSource, displayName, email, phone },
  }
}

/** A list in pieces that one statement takes. */
export function* slices<T>(rows: readonly T[]): Generator<T[]> {
  for (let from = 0; from < rows.length; from += rowsAtOnce) yield rows.slice(from, from + rowsAtOnce)
}
