import { type RawBuilder, sql } from 'kysely'

/** A clock of the database that a test moves. */
export const databaseClock = (time: { readonly now: number }): RawBuilder<number> =>
  Object.assign(sql<number>`0`, { toOperationNode: () => sql.lit(time.now).toOperationNode() })
