import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { usernameCandidates } from '../../src/accounts/username.ts'
import { compile } from '../../src/config/compile.ts'
import { sha256 } from '../../src/hash.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts'
import { createLog } from '../../src/server/log.ts'
import { Browser } from '../browser.ts'
import { makeFolder, removeFolders } from '../cli/folder.ts'
import { command } from '../cli/io.ts'
import { listen } from '../loopback.ts'
import { dingtalk, type Fault, github, local, partner, registering, type Site } from '../site.ts'
import { get, send } from './raw.ts'
import {
  accountOf,
  beginBinding,
  boundTo,
  formToken,
  isSignedIn,
  lineOf,
  openReadySite,
  postByHand,
  refusal,
  sessionOf,
  signedIn,
  usernames,
} from './steps.ts'

const everything = `${registering}\nsources:${dingtalk}${github}${partner}${local}`
const refusing = github.replace('type: github', 'type: github\n    autoRegister: { onNameCollision: refuse }')
let site: Site

/** A site for each subject; behind a proxy where more people come than one address may send. */
function useSite(text = everything, server = ''): void {
  beforeAll(async () => {
    site = await openReadySite(text, server)
  })
  beforeEach(() => {
    site.vendor.fault = undefined
  })
  afterAll(() => site.close())
}
const behindProxy = ', trustedProxies: ["127.0.0.1/32"]'

let people = 0
/** Another person at another address, with this login at GitHub. */
async function newcomer(login: string, id = 70_000 + people): Promise<{ browser: Browser; code: unknown }> {
  people += 1
  const browser = site.browser({ 'x-forwarded-for': `198.51.${people >> 8}.${people & 255}` })
  site.vendor.fault = request =>
    request.url.endsWith('/github/api/user') ? Response.json({ id, login }) : undefined
  const answer = await browser.signIn('github', 'lisi')
  return { browser, code: answer.status === 302 ? 'signed in' : lineOf(site, answer).code }
}

describe('sixty refused registrations', () => {
  useSite(`${registering}\nsources:${refusing}`, behindProxy)

  it('do not take the place of an honest newcomer', async () => {
    expect((await newcomer('boss')).code).toBe('signed in')
    for (let count = 0; count < 60; count++) expect((await newcomer('boss')).code).toBe('username_taken')
    expect((await newcomer('lisi')).code).toBe('signed in')
    expect(await usernames(site)).toEqual(['boss', 'lisi'])
  })
})

describe('new accounts of a source', () => {
  useSite(`${registering}\nsources:${github}${partner}`, behindProxy)

  it('are at most sixty a minute, and of the next nothing is left behind', async () => {
    const known = { login: 'known', id: 1 }
    expect((await newcomer(known.login, known.id)).code).toBe('signed in')
    for (let count = 1; count < 60; count++) expect((await newcomer(`n${count}`)).code).toBe('signed in')

    const { browser, code } = await newcomer('late', 2)
    expect(code).toBe('registration_limit')
    expect(site.log.at(-1)).toMatchObject({ code, source: 'github' })
    expect(sessionOf(browser)).toBeUndefined()
    expect(await usernames(site)).toHaveLength(60)
    expect(await usernames(site)).not.toContain('late')
    expect(await site.storage.bindings.list()).toHaveLength(60)
    expect((await browser.signIn('github', 'lisi')).status).toBe(429)

    // who has an account is not held up, nor is another source
    expect((await newcomer(known.login, known.id)).code).toBe('signed in')
    const visitor = site.browser({ 'x-forwarded-for': '203.0.113.7' })
    expect((await visitor.signIn('partner', 'lisi')).status).toBe(302)
  })
})

describe('somebody who owns every name that could be worked out', () => {
  useSite(`${registering}\nsources:${github}`)

  it('keeps nobody from getting an account', async () => {
    const subject = '4711'
    const digest = sha256(`github\n${site.vendor.origin}/github/login\n${subject}`)
    const names = [...usernameCandidates('anyi', 'github', subject, () => digest)]
    expect(names.length).toBeGreaterThan(3)
    for (const name of names) expect((await newcomer(name)).code).toBe('signed in')
    expect(await usernames(site)).toEqual(expect.arrayContaining(names))

    const { browser, code } = await newcomer('anyi', Number(subject))
    expect(code).toBe('signed in')
    const { username, givenPermission } = await accountOf(site, browser)
    expect(username).toMatch(/^github_[0-9a-f]{16}$/)
    expect(givenPermission).toBe(768)
    // and once more as the same person
    const again = await newcomer('anyi', Number(subject))
    expect((await accountOf(site, again.browser)).username).toBe(username)
  })
})

describe('unbinding', () => {
  useSite()

  it('ends what the source has opened in other browsers, and nothing else', async () => {
    const owner = await signedIn(site, 'dingtalk', 'lisi')
    await owner.bind('github', 'lisi')
    const thief = await signedIn(site, 'github', 'lisi')
    const phone = await signedIn(site, 'dingtalk', 'lisi')
    const stranger = await signedIn(site, 'github', 'wangwu')
    await owner.submit('/account', '/account/unbind/github')
    expect(await Promise.all([owner, thief, phone, stranger].map(isSignedIn))).toEqual([
      true,
      false,
      true,
      true,
    ])
  })

  it('does not sign out the browser that asks for it, though it came in by that source', async () => {
    const owner = await signedIn(site, 'github', 'chenjing')
    await owner.bind('dingtalk', 'chenjing')
    const thief = await signedIn(site, 'github', 'chenjing')
    const { location } = await owner.submit('/account', '/account/unbind/github')
    expect(location).toBe(`${site.url}/account?done=unbound`)
    expect([await isSignedIn(owner), await isSignedIn(thief)]).toEqual([true, false])
    expect(await boundTo(site, await accountOf(site, owner))).toEqual(['dingtalk'])
  })

  it('that is refused ends nothing', async () => {
    const owner = await signedIn(site, 'dingtalk', 'anyi')
    const other = await signedIn(site, 'dingtalk', 'anyi')
    expect((await postByHand(owner, '/account/unbind/dingtalk')).status).toBe(409)
    expect([await isSignedIn(owner), await isSignedIn(other)]).toEqual([true, true])
  })

  it('on the command line ends all of them', async () => {
    const owner = await signedIn(site, 'dingtalk', 'zhaomin')
    await owner.bind('github', 'zhaomin')
    const thief = await signedIn(site, 'github', 'zhaomin')
    const { id } = await accountOf(site, owner)
    const said = await command(['accounts', 'unbind', id, '--source', 'github'], { cwd: desk() })
    expect(said).toMatchObject({ code: 0, stderr: '' })
    expect([await isSignedIn(owner), await isSignedIn(thief)]).toEqual([true, false])
  })
})

afterAll(removeFolders)
/** A folder in which the command line works on the database of the running site. */
const desk = () =>
  makeFolder({
    'sso.config.yaml': `version: 1
publicUrl: https://sso.example.com
storage: { url: "sqlite:${site.data}/sso.db" }
sources:
  - { id: github, type: github, name: GitHub, clientId: app, clientSecret: { env: A }, allow: { organizations: [x] } }
  - { id: dingtalk, type: dingtalk, name: 钉钉, corpId: ding1, clientId: ding2, clientSecret: { env: B } }
`,
  })

describe('a source that the file closes', () => {
  useSite()

  it('has all out who came in by it, and nobody else, when the server has started again', async () => {
    const [one, other] = [await signedIn(site, 'github', 'lisi'), await signedIn(site, 'dingtalk', 'wangwu')]
    await other.bind('github', 'wangwu')
    await site.restart(everything)
    expect([await isSignedIn(one), await isSignedIn(other)]).toEqual([true, true])

    await site.restart(everything.replace('type: github', 'type: github\n    enabled: false'))
    expect([await isSignedIn(one), await isSignedIn(other)]).toEqual([false, true])
    expect((await one.post('/signout', { form_token: 'x' })).location).toContain('/signin')
  })

  it('has them out too when it is gone from the file', async () => {
    await site.restart(everything)
    const one = await signedIn(site, 'github', 'lisi')
    await site.restart(`${registering}\nsources:${dingtalk}${local}`)
    expect(await isSignedIn(one)).toBe(false)
  })
})

/** The vendor's own reply with other values in it. */
const altered =
  (path: string, change: object): Fault =>
  async request => {
    if (!new URL(request.url).pathname.endsWith(path)) return undefined
    const { fault } = site.vendor
    site.vendor.fault = undefined
    const headers = { ...Object.fromEntries(request.headers) }
    for (const name of ['host', 'connection', 'content-length', 'transfer-encoding']) delete headers[name]
    const body = request.method === 'POST' ? await request.text() : null
    const own = await fetch(request.url, { method: request.method, headers, body })
    site.vendor.fault = fault
    return Response.json({ ...((await own.json()) as object), ...change })
  }

const tokenCalls: [source: string, path: string, field: string][] = [
  ['dingtalk', '/oauth2/userAccessToken', 'accessToken'],
  ['dingtalk', '/oauth2/accessToken', 'accessToken'],
  ['github', '/login/oauth/access_token', 'access_token'],
  ['partner', '/partner/issuer/token', 'access_token'],
]

describe('a token of a vendor', () => {
  useSite()

  const values: [what: string, value: string][] = [
    ['a line break', 'hush-0123456789\nhush: x'],
    ['a carriage return', 'hush-0123456789\r\nhush: x'],
    ['a space', 'hush-0123456789 hush'],
    ['a character that no header takes', 'hush-0123456789…hush'],
    ['a control character', 'hush-0123456789\u0000hush'],
  ]
  it.each(tokenCalls.flatMap(call => values.map(value => [...call, ...value] as const)))(
    'of %s at %s, in %s: with %s lets nobody in, and is in no page and no log line',
    async (source, path, field, _, token) => {
      const browser = site.browser()
      site.vendor.fault = altered(path, { [field]: token })
      const before = await usernames(site)
      const answer = await browser.signIn(source, 'lisi')
      expect(refusal(site, answer)).toEqual([502, 'source_reply_invalid'])
      expect(answer.page + site.lines.join('')).not.toContain('hush')
      expect(sessionOf(browser)).toBeUndefined()
      expect(await usernames(site)).toEqual(before)
    },
  )
})

describe('a token that is in no JSON', () => {
  useSite()

  it.each(tokenCalls)('of %s at %s is not quoted either', async (source, path) => {
    for (const body of ['hush-0123456789', '{"access_token": hush-0123456789}', '{"a":"b"hush-0123456789']) {
      const headers = { 'content-type': 'application/json' }
      site.vendor.fault = request =>
        request.url.endsWith(path) ? new Response(body, { headers }) : undefined
      const answer = await site.browser().signIn(source, 'lisi')
      expect(answer.status).toBe(502)
      expect(answer.page + site.lines.join('')).not.toContain('hush')
    }
  })
})

describe('a vendor that repeats in its error code what it was sent', () => {
  useSite()
  const secret = 'a secret that only tests know'

  /** What a token request carries, and what came with the return. */
  type Sent = Record<'secret' | 'code' | 'verifier' | 'state' | 'nonce', string>
  const calls = {
    dingtalk: ['/oauth2/userAccessToken', (text: string) => ({ code: text, message: text })],
    github: ['/login/oauth/access_token', (text: string) => ({ error: text, error_description: text })],
    partner: ['/partner/issuer/token', (text: string) => ({ error: text, error_description: text })],
  } as const
  const echoed: (keyof Sent)[] = ['secret', 'code', 'verifier', 'state', 'nonce']

  it.each(
    (['dingtalk', 'github', 'partner'] as const).flatMap(source =>
      echoed.map(what => [source, what] as const),
    ),
  )('%s, the %s: is in no page and no log line', async (source, what) => {
    const [path, reply] = calls[source]
    const browser = site.browser()
    const { location: start } = await browser.get(`/auth/${source}`)
    const { searchParams: departure } = new URL(start ?? '')
    const address = await browser.atVendor(source, 'lisi', start ?? '')
    const { searchParams: back } = new URL(address)
    const sent: Partial<Sent> = {
      secret,
      ...{ code: back.get('authCode') ?? back.get('code') ?? '', state: back.get('state') ?? '' },
      nonce: departure.get('nonce') ?? undefined,
    }
    site.vendor.fault = async request => {
      if (!request.url.endsWith(path)) return undefined
      const body = new URLSearchParams(await request.clone().text())
      sent.verifier = body.get('code_verifier') ?? undefined
      const value = sent[what]
      return value === undefined ? undefined : Response.json(reply(`no_${value}_`), { status: 400 })
    }
    const answer = await browser.get(address)
    // DingTalk has no nonce and no verifier: then there is nothing to repeat, and the person is let in
    if (sent[what] === undefined) return expect([source, answer.status]).toEqual([source, 302])
    expect(refusal(site, answer)).toEqual([502, 'source_refused'])
    expect(lineOf(site, answer).vendorCode).toContain('no_‹redacted›_')
    for (const value of Object.values(sent)) expect(answer.page + site.lines.join('')).not.toContain(value)
  })

  it.each(['dingtalk', 'github', 'partner'])('%s, in the return: the same', async source => {
    const browser = site.browser()
    const { location } = await browser.get(`/auth/${source}`)
    const state = new URL(location ?? '').searchParams.get('state') ?? ''
    const words = { state, error: `no_${state}_${secret}`, error_description: `${state} ${secret}` }
    const answer = await browser.get(`/auth/${source}/callback?${new URLSearchParams(words)}`)
    expect(refusal(site, answer)).toEqual([502, 'source_refused'])
    for (const value of [state, secret]) expect(answer.page + site.lines.join('')).not.toContain(value)
  })
})

describe('a post of something that is no form', () => {
  useSite()
  const routes = [
    '/auth/local/password',
    '/auth/dingtalk/password',
    '/auth/nobody/password',
    ...['dingtalk', 'github', 'partner', 'local'].map(source => `/auth/${source}/callback`),
    '/account/bind/github',
    '/account/unbind/github',
    '/account/password',
    '/signout',
  ]
  const bodies: [type: string, body: string][] = [
    ['text/plain', 'form_token=x&username=a&password=b'],
    ['application/json', '{"form_token":["x"],"username":{"length":1},"password":null}'],
    ['multipart/form-data; boundary=x', '--x--'],
    ['', 'x'],
  ]

  it.each(routes)('is refused, with no word of our code: %s', async path => {
    const browser = await signedIn(site, 'dingtalk', 'lisi')
    const cookie = [...(browser.cookies.get('localhost') ?? [])].map(pair => pair.join('=')).join('; ')
    for (const [type, body] of [...bodies, ['text/plain', undefined] as const]) {
      const own = { cookie, origin: site.url, 'sec-fetch-site': 'same-origin', 'content-type': type }
      const init = { method: 'POST', headers: own, redirect: 'manual' } as const
      const reply = await fetch(site.url + path, body === undefined ? init : { ...init, body })
      expect([400, 403, 404], `${type}: ${body}`).toContain(reply.status)
      expect(await reply.text()).not.toMatch(/ {4}at |TypeError|node_modules|\.ts:/)
      expect(JSON.stringify(site.log.at(-1))).not.toMatch(/ {4}at |TypeError|internal/)
    }
    expect(await isSignedIn(browser)).toBe(true)
  })
})

/** Control characters of both centuries, turners of direction, breakers of lines, the invisible. */
const hostile = 'zz\u0007\u001b[31m\u007f\u0085\u009b31m\u061c\u200f\u202e\u2066\u2028\u2029\ufeff\u{e0041}zz'
const raw = /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/u

const expectPlain = (...texts: string[]) => {
  for (const text of [...texts, ...site.lines]) expect(text).not.toMatch(raw)
  // one line an event, whatever is in it
  for (const line of site.lines) expect(line.trimEnd()).not.toContain('\n')
}

describe('control characters and turned text', () => {
  useSite()
  const directory = (userid: string, result: object): Record<string, object> => ({
    '/topapi/user/getbyunionid': { errcode: 0, result: { contact_type: 0, userid } },
    '/topapi/v2/user/get': { errcode: 0, result: { userid, ...result } },
  })
  it.each<[what: string, source: string, replies: Record<string, object>]>([
    ['a directory', 'dingtalk', directory('one', { name: hostile, org_email: `${hostile}@example.com` })],
    [
      'a person',
      'dingtalk',
      {
        ...directory('other', {}),
        '/contact/users/me': { unionId: 'unlisted', nick: hostile, mobile: hostile },
      },
    ],
    ['a person', 'github', { '/github/api/user': { id: 4712, login: hostile, name: hostile } }],
    [
      'a server',
      'partner',
      {
        '/issuer/userinfo': {
          ...{ name: hostile, preferred_username: hostile, phone_number: hostile },
          ...{ email: `${hostile}@example.com`, email_verified: true },
        },
      },
    ],
  ])('in what %s says at %s stay out of pages, log lines and the terminal', async (_, source, replies) => {
    site.vendor.fault = request => {
      const { pathname } = new URL(request.url)
      const path = Object.keys(replies).find(end => pathname.endsWith(end))
      return path === undefined ? undefined : altered(path, replies[path] ?? {})(request)
    }
    const browser = site.browser()
    const answer = await browser.signIn(source, 'lisi')
    expect(answer.status).toBe(302)
    const { page } = await browser.get('/account')
    expectPlain(answer.page, page)
    const cwd = desk()
    for (const { id } of await site.storage.accounts.list()) {
      for (const args of [['list'], ['show', id], ['sessions', id]]) {
        for (const format of [[], ['--format', 'json']]) {
          const said = await command(['accounts', ...args, ...format], { cwd })
          expect(said.code).toBe(0)
          expectPlain(said.stdout, said.stderr)
        }
      }
    }
  })

  it('of somebody who is refused stay out of the log line that names them', async () => {
    site.vendor.fault = request =>
      request.url.endsWith('/github/api/user')
        ? Response.json({ id: 4713, login: 'zz', name: hostile })
        : undefined
    const answer = await site.browser().signIn('github', 'stranger')
    expect(refusal(site, answer)).toEqual([403, 'not_allowed'])
    expect(lineOf(site, answer).who).toContain('zz')
    expectPlain(answer.page)
  })

  it.each(['dingtalk', 'github', 'partner'])('of a return to %s are in no page and no line', async source => {
    const browser = site.browser()
    const state =
      new URL((await browser.get(`/auth/${source}`)).location ?? '').searchParams.get('state') ?? ''
    const words = { state, error: hostile, error_description: hostile, error_uri: hostile }
    const answer = await browser.get(`/auth/${source}/callback?${new URLSearchParams(words)}`)
    expect(refusal(site, answer)).toEqual([502, 'source_refused'])
    expect(lineOf(site, answer).vendorCode).toContain('zz')
    expectPlain(answer.page)
    const twice = await browser.get(
      `/auth/${source}/callback?${new URLSearchParams([0, 1].map(() => [hostile, 'x']))}`,
    )
    expect(refusal(site, twice)).toEqual([400, 'request_invalid'])
    expectPlain(twice.page)
  })

  it('of a request are in no page and no line', async () => {
    const port = Number(new URL(site.url).port)
    const own = `Host: localhost:${port}`
    // what is older no HTTP parser takes
    const cut = `\u0085${hostile.slice(hostile.indexOf('\u009b'))}`
    const answers = [
      await get(port, '/', [`Host: ${cut}`]),
      await get(port, `/${cut}`, [own]),
      await get(port, `/${encodeURIComponent(hostile)}`, [own]),
      await get(port, `/auth/${encodeURIComponent(hostile)}`, [own]),
      await get(port, '/signin', [own, `X-Forwarded-For: ${cut}`, `User-Agent: ${cut}`]),
      await get(port, `/account?done=${encodeURIComponent(hostile)}`, [own]),
    ]
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 404, 404, 200, 302])
    expectPlain(...answers.map(({ body, headers }) => body + JSON.stringify([...headers])))
  })
})

describe('control characters in an error', () => {
  useSite()

  it.each<[source: string, path: string, reply: object]>([
    ['dingtalk', '/oauth2/userAccessToken', { code: hostile, message: hostile }],
    ['dingtalk', '/oauth2/accessToken', { code: hostile, message: hostile }],
    [
      'github',
      '/login/oauth/access_token',
      { error: hostile, error_description: hostile, error_uri: hostile },
    ],
    ['partner', '/partner/issuer/token', { error: hostile, error_description: hostile }],
    ['partner', '/partner/issuer/token', { access_token: 'a', token_type: hostile, id_token: hostile }],
  ])('of %s at %s are in no page and no line', async (source, path, reply) => {
    site.vendor.fault = request =>
      request.url.endsWith(path) ? Response.json(reply, { status: 400 }) : undefined
    const answer = await site.browser().signIn(source, 'wangwu')
    expect(answer.status).toBe(502)
    expectPlain(answer.page)
  })
})

describe('an address that the server of a source names as its own', () => {
  useSite()

  it.each([
    ['javascript', (host: string) => `javascript://${host}/%0aalert(document.domain)//`],
    ['data', (host: string) => `data://${host}/text/html,x`],
    ['file', (host: string) => `file://${host}/etc/passwd`],
    ['another listed-looking name', (host: string) => `https://localhost.:${host.split(':')[1]}/`],
  ])('is nothing people are sent to or shown: %s', async (_, address) => {
    // what was discovered before is forgotten
    site.clock.now += 700_000
    const browser = await signedIn(site, 'dingtalk', 'lisi')
    const authorization_endpoint = address(new URL(site.vendor.origin).host)
    site.vendor.fault = altered('/.well-known/openid-configuration', { authorization_endpoint })
    const start = await browser.get('/auth/partner')
    expect([start.location, start.status]).toEqual([null, 502])
    const bind = await postByHand(browser, '/account/bind/partner')
    expect(bind.status).toBe(502)
    expect(bind.page).not.toContain('http-equiv')
    for (const { page } of [start, bind]) expect(page).not.toMatch(/javascript:|alert|passwd|text\/html,/)
  })
})

describe('the beginning of a bind', () => {
  useSite()

  it('counts like the beginning of a sign-in: sixty a minute for both', async () => {
    const browser = await signedIn(site, 'dingtalk', 'lisi')
    const form = { form_token: await formToken(browser) }
    // the sign-in itself was two
    for (let count = 2; count < 60; count++)
      expect((await browser.post('/account/bind/github', form)).status).toBe(200)
    const begun = vi.spyOn(site.storage.transactions, 'insert')
    const answer = await browser.post('/account/bind/github', form)
    expect(refusal(site, answer)).toEqual([429, 'too_many_requests'])
    expect(Number(answer.headers.get('retry-after'))).toSatisfy((wait: number) => wait > 0 && wait <= 60)
    expect((await browser.get('/auth/dingtalk')).status).toBe(429)
    expect(begun).not.toHaveBeenCalled()
    begun.mockRestore()
    expect(await isSignedIn(browser)).toBe(true)
  })
})

describe('what ties a sign-in to its browser', () => {
  useSite()
  const flowOf = (browser: Browser) => browser.cookies.get('localhost')?.get('sso_flow')

  it.each(['dingtalk', 'github', 'partner'])('is gone after it, and after signing out: %s', async source => {
    const browser = site.browser()
    await browser.get('/signin')
    const first = flowOf(browser)
    await browser.signIn(source, 'lisi')
    expect([first, flowOf(browser)]).toEqual([expect.stringMatching(/^[\w-]{43}$/), undefined])
    await beginBinding(browser, source === 'github' ? 'partner' : 'github', 'lisi')
    expect(flowOf(browser)).toBeDefined()
    await browser.submit('/account', '/signout')
    expect(flowOf(browser)).toBeUndefined()
    await browser.get('/signin')
    expect(flowOf(browser)).not.toBe(first)
  })

  it('is gone after a password too', async () => {
    const browser = await signedIn(site, 'dingtalk', 'wangwu')
    await browser.submit('/account', '/account/password', { password: 'a long enough sentence' })
    const { username } = await accountOf(site, browser)
    const fields = { username, password: 'a long enough sentence' }
    const other = site.browser()
    expect((await other.submit('/signin', '/auth/local/password', fields)).status).toBe(303)
    expect(flowOf(other)).toBeUndefined()
  })

  it('takes with it what the last person at this browser has begun', async () => {
    const browser = site.browser()
    const planted = await browser.atVendor('dingtalk', 'zhaomin')
    await browser.signIn('github', 'chenjing')
    await browser.submit('/account', '/signout')
    expect(refusal(site, await browser.get(planted))).toEqual([400, 'state_invalid'])
    expect(sessionOf(browser)).toBeUndefined()
  })
})

describe('the port of the simulated vendors', () => {
  let sandbox: Sandbox
  let port: number
  let way: string
  beforeAll(async () => {
    const text = `version: 1\npublicUrl: https://sso.example.com\nsources:${github.replaceAll('{vendor}', 'https://github.example')}`
    const { config } = await compile(text.replace(/ {4}endpoints.*/, ''), { file: 'test.yaml' })
    if (!config) throw new Error('the file of this test is wrong')
    sandbox = await startSandbox(config, { log: createLog('silent', () => {}), port: 0 })
    const departure = new URL((await new Browser(sandbox.url).get('/auth/github')).location ?? '')
    port = Number(departure.port)
    way = departure.pathname + departure.search
  })
  afterAll(() => sandbox.close())

  it('answers to its own name', async () => {
    const { status, body } = await get(port, way, [`Host: 127.0.0.1:${port}`])
    expect(status).toBe(200)
    expect(body).toContain('SANDBOX')
  })

  it.each<[what: string, lines: (port: number) => string[]]>([
    ['another name that leads here', at => [`Host: evil.example:${at}`]],
    ['another name of this machine', at => [`Host: localhost:${at}`]],
    ['another port', at => [`Host: 127.0.0.1:${at + 1}`]],
    ['no port', () => ['Host: 127.0.0.1']],
    ['its own name with a user in front', at => [`Host: x@127.0.0.1:${at}`]],
    ['its own name with a dot', at => [`Host: 127.0.0.1.:${at}`]],
  ])('answers nothing to %s', async (_, lines) => {
    const { status, body } = await get(port, way, lines(port))
    expect([status, body]).not.toEqual([200, expect.anything()])
    expect([400, 421]).toContain(status)
    expect(body).not.toContain('SANDBOX')
  })

  it('reads no more than a megabyte', async () => {
    const vendor = await listen()
    const read: number[] = []
    vendor.serve(async request => {
      read.push((await request.arrayBuffer()).byteLength)
      return new Response('read')
    })
    const at = Number(new URL(vendor.origin).port)
    const post = (bytes: number) =>
      send(
        at,
        `POST / HTTP/1.1\r\nHost: 127.0.0.1:${at}\r\nContent-Length: ${bytes}\r\nConnection: close\r\n\r\n${'x'.repeat(bytes)}`,
      )
    expect((await post(1_048_576)).status).toBe(200)
    expect((await post(1_048_577)).status).toBe(413)
    expect(read).toEqual([1_048_576])
    await vendor.close()
  })
})
