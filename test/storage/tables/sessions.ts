import { describe, expect, it } from 'vitest'
import type { SessionRecord } from '../../../src/storage/sessions.ts'
import { session } from '../records.ts'
import type { Stage } from '../suite.ts'

export const sessions = (on: Stage) =>
  describe('sessions', () => {
    const add = (...sessions: Partial<SessionRecord>[]) =>
      Promise.all(
        sessions.map((each, index) => on.storage.sessions.insert(session({ hash: `h${index}`, ...each }))),
      )
    const hashes = async (accountId: string) =>
      (await on.storage.sessions.of(accountId, { now: 0, seenSince: -1 })).map(({ hash }) => hash)

    it('gives one back until it is ended, and ends it once', async () => {
      await on.people('a')
      const one = session({ userAgent: 'Mozilla/5.0 “quoted”', address: '2001:db8::1' })
      await on.storage.sessions.insert(one)
      expect(await on.storage.sessions.find(one.hash)).toEqual(one)
      await on.storage.sessions.touch(one.hash, 77)
      expect(await on.storage.sessions.find(one.hash)).toEqual({ ...one, seenAt: 77 })
      expect([await on.storage.sessions.end(one.hash), await on.storage.sessions.end(one.hash)]).toEqual([
        true,
        false,
      ])
      expect(await on.storage.sessions.find(one.hash)).toBeUndefined()
    })

    it('counts as living what has not ended and was seen lately, the newest first', async () => {
      await on.people('a', 'b', 'c')
      await add(
        { hash: 'old', createdAt: 1, endsAt: 200, seenAt: 100 },
        { hash: 'new', createdAt: 2, endsAt: 200, seenAt: 100 },
        { hash: 'ended', endsAt: 150, seenAt: 100 },
        { hash: 'idle', endsAt: 200, seenAt: 50 },
        { hash: 'other', accountId: 'b', endsAt: 151, seenAt: 51 },
        { hash: 'asleep', accountId: 'c', endsAt: 200, seenAt: 1 },
      )
      const alive = { now: 150, seenSince: 50 }
      expect((await on.storage.sessions.of('a', alive)).map(({ hash }) => hash)).toEqual(['new', 'old'])
      expect((await on.storage.sessions.of('b', alive)).map(({ hash }) => hash)).toEqual(['other'])
      expect(await on.storage.sessions.of('c', alive)).toEqual([])
      expect(Object.fromEntries(await on.storage.sessions.count(alive))).toEqual({ a: 2, b: 1 })
    })

    it('keeps the newest of an account when it trims', async () => {
      await on.people('a', 'b')
      await add(...[3, 1, 4, 2].map(createdAt => ({ hash: `h${createdAt}`, createdAt })), {
        hash: 'b1',
        accountId: 'b',
      })
      await on.storage.sessions.trim('a', 2)
      expect(await hashes('a')).toEqual(['h4', 'h3'])
      await on.storage.sessions.trim('a', 2)
      expect(await hashes('a')).toEqual(['h4', 'h3'])
      await on.storage.sessions.trim('a', 0)
      expect([await hashes('a'), await hashes('b')]).toEqual([[], ['b1']])
    })

    it('ends all of an account but the one that is excepted, and says how many', async () => {
      await on.people('a', 'b')
      await add({}, {}, {}, { hash: 'b1', accountId: 'b' })
      expect(await on.storage.sessions.endAll('a', 'h1')).toBe(2)
      expect(await hashes('a')).toEqual(['h1'])
      expect(await on.storage.sessions.endAll('a')).toBe(1)
      expect(await on.storage.sessions.endAll('a')).toBe(0)
      expect(await hashes('b')).toEqual(['b1'])
    })

    it('is found by whoever ends all, while it gets another cookie', async () => {
      await on.people('a')
      for (let round = 0; round < 20; round += 1) {
        await on.storage.sessions.insert(session({ id: 'one', hash: 'before' }))
        await Promise.all([
          on.storage.atomically(({ sessions }) =>
            sessions.replace('before', session({ id: 'one', hash: 'after' })),
          ),
          on.storage.sessions.endAll('a'),
        ])
        expect(await hashes('a')).toEqual([])
      }
    })

    it('leaves what hangs on the old cookie behind', async () => {
      await on.people('a')
      await on.storage.sessions.insert(session({ hash: 'before' }))
      await on.storage.alist.putBind(bind('before'))
      expect(await on.storage.sessions.replace('before', session({ hash: 'after' }))).toBe(true)
      expect(await on.storage.alist.takeBind('handle', 'before')).toBeUndefined()
      expect(await on.storage.alist.takeBind('handle', 'after')).toBeUndefined()
      expect(await hashes('a')).toEqual(['after'])
    })

    it('sweeps what has ended', async () => {
      await on.people('a')
      await add({ endsAt: 99 }, { endsAt: 100 }, { endsAt: 101 })
      await on.storage.sessions.sweep(100)
      expect(await hashes('a')).toEqual(['h2'])
    })

    it('hangs on an account that is there', async () => {
      await expect(on.storage.sessions.insert(session({ accountId: 'nobody' }))).rejects.toThrow()
    })
  })

const bind = (sessionHash: string) => ({
  sessionHash,
  handleHash: 'handle',
  source: 'dingtalk',
  identity: '{}',
  expiresAt: 1000,
})
