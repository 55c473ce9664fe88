import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepPassword, passwordRecord } from '../../src/accounts/local.ts'
import { sha256 } from '../../src/hash.ts'
import { dingtalk, github, local, openSite, registering, type Site } from '../site.ts'
import { openPublicSite, type PublicSite } from './public-site.ts'
import { get, post } from './raw.ts'
import {
  accountOf,
  countSessions,
  formToken,
  isSignedIn,
  postByHand,
  refusal,
  sessionOf,
  signedIn,
} from './steps.ts'

let site: Site

/** A site for each subject: sixty starts and callbacks a minute are all that one address gets. */
function useSite(more = ''): void {
  beforeAll(async () => {
    site = await openSite(`${registering}\n${more}sources:${dingtalk}${github}${local}`)
  })
  afterAll(() => site.close())
}

/** `name=value` and the attributes of a Set-Cookie line, each in its own place. */
function cookie(line = ''): { name: string; value: string; attributes: string[] } {
  const [pair = '', ...attributes] = line.split('; ')
  const [name = '', value = ''] = pair.split('=')
  return { name, value, attributes: attributes.toSorted() }
}

describe('cookies on http://localhost', () => {
  useSite()

  it('have every flag that a browser takes there', async () => {
    const browser = site.browser()
    const [flow] = (await browser.get('/auth/dingtalk')).headers.getSetCookie()
    expect(cookie(flow)).toMatchObject({
      name: 'sso_flow',
      attributes: ['HttpOnly', 'Max-Age=600', 'Path=/', 'SameSite=Lax'],
    })
    const answered = (await browser.signIn('dingtalk', 'lisi')).headers.getSetCookie()
    const session = answered.find(line => line.startsWith('sso_sid'))
    expect(cookie(session)).toMatchObject({
      name: 'sso_sid',
      attributes: ['HttpOnly', 'Path=/', 'SameSite=Lax'],
    })
    expect(cookie(session).value).toMatch(/^[\w-]{43}$/)
    // what tied the sign-in to this browser has done its work, and is not left for the next person at it
    expect(answered.filter(line => line !== session)).toEqual([
      'sso_flow=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0',
    ])
  })
})

describe('cookies on https', () => {
  let open: PublicSite
  beforeAll(async () => {
    open = await openPublicSite(`sources:${local}`)
    const account = {
      id: 'a',
      username: 'anyi',
      usernameKey: 'anyi',
      displayName: null,
      email: null,
      phone: null,
      role: 'general',
    } as const
    const rest = {
      givenPermission: 0,
      givenBaseDir: '/',
      disabled: false,
      createdAt: Date.now(),
      lastSignInAt: null,
    }
    await open.storage.accounts.insert({ ...account, ...rest })
    await keepPassword(
      open.storage,
      'local',
      account,
      await passwordRecord('a long enough sentence', 'anyi'),
      Date.now(),
    )
  })
  afterAll(() => open.stop())

  it('belong to this host alone, to https, and to no script', async () => {
    const host = 'Host: sso.example.com'
    const page = await get(open.port, '/signin', [host])
    const flow = cookie(page.headers.get('set-cookie')?.[0])
    expect(flow).toMatchObject({
      name: '__Host-sso_flow',
      attributes: ['HttpOnly', 'Max-Age=600', 'Path=/', 'SameSite=Lax', 'Secure'],
    })

    const token = /name="form_token" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
    const form = { form_token: token, username: 'anyi', password: 'a long enough sentence' }
    const own = [
      host,
      'Origin: https://sso.example.com',
      'Sec-Fetch-Site: same-origin',
      `Cookie: __Host-sso_flow=${flow.value}`,
    ]
    const answer = await post(open.port, '/auth/local/password', own, form)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, ['https://sso.example.com/']])
    const session = cookie(answer.headers.get('set-cookie')?.find(line => line.includes('sso_sid')))
    expect(session).toMatchObject({
      name: '__Host-sso_sid',
      attributes: ['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure'],
    })
    expect(answer.headers.get('strict-transport-security')).toEqual(['max-age=31536000'])

    const status = async (line: string) =>
      (await get(open.port, '/account', [host, `Cookie: ${line}`])).status
    expect(await status(`__Host-sso_sid=${session.value}`)).toBe(200)
    // a neighbour of the domain could set this one
    expect(await status(`sso_sid=${session.value}`)).toBe(302)
    expect(await status(`__Host-sso_sid=${session.value}; __Host-sso_sid=${session.value}`)).toBe(302)
  })

  it('are not made where nobody begins anything', async () => {
    for (const path of ['/account', '/nothing', '/auth/local/callback', '/healthz']) {
      expect(
        (await get(open.port, path, ['Host: sso.example.com'])).headers.get('set-cookie'),
      ).toBeUndefined()
    }
  })
})

describe('a session', () => {
  useSite()

  it('ends after half an hour without use', async () => {
    const browser = await signedIn(site, 'dingtalk', 'lisi')
    site.clock.now += 1_800_000
    expect(await isSignedIn(browser)).toBe(false)
  })

  it('lasts while it is used, up to eight hours', async () => {
    const browser = await signedIn(site, 'dingtalk', 'lisi')
    const begun = site.clock.now
    for (let minutes = 29; minutes < 480; minutes += 29) {
      site.clock.now = begun + minutes * 60_000
      expect(await isSignedIn(browser)).toBe(true)
    }
    site.clock.now = begun + 480 * 60_000 - 1
    expect(await isSignedIn(browser)).toBe(true)
    site.clock.now += 1
    expect(await isSignedIn(browser)).toBe(false)
  })

  it('gets no new eight hours by a new id', async () => {
    const browser = await signedIn(site, 'dingtalk', 'wangwu')
    const { endsAt } = (await site.storage.sessions.find(sha256(sessionOf(browser) ?? ''))) ?? {}
    site.clock.now += 540_000
    await browser.bind('github', 'wangwu')
    expect((await site.storage.sessions.find(sha256(sessionOf(browser) ?? '')))?.endsAt).toBe(endsAt)
  })

  it('is written at most once a minute, however much is clicked', async () => {
    const browser = await signedIn(site, 'dingtalk', 'lisi')
    const seen = async () => (await site.storage.sessions.find(sha256(sessionOf(browser) ?? '')))?.seenAt
    const first = await seen()
    site.clock.now += 59_999
    await browser.get('/account')
    expect(await seen()).toBe(first)
    site.clock.now += 1
    await browser.get('/account')
    expect(await seen()).toBe(site.clock.now)
  })

  it('is kept as a hash: whoever reads the table has no cookie', async () => {
    const browser = await signedIn(site, 'dingtalk', 'lisi')
    const { id } = await accountOf(site, browser)
    const kept = JSON.stringify(await site.storage.sessions.of(id, { now: 0, seenSince: 0 }))
    expect(kept).not.toContain(sessionOf(browser))
    const thief = site.browser({ cookie: `sso_sid=${sha256(sessionOf(browser) ?? '')}` })
    expect((await thief.get('/account')).status).toBe(302)
  })

  it.each<[string, (token: string) => string]>([
    ['twice', token => `sso_sid=${token}; sso_sid=${token}`],
    ['beside a planted one', token => `sso_sid=${'A'.repeat(43)}; sso_sid=${token}`],
    ['in front of a planted one', token => `sso_sid=${token}; sso_sid=${'A'.repeat(43)}`],
    ['in quotes', token => `sso_sid="${token}"`],
    ['in capitals', token => `SSO_SID=${token}`],
    ['with a letter more', token => `sso_sid=${token}A`],
    ['with a letter less', token => `sso_sid=${token.slice(0, -1)}`],
    ['in per cent', token => `sso_sid=%${(token.codePointAt(0) ?? 0).toString(16)}${token.slice(1)}`],
  ])('is nobody’s when its cookie comes %s', async (_, line) => {
    const browser = await signedIn(site, 'dingtalk', 'chenjing')
    const { status, headers } = await site.browser({ cookie: line(sessionOf(browser) ?? '') }).get('/account')
    expect([status, headers.getSetCookie()]).toEqual([302, []])
    expect(await isSignedIn(browser)).toBe(true)
  })

  it('is not kept for anyone who is not signed in', async () => {
    const before = await countSessions(site)
    const browser = site.browser({ cookie: `sso_sid=${'A'.repeat(43)}` })
    for (const path of ['/', '/signin', '/account', '/auth/dingtalk', '/nothing']) await browser.get(path)
    expect(await countSessions(site)).toBe(before)
  })
})

describe('a session of a disabled account', () => {
  useSite()

  it('is over at the next request, in every browser, and nobody else’s is', async () => {
    const browsers = [
      await signedIn(site, 'dingtalk', 'lisi'),
      await signedIn(site, 'dingtalk', 'lisi'),
    ] as const
    const other = await signedIn(site, 'dingtalk', 'wangwu')
    const { id } = await accountOf(site, browsers[0])
    await site.storage.accounts.update(id, { disabled: true })
    expect(await isSignedIn(browsers[0])).toBe(false)
    expect(await site.storage.sessions.of(id, { now: 0, seenSince: 0 })).toEqual([])
    await site.storage.accounts.update(id, { disabled: false })
    for (const browser of browsers) expect(await isSignedIn(browser)).toBe(false)
    expect(await isSignedIn(other)).toBe(true)
  })

  it('is over for forms too', async () => {
    const browser = await signedIn(site, 'dingtalk', 'chenjing')
    const token = await formToken(browser)
    const { id } = await accountOf(site, browser)
    await site.storage.accounts.update(id, { disabled: true })
    const { status, location } = await browser.post('/account/password', {
      form_token: token,
      password: 'a long enough sentence',
    })
    expect([status, location]).toEqual([303, `${site.url}/signin?returnTo=%2Faccount`])
    expect((await site.storage.bindings.of(id)).map(({ source }) => source)).toEqual(['dingtalk'])
  })
})

describe('many sessions', () => {
  useSite()

  it('are at most ten an account: the eleventh ends the oldest', async () => {
    const browsers = []
    for (let count = 0; count < 11; count++) browsers.push(await signedIn(site, 'dingtalk', 'lisi'))
    const other = await signedIn(site, 'dingtalk', 'wangwu')
    const alive = await Promise.all(browsers.map(isSignedIn))
    expect(alive).toEqual([false, ...Array(10).fill(true)])
    expect(await isSignedIn(other)).toBe(true)
    const { page } = await (browsers[10] ?? other).get('/account')
    expect(page.match(/this browser/g)).toHaveLength(1)
  })
})

describe('signing out', () => {
  useSite()

  it('needs a post with a token', async () => {
    const browser = await signedIn(site, 'dingtalk', 'lisi')
    expect((await browser.get('/signout')).status).toBe(404)
    expect(refusal(site, await browser.post('/signout', {}))).toEqual([403, 'form_expired'])
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    expect((await browser.post('/signout', { form_token: await formToken(browser) }, foreign)).status).toBe(
      403,
    )
    expect(await isSignedIn(browser)).toBe(true)
  })

  it('ends the session at the server and not only in the browser', async () => {
    const browser = await signedIn(site, 'dingtalk', 'lisi')
    const token = sessionOf(browser) ?? ''
    const { status, location, headers } = await browser.submit('/account', '/signout')
    expect([status, location]).toEqual([303, `${site.url}/signin?out`])
    const gone = 'Path=/; HttpOnly; SameSite=Lax; Max-Age=0'
    expect(headers.getSetCookie()).toEqual([`sso_sid=; ${gone}`, `sso_flow=; ${gone}`])
    expect((await site.browser({ cookie: `sso_sid=${token}` }).get('/account')).status).toBe(302)
    expect((await browser.get('/signin?out')).page).toContain('You are signed out')
  })

  it('leaves the other browsers alone', async () => {
    const [one, two] = [
      await signedIn(site, 'dingtalk', 'wangwu'),
      await signedIn(site, 'dingtalk', 'wangwu'),
    ]
    await one.submit('/account', '/signout')
    expect([await isSignedIn(one), await isSignedIn(two)]).toEqual([false, true])
  })

  it('everywhere else ends all but this one, of this account', async () => {
    const [one, two, three] = [
      await signedIn(site, 'dingtalk', 'chenjing'),
      await signedIn(site, 'dingtalk', 'chenjing'),
      await signedIn(site, 'dingtalk', 'zhaomin'),
    ]
    const { page } = await two.get('/account')
    expect(page).toContain('Sign out everywhere else')
    const { location } = await postByHand(two, '/signout', { scope: 'others' })
    expect(location).toBe(`${site.url}/account?done=others`)
    expect([await isSignedIn(one), await isSignedIn(two), await isSignedIn(three)]).toEqual([
      false,
      true,
      true,
    ])
    expect((await two.get('/account')).page).not.toContain('Sign out everywhere else')
  })

  it('of somebody who is not signed in changes nothing', async () => {
    expect((await site.browser().post('/signout', {})).location).toBe(
      `${site.url}/signin?returnTo=%2Faccount`,
    )
  })
})

describe('a cookie that somebody else has set', () => {
  useSite()

  it('is not the session after signing in', async () => {
    const browser = site.browser()
    const planted = 'A'.repeat(43)
    browser.cookies.set('localhost', new Map([['sso_sid', planted]]))
    await browser.signIn('dingtalk', 'lisi')
    expect(sessionOf(browser)).not.toBe(planted)
    expect((await site.browser({ cookie: `sso_sid=${planted}` }).get('/account')).status).toBe(302)
  })

  it('of a living session is ended by the next sign-in over it', async () => {
    const attacker = await signedIn(site, 'dingtalk', 'wangwu')
    const victim = site.browser()
    victim.cookies.set('localhost', new Map([['sso_sid', sessionOf(attacker) ?? '']]))
    await victim.signIn('dingtalk', 'lisi')
    expect((await accountOf(site, victim)).username).not.toBe('wangwu')
    expect(await isSignedIn(attacker)).toBe(false)
    expect(sessionOf(victim)).not.toBe(sessionOf(attacker))
  })

  it.each(['', 'x', 'A'.repeat(42), 'A'.repeat(44), '../../etc/passwd', "' or 1=1 --".padEnd(43, 'x')])(
    'of the flow is replaced where it is none of ours: %j',
    async value => {
      const { headers, status } = await site.browser({ cookie: `sso_flow=${value}` }).get('/auth/dingtalk')
      expect(status).toBe(302)
      const [flow] = headers.getSetCookie()
      expect(cookie(flow).value).toMatch(/^[\w-]{43}$/)
      expect(cookie(flow).value).not.toBe(value)
    },
  )
})

describe('shorter times in the file', () => {
  useSite('session: { idle: 10m, lifetime: 20m }\n')

  it('are kept', async () => {
    const browser = await signedIn(site, 'dingtalk', 'lisi')
    site.clock.now += 599_999
    expect(await isSignedIn(browser)).toBe(true)
    site.clock.now += 599_999
    expect(await isSignedIn(browser)).toBe(true)
    site.clock.now += 2
    expect(await isSignedIn(browser)).toBe(false)
  })
})
