import type { Kysely, Selectable } from 'kysely'
import { prepared } from './prepared.ts'
import type { AuditEvent, Tables } from './tables.ts'

export type AuditRecord = Selectable<Tables['audit']>

/** `since` belongs to it, `until` no longer. */
export interface AuditSearch {
  accountId?: string | undefined
  event?: AuditEvent | undefined
  since?: number | undefined
  until?: number | undefined
}

/** Where a page ended. */
export type AuditPlace = Pick<AuditRecord, 'at' | 'id'>

export interface Audit {
  insert(...records: AuditRecord[]): Promise<void>
  /** Newest first; null: what happened to no account in particular. */
  of(accountId: string | null, most: number): Promise<AuditRecord[]>
  /** A page of all that fit, newest first, from the one after `after` on. */
  page(search: AuditSearch & { after?: AuditPlace | undefined; most: number }): Promise<AuditRecord[]>
  /** Forgets what is older, the oldest first, but no more than `most` at once: nobody else writes meanwhile. Answers how many. */
  sweep(before: number, most: number): Promise<number>
}

const insertOne = prepared((db, record: AuditRecord) => db.insertInto('audit').values(record))

export function auditOn(db: Kysely<Tables>): Audit {
  return {
    async insert(...records) {
      const [first, ...more] = records
      if (first && more.length === 0) await insertOne(db, first)
      else if (first) await db.insertInto('audit').values(records).execute()
    },
    page({ accountId, event, since, until, after, most }) {
      let found = db.selectFrom('audit').selectAll()
      if (accountId !== undefined) found = found.where('accountId', '=', accountId)
      if (event !== undefined) found = found.where('event', '=', event)
      if (since !== undefined) found = found.where('at', '>=', since)
      if (until !== undefined) found = found.where('at', '<', until)
      if (after !== undefined)
        found = found.where(({ eb, or, and }) =>
          or([eb('at', '<', after.at), and([eb('at', '=', after.at), eb('id', '<', after.id)])]),
        )
      return found.orderBy('at', 'desc').orderBy('id', 'desc').limit(most).execute()
    },
    of: (accountId, most) =>
      db
        .selectFrom('audit')
        .selectAll()
        .where('accountId', accountId === null ? 'is' : '=', accountId)
        .orderBy('at', 'desc')
        .orderBy('id')
        .limit(most)
        .execute(),
    async sweep(before, most) {
      const oldest = db.selectFrom('audit').select('id').where('at', '<', before).orderBy('at').limit(most)
      const { numDeletedRows } = await db.deleteFrom('audit').where('id', 'in', oldest).executeTakeFirst()
      return Number(numDeletedRows)
    },
  }
}
