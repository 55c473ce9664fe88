import type { Kysely, Selectable } from 'kysely'
import type { Tables } from './tables.ts'

export type TicketRecord = Selectable<Tables['tickets']>

export interface Tickets {
  insert(ticket: TicketRecord): Promise<void>
  /** Removes and returns it in one statement: of two requests with one ticket, one gets it. */
  take(hash: string): Promise<TicketRecord | undefined>
  sweep(now: number): Promise<void>
}

export function ticketsOn(db: Kysely<Tables>): Tickets {
  return {
    async insert(ticket) {
      await db.insertInto('tickets').values(ticket).execute()
    },
    take: hash => db.deleteFrom('tickets').where('hash', '=', hash).returningAll().executeTakeFirst(),
    async sweep(now) {
      await db.deleteFrom('tickets').where('expiresAt', '<=', now).execute()
    },
  }
}
