import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepPassword, passwordRecord } from '../../src/accounts/local.ts'
import { usernameKey } from '../../src/accounts/username.ts'
import type { Account } from '../../src/model.ts'
import type { Answer, Browser } from '../browser.ts'
import { dingtalk, local, openSite, registering, type Site } from '../site.ts'
import {
  accountOf,
  boundTo,
  formToken,
  isSignedIn,
  lineOf,
  postByHand,
  refusal,
  sessionOf,
  signedIn,
} from './steps.ts'

let site: Site
const good = 'a long enough sentence'

/** A site for each subject: twenty passwords a minute are all that one address gets. */
function useSite(): void {
  beforeAll(async () => {
    site = await openSite(`${registering}\nsources:${dingtalk}${local}`)
  })
  afterAll(() => site.close())
}

async function made(username: string, password: string | null = good): Promise<Account> {
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
  if (password !== null)
    await keepPassword(
      site.storage,
      'local',
      account,
      await passwordRecord(password, username),
      site.clock.now,
    )
  return account
}

const enter = (browser: Browser, username: string, password: string, page = '/signin'): Promise<Answer> =>
  browser.submit(page, '/auth/local/password', { username, password })

/** The page without what is random in it. */
const withoutToken = (page: string) => page.replace(/name="form_token" value="[^"]*"/g, '')

describe('a first password', () => {
  useSite()

  it.each([
    ['a short one', 'too short', 'eleven char'],
    ['spaces that make up the length', 'one of the first', '            '],
    ['a common one', 'one of the first', 'qwertyuiop123'],
    ['a common one in capitals', 'one of the first', 'PASSWORD1234'],
    ['a common one in wide letters', 'one of the first', 'ｐａｓｓｗｏｒｄ１２３４'],
    ['three letters over and over', 'one of the first', 'abcabcabcabcabc'],
    ['one of more than 1,024 bytes', 'too long', '𠮷'.repeat(300)],
  ])('is not %s', async (_, reason, password) => {
    const browser = await signedIn(site, 'dingtalk', 'lisi')
    const { status, page } = await browser.submit('/account', '/account/password', { password })
    expect(status).toBe(422)
    expect(page).toContain(reason)
    expect(page).not.toContain(password.trim() || 'value="  ')
    expect(page).toContain('action="/account/password"')
    expect(await boundTo(site, await accountOf(site, browser))).toEqual(['dingtalk'])
  })

  it('is not little more than the username', async () => {
    const browser = await signedIn(site, 'dingtalk', 'wangwu')
    const { id } = await accountOf(site, browser)
    await site.storage.accounts.update(id, { username: 'wangwu', usernameKey: 'wangwu' })
    const { status, page } = await browser.submit('/account', '/account/password', {
      password: 'WangwuWangwu1',
    })
    expect(status).toBe(422)
    expect(page).toContain('little more than your username')
  })

  it('opens the account by its username, and ends the sessions of other browsers', async () => {
    const browser = await signedIn(site, 'dingtalk', 'chenjing')
    const other = await signedIn(site, 'dingtalk', 'chenjing')
    const { location } = await browser.submit('/account', '/account/password', { password: good })
    expect(location).toBe(`${site.url}/account?done=password`)
    expect([await isSignedIn(browser), await isSignedIn(other)]).toEqual([true, false])

    const account = await accountOf(site, browser)
    const fresh = site.browser()
    const answer = await enter(fresh, account.username, good, '/signin?returnTo=%2Fdocs%3Fa%3Db')
    expect([answer.status, answer.location]).toEqual([303, `${site.url}/docs?a=b`])
    expect((await accountOf(site, fresh)).id).toBe(account.id)
  })

  it('is stored as argon2id and nowhere else', async () => {
    const browser = await signedIn(site, 'dingtalk', 'anyi')
    await browser.submit('/account', '/account/password', { password: 'seen by nobody at all' })
    const { id } = await accountOf(site, browser)
    const record =
      (await site.storage.bindings.of(id)).find(({ source }) => source === 'local')?.password ?? ''
    expect(record).toMatch(/^\$argon2id\$v=19\$m=47104,t=1,p=1\$/)
    expect(JSON.stringify([site.log, await site.storage.audit.of(id, 50)])).not.toContain('seen by nobody')
    expect((await browser.get('/account')).page).not.toContain('$argon2')
  })

  it.each([
    ['no field', {}],
    ['an empty one', { password: '' }],
  ])('is not %s', async (_, fields) => {
    const browser = await signedIn(site, 'dingtalk', 'zhaomin')
    expect(
      (await postByHand(browser, '/account/password', fields as Record<string, string>)).status,
    ).toBeGreaterThanOrEqual(400)
    expect(await boundTo(site, await accountOf(site, browser))).toEqual(['dingtalk'])
  })
})

describe('a sign-in by password', () => {
  useSite()

  it('says the same of a wrong password, an unknown name, a disabled account and one without a password', async () => {
    await made('known')
    await made('bare', null)
    const { id } = await made('gone')
    await site.storage.accounts.update(id, { disabled: true })
    const tries = [
      ['known', 'a wrong password'],
      ['stranger', good],
      ['gone', good],
      ['gone', 'a wrong password'],
      ['bare', good],
    ] as const
    const pages: string[] = []
    for (const [username, password] of tries) {
      const browser = site.browser()
      const { status, page, headers } = await enter(browser, username, password)
      expect(status).toBe(401)
      expect(headers.get('retry-after')).toBeNull()
      expect(sessionOf(browser)).toBeUndefined()
      expect(page).not.toContain(password)
      expect(page).toContain(`value="${username}"`)
      pages.push(withoutToken(page).replaceAll(username, 'NAME'))
    }
    expect(new Set(pages).size).toBe(1)
  })

  it('has a wrong one in the log of the account, and nothing of what was typed for no account', async () => {
    const { id } = await made('tried')
    await made('passwordless', null)
    const about = async (username: string) => {
      site.clock.now += 60_000
      await enter(site.browser(), username, 'a wrong password')
      const [record] = await site.storage.audit.page({ since: site.clock.now, most: 1 })
      return [record?.event, record?.accountId, site.log.at(-1)?.account]
    }
    expect(await about('Tried')).toEqual(['refused', id, id])
    expect(await about('nobody of that name')).toEqual(['refused', null, undefined])
    // it has no identity of this source
    expect(await about('passwordless')).toEqual(['refused', null, undefined])
    expect(site.lines.join('')).not.toContain('nobody of that name')
  })

  it('takes as long for an unknown name as for a known one', async () => {
    await made('timed')
    const seconds = async (username: string) => {
      const at = performance.now()
      await enter(site.browser(), username, 'a wrong password')
      return performance.now() - at
    }
    await seconds('warm')
    // the better of two, since a busy machine may hold up any one
    const known = Math.min(await seconds('timed'), await seconds('timed'))
    const unknown = Math.min(await seconds('nobody'), await seconds('nobody'))
    // hashing takes most of it: an answer without would be ten times faster
    expect(unknown).toBeGreaterThan(known / 4)
  })

  it.each([
    ['other letters', 'ANYI'],
    ['wide letters', 'ａｎｙｉ'],
  ])('knows a name in %s', async (_, username) => {
    if (!(await site.storage.accounts.findByUsername('anyi'))) await made('anyi')
    expect((await enter(site.browser(), username, good)).status).toBe(303)
  })

  it.each([
    ['no password', 'bare2', ''],
    ['no name', '', good],
    ['a name of 10 KB', 'n'.repeat(10_000), good],
    ['a password of 10 KB', 'bare2', 'p'.repeat(10_000)],
  ])('refuses %s', async (_, username, password) => {
    if (!(await site.storage.accounts.findByUsername('bare2'))) await made('bare2', null)
    const browser = site.browser()
    expect((await enter(browser, username, password)).status).toBe(401)
    expect(sessionOf(browser)).toBeUndefined()
  })

  it('escapes what was typed as a name', async () => {
    const { page } = await enter(site.browser(), '"><script>alert(1)</script>', good)
    expect(page).not.toContain('<script')
    expect(page).toContain('&quot;>')
  })
})

describe('a sign-in form', () => {
  useSite()

  it.each<[string, (token: string) => [Record<string, string>, Record<string, string>]]>([
    ['no token', () => [{}, {}]],
    ['a wrong token', () => [{ form_token: 'x' }, {}]],
    ['a foreign origin', token => [{ form_token: token }, { origin: 'https://evil.example' }]],
    ['Sec-Fetch-Site cross-site', token => [{ form_token: token }, { 'sec-fetch-site': 'cross-site' }]],
  ])('with %s signs nobody in, and is shown again', async (_, attack) => {
    if (!(await site.storage.accounts.findByUsername('anyi'))) await made('anyi')
    const browser = site.browser()
    const { page } = await browser.get('/signin')
    const token = /name="form_token" value="([^"]+)"/.exec(page)?.[1] ?? ''
    const [form, headers] = attack(token)
    const answer = await browser.post(
      '/auth/local/password',
      { ...form, username: 'anyi', password: good },
      headers,
    )
    expect(answer.status).toBe(403)
    expect(answer.page).toContain('open too long')
    expect(answer.page).not.toContain(good)
    expect(sessionOf(browser)).toBeUndefined()
  })

  it('of another browser signs nobody in: no one can be signed in as somebody else by a foreign page', async () => {
    const [attacker, victim] = [site.browser(), site.browser()]
    const token = /name="form_token" value="([^"]+)"/.exec((await attacker.get('/signin')).page)?.[1] ?? ''
    await victim.get('/signin')
    expect(
      (await victim.post('/auth/local/password', { form_token: token, username: 'anyi', password: good }))
        .status,
    ).toBe(403)
    expect(sessionOf(victim)).toBeUndefined()
  })

  it.each(['GET', 'HEAD'])('is not posted by %s', async method => {
    expect(
      (await site.browser().request(method, '/auth/local/password?username=anyi&password=x')).status,
    ).toBeGreaterThanOrEqual(404)
    expect(JSON.stringify(site.log)).not.toContain('password=x')
  })

  it.each([
    ['a source without passwords', '/auth/dingtalk/password', 404],
    ['an unknown source', '/auth/nobody/password', 404],
  ])('knows no %s', async (_, path, status) => {
    expect(refusal(site, await site.browser().post(path, { username: 'anyi', password: good }))).toEqual([
      status,
      'source_unknown',
    ])
  })

  it('is not read twice: repeated fields are refused', async () => {
    const browser = site.browser()
    const token = /name="form_token" value="([^"]+)"/.exec((await browser.get('/signin')).page)?.[1] ?? ''
    const cookie = [...(browser.cookies.get('localhost') ?? [])]
      .map(([name, value]) => `${name}=${value}`)
      .join('; ')
    const body = new URLSearchParams([
      ['form_token', token],
      ['username', 'anyi'],
      ['username', 'other'],
      ['password', good],
    ])
    const reply = await fetch(`${site.url}/auth/local/password`, {
      method: 'POST',
      body,
      headers: { cookie, origin: site.url, 'sec-fetch-site': 'same-origin' },
      redirect: 'manual',
    })
    expect(reply.status).toBe(400)
  })
})

describe('a new password', () => {
  useSite()

  it('needs the current one', async () => {
    await made('lisi')
    const browser = site.browser()
    await enter(browser, 'lisi', good)
    for (const current of [undefined, '', 'a wrong password']) {
      const fields: Record<string, string> = current === undefined ? {} : { current }
      const { status, page } = await postByHand(browser, '/account/password', {
        ...fields,
        password: 'another long sentence',
      })
      expect(status).toBe(401)
      expect(page).toContain('The current password is wrong')
      expect(page).not.toContain('another long sentence')
    }
    expect((await enter(site.browser(), 'lisi', good)).status).toBe(303)
    expect((await enter(site.browser(), 'lisi', 'another long sentence')).status).toBe(401)
  })

  it('replaces the old one at once and signs all other browsers out', async () => {
    await made('wangwu')
    const [browser, other] = [site.browser(), site.browser()]
    await enter(browser, 'wangwu', good)
    await enter(other, 'wangwu', good)
    const { location } = await browser.submit('/account', '/account/password', {
      current: good,
      password: 'another long sentence',
    })
    expect(location).toBe(`${site.url}/account?done=password`)
    expect([await isSignedIn(browser), await isSignedIn(other)]).toEqual([true, false])
    expect((await enter(site.browser(), 'wangwu', good)).status).toBe(401)
    expect((await enter(site.browser(), 'wangwu', 'another long sentence')).status).toBe(303)
  })

  it('must be as good as the first', async () => {
    await made('chenjing')
    const browser = site.browser()
    await enter(browser, 'chenjing', good)
    const { status } = await browser.submit('/account', '/account/password', {
      current: good,
      password: 'short',
    })
    expect(status).toBe(422)
    expect((await enter(site.browser(), 'chenjing', good)).status).toBe(303)
  })

  it('does not bring a session back that was ended while it was being set', async () => {
    const thief = await signedIn(site, 'dingtalk', 'zhouyu')
    const stolen = await accountOf(site, thief)
    const token = await formToken(thief)
    // the line of what was done: an administrator ends all before the new cookie
    const insert = site.storage.audit.insert
    site.storage.audit.insert = async entry => {
      site.storage.audit.insert = insert
      await site.storage.sessions.endAll(stolen.id)
      return insert(entry)
    }
    const answer = await thief.post('/account/password', { form_token: token, password: good })
    expect(answer.status).toBe(401)
    expect(await isSignedIn(thief)).toBe(false)
    expect(await site.storage.sessions.of(stolen.id, { now: site.clock.now, seenSince: 0 })).toHaveLength(0)
  })
})

describe('a password that is unbound', () => {
  useSite()

  it('opens nothing any more', async () => {
    const browser = await signedIn(site, 'dingtalk', 'lisi')
    await browser.submit('/account', '/account/password', { password: good })
    const { username } = await accountOf(site, browser)
    await browser.submit('/account', '/account/unbind/local')
    expect(await boundTo(site, await accountOf(site, browser))).toEqual(['dingtalk'])
    expect((await enter(site.browser(), username, good)).status).toBe(401)
    expect((await enter(site.browser(), username, '')).status).toBe(401)
  })

  it('is not the last way in', async () => {
    await made('alone')
    const browser = site.browser()
    await enter(browser, 'alone', good)
    expect(refusal(site, await postByHand(browser, '/account/unbind/local'))).toEqual([
      409,
      'last_credential',
    ])
    expect((await enter(site.browser(), 'alone', good)).status).toBe(303)
  })
})

describe('wrong passwords for one account', () => {
  useSite()

  it('hold up further tries after five, the right one too, and nobody else', async () => {
    await made('lisi')
    await made('wangwu')
    for (let tries = 0; tries < 5; tries++)
      expect((await enter(site.browser(), 'lisi', 'a wrong password')).status).toBe(401)
    for (const [username, password] of [
      ['lisi', 'a wrong password'],
      ['lisi', good],
      ['LISI', good],
    ] as const) {
      const answer = await enter(site.browser(), username, password)
      expect(refusal(site, answer)).toEqual([429, 'too_many_requests'])
      // the first pause is half a minute
      const wait = Number(answer.headers.get('retry-after'))
      expect(wait).toSatisfy(() => wait > 20 && wait <= 30)
      expect(answer.page).toContain(`Please try again in ${wait} seconds.`)
    }
    expect((await enter(site.browser(), 'wangwu', good)).status).toBe(303)
  })

  it('are forgotten after the right one', async () => {
    await made('anyi')
    for (const password of [
      'wrong 1 wrong',
      'wrong 2 wrong',
      'wrong 3 wrong',
      good,
      'wrong 4 wrong',
      'wrong 5 wrong',
    ]) {
      expect((await enter(site.browser(), 'anyi', password)).status).toBe(password === good ? 303 : 401)
    }
    expect((await enter(site.browser(), 'anyi', good)).status).toBe(303)
  })
})

describe('tries that are counted alike', () => {
  useSite()

  it.each([
    ['an unknown name', 'stranger', good],
    ['a disabled account, with the right password', 'gone', good],
  ])('%s is held up like any other', async (_, username, password) => {
    if (username === 'gone') {
      const { id } = await made('gone')
      await site.storage.accounts.update(id, { disabled: true })
    }
    const seen: number[] = []
    for (let tries = 0; tries < 6; tries++)
      seen.push((await enter(site.browser(), username, password)).status)
    expect(seen).toEqual([401, 401, 401, 401, 401, 429])
  })
})

describe('doors that share a count', () => {
  useSite()

  it('are the sign-in page and the account page', async () => {
    await made('lisi')
    const browser = site.browser()
    await enter(browser, 'lisi', good)
    for (let tries = 0; tries < 5; tries++) {
      const fields = { current: `wrong ${tries} wrong`, password: 'another long sentence' }
      expect((await browser.submit('/account', '/account/password', fields)).status).toBe(401)
    }
    const last = await browser.submit('/account', '/account/password', {
      current: good,
      password: 'another long sentence',
    })
    expect(refusal(site, last)).toEqual([429, 'too_many_requests'])
    expect((await enter(site.browser(), 'lisi', good)).status).toBe(429)
  })
})

describe('tries that come all at once', () => {
  useSite()

  it('are counted before they are looked at', async () => {
    await made('lisi')
    const browser = site.browser()
    const token = /name="form_token" value="([^"]+)"/.exec((await browser.get('/signin')).page)?.[1] ?? ''
    const tries = Array.from({ length: 15 }, (_, index) =>
      browser.post('/auth/local/password', {
        form_token: token,
        username: 'lisi',
        password: `a wrong password ${index}`,
      }),
    )
    const statuses = (await Promise.all(tries)).map(({ status }) => status)
    expect(statuses.filter(status => status === 401).length).toBeLessThanOrEqual(5)
    expect(new Set(statuses)).toEqual(new Set([401, 429]))
  })
})

describe('passwords from one address', () => {
  useSite()

  it('are at most twenty a minute, whatever the names', async () => {
    for (let tries = 0; tries < 20; tries++) {
      expect((await enter(site.browser(), `name ${tries}`, 'a wrong password')).status).toBe(401)
    }
    const answer = await enter(site.browser({ 'x-forwarded-for': '203.0.113.7' }), 'one more', good)
    expect(refusal(site, answer)).toEqual([429, 'too_many_requests'])
    expect(lineOf(site, answer).address).toMatch(/127\.0\.0\.1$/)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})
