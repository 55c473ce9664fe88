import { describe, expect, it } from 'vitest'
import { account, binding, numbered, seen, twenty } from '../records.ts'
import type { Stage } from '../suite.ts'

export const accounts = (on: Stage) =>
  describe('accounts', () => {
    it('gives back what it was given, number for number', async () => {
      const full = account({
        displayName: '𠮷野 健',
        email: 'a@example.com',
        phone: '+86-13800000000',
        role: 'admin',
        givenPermission: 0x7fff_ffff,
        manualPermission: 0,
        manualBaseDir: '/文件',
        disabled: true,
        createdAt: 8.64e15,
        lastSignInAt: 1_700_000_000_123,
      })
      const bare = account({ id: 'b' })
      expect([await on.storage.accounts.insert(full), await on.storage.accounts.insert(bare)]).toEqual([
        true,
        true,
      ])
      expect(await on.storage.accounts.find('a')).toEqual(seen(full))
      expect(await on.storage.accounts.findByUsername('b')).toEqual(seen(bare))
      expect(await on.storage.accounts.find('c')).toBeUndefined()
      expect(await on.storage.accounts.findByUsername('c')).toBeUndefined()
      expect(await on.storage.accounts.findByUsername('a\0')).toBeUndefined()
    })

    it('lists them by the key of their names', async () => {
      await on.people('c', 'a', 'b')
      expect((await on.storage.accounts.list()).map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    })

    it('finds them by a part of a name, an address or a number, or by the whole of an id or subject', async () => {
      await on.storage.accounts.insert(
        account({ id: 'a1', username: 'Lisi', usernameKey: 'lisi', displayName: '李四', phone: '+86-138' }),
      )
      await on.storage.accounts.insert(
        account({ id: 'a2', usernameKey: '50%_off', email: 'Wang@Example.com' }),
      )
      await on.storage.accounts.insert(account({ id: 'a3', usernameKey: 'a\\b', disabled: true }))
      await on.storage.bindings.insert(binding({ accountId: 'a3', subject: 'kSTx' }))
      const ids = async (words: string, disabled?: boolean) =>
        (await on.storage.accounts.page({ words, disabled, most: 9 })).map(({ account }) => account.id)
      const asked: [string, string[]][] = [
        ['', ['a2', 'a3', 'a1']],
        ['  ', ['a2', 'a3', 'a1']],
        ['LIS', ['a1']],
        ['ｌｉｓｉ', ['a1']],
        ['李', ['a1']],
        ['86-13', ['a1']],
        ['wang@example', ['a2']],
        ['%', ['a2']],
        ['_', ['a2']],
        ['\\', ['a3']],
        ['a1', ['a1']],
        ['a', ['a2', 'a3']],
        ['kSTx', ['a3']],
        ['kST', []],
        ["' or 1=1 --", []],
        ['\0', ['a2', 'a3', 'a1']],
      ]
      for (const [words, found] of asked) {
        expect(await ids(words), words).toEqual(found)
        expect(await on.storage.accounts.count({ words }), words).toBe(found.length)
      }
      expect(await ids('', true)).toEqual(['a3'])
      expect(await ids('', false)).toEqual(['a2', 'a1'])
      expect(await on.storage.accounts.count()).toBe(3)
    })

    it('has them page by page, each once, also while new ones come', async () => {
      await on.people('a', 'b', 'c', 'd', 'e')
      const seenIds: string[] = []
      let after: string | undefined
      for (let n = 0; n < 3; n += 1) {
        const page = await on.storage.accounts.page({ after, most: 2 })
        seenIds.push(...page.map(({ account }) => account.id))
        after = page.at(-1)?.key
        await on.people(`a${n}`)
      }
      expect(seenIds).toEqual(['a', 'b', 'c', 'd', 'e'])
    })

    it('tells who has a role', async () => {
      await on.people('a')
      await on.storage.accounts.insert(account({ id: 'b', role: 'admin' }))
      expect((await on.storage.accounts.withRole('admin')).map(({ id }) => id)).toEqual(['b'])
    })

    it('lets one of twenty who want a name at once have it', async () => {
      const tries = twenty(n => on.storage.accounts.insert(account({ id: `id${n}`, usernameKey: 'wanted' })))
      expect((await tries).filter(Boolean)).toHaveLength(1)
      expect(await on.storage.accounts.list()).toHaveLength(1)
    })

    it('lets one of twenty who rename themselves to a name at once have it, and refuses the others without a fault', async () => {
      await on.people(...numbered(20))
      const tries = twenty(n => on.storage.accounts.update(String(n), { username: 'W', usernameKey: 'w' }))
      expect((await tries).filter(Boolean)).toHaveLength(1)
      expect((await on.storage.accounts.list()).filter(({ username }) => username === 'W')).toHaveLength(1)
    })

    it('changes what it is told and nothing else', async () => {
      await on.people('a', 'b')
      const change = { manualPermission: 768, disabled: true, lastSignInAt: 5, displayName: null }
      expect(await on.storage.accounts.update('a', change)).toBe(true)
      expect(await on.storage.accounts.find('a')).toEqual(seen(account({ ...change })))
      expect(await on.storage.accounts.find('b')).toEqual(seen(account({ id: 'b' })))
    })

    it('tells nothing set from a sum of nothing, and takes back what was set', async () => {
      await on.people('a')
      const set = { manualPermission: 0, manualBaseDir: '/' }
      await on.storage.accounts.update('a', set)
      expect(await on.storage.accounts.find('a')).toEqual(seen(account(set)))
      await on.storage.accounts.update('a', { manualPermission: null, manualBaseDir: null })
      expect(await on.storage.accounts.find('a')).toEqual(seen(account()))
    })

    it('says no to a change of nobody and to a name that is taken, yes to one’s own', async () => {
      await on.people('a', 'b')
      expect(await on.storage.accounts.update('c', { givenPermission: 1 })).toBe(false)
      expect(
        await on.storage.accounts.update('a', { username: 'B', usernameKey: 'b', givenPermission: 1 }),
      ).toBe(false)
      expect(await on.storage.accounts.find('a')).toEqual(seen(account()))
      expect(await on.storage.accounts.update('a', { username: 'A', usernameKey: 'a' })).toBe(true)
    })
  })
