import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from './tables.ts'

/** The right to be the only one who does something, for a while. */
export interface Lease {
  readonly name: string
  /** Who has it: a name of this process that no other process has. */
  readonly holder: string
  /** Greater with every holder: an older one can be told from the present one. */
  readonly fence: number
}

/** All times are the database's: clocks of two machines may differ by more than a lease lasts. */
export interface Leases {
  /** Undefined while another holds it; the same holder does not get it twice either. */
  acquire(name: string, holder: string, lifeMs: number): Promise<Lease | undefined>
  /** From now on for `lifeMs` again. False where it is over, whether or not another has it. */
  renew(lease: Lease, lifeMs: number): Promise<boolean>
  release(lease: Lease): Promise<void>
  /**
   * Whether it still holds. Inside `atomically` the answer stays true until the end of that work: nobody gets the
   * lease meanwhile. So a write that follows it there is not the late one of a holder that stood still.
   */
  holds(lease: Lease): Promise<boolean>
}

export function leasesOn(db: Kysely<Tables>, clock: RawBuilder<number>): Leases {
  const living = ({ name, holder, fence }: Lease) =>
    db
      .updateTable('leases')
      .where('name', '=', name)
      .where('holder', '=', holder)
      .where('fence', '=', fence)
      .where('endsAt', '>', clock)
  const after = (lifeMs: number) => sql<number>`${clock} + ${sql.lit(Math.ceil(lifeMs))}`

  return {
    async acquire(name, holder, lifeMs) {
      const got = await db
        .insertInto('leases')
        .values({ name, holder, fence: 1, endsAt: after(lifeMs) })
        .onConflict(on =>
          on
            .column('name')
            .doUpdateSet(({ ref, eb }) => ({
              holder,
              fence: eb(ref('leases.fence'), '+', 1),
              endsAt: after(lifeMs),
            }))
            .where('leases.endsAt', '<=', clock),
        )
        .returning('fence')
        .executeTakeFirst()
      return got && { name, holder, fence: got.fence }
    },
    async renew(lease, lifeMs) {
      const { numUpdatedRows } = await living(lease)
        .set({ endsAt: after(lifeMs) })
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },
    async release(lease) {
      // not removed: the next fence has to be greater
      await living(lease).set({ endsAt: clock }).execute()
    },
    async holds(lease) {
      // written and not only read: the row is locked then, in every engine
      const { numUpdatedRows } = await living(lease).set({ fence: lease.fence }).executeTakeFirst()
      return numUpdatedRows === 1n
    },
  }
}
