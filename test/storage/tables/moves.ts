import { describe, expect, it } from 'vitest'
import type { Binding } from '../../../src/model.ts'
import { binding, facts, session, sorted, transaction } from '../records.ts'
import type { Stage } from '../suite.ts'

export const moves = (on: Stage) =>
  describe('moves', () => {
    const identityOf = ({ source, issuer, subject }: Binding) => ({ source, issuer, subject })

    it('counts what is bound, of the sources that have any', async () => {
      await on.people('a', 'b')
      await on.storage.bindings.insert(binding())
      await on.storage.bindings.insert(binding({ accountId: 'b', subject: 's2' }))
      await on.storage.bindings.insert(binding({ source: 'github' }))
      expect(await on.storage.moves.bound('dingtalk', 'github', 'google')).toEqual(
        new Map([
          ['dingtalk', 2],
          ['github', 1],
        ]),
      )
    })

    it('takes all that is kept under one id to another, and nothing of a third', async () => {
      await on.people('a', 'b', 'c')
      const [one, two, other] = [
        binding({ directoryId: 'dir', label: '李四', facts }),
        binding({ accountId: 'b', subject: 's2' }),
        binding({ accountId: 'c', source: 'github', password: 'record' }),
      ]
      for (const each of [one, two, other]) await on.storage.bindings.insert(each)
      await on.storage.bindings.insert(binding({ accountId: 'c', subject: 'gone' }))
      await on.storage.bindings.remove('c', 'dingtalk', 5)
      await on.storage.sessions.insert(session())
      await on.storage.sessions.insert(session({ hash: 'other', source: 'github' }))
      await on.storage.transactions.insert(transaction())

      const move = () => on.storage.atomically(store => store.moves.source('dingtalk', 'work'))
      expect(await move()).toBe(2)
      const after = [{ ...one, source: 'work' }, { ...two, source: 'work' }, other]
      expect(sorted(await on.storage.bindings.list())).toEqual(sorted(after))
      expect(
        await on.storage.bindings.formerAccount({ ...identityOf(one), source: 'work', subject: 'gone' }),
      ).toBe('c')
      expect(await on.storage.bindings.formerAccount({ ...identityOf(one), subject: 'gone' })).toBeUndefined()
      expect((await on.storage.sessions.find('hash'))?.source).toBe('work')
      expect((await on.storage.sessions.find('other'))?.source).toBe('github')
      expect((await on.storage.transactions.take('state'))?.source).toBe('work')
      expect(await move()).toBe(0)
      expect(sorted(await on.storage.bindings.list())).toEqual(sorted(after))
    })

    it('keeps one word of an identity that both ids know: bound, or else the newer', async () => {
      await on.people('a', 'b')
      const [old, fresh] = [binding({ source: 'old' }), binding({ source: 'new', accountId: 'b' })]
      const [oldGone, freshGone] = [
        { ...old, subject: 'gone' },
        { ...fresh, subject: 'gone' },
      ]
      // bound under the old id, taken away under the new one; and taken away under both
      for (const each of [fresh, freshGone, oldGone]) {
        await on.storage.bindings.insert(each)
        await on.storage.bindings.remove(each.accountId, each.source, 1)
      }
      await on.storage.bindings.insert(old)
      expect(await on.storage.atomically(store => store.moves.source('old', 'new'))).toBe(1)
      expect(await on.storage.bindings.list()).toEqual([{ ...old, source: 'new' }])
      expect(await on.storage.bindings.formerAccount(identityOf(fresh))).toBeUndefined()
      expect(await on.storage.bindings.formerAccount(identityOf(freshGone))).toBe('b')
    })

    it('leaves everything where it was when what comes after it in the same work fails', async () => {
      await on.people('a')
      await on.storage.bindings.insert(binding())
      await on.storage.sessions.insert(session())
      const work = on.storage.atomically(async store => {
        await store.moves.source('dingtalk', 'work')
        throw new Error('halfway')
      })
      await expect(work).rejects.toThrow('halfway')
      expect(await on.storage.bindings.list()).toEqual([binding()])
      expect((await on.storage.sessions.find('hash'))?.source).toBe('dingtalk')
    })
  })
