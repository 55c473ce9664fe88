import { describe, expect, it } from 'vitest'
import { command } from '../../cli/io.ts'
import { get } from '../raw.ts'
import { isSignedIn, lineOf, refusal, signedIn } from '../steps.ts'
import { altered, desk, site, useSite } from './attacked.ts'

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
