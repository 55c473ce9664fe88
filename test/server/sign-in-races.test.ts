import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { keepPassword, passwordRecord } from '../../src/accounts/local.ts'
import { hashPassword } from '../../src/accounts/passwords.ts'
import { usernameKey } from '../../src/accounts/username.ts'
import type { Account } from '../../src/model.ts'
import { type Answer, type Browser, hiddenFields } from '../browser.ts'
import { dingtalk, github, local, partner, registering, type Site } from '../site.ts'
import {
  accountOf,
  boundTo,
  countSessions,
  formToken,
  isSignedIn,
  openReadySite,
  refusal,
  sessionOf,
  signedIn,
} from './steps.ts'

/** Stands before the real hash: work for which this answers a promise keeps its lane until that is fulfilled. */
const before = vi.hoisted(() => {
  // a file before this one has loaded what uses the real one
  vi.resetModules()
  return { work: (_kind: 'hash' | 'verify', _password: string): Promise<void> | undefined => undefined }
})
vi.mock('@node-rs/argon2', async original => {
  const real = await original<typeof import('@node-rs/argon2')>()
  const hash: typeof real.hash = async (password, options) => {
    await before.work('hash', String(password))
    return real.hash(password, options)
  }
  const verify: typeof real.verify = async (record, password) => {
    await before.work('verify', String(password))
    return real.verify(record, password)
  }
  return { ...real, hash, verify }
})
afterAll(() => {
  vi.doUnmock('@node-rs/argon2')
  vi.resetModules()
})

/** Those of the running test: one that fails leaves no lane shut. */
const doors: { open: () => void }[] = []
afterEach(() => {
  before.work = () => undefined
  for (const each of doors.splice(0)) each.open()
})

/** Stands in the queue like any other, and ends without costing a hash. */
const filling = async (wait: Promise<void>): Promise<void> => {
  await wait
  throw new Error('only there to fill a lane')
}

/** Work stops at it and says so; all of it goes on once it is opened. */
function door() {
  let open = () => {}
  let reached = () => {}
  const opened = new Promise<void>(resolve => {
    open = resolve
  })
  const somebody = new Promise<void>(resolve => {
    reached = resolve
  })
  const made = {
    open: () => open(),
    somebody,
    pass() {
      reached()
      return opened
    },
  }
  doors.push(made)
  return made
}

let site: Site
function useSite(): void {
  beforeAll(async () => {
    site = await openReadySite(`${registering}\nsources:${dingtalk}${github}${partner}${local}`)
  })
  afterAll(() => site.close())
}

const [one, other] = ['a long enough sentence', 'another long sentence']

async function made(username: string): Promise<Account> {
  const account: Account = {
    ...{ id: `id of ${username}`, username, displayName: null, email: null, phone: null, role: 'general' },
    ...{
      givenPermission: 0,
      givenBaseDir: '/',
      manualPermission: null,
      manualBaseDir: null,
      manualEmail: null,
    },
    ...{ disabled: false, leftAt: null, leftSource: null, createdAt: site.clock.now, lastSignInAt: null },
  }
  await site.storage.accounts.insert({ ...account, usernameKey: usernameKey(username) })
  await keepPassword(site.storage, 'local', account, await passwordRecord(one, username), 0)
  return account
}

/** A form that lies open, ready to be sent: what remains is one request. */
async function ready(browser: Browser, username: string): Promise<(password: string) => Promise<Answer>> {
  const hidden = hiddenFields((await browser.get('/signin')).page, '/auth/local/password')
  return password => browser.post('/auth/local/password', { ...hidden, username, password })
}

/** Is done once the store has been asked for a binding the next time, and has answered. */
function bindingRead(): Promise<void> {
  const { find } = site.storage.bindings
  return new Promise(resolve => {
    site.storage.bindings.find = async key => {
      site.storage.bindings.find = find
      const found = await find(key)
      resolve()
      return found
    }
  })
}

describe('an old password that waits in the hash queue while it is changed', () => {
  useSite()

  it('opens no session, six times out of six', async () => {
    const account = await made('lisi')
    const owner = site.browser()
    await (await ready(owner, 'lisi'))(one)
    for (let round = 0; round < 6; round++) {
      const [old, next] = round % 2 === 0 ? [one, other] : [other, one]
      const thief = site.browser()
      const guess = await ready(thief, 'lisi')
      const form = { form_token: await formToken(owner), current: old, password: next }

      // the change has one lane, and others have the other three
      const [change, full, held] = [door(), door(), door()]
      before.work = (kind, password) =>
        kind === 'verify' ? undefined : password === next ? change.pass() : filling(full.pass())
      const changing = owner.post('/account/password', form)
      await change.somebody
      const fillers = Array.from({ length: 3 }, (_, index) => hashPassword(`of somebody else ${index}`))
      before.work = () => held.pass()

      // the record is read, the hash has to wait for the lane of the change
      const read = bindingRead()
      const guessing = guess(old)
      await read
      change.open()
      expect((await changing).location).toBe(`${site.url}/account?done=password`)
      await held.somebody
      held.open()
      expect((await guessing).status).toBe(401)
      full.open()
      await Promise.allSettled(fillers)

      expect([await isSignedIn(owner), await isSignedIn(thief)]).toEqual([true, false])
      const { now } = site.clock
      expect(await site.storage.sessions.of(account.id, { now, seenSince: 0 })).toHaveLength(1)
    }
  })

  it('opens none either when it is taken away', async () => {
    const owner = await signedIn(site, 'dingtalk', 'wangwu')
    await owner.submit('/account', '/account/password', { password: one })
    const thief = site.browser()
    const guess = await ready(thief, (await accountOf(site, owner)).username)
    const held = door()
    before.work = () => held.pass()
    const guessing = guess(one)
    await held.somebody
    await owner.submit('/account', '/account/unbind/local')
    held.open()
    expect((await guessing).status).toBe(401)
    expect(sessionOf(thief)).toBeUndefined()
  })

  it('opens none either when the account is disabled', async () => {
    const { id } = await made('chenjing')
    const thief = site.browser()
    const guess = await ready(thief, 'chenjing')
    const held = door()
    before.work = () => held.pass()
    const guessing = guess(one)
    await held.somebody
    await site.storage.accounts.update(id, { disabled: true })
    held.open()
    expect((await guessing).status).toBe(401)
    expect(sessionOf(thief)).toBeUndefined()
  })

  it('sets no other one: who was signed out meanwhile changes nothing', async () => {
    await made('zhaomin')
    const [owner, thief] = [site.browser(), site.browser()]
    for (const browser of [owner, thief]) await (await ready(browser, 'zhaomin'))(one)
    const theirs = 'a sentence of the thief'
    const form = { form_token: await formToken(thief), current: one, password: theirs }
    const held = door()
    before.work = (_, password) => (password === theirs ? held.pass() : undefined)
    const stealing = thief.post('/account/password', form)
    await held.somebody
    await owner.submit('/account', '/account/password', { current: one, password: other })
    held.open()
    expect(refusal(site, await stealing)).toEqual([401, 'sign_in_again'])
    expect([await isSignedIn(owner), await isSignedIn(thief)]).toEqual([true, false])
    expect((await (await ready(site.browser(), 'zhaomin'))(other)).status).toBe(303)
  })
})

describe('a hash queue', () => {
  useSite()

  it('of a hundred takes no more, and says so by 429 until there is room', async () => {
    await made('lisi')
    const browser = site.browser()
    const enter = await ready(browser, 'lisi')
    const full = door()
    before.work = (_, password) => (password === 'of somebody else' ? filling(full.pass()) : undefined)
    const queue = Array.from({ length: 104 }, () => hashPassword('of somebody else'))
    const refused = await enter(one)
    expect(refusal(site, refused)).toEqual([429, 'too_many_requests'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(sessionOf(browser)).toBeUndefined()
    await expect(hashPassword('one more')).rejects.toMatchObject({ code: 'too_many_requests' })
    full.open()
    await Promise.allSettled(queue)
    expect((await enter(one)).status).toBe(303)
  })
})

describe('while a person is at the vendor', () => {
  useSite()

  /** Does this when the vendor is asked for the profile: the host has redeemed the state and waits. */
  const meanwhile = (path: string, work: () => Promise<unknown>) => {
    site.vendor.fault = async request => {
      if (!request.url.endsWith(path)) return undefined
      site.vendor.fault = undefined
      await work()
      return undefined
    }
  }

  it('the identity is taken away: it opens nothing', async () => {
    const owner = await signedIn(site, 'dingtalk', 'lisi')
    await owner.bind('github', 'lisi')
    const thief = site.browser()
    const callback = await thief.atVendor('github', 'lisi')
    meanwhile('/github/api/user', () => owner.submit('/account', '/account/unbind/github'))
    expect(refusal(site, await thief.get(callback))).toEqual([403, 'identity_unbound'])
    expect(sessionOf(thief)).toBeUndefined()
    expect(await boundTo(site, await accountOf(site, owner))).toEqual(['dingtalk'])
  })

  it('the account is disabled: it opens nothing, and nothing later', async () => {
    const account = await accountOf(site, await signedIn(site, 'github', 'wangwu'))
    const late = site.browser()
    const callback = await late.atVendor('github', 'wangwu')
    meanwhile('/github/api/user', async () => {
      await site.storage.accounts.update(account.id, { disabled: true })
      await site.storage.sessions.endAll(account.id)
    })
    expect(refusal(site, await late.get(callback))).toEqual([403, 'account_disabled'])
    const before = await countSessions(site)
    await site.storage.accounts.update(account.id, { disabled: false })
    expect([sessionOf(late), await countSessions(site)]).toEqual([undefined, before])
  })

  it('the browser signs out: what it began to bind is not bound', async () => {
    const browser = await signedIn(site, 'dingtalk', 'chenjing')
    const account = await accountOf(site, browser)
    const token = await formToken(browser)
    meanwhile('/github/api/user', () => browser.post('/signout', { form_token: token }))
    const answer = await browser.bind('github', 'chenjing')
    expect(refusal(site, answer)).toEqual([400, 'state_invalid'])
    expect(await boundTo(site, account)).toEqual(['dingtalk'])
  })
})
