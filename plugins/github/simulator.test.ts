import { createHash } from 'node:crypto'
import { exchangeWebFlowCode, getWebFlowAuthorizationUrl } from '@octokit/oauth-methods'
import { request as octokit } from '@octokit/request'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createWorld } from '../../src/sandbox/organisation.ts'
import type { World } from '../../src/sandbox/world.ts'
import { listen } from '../../test/loopback.ts'
import { type Options, simulate } from './simulator/index.ts'
import { idOf, loginOf } from './simulator/people.ts'

const callback = 'https://sso.example.com/auth/github/callback?via=test'
const hosts = { login: 'http://github.test/login-host', api: 'http://github.test/api-host' }
const credentials = { client_id: 'Iv1.app', client_secret: 's3cret' }

let clock: number
let world: World
let send: (request: Request) => Promise<Response>

beforeEach(() => {
  clock = Date.UTC(2026, 10, 26)
  world = createWorld({ now: () => clock, random: counted() })
  send = simulate(optionsWith(hosts), world)
})

describe('the authorisation page', () => {
  test('lists everybody and lets each one choose themselves', async () => {
    const page = await (await send(new Request(authorizeUrl()))).text()
    expect(page.match(/data-person=/g)).toHaveLength(world.people.length)
    expect(page).toContain('SANDBOX')
  })

  test('sends back the code and the state, and keeps the query of the address', async () => {
    const back = await departure({ person: 'lisi', state: 'a b' })
    expect([...back.searchParams.keys()]).toEqual(['via', 'code', 'state'])
    expect(back.searchParams.get('state')).toBe('a b')
  })

  test('sends back a refusal with its description', async () => {
    const back = await departure({ refuse: '1', state: 's' })
    expect(Object.fromEntries(back.searchParams)).toMatchObject({
      error: 'access_denied',
      error_description: 'The user has denied your application access.',
      state: 's',
    })
  })

  test('takes S256 only', async () => {
    const back = await departure({ person: 'lisi', code_challenge: 'x', code_challenge_method: 'plain' })
    expect(back.searchParams.get('error')).toBe('invalid_request')
  })

  test.each([
    ['another app', { client_id: 'Iv1.other' }],
    ['no redirect_uri', { redirect_uri: '' }],
    ['a redirect_uri that is a script', { redirect_uri: 'javascript:alert(1)' }],
    ['a person nobody knows', { person: 'nobody' }],
  ])('redirects nobody for %s', async (_, change) => {
    const reply = await send(new Request(authorizeUrl({ person: 'lisi', ...change })))
    expect(reply.status).toBeGreaterThanOrEqual(400)
    expect(reply.headers.get('location')).toBeNull()
  })
})

describe('the token request', () => {
  test('is answered with a form, and with commas between the scopes', async () => {
    const code = await webCode('lisi', { scope: 'user:email read:org read:user' })
    const reply = await tokenRequest({ code }, {})
    expect(reply.headers.get('content-type')).toContain('application/x-www-form-urlencoded')
    expect(Object.fromEntries(new URLSearchParams(await reply.text()))).toEqual({
      access_token: expect.stringMatching(/^gho_[0-9A-Za-z]{36}$/),
      scope: 'read:org,read:user,user:email',
      token_type: 'bearer',
    })
  })

  test('drops scopes that another one includes, and those that do not exist', async () => {
    expect(await token('lisi', 'user,user:email,openid')).toMatchObject({ scope: 'user' })
  })

  test('gives the scopes of the last time to who asks for none', async () => {
    await token('lisi', 'read:org')
    expect(await token('lisi', '')).toMatchObject({ scope: 'read:org' })
    expect(await token('wangwu', '')).toMatchObject({ scope: '' })
  })

  test.each([
    ['a wrong secret', { client_secret: 'guess' }, 'incorrect_client_credentials'],
    ['an unknown app', { client_id: 'Iv1.other' }, 'incorrect_client_credentials'],
    ['an unknown code', { code: 'made-up' }, 'bad_verification_code'],
    ['another redirect_uri', { redirect_uri: 'https://elsewhere.example.com/' }, 'redirect_uri_mismatch'],
  ])('has its error for %s inside a 200', async (_, change, error) => {
    const reply = await tokenRequest({ code: await webCode('lisi'), ...change })
    expect(reply.status).toBe(200)
    expect(await reply.json()).toEqual({
      error,
      error_description: expect.any(String),
      error_uri: expect.any(String),
    })
  })

  test('takes a code once, and for ten minutes', async () => {
    const [used, inTime, late] = [await webCode('lisi'), await webCode('lisi'), await webCode('lisi')]
    await tokenRequest({ code: used })
    expect(await (await tokenRequest({ code: used })).json()).toMatchObject({
      error: 'bad_verification_code',
    })
    clock += 599_000
    expect(await (await tokenRequest({ code: inTime })).json()).toHaveProperty('access_token')
    clock += 1_000
    expect(await (await tokenRequest({ code: late })).json()).toMatchObject({
      error: 'bad_verification_code',
    })
  })

  test('wants the verifier where a challenge was sent', async () => {
    const challenge = {
      code_challenge: createHash('sha256').update('verifier').digest('base64url'),
      code_challenge_method: 'S256',
    }
    const code = await webCode('lisi', challenge)
    const wrongs: Record<string, string>[] = [{}, { code_verifier: 'guess' }]
    for (const wrong of wrongs) {
      expect(await (await tokenRequest({ code, ...wrong })).json()).toMatchObject({
        error: 'bad_verification_code',
      })
    }
    expect(await (await tokenRequest({ code, code_verifier: 'verifier' })).json()).toHaveProperty(
      'access_token',
    )
  })
})

describe('the API', () => {
  test('turns away requests without a User-Agent, and those without a known token', async () => {
    const bare = (headers: Record<string, string>) => send(new Request(`${hosts.api}/user`, { headers }))
    expect((await bare({})).status).toBe(403)
    expect((await bare({ 'user-agent': 'test' })).status).toBe(401)
    expect((await bare({ 'user-agent': 'test', authorization: 'Bearer gho_made_up' })).status).toBe(401)
    const reply = await bare({ 'user-agent': 'test', authorization: 'Basic bGlzaTpw' })
    expect(await reply.json()).toMatchObject({ message: 'Requires authentication', status: '401' })
  })

  test('knows people by a number, and by a login that is not the userid', async () => {
    const { access_token } = await token('lisi')
    const user = await (await get('/user', access_token)).json()
    expect(user).toMatchObject({ id: idOf({ id: 'lisi' }), login: loginOf({ id: 'lisi' }), type: 'User' })
    expect(Number.isSafeInteger(idOf({ id: 'lisi' }))).toBe(true)
    expect(loginOf({ id: 'lisi' })).not.toBe('lisi')
  })

  test('has different numbers and logins for everybody, and for some neither name nor address', async () => {
    const users = await Promise.all(world.people.map(({ id }) => profile(id)))
    expect(new Set(users.map(({ id }) => id)).size).toBe(users.length)
    expect(new Set(users.map(({ login }) => login)).size).toBe(users.length)
    for (const field of ['name', 'email'] as const) {
      const hidden = users.filter(user => user[field] === null).length
      expect(hidden).toBeGreaterThan(0)
      expect(hidden).toBeLessThan(users.length)
    }
  })

  test('hides the addresses without the scope for them', async () => {
    expect((await get('/user/emails', (await token('lisi', 'read:user')).access_token)).status).toBe(404)
    for (const scope of ['user:email', 'user']) {
      expect((await get('/user/emails', (await token('lisi', scope)).access_token)).status).toBe(200)
    }
  })

  test('says which address is primary and whether it was verified, one not following from the other', async () => {
    const primary = async (id: string) => (await addresses(id)).find(address => address.primary)
    expect(await primary('lisi')).toMatchObject({ email: 'lisi@example.com', verified: true })
    expect(await primary('weixin')).toMatchObject({ email: 'weixin@example.com', verified: false })
    expect(await primary('impostor')).toMatchObject({ email: 'lisi@example.com', verified: false })
  })

  test('tells members, people invited and people outside apart', async () => {
    const state = async (id: string, org = 'example') => {
      const reply = await get(`/user/memberships/orgs/${org}`, (await token(id, 'read:org')).access_token)
      return reply.status === 200 ? ((await reply.json()) as { state: string }).state : reply.status
    }
    expect(await state('lisi')).toBe('active')
    expect(await state('lisi', 'EXAMPLE')).toBe('active')
    expect(await state('renyi')).toBe('pending')
    expect(await state('stranger')).toBe(404)
    expect(await state('lisi', 'nobody-said-so')).toBe(404)
    expect(await state('stranger', 'weekend-hobbyists')).toBe('active')
  })

  test('keeps organisations to itself without the scope for them', async () => {
    const { access_token } = await token('lisi', 'user:email')
    expect((await get('/user/memberships/orgs/example', access_token)).status).toBe(403)
    expect((await get('/user/orgs', access_token)).status).toBe(403)
    expect((await get('/user/teams', access_token)).status).toBe(403)
    expect((await get('/orgs/example/teams/r-d', access_token)).status).toBe(403)
  })

  test('shows the teams of an organisation to its members alone, and a secret one to its own people', async () => {
    const seen = async (id: string, slug: string) =>
      (await get(`/orgs/example/teams/${slug}`, (await token(id, 'read:org')).access_token)).status
    expect([await seen('lisi', 'r-d'), await seen('stranger', 'r-d'), await seen('renyi', 'people')]).toEqual(
      [200, 404, 404],
    )
    expect([await seen('dengchao', 'finance'), await seen('lisi', 'finance')]).toEqual([200, 404])
    expect(await seen('lisi', 'nobody-said-so')).toBe(404)
  })

  test('has the teams that the file names, and puts people into them', async () => {
    send = simulate({ ...optionsWith(hosts), allow: { teams: ['example/ops'] } }, world)
    const slugs = async (id: string) => {
      const reply = await get('/user/teams', (await token(id, 'read:org')).access_token)
      return ((await reply.json()) as { slug: string }[]).map(({ slug }) => slug)
    }
    expect(await slugs('zhaomin')).toEqual(['platform', 'r-d', 'ops'])
    expect(await slugs('renyi')).toEqual(['platform'])
  })

  test('has no other resources', async () => {
    const { access_token } = await token('lisi')
    expect((await get('/users/lisi', access_token)).status).toBe(404)
  })
})

describe('GitHub’s own client, octokit', () => {
  let server: Awaited<ReturnType<typeof listen>>
  let rest: typeof octokit

  beforeAll(async () => {
    server = await listen()
  })
  afterAll(() => server.close())
  beforeEach(() => {
    // laid out as on GitHub Enterprise Server: the API below the pages
    const { origin } = server
    server.serve(simulate(optionsWith({ login: origin, api: `${origin}/api/v3` }), world))
    rest = octokit.defaults({ baseUrl: `${origin}/api/v3` })
  })

  const app = { clientType: 'oauth-app', clientId: 'Iv1.app' } as const

  async function signIn(person: string, scopes: string[]) {
    const { url } = getWebFlowAuthorizationUrl({
      ...app,
      scopes,
      redirectUrl: callback,
      state: 's',
      request: rest,
    })
    const reply = await fetch(`${url}&person=${person}`, { redirect: 'manual' })
    const code = new URL(reply.headers.get('location') ?? '').searchParams.get('code') ?? ''
    return exchangeWebFlowCode({ ...app, clientSecret: 's3cret', code, redirectUrl: callback, request: rest })
  }

  test('signs a person in and reads them', async () => {
    const { authentication, data } = await signIn('lisi', ['read:user', 'user:email', 'read:org'])
    expect(data.scope).toBe('read:org,read:user,user:email')
    const headers = { authorization: `Bearer ${authentication.token}` }
    expect((await rest('GET /user', { headers })).data).toMatchObject({ id: idOf({ id: 'lisi' }) })
    expect((await rest('GET /user/emails', { headers })).data[0]).toMatchObject({
      primary: true,
      verified: true,
    })
    const { data: membership } = await rest('GET /user/memberships/orgs/{org}', { org: 'example', headers })
    expect(membership).toMatchObject({ state: 'active', role: 'member' })
  })

  test('follows the pages of the organisations to the end', async () => {
    const { authentication } = await signIn('lisi', ['read:org'])
    const names: string[] = []
    let next: string | undefined = '/user/orgs?per_page=1'
    while (next) {
      const headers = { authorization: `token ${authentication.token}` }
      const page: Awaited<ReturnType<typeof rest<'GET /user/orgs'>>> = await rest(
        `GET ${next}` as 'GET /user/orgs',
        { headers },
      )
      names.push(...page.data.map(({ login }) => login))
      next = /<([^>]+)>; rel="next"/.exec(page.headers.link ?? '')?.[1]
    }
    expect(names).toEqual(['example', 'Another-Org', 'weekend-hobbyists'])
  })

  test('reads the teams of a person, and the way up from each', async () => {
    const { authentication } = await signIn('huangli', ['read:org'])
    const headers = { authorization: `Bearer ${authentication.token}` }
    const { data } = await rest('GET /user/teams', { headers })
    const listed = data.map(({ organization, slug, parent }) => [organization.login, slug, parent?.slug])
    expect(listed).toEqual([
      ['weekend-hobbyists', 'platform', undefined],
      ['example', 'storage', 'platform'],
      ['Another-Org', 'storage', 'platform'],
    ])
    const above = { org: 'another-org', team_slug: 'platform', headers }
    const { data: platform } = await rest('GET /orgs/{org}/teams/{team_slug}', above)
    expect(platform).toMatchObject({ name: 'Platform', privacy: 'closed', parent: { slug: 'r-d' } })
    const secret = rest('GET /orgs/{org}/teams/{team_slug}', {
      org: 'example',
      team_slug: 'finance',
      headers,
    })
    await expect(secret).rejects.toMatchObject({ status: 404 })
  })

  test('understands the errors', async () => {
    const exchange = exchangeWebFlowCode({ ...app, clientSecret: 's3cret', code: 'used', request: rest })
    await expect(exchange).rejects.toThrow(/bad_verification_code/)
    const headers = { authorization: 'Bearer gho_made_up' }
    await expect(rest('GET /user', { headers })).rejects.toMatchObject({
      status: 401,
      message: /Bad credentials/,
    })
  })
})

function optionsWith(endpoints: typeof hosts): Options {
  return {
    clientId: 'Iv1.app',
    clientSecret: { reveal: () => 's3cret' },
    pkce: true,
    endpoints,
    allow: { organizations: ['example', 'Another-Org'] },
  }
}

interface User {
  id: number
  login: string
  name: string | null
  email: string | null
}

function authorizeUrl(change: Record<string, string> = {}): string {
  const query = new URLSearchParams({ client_id: 'Iv1.app', redirect_uri: callback, ...change })
  return `${hosts.login}/login/oauth/authorize?${query}`
}

async function departure(change: Record<string, string>): Promise<URL> {
  const reply = await send(new Request(authorizeUrl(change)))
  expect(reply.status).toBe(302)
  return new URL(reply.headers.get('location') ?? '')
}

async function webCode(person: string, change: Record<string, string> = {}): Promise<string> {
  return (await departure({ person, ...change })).searchParams.get('code') ?? ''
}

function tokenRequest(
  parameters: Record<string, string>,
  headers: Record<string, string> = { accept: 'application/json' },
) {
  const body = new URLSearchParams({ ...credentials, ...parameters })
  return send(new Request(`${hosts.login}/login/oauth/access_token`, { method: 'POST', headers, body }))
}

async function token(person: string, scope = 'read:user') {
  const reply = await tokenRequest({ code: await webCode(person, { scope }) })
  return (await reply.json()) as { access_token: string; scope: string }
}

function get(path: string, accessToken: string): Promise<Response> {
  const headers = { authorization: `Bearer ${accessToken}`, 'user-agent': 'test' }
  return send(new Request(hosts.api + path, { headers }))
}

async function profile(person: string): Promise<User> {
  return (await (await get('/user', (await token(person)).access_token)).json()) as User
}

async function addresses(person: string) {
  const reply = await get('/user/emails', (await token(person, 'user:email')).access_token)
  return (await reply.json()) as { email: string; primary: boolean; verified: boolean }[]
}

/** Different at every call and the same in every run. */
function counted(): World['random'] {
  let calls = 0
  return bytes => createHash('sha512').update(String(calls++)).digest().subarray(0, bytes)
}
