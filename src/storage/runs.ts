import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** A read of a directory. `report` is JSON; null while it is under way, or where it was killed. */
export type RunRecord = Tables['runs']

export interface Runs {
  insert(run: Pick<RunRecord, 'id' | 'source' | 'startedAt'>): Promise<void>
  end(id: string, endedAt: number, report: string): Promise<void>
  /** Newest first. */
  of(source: string, most: number): Promise<RunRecord[]>
  sweep(before: number): Promise<void>
}

export function runsOn(db: Kysely<Tables>): Runs {
  return {
    async insert(run) {
      await db
        .insertInto('runs')
        .values({ ...run, endedAt: null, report: null })
        .execute()
    },
    async end(id, endedAt, report) {
      await db.updateTable('runs').set({ endedAt, report }).where('id', '=', id).execute()
    },
    of: (source, most) =>
      db
        .selectFrom('runs')
        .selectAll()
        .where('source', '=', source)
        .orderBy('startedAt', 'desc')
        .orderBy('id')
        .limit(most)
        .execute(),
    async sweep(before) {
      await db.deleteFrom('runs').where('startedAt', '<', before).execute()
    },
  }
}
