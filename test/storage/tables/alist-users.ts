import { describe, expect, it } from 'vitest'
import type { AListUserRow } from '../../../src/storage/alist-users.ts'
import type { Stage } from '../suite.ts'

export const alistUsers = (on: Stage) =>
  describe('users of an AList', () => {
    const user = (id: number, fields: Partial<AListUserRow> = {}): AListUserRow => ({
      ...{ id, ssoId: `person${id}`, accountId: `a${id}`, state: 'open' },
      ...fields,
    })
    const sorted = async (app: string) =>
      (await on.storage.alistUsers.of(app)).toSorted((a, b) => a.id - b.id)

    it('are kept by app, replaced as a whole and forgotten, however many they are', async () => {
      const { alistUsers } = on.storage
      const many = Array.from({ length: 450 }, (_, n) => user(n + 1))
      await alistUsers.put('files', many)
      await alistUsers.put('other', [user(1, { ssoId: 'somebody else' })])
      expect(await sorted('files')).toEqual(many)
      const shut = user(2, { ssoId: 'renamed', accountId: 'b', state: 'shut' })
      await alistUsers.put('files', [shut, user(3, { state: 'theirs' })])
      await alistUsers.forget(
        'files',
        many.slice(3).map(({ id }) => id),
      )
      expect(await sorted('files')).toEqual([user(1), shut, user(3, { state: 'theirs' })])
      expect(await sorted('other')).toEqual([user(1, { ssoId: 'somebody else' })])
      await alistUsers.put('files', [])
      await alistUsers.forget('files', [])
    })

    it('were gone through at one time, which is none of them, nor of what other apps were told', async () => {
      const { alistUsers, provisioned } = on.storage
      expect(await alistUsers.looked('files')).toBeUndefined()
      const look = { digest: 'first', at: 1, isNews: true }
      await alistUsers.putLook('files', look)
      await alistUsers.put('files', [user(1)])
      expect(await alistUsers.looked('files')).toEqual(look)
      await alistUsers.putLook('files', { digest: 'second', at: 2, isNews: false })
      expect(await alistUsers.looked('files')).toEqual({ digest: 'second', at: 2, isNews: false })
      expect(await alistUsers.looked('other')).toBeUndefined()
      expect(await sorted('files')).toEqual([user(1)])
      expect(await provisioned.of('files')).toEqual([])
    })
  })
