import { describe, expect, it } from 'vitest'
import type { AdminToken } from '../../../src/storage/admin-tokens.ts'
import type { Stage } from '../suite.ts'

export const adminTokens = (on: Stage) =>
  describe('tokens of the admin API', () => {
    it('are found by their hash until they end', async () => {
      const token = (id: string, fields: Partial<AdminToken> = {}): AdminToken => ({
        ...{
          id,
          hash: `hash of ${id}`,
          name: '备份',
          scope: 'read',
          createdAt: 1,
          endsAt: 10,
          usedAt: null,
        },
        ...fields,
      })
      const { adminTokens } = on.storage
      await adminTokens.insert(token('a'))
      await adminTokens.insert(token('b', { createdAt: 2, scope: 'write', endsAt: 20 }))
      expect(await adminTokens.find('hash of a', 9)).toEqual(token('a'))
      expect(await adminTokens.find('hash of a', 10)).toBeUndefined()
      expect(await adminTokens.find('a', 9)).toBeUndefined()
      await adminTokens.used('b', 7)
      const used = token('b', { createdAt: 2, scope: 'write', endsAt: 20, usedAt: 7 })
      expect(await adminTokens.list()).toEqual([used, token('a')])
      await adminTokens.sweep(10)
      expect(await adminTokens.list()).toEqual([used])
      expect([await adminTokens.end('b'), await adminTokens.end('b')]).toEqual([true, false])
    })
  })
