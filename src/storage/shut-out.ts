import type { Kysely, Selectable } from 'kysely'
import type { Tables } from './tables.ts'

export type ShutOut = Selectable<Tables['shutOut']>

/** Sessions that were ended because their person lost their access: the browsers that had them may be told why. */
export interface ShutOuts {
  /** Those of an account, or what one source has of them, that are about to be ended. */
  remember(accountId: string, source?: string): Promise<void>
  find(hash: string): Promise<ShutOut | undefined>
  /** False where it has been taken before. */
  take(hash: string): Promise<boolean>
  /** Of sessions that would have run out by now. */
  sweep(now: number): Promise<void>
}

export function shutOutsOn(db: Kysely<Tables>): ShutOuts {
  return {
    async remember(accountId, source) {
      const columns = ['hash', 'accountId', 'source', 'endsAt'] as const
      const ending = db
        .selectFrom('sessions')
        .select(columns)
        .where('accountId', '=', accountId)
        .$if(source !== undefined, those => those.where('source', '=', source ?? ''))
      await db
        .insertInto('shutOut')
        .columns(columns)
        .expression(ending)
        // two requests of one session find at the same moment that it has to end
        .onConflict(on => on.doNothing())
        .execute()
    },
    find: hash => db.selectFrom('shutOut').selectAll().where('hash', '=', hash).executeTakeFirst(),
    async take(hash) {
      const taken = await db.deleteFrom('shutOut').where('hash', '=', hash).executeTakeFirst()
      return taken.numDeletedRows === 1n
    },
    async sweep(now) {
      await db.deleteFrom('shutOut').where('endsAt', '<=', now).execute()
    },
  }
}
