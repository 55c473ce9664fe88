import { describe, expect, it } from 'vitest'
import type { AuditRecord } from '../../../src/storage/audit.ts'
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
  })
