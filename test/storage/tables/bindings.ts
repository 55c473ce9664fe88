import { describe, expect, it } from 'vitest'
import type { Binding } from '../../../src/model.ts'
import { binding, facts, numbered, twenty } from '../records.ts'
import type { Stage } from '../suite.ts'

export const bindings = (on: Stage) =>
  describe('bindings', () => {
    it('finds one by its identity, byte for byte, and by its directory id', async () => {
      await on.people('a')
      const one = binding({ subject: 'Sub', directoryId: 'dir', label: '李四', password: 'record', facts })
      expect(await on.storage.bindings.insert(one)).toBe(true)
      const { source, issuer } = one
      expect(await on.storage.bindings.find({ source, issuer, subject: 'Sub' })).toEqual(one)
      expect(await on.storage.bindings.findByDirectoryId(source, issuer, 'dir')).toEqual(one)
      for (const [otherSource, otherIssuer, subject] of [
        ['dingtalk', 'issuer', 'sub'],
        ['dingtalk', 'issuer', 'Sub '],
        ['dingtalk', 'Issuer', 'Sub'],
        ['github', 'issuer', 'Sub'],
      ] as const) {
        expect(
          await on.storage.bindings.find({ source: otherSource, issuer: otherIssuer, subject }),
        ).toBeUndefined()
      }
      expect(await on.storage.bindings.findByDirectoryId('github', issuer, 'dir')).toBeUndefined()
    })

    it('lets one of twenty accounts have an identity', async () => {
      await on.people(...numbered(20))
      const tries = twenty(n => on.storage.bindings.insert(binding({ accountId: String(n) })))
      expect((await tries).filter(Boolean)).toHaveLength(1)
      expect(await on.storage.bindings.list()).toHaveLength(1)
    })

    it('lets an account have one of twenty identities of a source', async () => {
      await on.people('a')
      const tries = twenty(n => on.storage.bindings.insert(binding({ subject: `s${n}` })))
      expect((await tries).filter(Boolean)).toHaveLength(1)
      expect(await on.storage.bindings.of('a')).toHaveLength(1)
    })

    const taken: [what: string, second: Partial<Binding>, inserted: boolean][] = [
      ['the same subject of another source', { source: 'github' }, true],
      ['the same subject of another issuer', { issuer: 'elsewhere' }, true],
      ['another subject with the same directory id', { subject: 's2', directoryId: 'dir' }, false],
      [
        'another subject with the same directory id of another issuer',
        { subject: 's2', issuer: 'elsewhere', directoryId: 'dir' },
        true,
      ],
      ['another subject with another directory id', { subject: 's2', directoryId: 'dir2' }, true],
    ]
    it.each(taken)(
      'beside an identity of one account, for another account: %s – inserted: %3$s',
      async (_what, second, inserted) => {
        await on.people('a', 'b')
        await on.storage.bindings.insert(binding({ directoryId: 'dir' }))
        expect(await on.storage.bindings.insert(binding({ accountId: 'b', ...second }))).toBe(inserted)
        expect(await on.storage.bindings.of('b')).toHaveLength(inserted ? 1 : 0)
      },
    )

    it('takes any number that have no directory id', async () => {
      await on.people('a', 'b', 'c')
      for (const accountId of ['a', 'b', 'c']) {
        expect(await on.storage.bindings.insert(binding({ accountId, subject: accountId }))).toBe(true)
      }
    })

    it('hangs on an account that is there', async () => {
      await expect(on.storage.bindings.insert(binding({ accountId: 'nobody' }))).rejects.toThrow()
      expect(await on.storage.bindings.list()).toEqual([])
    })

    it('lists those of an account, the oldest first', async () => {
      await on.people('a', 'b')
      await on.storage.bindings.insert(binding({ source: 'z', boundAt: 3 }))
      await on.storage.bindings.insert(binding({ source: 'y', boundAt: 1 }))
      await on.storage.bindings.insert(binding({ source: 'x', boundAt: 3 }))
      await on.storage.bindings.insert(binding({ source: 'w', boundAt: 2, accountId: 'b' }))
      expect((await on.storage.bindings.of('a')).map(({ source }) => source)).toEqual(['y', 'x', 'z'])
      expect((await on.storage.bindings.list()).map(({ source }) => source)).toEqual(['y', 'w', 'x', 'z'])
    })

    it('refreshes what the source says and the password, of that identity alone', async () => {
      await on.people('a', 'b')
      const [one, other] = [binding(), binding({ accountId: 'b', subject: 's2' })]
      await on.storage.bindings.insert(one)
      await on.storage.bindings.insert(other)
      await on.storage.bindings.refresh(one, { label: '李四', directoryId: 'dir', facts })
      await on.storage.bindings.setPassword(one, 'record')
      expect(await on.storage.bindings.list()).toEqual([
        { ...one, label: '李四', directoryId: 'dir', password: 'record', facts },
        other,
      ])
    })

    it('is removed from its account, and its identity is free for another', async () => {
      await on.people('a', 'b')
      await on.storage.bindings.insert(binding())
      await on.storage.bindings.insert(binding({ source: 'github' }))
      expect(await on.storage.bindings.remove('b', 'dingtalk', 1)).toBe(false)
      expect(await on.storage.bindings.remove('a', 'dingtalk', 1)).toBe(true)
      expect(await on.storage.bindings.remove('a', 'dingtalk', 1)).toBe(false)
      expect((await on.storage.bindings.of('a')).map(({ source }) => source)).toEqual(['github'])
      expect(await on.storage.bindings.insert(binding({ accountId: 'b' }))).toBe(true)
    })
  })
