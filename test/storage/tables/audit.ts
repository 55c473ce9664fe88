import { describe, expect, it } from 'vitest'
import type { AuditRecord, AuditSearch } from '../../../src/storage/audit.ts'
import type { Stage } from '../suite.ts'

export const audit = (on: Stage) =>
  describe('audit', () => {
    it('gives back what happened to an account, the newest first, as much as is asked for', async () => {
      const at = (n: number, accountId: string | null): AuditRecord => ({
        id: `i${n}`,
        at: n,
        event: 'sign-in',
        accountId,
        source: n === 2 ? null : 'dingtalk',
        address: n === 2 ? null : '::1',
        detail: '{"by":"测试"}',
      })
      const records = [at(1, 'a'), at(2, 'a'), at(3, 'b'), at(4, null), at(5, 'a')]
      for (const record of records) await on.storage.audit.insert(record)
      expect(await on.storage.audit.of('a', 10)).toEqual([at(5, 'a'), at(2, 'a'), at(1, 'a')])
      expect(await on.storage.audit.of('a', 2)).toEqual([at(5, 'a'), at(2, 'a')])
      expect(await on.storage.audit.of('c', 10)).toEqual([])
      expect(await on.storage.audit.of(null, 10)).toEqual([at(4, null)])
    })

    it('forgets the oldest of what is older, no more than it is told to at once', async () => {
      const one = (n: number): AuditRecord => ({
        ...{
          id: `i${n}`,
          at: n,
          event: 'sign-in',
          accountId: null,
          source: null,
          address: null,
          detail: '{}',
        },
      })
      await on.storage.audit.insert(...[4, 1, 3, 2, 5].map(one))
      const left = async () => (await on.storage.audit.page({ most: 9 })).map(({ at }) => at)
      expect(await on.storage.audit.sweep(4, 2)).toBe(2)
      expect(await left()).toEqual([5, 4, 3])
      expect(await on.storage.audit.sweep(4, 2)).toBe(1)
      expect(await on.storage.audit.sweep(4, 2)).toBe(0)
      expect(await left()).toEqual([5, 4])
    })

    it('has all of it page by page, and what fits a question', async () => {
      const one = (id: string, at: number, fields: Partial<AuditRecord> = {}): AuditRecord => ({
        ...{ id, at, event: 'sign-in', accountId: 'a', source: null, address: null, detail: '{}' },
        ...fields,
      })
      const all = [
        one('z', 9, { event: 'refused' }),
        one('c', 5, { accountId: 'b' }),
        one('b', 5),
        one('a', 5),
        one('y', 1),
      ]
      await on.storage.audit.insert(...[...all].reverse())
      const seenIds: string[] = []
      for (let after: AuditRecord | undefined, n = 0; n < 3; n += 1) {
        const page: AuditRecord[] = await on.storage.audit.page({ after, most: 2 })
        seenIds.push(...page.map(({ id }) => id))
        after = page.at(-1)
      }
      expect(seenIds).toEqual(['z', 'c', 'b', 'a', 'y'])
      const ids = async (search: AuditSearch) =>
        (await on.storage.audit.page({ ...search, most: 9 })).map(({ id }) => id)
      expect(await ids({ accountId: 'b' })).toEqual(['c'])
      expect(await ids({ event: 'refused' })).toEqual(['z'])
      expect(await ids({ since: 5, until: 9 })).toEqual(['c', 'b', 'a'])
      expect(await ids({ accountId: 'b', event: 'refused' })).toEqual([])
    })
  })
