import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from './tables.ts'

/** A read of a directory. `report` is JSON; null while it is under way, or where it was killed. */
export type RunRecord = Tables['runs']

/** All times are the database's, as those of {@link Leases} are: no clock of a server makes a run due, or keeps it. */
export interface Runs {
  insert(run: Pick<RunRecord, 'id' | 'source'>): Promise<void>
  end(id: string, report: string): Promise<void>
  /** Newest first. */
  of(source: string, most: number): Promise<RunRecord[]>
  /** The newest, with its age in milliseconds. */
  last(source: string): Promise<(Pick<RunRecord, 'report'> & { ageMs: number }) | undefined>
  /** Forgets those that are older. */
  sweep(ageMs: number): Promise<void>
}

export function runsOn(db: Kysely<Tables>, clock: RawBuilder<number>): Runs {
  return {
    async insert(run) {
      await db
        .insertInto('runs')
        .values({ ...run, startedAt: clock, endedAt: null, report: null })
        .execute()
    },
    async end(id, report) {
      await db.updateTable('runs').set({ endedAt: clock, report }).where('id', '=', id).execute()
    },
    last: source =>
      db
        .selectFrom('runs')
        .select('report')
        .select(sql<number>`${clock} - started_at`.as('ageMs'))
        .where('source', '=', source)
        .orderBy('startedAt', 'desc')
        .limit(1)
        .executeTakeFirst(),
    of: (source, most) =>
      db
        .selectFrom('runs')
        .selectAll()
        .where('source', '=', source)
        .orderBy('startedAt', 'desc')
        .orderBy('id')
        .limit(most)
        .execute(),
    async sweep(ageMs) {
      await db
        .deleteFrom('runs')
        .where('startedAt', '<', sql<number>`${clock} - ${sql.lit(ageMs)}`)
        .execute()
    },
  }
}
