import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepPassword, passwordRecord } from '../../src/accounts/local.ts'
import type { Answer } from '../browser.ts'
import { dingtalk, type Fault, github, local, openSite, registering, type Site } from '../site.ts'
import { hostileReturnTo } from './hostile-return-to.ts'
import { openPublicSite, type PublicSite } from './public-site.ts'
import { get } from './raw.ts'
import { formToken, lineOf, openReadySite, refusal, sessionOf, signedIn } from './steps.ts'

const everything = `${registering}\nsources:${dingtalk}${github}${local}`
let site: Site

/** A site for each subject: sixty starts and callbacks a minute are all that one address gets. */
function useSite(text = everything): void {
  beforeAll(async () => {
    site = await openReadySite(text)
  })
  afterAll(() => site.close())
}

describe('every answer', () => {
  useSite()

  const answers: [string, () => Promise<Answer>][] = [
    ['the sign-in page', () => site.browser().get('/signin')],
    ['the first page', () => site.browser().get('/')],
    [
      'the style sheet',
      async () =>
        site.browser().get(/href="(\/assets\/[^"]+)"/.exec((await site.browser().get('/')).page)?.[1] ?? ''),
    ],
    ['the account page', async () => (await signedIn(site, 'dingtalk', 'lisi')).get('/account')],
    ['a redirect to a vendor', () => site.browser().get('/auth/dingtalk')],
    ['a redirect to the sign-in page', () => site.browser().get('/account')],
    ['a sign-in', () => site.browser().signIn('dingtalk', 'lisi')],
    [
      'a departure for a bind',
      async () => (await signedIn(site, 'dingtalk', 'lisi')).submit('/account', '/account/bind/github'),
    ],
    ['a sign-out', async () => (await signedIn(site, 'dingtalk', 'lisi')).submit('/account', '/signout')],
    ['a 400', () => site.browser().get('/auth/dingtalk/callback')],
    [
      'a 401',
      () => site.browser().submit('/signin', '/auth/local/password', { username: 'a', password: 'b' }),
    ],
    ['a 403', () => site.browser().signIn('dingtalk', 'stranger')],
    ['a 404', () => site.browser().get('/nothing/here')],
    ['a 405', () => site.browser().request('PUT', '/signin')],
    ['a 413', () => site.browser().post('/signout', { x: 'x'.repeat(70_000) })],
    ['a broken address', () => site.browser().get('/auth/%E0%A4%A')],
  ]

  it.each(answers)('carries the security headers: %s', async (_, ask) => {
    const { headers } = await ask()
    const policy = headers.get('content-security-policy') ?? ''
    for (const rule of [
      "default-src 'none'",
      "style-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]) {
      expect(policy).toContain(rule)
    }
    expect(policy).not.toMatch(/unsafe|script-src|\*|https?:/)
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'x-frame-options': 'DENY',
    })
    expect(headers.get('cache-control')).toMatch(
      headers.get('content-type')?.startsWith('text/css') ? /immutable/ : /^no-store$/,
    )
    for (const name of [
      'x-powered-by',
      'server',
      'etag',
      'access-control-allow-origin',
      'strict-transport-security',
    ])
      expect(headers.get(name)).toBeNull()
  })

  it.each(answers)('has no script and no inline style: %s', async (_, ask) => {
    const { page } = await ask()
    expect(page).not.toMatch(/<script|<style|\son\w+=|\sstyle=|javascript:/i)
  })

  it('opens nothing to other origins', async () => {
    const { headers } = await site.browser().get('/signin', { origin: 'https://evil.example' })
    expect([...headers.keys()].filter(name => name.startsWith('access-control'))).toEqual([])
    expect((await site.browser().request('OPTIONS', '/account')).status).toBe(405)
  })
})

describe('a hostile return address', () => {
  useSite()
  const isOurs = (location: string | null) => {
    expect(location).not.toBeNull()
    const url = new URL(location ?? '')
    expect(url.origin).toBe(site.url)
    expect(location).toMatch(/^http:\/\/localhost:\d+\/(?![/\\])/)
    expect(location).not.toMatch(/[\s\\<>"]/)
  }

  it('sends nobody away who is signed in already', async () => {
    const browser = await signedIn(site, 'dingtalk', 'lisi')
    for (const wish of hostileReturnTo) {
      const { status, location } = await browser.get(`/signin?${new URLSearchParams({ returnTo: wish })}`)
      expect(status).toBe(302)
      isOurs(location)
    }
  })

  it('is not written into the sign-in page', async () => {
    for (const wish of hostileReturnTo) {
      const { page, status } = await site.browser().get(`/signin?${new URLSearchParams({ returnTo: wish })}`)
      expect(status).toBe(200)
      const [, hidden = ''] = /name="returnTo" value="([^"]*)"/.exec(page) ?? []
      isOurs(new URL(hidden.replaceAll('&amp;', '&'), site.url).href)
      expect(page).not.toContain('<script')
    }
  })

  it('is not followed when it comes twice', async () => {
    const browser = await signedIn(site, 'dingtalk', 'lisi')
    const { location } = await browser.get('/signin?returnTo=//evil.example&returnTo=/account')
    expect(location).toBe(`${site.url}/`)
  })

  it.each(hostileReturnTo.filter(wish => wish.includes('evil')).slice(0, 18))(
    'sends nobody away after a sign-in: %j',
    async wish => {
      const browser = site.browser()
      const start =
        (await browser.get(`/auth/dingtalk?${new URLSearchParams({ returnTo: wish })}`)).location ?? ''
      const { status, location } = await browser.get(await browser.atVendor('dingtalk', 'lisi', start))
      expect(status).toBe(302)
      isOurs(location)
    },
  )

  it('sends nobody away after a password', async () => {
    const account = {
      id: 'a',
      username: 'anyi',
      usernameKey: 'anyi',
      displayName: null,
      email: null,
      phone: null,
      role: 'general',
    } as const
    await site.storage.accounts.insert({
      ...account,
      givenPermission: 0,
      givenBaseDir: '/',
      disabled: false,
      createdAt: 0,
      lastSignInAt: null,
    })
    await keepPassword(
      site.storage,
      'local',
      account,
      await passwordRecord('a long enough sentence', 'anyi'),
      0,
    )
    for (const wish of hostileReturnTo.filter(one => one.includes('evil')).slice(-18)) {
      const fields = { username: 'anyi', password: 'a long enough sentence', returnTo: wish }
      const { status, location } = await site.browser().submit('/signin', '/auth/local/password', fields)
      expect(status).toBe(303)
      isOurs(location)
    }
  })
})

describe('a friendly return address', () => {
  useSite()

  it.each([
    ['/', '/'],
    ['/account', '/account'],
    ['/docs?a=b&c=%2Fd', '/docs?a=b&c=%2Fd'],
    ['/文档?q=李四', '/%E6%96%87%E6%A1%A3?q=%E6%9D%8E%E5%9B%9B'],
    ['/a/../b', '/b'],
    ['/x?next=//evil.example', '/x?next=//evil.example'],
  ])('is kept through the whole sign-in: %s', async (wish, kept) => {
    const browser = site.browser()
    const page = await browser.get(`/signin?${new URLSearchParams({ returnTo: wish })}`)
    const link = /href="(\/auth\/dingtalk[^"]*)"/.exec(page.page)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const start = (await browser.get(link)).location ?? ''
    expect((await browser.get(await browser.atVendor('dingtalk', 'lisi', start))).location).toBe(
      site.url + kept,
    )
  })
})

describe('what a vendor calls a person', () => {
  useSite()
  const hostile = `<script>alert(1)</script>"'><img src=x onerror=alert(2)> &lt;`

  it.each<[string, string, Fault]>([
    [
      'DingTalk’s directory',
      'dingtalk',
      request =>
        request.url.includes('/v2/user/get')
          ? Response.json({ errcode: 0, result: { userid: 'lisi', name: hostile } })
          : undefined,
    ],
    [
      'a nickname',
      'dingtalk',
      request => {
        if (request.url.endsWith('/users/me'))
          return Response.json({ unionId: 'nicky', nick: hostile, mobile: '"><b>' })
        if (request.url.includes('/getbyunionid'))
          return Response.json({ errcode: 0, result: { contact_type: 0, userid: 'nicky' } })
        return request.url.includes('/v2/user/get')
          ? Response.json({ errcode: 0, result: { userid: 'nicky', org_email: '"<b>"@x' } })
          : undefined
      },
    ],
    [
      'a GitHub login and name',
      'github',
      request =>
        request.url.endsWith('/github/api/user')
          ? Response.json({ id: 666, login: hostile, name: hostile })
          : undefined,
    ],
  ])('is escaped on every page: %s', async (_, source, fault) => {
    site.vendor.fault = fault
    const browser = await signedIn(site, source, source === 'dingtalk' ? 'lisi' : 'chenjing')
    site.vendor.fault = undefined
    for (const page of [
      (await browser.get('/account')).page,
      (await browser.submit('/account', '/account/password', { password: 'x' })).page,
    ]) {
      expect(page).not.toMatch(/<script|<img|<b>/)
      expect(page).not.toContain(`"'>`)
    }
  })

  it('is shown as it is, and not as another person by invisible characters', async () => {
    const name = '\u202e四\u200b李\u0007\u3164'
    site.vendor.fault = request =>
      request.url.includes('/v2/user/get')
        ? Response.json({ errcode: 0, result: { userid: 'zhaomin', name } })
        : undefined
    const { page } = await (await signedIn(site, 'dingtalk', 'zhaomin')).get('/account')
    site.vendor.fault = undefined
    expect(page).toContain('四李')
    for (const hidden of ['\u202e', '\u200b', '\u0007', '\u3164']) expect(page).not.toContain(hidden)
  })

  it('is escaped where a browser calls itself something', async () => {
    const browser = site.browser({ 'user-agent': '<script>alert(1)</script> Chrome/1' })
    await browser.signIn('dingtalk', 'anyi')
    expect((await browser.get('/account')).page).not.toContain('<script')
  })
})

describe('what an address says', () => {
  useSite()

  it.each([
    '/signin?error=<script>',
    '/account?done=<script>',
    '/signin?again=<b>',
    '/signin?out=%22%3E<b>',
    '/%3Cscript%3Ealert(1)%3C/script%3E',
    '/auth/%3Cb%3E',
  ])('is not on the page: %s', async path => {
    const browser = path.startsWith('/account') ? await signedIn(site, 'dingtalk', 'lisi') : site.browser()
    const { page } = await browser.get(path)
    expect(page).not.toMatch(/<script|<b>|alert/)
  })

  it.each(['constructor', '__proto__', 'toString', 'bound,unbound'])(
    'chooses no sentence: done=%s',
    async done => {
      const { status, page } = await (await signedIn(site, 'dingtalk', 'lisi')).get(`/account?done=${done}`)
      expect(status).toBe(200)
      expect(page).not.toContain('class="notice')
    },
  )
})

describe('the language', () => {
  useSite(`ui: { locale: en }\n${everything}`)

  it.each([
    ['zh-CN', 'zh-CN'],
    ['zh', 'zh-CN'],
    ['zh-TW,en;q=0.1', 'zh-CN'],
    ['ZH-cn', 'zh-CN'],
    ['en-US', 'en'],
    ['en;q=0.3, zh;q=0.8', 'zh-CN'],
    ['zh;q=0.3, en;q=0.8', 'en'],
    ['fr, de;q=0.9, zh;q=0.1', 'zh-CN'],
    ['zh;q=0, en', 'en'],
    ['zh;q=0', 'en'],
    ['fr', 'en'],
    ['*', 'en'],
    ['', 'en'],
    ['zh;q=nonsense', 'en'],
    [',,;;q=,', 'en'],
    [`${'x,'.repeat(2_000)}zh`, 'zh-CN'],
  ])('for %j is %s', async (accepted, locale) => {
    const { page } = await site.browser({ 'accept-language': accepted }).get('/signin')
    expect(page).toContain(`<html lang="${locale}"`)
  })
})

describe('the language of the file', () => {
  useSite(`ui: { locale: zh-CN }\n${everything}`)

  it.each([
    ['fr', 'zh-CN'],
    ['en', 'en'],
  ])('is the default: for %s %s', async (accepted, locale) => {
    expect((await site.browser({ 'accept-language': accepted }).get('/nothing')).page).toContain(
      `<html lang="${locale}"`,
    )
  })
})

describe('a form that is too much', () => {
  useSite()

  it.each<[string, Record<string, string>, Record<string, string>?]>([
    ['65 KB', { x: 'x'.repeat(66_000) }],
    [
      'a hundred and one fields',
      Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`f${index}`, ''])),
    ],
    [
      'an unknown charset',
      { x: '1' },
      { 'content-type': 'application/x-www-form-urlencoded; charset=nonsense' },
    ],
    ['an unknown encoding', { x: '1' }, { 'content-encoding': 'nonsense' }],
    ['a broken encoding', { x: '1' }, { 'content-encoding': 'gzip' }],
  ])('is refused: %s', async (_, form, headers) => {
    const answer = await site.browser().post('/signout', form, headers)
    expect(refusal(site, answer)).toEqual([400, 'request_invalid'])
  })

  it.each(['application/json', 'text/plain', 'multipart/form-data; boundary=x', ''])(
    'counts for nothing as %j',
    async type => {
      const browser = await signedIn(site, 'dingtalk', 'lisi')
      const token = await formToken(browser)
      const reply = await fetch(`${site.url}/signout`, {
        method: 'POST',
        body: JSON.stringify({ form_token: token }),
        headers: {
          'content-type': type,
          cookie: `sso_sid=${sessionOf(browser)}`,
          origin: site.url,
          'sec-fetch-site': 'same-origin',
        },
        redirect: 'manual',
      })
      expect(reply.status).toBe(403)
    },
  )
})

describe('a store that cannot be read', () => {
  it('is said to be ours, and signs nobody out', async () => {
    const open = await openSite(everything)
    const browser = await signedIn(open, 'dingtalk', 'lisi')
    const callback = await browser.atVendor('dingtalk', 'wangwu')
    const before = sessionOf(browser)
    await open.storage.close()
    for (const path of ['/account', '/', '/auth/dingtalk', callback]) {
      const answer = await browser.get(path)
      expect(refusal(open, answer)).toEqual([503, 'store_unavailable'])
      expect(answer.headers.getSetCookie().filter(line => line.startsWith('sso_sid'))).toEqual([])
      expect(lineOf(open, answer).level).toBeGreaterThanOrEqual(40)
    }
    expect(sessionOf(browser)).toBe(before)
    expect((await browser.get('/readyz')).status).toBe(503)
    expect((await browser.get('/healthz')).status).toBe(200)
    await open.close()
  })
})

describe('a path in front of everything', () => {
  let open: PublicSite
  beforeAll(async () => {
    open = await openPublicSite(`sources:${local}`, 'https://example.com/sso')
  })
  afterAll(() => open.stop())
  const host = ['Host: example.com']

  it('is in every address', async () => {
    const { headers } = await get(open.port, '/sso/account', host)
    expect(headers.get('location')).toEqual(['https://example.com/sso/signin?returnTo=%2Fsso%2Faccount'])
    const { status, body } = await get(open.port, '/sso/signin', host)
    expect(status).toBe(200)
    for (const [, address] of body.matchAll(/(?:href|action)="(\/[^"]*)"/g))
      expect(address).toMatch(/^\/sso\//)
  })

  it('comes back after a sign-in that began at the account page', async () => {
    const { headers, body } = await get(open.port, '/sso/signin?returnTo=%2Fsso%2Faccount', host)
    expect(headers.get('set-cookie')?.[0]).toContain('Path=/;')
    expect(body).toContain('name="returnTo" value="/sso/account"')
  })

  it('is where a sign-in without a wish ends', async () => {
    const { body } = await get(open.port, '/sso/signin', host)
    expect(body).toContain('name="returnTo" value="/sso/"')
  })

  it.each(['/signin', '/account', '/SSO/signin', '/ssosignin'])('leaves %s to others', async path => {
    expect((await get(open.port, path, host)).status).toBe(404)
  })
})
