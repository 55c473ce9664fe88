import { describe, expect, it } from 'vitest'
import { session } from '../records.ts'
import type { Stage } from '../suite.ts'

export const shutOuts = (on: Stage) =>
  describe('sessions that were shut out', () => {
    it('are remembered by account or by its source, twice without harm, taken once, and swept', async () => {
      const { sessions, shutOuts } = on.storage
      await on.people('a', 'b')
      for (const [hash, accountId, source, endsAt] of [
        ['a1', 'a', 'dingtalk', 100],
        ['a2', 'a', 'github', 200],
        ['b1', 'b', 'dingtalk', 300],
      ] as const)
        await sessions.insert(session({ hash, accountId, source, endsAt }))
      const found = async () =>
        (await Promise.all(['a1', 'a2', 'b1'].map(shutOuts.find))).map(each => each?.hash)
      await shutOuts.remember('a', 'dingtalk')
      expect(await found()).toEqual(['a1', undefined, undefined])
      await shutOuts.remember('a')
      expect(await found()).toEqual(['a1', 'a2', undefined])
      // it outlives the session
      await sessions.endAll('a')
      expect(await shutOuts.find('a2')).toEqual({ hash: 'a2', accountId: 'a', source: 'github', endsAt: 200 })
      await shutOuts.sweep(100)
      expect(await found()).toEqual([undefined, 'a2', undefined])
      expect([await shutOuts.take('a2'), await shutOuts.take('a2')]).toEqual([true, false])
    })
  })
