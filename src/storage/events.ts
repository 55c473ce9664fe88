import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from './tables.ts'

export type EventRecord = Tables['events']

export type NewEvent = Pick<EventRecord, 'source' | 'id' | 'changes'>

/**
 * Pushed changes: kept before they are acknowledged, and worked through afterwards. All times are the database's: they
 * are compared with the beginning of a read and with the time of a leave, which another server may have written.
 */
export interface Events {
  /** False for one that came before. */
  insert(event: NewEvent): Promise<boolean>
  /** The same of each, in one statement; of two that are one the first is new. */
  insertAll(events: readonly NewEvent[]): Promise<boolean[]>
  /** Of one source, oldest first. */
  waiting(source: string, most: number): Promise<EventRecord[]>
  /** The changes of those that came since then, worked through or not. */
  since(source: string, at: number): Promise<string[]>
  /** When the last one came, and how many are not worked through yet. */
  state(source: string): Promise<{ lastAt: number | null; waiting: number }>
  done(source: string, ids: readonly string[]): Promise<void>
  /** Forgets those that were worked through longer ago, and those that nobody could follow for a week more. */
  sweep(ageMs: number): Promise<void>
}

const keyOf = ({ source, id }: Pick<EventRecord, 'source' | 'id'>): string => JSON.stringify([source, id])

const weekMs = 604_800_000

export function eventsOn(db: Kysely<Tables>, clock: RawBuilder<number>): Events {
  const before = (ageMs: number) => sql<number>`${clock} - ${sql.lit(ageMs)}`

  return {
    async insert(event) {
      const done = await db
        .insertInto('events')
        .values({ ...event, receivedAt: clock, doneAt: null })
        .onConflict(on => on.doNothing())
        .executeTakeFirst()
      return done.numInsertedOrUpdatedRows === 1n
    },
    async insertAll(events) {
      const inserted = await db
        .insertInto('events')
        .values(events.map(event => ({ ...event, receivedAt: clock, doneAt: null })))
        .onConflict(on => on.doNothing())
        .returning(['source', 'id'])
        .execute()
      const fresh = new Set(inserted.map(keyOf))
      return events.map(event => fresh.delete(keyOf(event)))
    },
    waiting: (source, most) =>
      db
        .selectFrom('events')
        .selectAll()
        .where('source', '=', source)
        .where('doneAt', 'is', null)
        .orderBy('receivedAt')
        .orderBy('id')
        .limit(most)
        .execute(),
    async since(source, at) {
      const rows = await db
        .selectFrom('events')
        .select('changes')
        .where('source', '=', source)
        .where('receivedAt', '>=', at)
        .execute()
      return rows.map(({ changes }) => changes)
    },
    async state(source) {
      const { lastAt, waiting } = await db
        .selectFrom('events')
        .select(({ fn, eb }) => [
          fn.max('receivedAt').as('lastAt'),
          fn
            .sum<number | string | null>(eb.case().when('doneAt', 'is', null).then(1).else(0).end())
            .as('waiting'),
        ])
        .where('source', '=', source)
        .executeTakeFirstOrThrow()
      return { lastAt: lastAt === null ? null : Number(lastAt), waiting: Number(waiting ?? 0) }
    },
    async done(source, ids) {
      if (ids.length === 0) return
      await db
        .updateTable('events')
        .set({ doneAt: clock })
        .where('source', '=', source)
        .where('id', 'in', ids)
        .execute()
    },
    async sweep(ageMs) {
      await db.deleteFrom('events').where('doneAt', '<', before(ageMs)).execute()
      await db
        .deleteFrom('events')
        .where('receivedAt', '<', before(ageMs + weekMs))
        .execute()
    },
  }
}
