import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bind, unbind } from '../../src/accounts/bind.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { engines, type Opened } from '../storage/engines.ts'

let opened: Opened
let storage: Storage
afterEach(() => opened.close())

const identity = (subject: string, directoryId?: string) => ({
  issuer: 'x',
  subject,
  directoryId,
  claims: {},
  public: false,
  directory: false,
})
const all = () => true
const sources = async (account: string) =>
  (await storage.bindings.of(account)).map(({ source }) => source).sort()

describe.each(engines)('on $name', ({ open }) => {
  beforeEach(async () => {
    opened = await open()
    storage = opened.storage
    for (const id of ['one', 'two']) {
      const account = {
        id,
        username: id,
        usernameKey: id,
        displayName: null,
        email: null,
        phone: null,
        role: 'general',
      } as const
      await storage.accounts.insert({
        ...account,
        givenPermission: 0,
        givenBaseDir: '/',
        disabled: false,
        createdAt: 0,
        lastSignInAt: null,
      })
    }
  })

  describe('binding', () => {
    it('is done once, and changes nothing the second time', async () => {
      expect(await bind(storage, 'github', identity('1'), 'one', 1)).toBe('bound')
      const before = await storage.bindings.list()
      expect(await bind(storage, 'github', identity('1'), 'one', 2)).toBe('unchanged')
      expect(await storage.bindings.list()).toEqual(before)
    })

    it('takes the last one of a disabled account, for administrators alone, and lets its person in nowhere', async () => {
      await bind(storage, 'github', identity('1'), 'one', 1)
      const byThem = () => unbind(storage, 'github', 'one', 2, { isUsable: all, emptiesDisabled: true })
      await expect(byThem()).rejects.toMatchObject({ code: 'last_credential' })
      await storage.accounts.update('one', { disabled: true })
      await expect(unbind(storage, 'github', 'one', 2, { isUsable: all })).rejects.toMatchObject({
        code: 'last_credential',
      })
      await byThem()
      expect(await sources('one')).toEqual([])
      const { issuer, subject } = identity('1')
      expect(await storage.bindings.formerAccount({ source: 'github', issuer, subject })).toBe('one')
    })

    it('takes nothing from another account', async () => {
      await bind(storage, 'github', identity('1'), 'one', 1)
      await expect(bind(storage, 'github', identity('1'), 'two', 1)).rejects.toMatchObject({
        code: 'identity_taken',
      })
      expect([await sources('one'), await sources('two')]).toEqual([['github'], []])
    })

    it('is one identity a source', async () => {
      await bind(storage, 'github', identity('1'), 'one', 1)
      await expect(bind(storage, 'github', identity('2'), 'one', 1)).rejects.toMatchObject({
        code: 'source_already_bound',
      })
    })

    it('is a conflict where the directory id belongs to somebody else', async () => {
      await bind(storage, 'dingtalk', identity('1', 'lisi'), 'one', 1)
      await expect(bind(storage, 'dingtalk', identity('2', 'lisi'), 'two', 1)).rejects.toMatchObject({
        code: 'identity_conflict',
      })
      expect(await sources('two')).toEqual([])
    })

    it('compares subjects as bytes', async () => {
      await bind(storage, 'github', identity('é'), 'one', 1)
      expect(await bind(storage, 'github', identity('e\u0301'), 'two', 1)).toBe('bound')
    })

    it('gives an identity to one of many who want it at once', async () => {
      const tries = await Promise.allSettled(
        ['one', 'two', 'one', 'two'].map(account => bind(storage, 'github', identity('1'), account, 1)),
      )
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
      expect(await storage.bindings.list()).toHaveLength(1)
    })
  })

  describe('an identity that was taken away from an account', () => {
    it('opens no other one while that is disabled, and may be bound elsewhere when it is not', async () => {
      await bind(storage, 'dingtalk', identity('1'), 'one', 1)
      await bind(storage, 'github', identity('1'), 'one', 1)
      await unbind(storage, 'dingtalk', 'one', 2, { isUsable: all })
      await storage.accounts.update('one', { disabled: true })
      const again = () => bind(storage, 'dingtalk', identity('1'), 'two', 3)
      await expect(again()).rejects.toMatchObject({ code: 'account_disabled' })
      await storage.accounts.update('one', { disabled: false })
      expect(await again()).toBe('bound')
    })
  })

  describe('unbinding', () => {
    beforeEach(async () => {
      await bind(storage, 'dingtalk', identity('1'), 'one', 1)
      await bind(storage, 'github', identity('1'), 'one', 1)
    })

    it('leaves the last one, also when all go at once', async () => {
      await bind(storage, 'partner', identity('1'), 'one', 1)
      const tries = await Promise.allSettled(
        ['dingtalk', 'github', 'partner'].map(source => unbind(storage, source, 'one', 2, { isUsable: all })),
      )
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
      expect(await sources('one')).toHaveLength(1)
    })

    it('is not for the person where the organisation follows them', async () => {
      const isFollowed = (source: string) => source === 'dingtalk'
      await expect(
        unbind(storage, 'dingtalk', 'one', 2, { isUsable: all, isFollowed }),
      ).rejects.toMatchObject({
        code: 'source_followed',
      })
      await unbind(storage, 'github', 'one', 2, { isUsable: all, isFollowed })
      expect(await sources('one')).toEqual(['dingtalk'])
    })

    it('does not count what cannot be used: a source that is closed or gone', async () => {
      await expect(
        unbind(storage, 'dingtalk', 'one', 2, { isUsable: source => source === 'dingtalk' }),
      ).rejects.toMatchObject({
        code: 'last_credential',
      })
      await unbind(storage, 'github', 'one', 2, { isUsable: source => source === 'dingtalk' })
      expect(await sources('one')).toEqual(['dingtalk'])
    })

    it('takes nothing from another account', async () => {
      await expect(unbind(storage, 'github', 'two', 2, { isUsable: all })).rejects.toMatchObject({
        code: 'not_found',
      })
      expect(await sources('one')).toEqual(['dingtalk', 'github'])
    })

    it('is remembered until the identity is bound again, to whichever account', async () => {
      await unbind(storage, 'github', 'one', 2, { isUsable: all })
      const { issuer, subject } = identity('1')
      const former = () => storage.bindings.formerAccount({ source: 'github', issuer, subject })
      expect(await former()).toBe('one')
      await bind(storage, 'github', identity('1'), 'two', 3)
      expect(await former()).toBeUndefined()
    })
  })
})
