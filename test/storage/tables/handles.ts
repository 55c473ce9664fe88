import { describe, expect, it } from 'vitest'
import { account, binding, seen, session, transaction } from '../records.ts'
import type { Stage } from '../suite.ts'

export const handles = (on: Stage) =>
  describe('a second handle', () => {
    it('finds everything after the first was closed, however often it is opened', async () => {
      await on.people('a')
      await on.storage.bindings.insert(binding({ label: '李四' }))
      await on.storage.close()
      on.forget()
      for (const again of [await on.open(), await on.open(), await on.open()]) {
        expect(await again.accounts.list()).toEqual([seen(account())])
        expect(await again.bindings.list()).toEqual([binding({ label: '李四' })])
      }
    })

    it('reads while the first one writes: all of it or nothing, never half', async () => {
      const reader = await on.open()
      await on.storage.atomically(async store => {
        await store.accounts.insert(account())
        expect(await reader.accounts.list()).toEqual([])
        await store.bindings.insert(binding())
        expect(await reader.bindings.list()).toEqual([])
      })
      expect(await reader.accounts.list()).toHaveLength(1)
      expect(await reader.bindings.list()).toHaveLength(1)
    })

    it('is seen by the first one at once, as `accounts disable` beside `serve`', async () => {
      await on.people('a')
      await on.storage.sessions.insert(session())
      const commandLine = await on.open()
      await commandLine.accounts.update('a', { disabled: true })
      expect(await commandLine.sessions.endAll('a')).toBe(1)
      expect(await on.storage.accounts.find('a')).toMatchObject({ disabled: true })
      expect(await on.storage.sessions.find('hash')).toBeUndefined()
    })

    it('is held to the same unique keys', async () => {
      const other = await on.open()
      expect(await on.storage.accounts.insert(account())).toBe(true)
      expect(await other.accounts.insert(account({ id: 'b', usernameKey: 'a' }))).toBe(false)
      expect(await other.bindings.insert(binding())).toBe(true)
      expect(await on.storage.bindings.insert(binding())).toBe(false)
      await on.storage.transactions.insert(transaction())
      expect(await other.transactions.take('state')).toEqual(transaction())
      expect(await on.storage.transactions.take('state')).toBeUndefined()
    })
  })
