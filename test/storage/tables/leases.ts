import { describe, expect, it } from 'vitest'
import type { Lease } from '../../../src/storage/leases.ts'
import { account, twenty, twoHolders } from '../records.ts'
import type { Stage } from '../suite.ts'

export const leases = (on: Stage) =>
  describe('leases', () => {
    const hour = 3_600_000

    it('go to one of twenty who want one at once, and to nobody else while it lasts', async () => {
      const other = await on.open()
      const tries = twenty(n => (n % 2 ? on.storage : other).leases.acquire('sync', `h${n}`, hour))
      const got = (await tries).filter(lease => lease !== undefined)
      expect(got).toEqual([{ name: 'sync', holder: expect.stringMatching(/^h\d+$/), fence: 1 }])
      expect(await other.leases.acquire('sync', got[0]?.holder ?? '', hour)).toBeUndefined()
      expect(await other.leases.acquire('another', 'h', hour)).toMatchObject({ fence: 1 })
    })

    it('are over by the clock of the database, and the next one has a greater fence', async () => {
      const [over, next] = await twoHolders(on.storage)
      expect([over.fence, next.fence]).toEqual([1, 2])
      expect(await on.storage.leases.holds(over)).toBe(false)
      expect(await on.storage.leases.renew(over, hour)).toBe(false)
      await on.storage.leases.release(over)
      expect(await on.storage.leases.holds(next)).toBe(true)
    })

    it('are not to be had again by who let them run out, even where nobody else came', async () => {
      const over = (await on.storage.leases.acquire('sync', 'one', 0)) as Lease
      expect(await on.storage.leases.renew(over, hour)).toBe(false)
      expect(await on.storage.leases.holds(over)).toBe(false)
      expect(await on.storage.leases.acquire('sync', 'one', hour)).toMatchObject({ fence: 2 })
      expect(await on.storage.leases.holds(over)).toBe(false)
    })

    it('last longer when they are renewed, and end when they are given back', async () => {
      const lease = (await on.storage.leases.acquire('sync', 'one', hour)) as Lease
      expect(await on.storage.leases.renew(lease, hour)).toBe(true)
      expect(await on.storage.leases.acquire('sync', 'two', hour)).toBeUndefined()
      expect(await on.storage.leases.renew(lease, 0)).toBe(true)
      expect(await on.storage.leases.acquire('sync', 'two', hour)).toMatchObject({ fence: 2 })
      const third = (await on.storage.leases.acquire('third', 'one', hour)) as Lease
      await on.storage.leases.release(third)
      expect(await on.storage.leases.holds(third)).toBe(false)
      expect(await on.storage.leases.acquire('third', 'two', hour)).toMatchObject({ fence: 2 })
    })

    it('refuse the late write of a holder that stood still', async () => {
      const [over, next] = await twoHolders(on.storage)
      const write = (lease: Lease, id: string) =>
        on.storage.atomically(async store => {
          if (!(await store.leases.holds(lease))) return false
          return store.accounts.insert(account({ id }))
        })
      expect([await write(over, 'late'), await write(next, 'good')]).toEqual([false, true])
      expect((await on.storage.accounts.list()).map(({ id }) => id)).toEqual(['good'])
    })
  })
