import { describe, expect, it } from 'vitest'
import { account, binding, seen, twenty } from '../records.ts'
import type { Stage } from '../suite.ts'

export const atomically = (on: Stage) =>
  describe('atomically', () => {
    it('answers what the work answers and keeps what it did', async () => {
      const answer = await on.storage.atomically(async store => {
        await store.accounts.insert(account())
        await store.bindings.insert(binding())
        return 'done'
      })
      expect(answer).toBe('done')
      expect(await on.storage.bindings.of('a')).toHaveLength(1)
    })

    it('keeps nothing of work that throws, and throws it on', async () => {
      await on.people('before')
      const fault = new Error('halfway')
      const work = on.storage.atomically(async store => {
        await store.accounts.insert(account())
        await store.bindings.insert(binding())
        await store.accounts.update('before', { givenPermission: 1 })
        throw fault
      })
      await expect(work).rejects.toBe(fault)
      expect(await on.storage.accounts.list()).toEqual([seen(account({ id: 'before' }))])
      expect(await on.storage.bindings.list()).toEqual([])
      // and the next one is not held up
      await on.people('after')
      expect(await on.storage.accounts.list()).toHaveLength(2)
    })

    it('sees in the middle what it wrote before', async () => {
      await on.storage.atomically(async store => {
        await store.accounts.insert(account())
        expect(await store.accounts.findByUsername('a')).toEqual(seen(account()))
        expect(await store.accounts.insert(account({ id: 'b', usernameKey: 'a' }))).toBe(false)
      })
    })

    it('lets twenty writers wait for each other: none of their sums is lost', async () => {
      await on.people('a')
      await twenty(() =>
        on.storage.atomically(async store => {
          const sum = (await store.accounts.find('a'))?.givenPermission ?? 0
          await store.accounts.update('a', { givenPermission: sum + 1 })
        }),
      )
      expect(await on.storage.accounts.find('a')).toMatchObject({ givenPermission: 20 })
    })
  })
