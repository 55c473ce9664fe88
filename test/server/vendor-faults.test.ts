import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Answer, Browser } from '../browser.ts'
import { dingtalk, type Fault, github, partner, registering, type Site } from '../site.ts'
import { lineOf, openReadySite, sessionOf, usernames } from './steps.ts'

interface Call {
  path: string
  step: 'start' | 'exchange' | 'profile'
  /** What this vendor calls an error that it sends with status 200. */
  error: object
  /** Replies that are well-formed and name nobody, or nobody that can be told from others. */
  nobody?: readonly object[]
}

const oapiBusy = { errcode: -1, errmsg: '系统繁忙', request_id: '1' }
const found = (result: object) => ({ errcode: 0, errmsg: 'ok', result, request_id: '1' })

/** Every call of a sign-in, in order, and what goes wrong there and nowhere else. */
const vendors: Record<string, { yaml: string; exchange: string; calls: Call[] }> = {
  dingtalk: {
    yaml: dingtalk,
    exchange: 'POST /dingtalk/api/v1.0/oauth2/userAccessToken',
    calls: [
      {
        path: '/dingtalk/api/v1.0/oauth2/userAccessToken',
        step: 'exchange',
        error: { code: 'ServiceUnavailable', message: '系统繁忙', requestid: '1' },
        nobody: [{ accessToken: '', expireIn: 7200 }, { accessToken: 7 }],
      },
      {
        path: '/dingtalk/api/v1.0/contact/users/me',
        step: 'profile',
        error: { code: 'InvalidAuthentication', message: '不合法的access_token', requestid: '1' },
        nobody: [
          { nick: '李四', unionId: '' },
          { nick: '李四' },
          { unionId: 7 },
          { unionId: null },
          { unionId: ['a'] },
        ],
      },
      {
        path: '/dingtalk/api/v1.0/oauth2/accessToken',
        step: 'profile',
        error: { code: 'ServiceUnavailable', message: '系统繁忙', requestid: '1' },
        nobody: [{ accessToken: '', expireIn: 7200 }],
      },
      {
        path: '/dingtalk/oapi/topapi/user/getbyunionid',
        step: 'profile',
        error: oapiBusy,
        nobody: [
          found({ contact_type: 0, userid: '' }),
          found({}),
          { errcode: 0 },
          { errcode: 0, result: null },
        ],
      },
      {
        path: '/dingtalk/oapi/topapi/v2/user/get',
        step: 'profile',
        error: oapiBusy,
        nobody: [{ errcode: 0 }, { errcode: '88', sub_code: '40078' }, found({ name: ['李四'] })],
      },
    ],
  },
  github: {
    yaml: github,
    exchange: 'POST /github/login/login/oauth/access_token',
    calls: [
      {
        path: '/github/login/login/oauth/access_token',
        step: 'exchange',
        error: {
          error: 'bad_verification_code',
          error_description: 'The code passed is incorrect or expired.',
        },
        nobody: [{ access_token: '', token_type: 'bearer' }, { token_type: 'bearer' }],
      },
      {
        path: '/github/api/user',
        step: 'profile',
        error: { message: 'Server Error', documentation_url: 'https://docs.github.com/rest', status: '500' },
        nobody: [
          ...[0, '', null, -1, 1.5, 2 ** 53, '0', [7], true].map(id => ({ id, login: 'lisi' })),
          { id: 7, login: '' },
        ],
      },
      {
        path: '/github/api/user/emails',
        step: 'profile',
        error: { message: 'Server Error' },
        nobody: [[{ primary: true }], [null], [{ primary: 'yes' }]],
      },
      {
        path: '/github/api/user/memberships/orgs/example',
        step: 'profile',
        error: { message: 'Server Error' },
        nobody: [{ state: true }],
      },
      {
        path: '/github/api/user/teams',
        step: 'profile',
        error: { message: 'Server Error' },
        nobody: [[null], [{ slug: 'platform' }], [{ slug: 7, organization: { login: 'example' } }]],
      },
    ],
  },
  partner: {
    yaml: partner,
    exchange: 'POST /partner/issuer/token',
    calls: [
      {
        path: '/partner/issuer/.well-known/openid-configuration',
        step: 'start',
        error: { error: 'server_error' },
        nobody: [{ issuer: 'https://evil.example' }, { issuer: '' }],
      },
      {
        path: '/partner/issuer/token',
        step: 'exchange',
        error: { error: 'invalid_grant', error_description: 'no' },
        nobody: [
          { access_token: 'a', token_type: 'Bearer' },
          { access_token: 'a', token_type: 'Bearer', id_token: 'e30.e30.' },
        ],
      },
      { path: '/partner/issuer/jwks', step: 'exchange', error: { error: 'server_error' } },
      {
        path: '/partner/issuer/userinfo',
        step: 'profile',
        error: { error: 'server_error' },
        nobody: [{ sub: '' }, { sub: 'somebody else' }, { sub: 7 }],
      },
    ],
  },
}

const html = (status: number, size = 0) =>
  new Response(`<!doctype html><h1>upstream trouble</h1>${'x'.repeat(size)}`, {
    status,
    headers: { 'content-type': 'text/html' },
  })
const text = (body: string) => new Response(body, { headers: { 'content-type': 'application/json' } })

const faults: Record<string, Fault> = {
  'a page with status 200': () => html(200),
  'a page with status 502': () => html(502),
  'a page of more than 1 MB': () => html(200, 1_048_576),
  'more than 1 MB of JSON': () => text(JSON.stringify({ padding: 'x'.repeat(1_048_576) })),
  'an empty object': () => Response.json({}),
  null: () => Response.json(null),
  'a list': () => Response.json([null]),
  'half an object': () => text('{"access_token":"half'),
  nothing: () => text(''),
  'silence for longer than the limit': () => new Promise(() => undefined),
  // what is promised in Content-Length never comes
  'a cut connection': () =>
    new Response('{"access_token":', {
      headers: { 'content-type': 'application/json', 'content-length': '1000', connection: 'close' },
    }),
  'a redirect': request => Response.redirect(new URL('/elsewhere', request.url), 302),
  'a redirect that keeps the body': request => Response.redirect(new URL('/elsewhere', request.url), 307),
}

describe.each(Object.entries(vendors))('%s', (source, { yaml, exchange, calls }) => {
  describe.each(calls)('at $path', ({ path, step, error, nobody = [] }) => {
    let site: Site
    let browser: Browser
    /** Whatever was sent to the vendor that is secret: codes, tokens, verifiers, our own secret. */
    let sent: Set<string>
    beforeAll(async () => {
      // one of the faults is silence until the limit
      site = await openReadySite(`${registering}\nsources:${yaml}`, '', 500)
    })
    beforeEach(() => {
      sent = new Set(['a secret that only tests know'])
      site.log.length = 0
      site.vendor.calls.length = 0
      browser = site.browser()
    })
    afterAll(() => site.close())

    async function failedSignIn(fault: Fault): Promise<Answer> {
      site.vendor.fault = async request => {
        for (const value of await secretsOf(request)) sent.add(value)
        return new URL(request.url).pathname === path ? fault(request) : undefined
      }
      const start = await browser.get(`/auth/${source}`)
      if (start.location === null) return start
      const address = await browser.atVendor(source, 'lisi', start.location)
      for (const name of ['code', 'authCode', 'state'])
        sent.add(new URL(address).searchParams.get(name) ?? 'lisi@secret')
      return browser.get(address)
    }

    async function expectClean(answer: Answer): Promise<void> {
      expect(answer.status).toBe(502)
      const line = lineOf(site, answer)
      expect(line).toMatchObject({ source, step, cause: expect.stringMatching(/./) })
      expect(['source_unreachable', 'source_reply_invalid', 'source_refused']).toContain(line.code)

      expect(await usernames(site)).toEqual([])
      expect(sessionOf(browser)).toBeUndefined()
      const said = JSON.stringify(site.log) + answer.page
      for (const value of sent) expect(said).not.toContain(value)
      expect(said).not.toContain('upstream trouble')
      // a code that is sent twice may be worth two sign-ins to whoever listens
      expect(site.vendor.calls.filter(call => call === exchange).length).toBeLessThanOrEqual(1)
      if (step !== 'start') expect(site.vendor.calls).toContain(exchange)
      expect(site.vendor.calls.filter(call => call.endsWith('/elsewhere'))).toEqual([])
    }

    it.each(Object.entries(faults))('lets nobody in for %s', async (_, fault) => {
      await expectClean(await failedSignIn(fault))
    })

    it('lets nobody in for an error inside a 200', async () => {
      await expectClean(await failedSignIn(() => Response.json(error)))
    })

    it('does not log a refusal that repeats what it was sent', async () => {
      const echo: Fault = async request => {
        const body = `${request.url} ${[...request.headers].flat().join(' ')} ${await request.clone().text()}`
        return Response.json(
          { ...error, error: 'server_error', error_description: body, message: body, errmsg: body },
          { status: 400 },
        )
      }
      await expectClean(await failedSignIn(echo))
    })

    it.runIf(nobody.length > 0).each(nobody.map(reply => [JSON.stringify(reply), reply] as const))(
      'lets nobody in for %s',
      async (_, reply) => {
        await expectClean(await failedSignIn(() => Response.json(reply)))
      },
    )

    it('lets the person in once the vendor is well again', async () => {
      site.vendor.fault = undefined
      expect((await browser.signIn(source, 'lisi')).status).toBe(302)
      expect(await usernames(site)).toHaveLength(1)
    })
  })
})

describe('an OpenID server', () => {
  it.each([
    [{ keys: [] }],
    [{ keys: [null] }],
    [{ keys: [{ kty: 'oct', k: 'AAAA', kid: 'partner-rs256' }] }],
  ])('lets nobody in with the keys %j', async keys => {
    const site = await openReadySite(`${registering}\nsources:${partner}`)
    site.vendor.fault = request => (request.url.endsWith('/jwks') ? Response.json(keys) : undefined)
    const answer = await site.browser().signIn('partner', 'lisi')
    expect(answer.status).toBe(502)
    expect(lineOf(site, answer)).toMatchObject({ source: 'partner', step: 'exchange' })
    expect(await usernames(site)).toEqual([])
    await site.close()
  })
})

async function secretsOf(request: Request): Promise<string[]> {
  const { searchParams } = new URL(request.url)
  const body = await request.clone().text()
  const fields: Record<string, unknown> = body.startsWith('{')
    ? JSON.parse(body)
    : Object.fromEntries(new URLSearchParams(body))
  const names = ['code', 'clientSecret', 'client_secret', 'appSecret', 'code_verifier', 'unionid']
  const bearer = request.headers.get('authorization')?.replace(/^\w+ /, '')
  return [
    ...names.map(name => fields[name]),
    bearer,
    request.headers.get('x-acs-dingtalk-access-token'),
    searchParams.get('access_token'),
  ].filter(value => typeof value === 'string' && value.length > 5) as string[]
}
