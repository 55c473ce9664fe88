import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { noFacts } from '../../src/accounts/facts.ts'
import { register } from '../../src/accounts/register.ts'
import { usernameFault, usernameKey } from '../../src/accounts/username.ts'
import type { AutoRegister } from '../../src/config/config.ts'
import type { Account, Admitted } from '../../src/model.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { engines, type Opened } from '../storage/engines.ts'

const defaults: AutoRegister = {
  enabled: true,
  baseDir: '/staff',
  permission: 768,
  role: 'general',
  onNameCollision: 'append-subject',
}
let opened: Opened
let storage: Storage
let made = 0
afterEach(() => opened.close())

const identity = (given: Partial<Admitted>): Admitted => ({
  issuer: 'dingtalk:x',
  subject: 'dc188911',
  claims: {},
  public: false,
  directory: false,
  ...given,
})

function registered(given: Partial<Admitted>, change: Partial<AutoRegister> = {}): Promise<Account> {
  const id = `account ${made++}`
  return storage.atomically(store =>
    register(store, 'dingtalk', identity(given), { ...defaults, ...change }, { id, now: 1 }),
  )
}

async function taken(...usernames: string[]): Promise<void> {
  for (const username of usernames) await registered({ username, subject: `holder ${username}` })
}

describe.each(engines)('on $name', ({ open }) => {
  beforeEach(async () => {
    opened = await open()
    storage = opened.storage
  })

  describe('a new account', () => {
    it('has the name the person wishes, and the defaults', async () => {
      expect(await registered({ username: 'anyi', displayName: '安怡', email: 'anyi@example.com' })).toEqual({
        id: expect.any(String),
        username: 'anyi',
        displayName: '安怡',
        email: 'anyi@example.com',
        phone: null,
        role: 'general',
        givenPermission: 768,
        givenBaseDir: '/staff',
        manualPermission: null,
        manualBaseDir: null,
        manualEmail: null,
        disabled: false,
        leftAt: null,
        leftSource: null,
        createdAt: 1,
        lastSignInAt: null,
      })
    })

    it('gets the subject appended where its name is taken, as AList does', async () => {
      await taken('anyi')
      expect((await registered({ username: 'anyi' })).username).toBe('anyi_dc188911')
    })

    it('gets something else appended where that is taken too', async () => {
      await taken('anyi', 'anyi_dc188911')
      const { username } = await registered({ username: 'anyi' })
      expect(username).toMatch(/^anyi_[0-9a-f]{8}$/)
    })

    it.each(['ANYI', 'ａｎｙｉ', 'Anyi'])(
      'does not stand beside the same name in other letters: %s',
      async username => {
        await taken('anyi')
        expect((await registered({ username })).username).toBe(`${username.normalize('NFKC')}_dc188911`)
      },
    )

    it.each(['анна', 'Ελένη', 'Արամ', '安怡', 'Seán', 'İ'.repeat(32), '名'.repeat(64)])(
      'gets a name although %s is taken',
      async username => {
        await taken(username)
        const account = await registered({ username })
        expect(usernameFault(account.username)).toBeUndefined()
        expect(await storage.accounts.list()).toHaveLength(2)
      },
    )

    it.each(['admin', 'Root', '管理员', 'SSO-KIT'])('is never called %s', async username => {
      const account = await registered({ username })
      expect(account.username).toBe(`${username}_dc188911`)
    })

    it.each([
      ['nothing', undefined],
      ['an empty name', ''],
      ['emoji', '😀🎉'],
      ['mixed scripts', 'аdmin'],
      ['invisible characters', '\u200b\u3164'],
    ])('is called after its source where the person wishes %s', async (_, username) => {
      expect((await registered(username === undefined ? {} : { username })).username).toBe(
        'dingtalk_dc188911',
      )
    })

    it('has no password, and one identity', async () => {
      const { id } = await registered({ username: 'anyi', directoryId: 'd' })
      expect(await storage.bindings.of(id)).toEqual([
        {
          source: 'dingtalk',
          issuer: 'dingtalk:x',
          subject: 'dc188911',
          directoryId: 'd',
          accountId: id,
          label: 'anyi',
          password: null,
          boundAt: 1,
          facts: noFacts,
          told: null,
          goneAt: null,
        },
      ])
    })

    it.each([
      [{ email: 'a@b.c', emailVerified: false }, null],
      [{ email: 'a@b.c', emailVerified: true }, 'a@b.c'],
      [{ email: 'a@b.c' }, 'a@b.c'],
    ])('keeps no address that the vendor calls unproven: %j', async (given, email) => {
      expect((await registered(given)).email).toBe(email)
    })
  })

  describe('nothing is made', () => {
    it('with registration off', async () => {
      await expect(registered({ username: 'anyi' }, { enabled: false })).rejects.toMatchObject({
        code: 'registration_off',
      })
      expect(await storage.accounts.list()).toEqual([])
    })

    it.each([
      ['a name that is taken', 'anyi'],
      ['a reserved name', 'admin'],
      ['no name', undefined],
      ['a name that cannot be kept', '😀'],
    ])('for %s, where the file refuses collisions', async (_, username) => {
      await taken('anyi')
      const given = username === undefined ? {} : { username }
      await expect(registered(given, { onNameCollision: 'refuse' })).rejects.toMatchObject({
        code: 'username_taken',
      })
      expect(await storage.accounts.list()).toHaveLength(1)
      expect(await storage.bindings.list()).toHaveLength(1)
    })

    it('where the identity or its directory id turns out to be bound: the account is taken back', async () => {
      await registered({ username: 'anyi', directoryId: 'd' })
      await expect(registered({ username: 'other' })).rejects.toMatchObject({ code: 'identity_conflict' })
      await expect(
        registered({ username: 'other', subject: 'another', directoryId: 'd' }),
      ).rejects.toMatchObject({ code: 'identity_conflict' })
      expect(await storage.accounts.list()).toHaveLength(1)
    })
  })

  it('many people of one name at once all get accounts', async () => {
    const subjects = Array.from({ length: 30 }, (_, index) => `subject-${index}`)
    const accounts = await Promise.all(subjects.map(subject => registered({ username: '张伟', subject })))
    expect(new Set(accounts.map(({ username }) => usernameKey(username))).size).toBe(30)
    expect(accounts.filter(({ username }) => username === '张伟')).toHaveLength(1)
  })
})
