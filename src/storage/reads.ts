import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Department } from '../plugin.ts'
import { slices } from './directory.ts'
import type { Tables } from './tables.ts'

/** A read that was cut, and can be gone on with. */
export interface CutRead {
  /** By the database's clock. */
  begunAt: number
  mark: string
  faults: string[]
  /** In the order in which they came. */
  departments: Department[]
  /** How many are in the snapshot. */
  members: number
  /** Which part comes next. */
  part: number
}

/** How far a read of a directory has come: one of a source, and what hangs on it, its departments and the snapshot. */
export interface Reads {
  /** One with this key that began less than `lifeMs` ago, by the database's clock, and has a mark. Several statements. */
  cut(source: string, key: string, lifeMs: number): Promise<CutRead | undefined>
  /** Whether there is one to go on with, whatever is to be read now. */
  hasCut(source: string, lifeMs: number): Promise<boolean>
  /**
   * Anew, where nothing is left of another one; answers when that is, by the database's clock. Call it inside `atomically`, as
   * the next ones.
   */
  begin(source: string, key: string): Promise<number>
  /** Another part begins. */
  goOn(source: string, part: number): Promise<void>
  /** Departments with their places; what came before with another name or parent has these now. */
  putDepartments(source: string, departments: readonly (Department & { place: number })[]): Promise<void>
  mark(source: string, mark: string, faults: readonly string[]): Promise<void>
  /** There is none any more; what it has read is left to `clearSome`. Two statements: call it inside `atomically`. */
  end(source: string): Promise<void>
  /** Removes some thousand members of the snapshot: all at once would keep others waiting. False when none are left. */
  clearSome(source: string): Promise<boolean>
}

/** A hundred thousand take a fifth of a second, in which an SQLite file has nobody else served. */
const clearedAtOnce = 5000

export function readsOn(db: Kysely<Tables>, clock: RawBuilder<number>): Reads {
  const living = (source: string, lifeMs: number) =>
    db
      .selectFrom('reads')
      .where('source', '=', source)
      .where('mark', 'is not', null)
      .where('begunAt', '>', sql<number>`${clock} - ${sql.lit(Math.ceil(lifeMs))}`)

  return {
    async end(source) {
      for (const table of ['readDepartments', 'reads'] as const)
        await db.deleteFrom(table).where('source', '=', source).execute()
    },

    async clearSome(source) {
      const some = db
        .selectFrom('snapshot')
        .select('directoryId')
        .where('source', '=', source)
        .limit(clearedAtOnce)
      const { numDeletedRows } = await db
        .deleteFrom('snapshot')
        .where('source', '=', source)
        .where('directoryId', 'in', some)
        .executeTakeFirstOrThrow()
      return Number(numDeletedRows) === clearedAtOnce
    },

    async cut(source, key, lifeMs) {
      const read = await living(source, lifeMs)
        .select(['begunAt', 'part', 'faults'])
        .select(eb => eb.ref('mark').$notNull().as('mark'))
        .where('key', '=', key)
        .executeTakeFirst()
      if (!read) return undefined
      const { count } = await db
        .selectFrom('snapshot')
        .select(eb => eb.fn.countAll<number | string>().as('count'))
        .where('source', '=', source)
        .executeTakeFirstOrThrow()
      return {
        begunAt: read.begunAt,
        mark: read.mark,
        faults: JSON.parse(read.faults) as string[],
        departments: await db
          .selectFrom('readDepartments')
          .select(['id', 'name', 'parent'])
          .where('source', '=', source)
          .orderBy('place')
          .execute(),
        members: Number(count),
        part: read.part + 1,
      }
    },

    async hasCut(source, lifeMs) {
      return (await living(source, lifeMs).select('source').executeTakeFirst()) !== undefined
    },

    async begin(source, key) {
      const { begunAt } = await db
        .insertInto('reads')
        .values({ source, key, begunAt: clock, part: 1, mark: null, faults: '[]' })
        .returning('begunAt')
        .executeTakeFirstOrThrow()
      return begunAt
    },

    async goOn(source, part) {
      await db.updateTable('reads').set({ part }).where('source', '=', source).execute()
    },

    async putDepartments(source, departments) {
      for (const rows of slices(departments))
        await db
          .insertInto('readDepartments')
          .values(rows.map(({ id, name, parent, place }) => ({ source, id, name, parent, place })))
          .onConflict(on =>
            on
              .columns(['source', 'id'])
              .doUpdateSet(eb => ({ name: eb.ref('excluded.name'), parent: eb.ref('excluded.parent') })),
          )
          .execute()
    },

    async mark(source, mark, faults) {
      await db
        .updateTable('reads')
        .set({ mark, faults: JSON.stringify(faults) })
        .where('source', '=', source)
        .execute()
    },
  }
}
