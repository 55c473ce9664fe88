import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { alistHandoverPage } from '../../src/server/pages/alist.tsx'
import { render } from '../../src/server/pages/render.ts'
import { texts } from '../../src/server/text/choose.ts'
import { dingtalk, github, local, partner, registering, type Site } from '../site.ts'
import {
  accepted,
  alist,
  atVendor,
  call,
  compatible,
  copyOf,
  envelopeOf,
  files,
  handedOver,
  me,
  said,
  tokenFor,
} from './alist-steps.ts'
import { accountOf, isSignedIn, openReadySite, refusal, sessionOf, signedIn, usernames } from './steps.ts'

const notBound = 'The single sign on platform is not bound to any users: record not found'
const badState = 'incorrect or expired state parameter'
const everything = `${registering}\nsources:${dingtalk}${github}${partner}${local}`

let site: Site
/** A site for each subject: sixty starts and callbacks a minute are all that one address gets. */
function useSite(text: string): void {
  beforeAll(async () => {
    site = await openReadySite(text)
  })
  afterAll(() => site.close())
}

describe('without callbacks.alist', () => {
  useSite(everything)

  it.each([
    '/api/auth/sso?method=sso_get_token',
    '/api/auth/sso_callback?method=sso_get_token',
    '/api/auth/sso_get_token',
    '/api/auth/get_sso_id',
    '/api/me',
    '/api/public/settings',
  ])('%s is not there', async path => {
    expect((await site.browser().get(path)).status).toBe(404)
  })
})

const vendors = {
  github,
  dingtalk,
  partner,
  google: `
  - id: google
    type: google
    name: Google
    clientId: 1234-abc.apps.googleusercontent.com
    clientSecret: { env: SECRET }
    allow: { domains: [example.com] }
    endpoints: { login: "{vendor}/google/login", token: "{vendor}/google/token", api: "{vendor}/google/api" }`,
  microsoft: `
  - id: microsoft
    type: microsoft
    name: Microsoft
    tenant: 72f988bf-86f1-41af-91ab-2d7cd011db47
    clientId: 6731de76-14a6-49ae-97bc-6eba6914391e
    clientSecret: { env: SECRET }
    endpoints: { login: "{vendor}/microsoft/login", graph: "{vendor}/microsoft/graph" }`,
}

/** Where a vendor's keys are: it makes them when first asked, which takes longer than a vendor may. */
const keys: Record<string, string> = {
  google: '/google/api/oauth2/v3/certs',
  microsoft: '/microsoft/login/organizations/discovery/v2.0/keys',
}

describe.each(Object.entries(vendors))('with %s as its platform', (id, source) => {
  it.each([
    ['its window', '', '/api/auth/sso_callback?method=sso_get_token'],
    ['compatibility mode', compatible, '/api/auth/sso_get_token'],
  ])('signs in through %s', async (_, mode, path) => {
    const here = await openReadySite(`${registering}${alist(id, mode)}\nsources:${source}`)
    try {
      if (keys[id]) expect((await fetch(here.vendor.origin + keys[id])).status).toBe(200)
      const browser = here.browser()
      const { status, location } = await browser.get('/api/auth/sso?method=sso_get_token')
      expect(status).toBe(302)
      const asked = new URL(location ?? '').searchParams
      expect(asked.get('redirect_uri')).toBe(here.url + path)
      expect(asked.get('response_type') ?? 'code').toBe('code')
      // AList sends none to five of its six platforms
      expect(asked.get('state')).toMatch(/^[0-9a-f]{64}$/)
      const token = await tokenFor(here, browser, id, 'lisi')
      const { code, data } = envelopeOf(await call(here, '/api/me', { token }))
      expect([code, data?.base_path, data?.permission]).toEqual([200, '/staff', 768])
      expect(data?.sso_id).toMatch(/^[\w-]{43}$/)
    } finally {
      await here.close()
    }
  })
})

describe('the beginning', () => {
  useSite(`${registering}${alist('github')}\nsources:${github}${local}`)

  it.each([
    ['no method', '/api/auth/sso', 400, 'no method provided'],
    ['an empty method', '/api/auth/sso?method=', 400, 'no method provided'],
    ['another method', '/api/auth/sso?method=sso_callback', 500, 'invalid request'],
    ['a method that goes on', '/api/auth/sso?method=sso_get_token%26x=1', 500, 'invalid request'],
    ['two methods', '/api/auth/sso?method=sso_get_token&method=get_sso_id', 500, 'invalid request'],
    ['a bind of nobody', '/api/auth/sso?method=get_sso_id', 401, 'Guest user is disabled, login please'],
  ])('refuses %s', async (_, path, code, message) => {
    expect(said(await site.browser().get(path))).toEqual([code, message])
    expect(site.vendor.calls).toEqual([])
  })

  it.each([
    ['X-Forwarded-Host', { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' }],
    ['Referer and Origin', { referer: 'https://evil.example/', origin: 'https://evil.example' }],
  ])('takes nothing from %s', async (_, headers) => {
    const { location } = await site.browser().get('/api/auth/sso?method=sso_get_token', headers)
    const address = new URL(location ?? '').searchParams.get('redirect_uri')
    expect(address).toBe(`${site.url}/api/auth/sso_callback?method=sso_get_token`)
    expect(location).not.toContain('evil')
  })

  it('is PKCE, a state of its own each time, and the browser’s', async () => {
    const [one, two] = [site.browser(), site.browser()]
    const starts = await Promise.all(
      [one, two, one].map(each => each.get('/api/auth/sso?method=sso_get_token')),
    )
    const asked = starts.map(({ location }) => new URL(location ?? '').searchParams)
    expect(new Set(asked.map(each => each.get('state'))).size).toBe(3)
    for (const each of asked) expect(each.get('code_challenge_method')).toBe('S256')
  })

  it('puts nobody in the place of who is signed in, where another site began it', async () => {
    const cross = { 'sec-fetch-site': 'cross-site' }
    const begin = async (browser: Awaited<ReturnType<typeof signedIn>>, person: string, headers = {}) => {
      const { location } = await browser.get('/api/auth/sso?method=sso_get_token', headers)
      return browser.get(await browser.atVendor('github', person, location ?? ''))
    }
    const browser = await signedIn(site, 'github', 'lisi')
    const { id } = await accountOf(site, browser)
    expect(said(await begin(browser, 'anyi', cross))).toEqual([400, 'incorrect or expired state parameter'])
    expect((await accountOf(site, browser)).id).toBe(id)
    // a front end is another site, and its own people come in
    expect(handedOver(await begin(browser, 'lisi', cross)).message).toHaveProperty('token')
    // their own wish, on our site
    expect(handedOver(await begin(browser, 'anyi')).message).toHaveProperty('token')
    expect((await accountOf(site, browser)).id).not.toBe(id)
  })

  it('keeps the opener: no answer cuts the window off', async () => {
    const start = await site.browser().get('/api/auth/sso?method=sso_get_token')
    expect(start.headers.get('cross-origin-opener-policy')).toBe('unsafe-none')
    expect((await site.browser().get('/signin')).headers.get('cross-origin-opener-policy')).toBe(
      'same-origin',
    )
  })

  it('is neither HEAD nor a way around the host name', async () => {
    expect((await site.browser().request('HEAD', '/api/auth/sso?method=sso_get_token')).status).toBe(405)
    const elsewhere = await fetch(
      `${site.url.replace('localhost', '127.0.0.1')}/api/auth/sso?method=sso_get_token`,
    )
    expect(elsewhere.status).toBe(400)
  })
})

describe('a platform', () => {
  it('that is closed is not enabled, and the callback asks nobody', async () => {
    const closed = github.replace('name: GitHub', 'name: GitHub\n    enabled: false')
    const here = await openReadySite(`${registering}${alist('github')}\nsources:${closed}${local}`)
    const browser = here.browser()
    expect(said(await browser.get('/api/auth/sso?method=sso_get_token'))).toEqual([
      403,
      'Single sign-on is not enabled',
    ])
    const back = await browser.get('/api/auth/sso_callback?method=sso_get_token&code=c&state=s')
    expect(said(back)).toEqual([500, 'sso login is disabled'])
    expect(here.vendor.calls).toEqual([])
    const settings = envelopeOf(await call(here, '/api/public/settings'))
    expect(settings.data).toMatchObject({ sso_login_enabled: 'false' })
    await here.close()
  })

  it('must be one that people are redirected to', async () => {
    const excused = '\n# sso-kit: ignore[callback/no-redirect] what the server says all the same'
    const here = await openReadySite(`${registering}${excused}${alist('local')}\nsources:${local}`)
    for (const path of ['sso?method=sso_get_token', 'sso_callback?method=sso_get_token&code=c&state=s'])
      expect(said(await here.browser().get(`/api/auth/${path}`))).toEqual([400, 'invalid platform'])
    await here.close()
  })
})

describe('what the callback returns', () => {
  useSite(`${registering}${alist('github')}\nsources:${github}`)

  it('is a page with one script that tells the front end, and nobody else, and closes', async () => {
    const browser = site.browser()
    const answer = await browser.get(await atVendor(site, browser, 'github', 'lisi'))
    const { message, target } = handedOver(answer)
    expect([Object.keys(message), target]).toEqual([['token'], files])
    expect(answer.page).toContain('window.close()')
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
    expect(answer.headers.get('cross-origin-opener-policy')).toBe('unsafe-none')
    const scripts = [...answer.page.matchAll(/<script nonce="([^"]+)">/g)].map(([, nonce]) => nonce)
    expect(answer.page.match(/<script/g)).toHaveLength(1)
    expect(answer.headers.get('content-security-policy')).toContain(`script-src 'nonce-${scripts[0]}'`)
  })

  it('is a token that is not the session: neither opens what the other does', async () => {
    const browser = site.browser()
    const token = await tokenFor(site, browser, 'github', 'wangwu')
    const session = sessionOf(browser) ?? ''
    expect(session).toMatch(/^[\w-]{43}$/)
    expect(token).not.toBe(session)
    expect(said(await me(site, session))).toEqual([401, 'token is invalidated'])
    const thief = site.browser()
    thief.cookies.set('localhost', new Map([['sso_sid', token]]))
    expect(await isSignedIn(thief)).toBe(false)
    const withHeader = await site.browser().get('/account', { authorization: token })
    expect(withHeader.location).toContain('/signin')
  })

  it('is stored as a hash, and no log line has it', async () => {
    const token = await tokenFor(site, site.browser(), 'github', 'chenjing')
    const stored = await Promise.all(
      ['sso.db', 'sso.db-wal'].map(name => readFile(`${site.data}/${name}`).catch(() => Buffer.alloc(0))),
    )
    expect(Buffer.concat(stored).includes(token)).toBe(false)
    expect(site.lines.join('')).not.toContain(token)
    expect(site.log.filter(({ event, frontend }) => event === 'sign-in' && frontend === files)).not.toEqual(
      [],
    )
  })

  it.each([
    ['no code', 'sso_callback?method=sso_get_token', 400, 'No code provided'],
    ['no method', 'sso_callback?code=c&state=s', 500, 'invalid request'],
    ['another method', 'sso_callback?method=token&code=c&state=s', 500, 'invalid request'],
    ['the path of the other mode', 'sso_get_token?code=c&state=s', 500, 'invalid request'],
    ['no state', 'sso_callback?method=sso_get_token&code=c', 400, badState],
    ['a made-up state', 'sso_callback?method=sso_get_token&code=c&state=state', 400, badState],
  ])('is with %s what AList says', async (_, path, code, message) => {
    const calls = site.vendor.calls.length
    expect(said(await site.browser().get(`/api/auth/${path}`))).toEqual([code, message])
    expect(site.vendor.calls).toHaveLength(calls)
  })

  it('is no code after a refusal at the vendor, and the state is used up', async () => {
    const browser = site.browser()
    const back = new URL(await atVendor(site, browser, 'github', 'lisi'))
    const refused = new URL(back)
    refused.searchParams.delete('code')
    refused.searchParams.set('error', 'access_denied')
    expect(said(await browser.get(refused.href))).toEqual([400, 'No code provided'])
    expect(said(await browser.get(back.href))).toEqual([400, badState])
  })

  it('is a plain refusal with a number for those whom the file does not let in', async () => {
    const browser = site.browser()
    const answer = await browser.get(await atVendor(site, browser, 'github', 'stranger'))
    const [code, message] = said(answer)
    const id = answer.headers.get('x-request-id')
    expect([code, message]).toEqual([403, `You may not sign in here (${id})`])
    expect(site.log.find(line => line.id === id)).toMatchObject({ code: 'not_allowed', source: 'github' })
  })

  it.each([
    ['an empty id', { id: '', login: 'x' }],
    ['the id 0', { id: 0, login: 'x' }],
    ['no id', { login: 'x' }],
    ['no JSON', 'oops'],
  ])('makes no account of %s', async (_, user) => {
    const before = await usernames(site)
    const browser = site.browser()
    const back = await atVendor(site, browser, 'github', 'lisi')
    site.vendor.fault = request =>
      new URL(request.url).pathname === '/github/api/user' ? Response.json(user) : undefined
    expect(said(await browser.get(back))).toEqual([400, 'error occurred'])
    site.vendor.fault = undefined
    expect(await usernames(site)).toEqual(before)
    expect(sessionOf(browser)).toBeUndefined()
  })
})

describe('compatibility mode', () => {
  useSite(`${registering}${alist('github', compatible)}\nsources:${github}`)

  it('redirects to the login page of the front end', async () => {
    const browser = site.browser()
    const { status, location, headers } = await browser.get(await atVendor(site, browser, 'github', 'lisi'))
    expect(status).toBe(302)
    expect(location).toMatch(/^https:\/\/files\.example\.com\/@login\?token=[\w-]{43}$/)
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  })

  it.each([
    ['sso_callback', 'sso_callback?method=sso_get_token&code=c&state=s', [500, 'invalid request']],
    ['no code', 'sso_get_token', [400, 'No code provided']],
    ['the query', 'sso_get_token?method=nonsense&code=c&state=s', [400, badState]],
  ])('reads the method from the path: %s', async (_, path, answer) => {
    expect(said(await site.browser().get(`/api/auth/${path}`))).toEqual(answer)
  })

  it('counts a token only if its page uses it within a minute', async () => {
    const token = await tokenFor(site, site.browser(), 'github', 'wangwu')
    site.clock.now += 60_000
    expect(said(await me(site, token))).toEqual([401, 'token is expired'])
  })

  it('counts one that was used for an hour: it has been in an address', async () => {
    const browser = site.browser()
    const token = await tokenFor(site, browser, 'github', 'chenjing')
    for (let minute = 0; minute < 59; minute += 20) {
      expect(said(await me(site, token, files))).toEqual(accepted)
      site.clock.now += 20 * 60_000
    }
    expect(said(await me(site, token, files))).toEqual([401, 'token is expired'])
    expect(await isSignedIn(browser)).toBe(true)
  })

  it('is not opened from elsewhere', async () => {
    const token = await tokenFor(site, site.browser(), 'github', 'zhaomin')
    expect(said(await me(site, token, 'https://evil.example'))).toEqual([401, 'token is invalidated'])
    site.clock.now += 60_000
    expect(said(await me(site, token, files))).toEqual([401, 'token is expired'])
  })
})

describe('auto-registration', () => {
  const off = `${alist('github')}\nsources:${github}${partner}`

  it('off: AList’s own sentence, and no account', async () => {
    const here = await openReadySite(off)
    const browser = here.browser()
    expect(said(await browser.get(await atVendor(here, browser, 'github', 'lisi')))).toEqual([400, notBound])
    expect(await usernames(here)).toEqual([])
    expect(sessionOf(browser)).toBeUndefined()
    await here.close()
  })

  it('on, with a name that is taken and no other wanted', async () => {
    const refusing = registering.replace('baseDir', 'onNameCollision: refuse, baseDir')
    const here = await openReadySite(`${refusing}${alist('github')}\nsources:${github}${partner}`)
    await signedIn(here, 'github', 'lisi')
    const [login] = await usernames(here)
    const browser = here.browser()
    const back = await atVendor(here, browser, 'github', 'wangwu')
    here.vendor.fault = async request =>
      new URL(request.url).pathname === '/github/api/user' ? Response.json({ id: 4711, login }) : undefined
    expect(said(await browser.get(back))).toEqual([400, 'cannot get username from SSO provider'])
    await here.close()
  })

  it('never makes one account of two people with one name', async () => {
    const here = await openReadySite(`${registering}${alist('github')}\nsources:${github}`)
    await tokenFor(here, here.browser(), 'github', 'lisi')
    const [login] = await usernames(here)
    const browser = here.browser()
    const back = await atVendor(here, browser, 'github', 'lisi')
    here.vendor.fault = async request =>
      new URL(request.url).pathname === '/github/api/user' ? Response.json({ id: 4711, login }) : undefined
    await browser.get(back)
    expect(new Set(await usernames(here)).size).toBe(2)
    await here.close()
  })
})

describe('somebody who is disabled', () => {
  useSite(`${registering}${alist('github')}\nsources:${github}`)

  it('gets nothing, and what they had is void', async () => {
    const browser = site.browser()
    const token = await tokenFor(site, browser, 'github', 'lisi')
    const { id } = await accountOf(site, browser)
    await site.storage.accounts.update(id, { disabled: true })
    expect(said(await me(site, token))).toEqual([401, 'token is invalidated'])
    const again = await browser.get(await atVendor(site, browser, 'github', 'lisi'))
    expect(said(again)).toEqual([401, 'Current user is disabled, replace please'])
    expect(await usernames(site)).toHaveLength(1)
    await site.storage.accounts.update(id, { disabled: false })
    // the session that it hung on is gone for good
    expect(said(await me(site, token))).toEqual([401, 'token is invalidated'])
  })
})

describe('a return that the browser did not begin', () => {
  useSite(`${registering}${alist('github')}\nsources:${github}`)

  it('signs nobody in: a link to an attacker’s own return', async () => {
    const lure = await atVendor(site, site.browser(), 'github', 'stranger')
    const victim = site.browser()
    await victim.get('/api/auth/sso?method=sso_get_token')
    expect(said(await victim.get(lure))).toEqual([400, badState])
    expect(sessionOf(victim)).toBeUndefined()
  })

  it('works once', async () => {
    const browser = site.browser()
    const back = await atVendor(site, browser, 'github', 'lisi')
    const twice = [browser, copyOf(site, browser)].map(each => each.get(back))
    const answers = await Promise.all(twice)
    expect(answers.filter(({ page }) => page.includes(badState))).toHaveLength(1)
  })

  it('is no return of a sign-in at our own pages, nor the other way round', async () => {
    const browser = site.browser()
    const ours = new URL(await browser.atVendor('github', 'lisi'))
    expect(
      said(await browser.get(`/api/auth/sso_callback?method=sso_get_token&${ours.searchParams}`)),
    ).toEqual([400, badState])
    const theirs = new URL(await atVendor(site, browser, 'github', 'lisi'))
    const wrong = await browser.get(`/auth/github/callback${theirs.search}`)
    expect(refusal(site, wrong)).toEqual([400, 'state_invalid'])
    expect(sessionOf(browser)).toBeUndefined()
  })

  it('does not turn a sign-in into a bind, and is good for ten minutes', async () => {
    const browser = await signedIn(site, 'github', 'lisi')
    const back = await atVendor(site, browser, 'github', 'lisi')
    const turned = back.replace('sso_get_token', 'get_sso_id')
    expect(turned).not.toBe(back)
    expect(said(await browser.get(turned))).toEqual([400, badState])
    const late = await atVendor(site, browser, 'github', 'lisi')
    site.clock.now += 600_000
    expect(said(await browser.get(late))).toEqual([400, badState])
  })

  it('brings nothing twice', async () => {
    const browser = site.browser()
    const back = await atVendor(site, browser, 'github', 'lisi')
    const [code, message] = said(await browser.get(`${back}&state=other`))
    expect([code, message.startsWith('This request cannot be read')]).toEqual([400, true])
  })
})

describe('several front ends', () => {
  const other = 'https://other.example.com:8443'
  useSite(`${registering}${alist('github', '', [files, other])}\nsources:${github}`)

  it.each([
    ['none', ''],
    ['one that is not listed', '&frontend=https://evil.example'],
    ['one that begins like one', `&frontend=${files}.evil.example`],
    ['one with a path', `&frontend=${files}/`],
    ['one with another port', '&frontend=https://other.example.com'],
    ['null', '&frontend=null'],
    ['two', `&frontend=${files}&frontend=${other}`],
  ])('must be named exactly: %s is refused', async (_, query) => {
    const [code, message] = said(await site.browser().get(`/api/auth/sso?method=sso_get_token${query}`))
    expect([code, message]).toEqual([
      400,
      'name the front end: &frontend=ORIGIN, one of callbacks.alist.frontends',
    ])
  })

  it('each gets its own message, in one session, and a token is good for its own alone', async () => {
    const browser = site.browser()
    const tokens: string[] = []
    for (const frontend of [files, other]) {
      const answer = await browser.get(await atVendor(site, browser, 'github', 'lisi', frontend))
      const { message, target } = handedOver(answer)
      expect(target).toBe(frontend)
      tokens.push(message.token ?? '')
    }
    const [one = '', two = ''] = tokens
    expect(said(await me(site, one, files))).toEqual(accepted)
    expect(said(await me(site, two, other))).toEqual(accepted)
    expect(said(await me(site, one))).toEqual(accepted)
    expect(said(await me(site, one, other))).toEqual([401, 'token is invalidated'])
  })

  it('another person in the browser ends what the first one had', async () => {
    const browser = site.browser()
    const one = await tokenFor(site, browser, 'github', 'wangwu', files)
    await tokenFor(site, browser, 'github', 'chenjing', files)
    expect(said(await me(site, one))).toEqual([401, 'token is invalidated'])
  })

  it('one that the file no longer lists gets nothing that was begun for it', async () => {
    const browser = site.browser()
    const back = await atVendor(site, browser, 'github', 'lisi', other)
    await site.restart(`${registering}${alist('github')}\nsources:${github}`)
    expect(said(await browser.get(back))).toEqual([400, badState])
  })
})

describe('too many tries', () => {
  useSite(`${registering}${alist('github')}\nsources:${github}`)

  it('are refused as AList does, and the answer says when to come back', async () => {
    const answers = await Promise.all(
      Array.from({ length: 61 }, () => site.browser().get('/api/auth/sso_callback?method=sso_get_token')),
    )
    const refused = answers.filter(answer => said(answer)[0] === 429)
    expect(refused).toHaveLength(1)
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

describe('the manual', () => {
  const samples = (name: string) =>
    readFile(new URL(`../../docs/${name}`, import.meta.url), 'utf8').then(text =>
      [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml = '']) => yaml),
    )

  it.each(['alist.md', 'alist.zh-CN.md'])('%s shows a file that is valid', async name => {
    const [yaml = '', ...sections] = await samples(name)
    expect(sections).toHaveLength(1)
    expect((await compile(yaml + sections.join(''), { file: name })).diagnostics).toEqual([])
  })
})

describe('the script', () => {
  it('stays one script, whatever is in it', () => {
    const page = { text: texts.en, locale: 'en', place: 'Example', base: '', sandbox: false } as const
    const hostile = `</script><script>alert(1)</script><!--"'\\\u2028`
    const html = render(
      alistHandoverPage({ page, nonce: 'n', message: { sso_id: hostile }, frontend: files }),
    )
    expect(html.match(/<script/g)).toHaveLength(1)
    expect(html.match(/<\/script/g)).toHaveLength(1)
    const script = /<script[^>]*>(.*)<\/script>/s.exec(html)?.[1] ?? ''
    const posted: unknown[] = []
    const window = { opener: { postMessage: (...given: unknown[]) => posted.push(given) }, close() {} }
    new Function('window', script)(window)
    expect(posted).toEqual([[{ sso_id: hostile }, files]])
  })
})
