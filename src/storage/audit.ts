import type { Kysely, Selectable } from 'kysely'
import type { Tables } from './tables.ts'

export type AuditRecord = Selectable<Tables['audit']>

export interface Audit {
  insert(...records: AuditRecord[]): Promise<void>
  /** Newest first; null: what happened to no account in particular. */
  of(accountId: string | null, most: number): Promise<AuditRecord[]>
}

export function auditOn(db: Kysely<Tables>): Audit {
  return {
    async insert(...records) {
      if (records.length > 0) await db.insertInto('audit').values(records).execute()
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
  }
}
