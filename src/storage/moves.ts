import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

export interface Moves {
  /** How many identities of these sources are bound, in one look. A source without any is left out. */
  bound(...sources: string[]): Promise<Map<string, number>>
  /**
   * Everything that is kept under one source's id goes over to another, which has nothing bound yet. Several
   * statements: call it inside `atomically`. Answers how many identities went.
   */
  source(from: string, to: string): Promise<number>
}

/** Where the id of a source is kept, but for the audit: what happened, happened under the old one. */
const rooms = [
  'bindings',
  'unbound',
  'sessions',
  'transactions',
  'alistBinds',
  'departments',
  'runs',
  'events',
] as const

export function movesOn(db: Kysely<Tables>): Moves {
  const bound = (source: string) =>
    db.selectFrom('bindings').where('source', '=', source).select(['issuer', 'subject'])
  const unbound = (source: string) =>
    db.selectFrom('unbound').where('source', '=', source).select(['issuer', 'subject'])
  const forget = (source: string, identities: ReturnType<typeof bound | typeof unbound>) =>
    db
      .deleteFrom('unbound')
      .where('source', '=', source)
      .where(({ eb, refTuple }) =>
        eb(refTuple('issuer', 'subject'), 'in', identities.$asTuple('issuer', 'subject')),
      )
      .execute()

  return {
    async bound(...sources) {
      const rows = await db
        .selectFrom('bindings')
        .select(['source', eb => eb.fn.countAll<number | string>().as('held')])
        .where('source', 'in', sources)
        .groupBy('source')
        .execute()
      return new Map(rows.map(({ source, held }) => [source, Number(held)]))
    },

    async source(from, to) {
      // under one id an identity is either bound or taken away, and that once: bound and newer is what stays
      await forget(to, bound(from))
      await forget(from, bound(to))
      await forget(from, unbound(to))
      // read anew in any case
      await db.deleteFrom('departments').where('source', '=', to).execute()
      await db.updateTable('accounts').set({ leftSource: to }).where('leftSource', '=', from).execute()
      let bindings = 0
      for (const room of rooms) {
        const { numUpdatedRows } = await db
          .updateTable(room)
          .set({ source: to })
          .where('source', '=', from)
          .executeTakeFirst()
        if (room === 'bindings') bindings = Number(numUpdatedRows)
      }
      return bindings
    },
  }
}
