import { createHash } from 'node:crypto'
import * as client from 'openid-client'
import { Strategy as GoogleStrategy } from 'passport-google-oauth20'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createWorld } from '../../src/sandbox/organisation.ts'
import type { World } from '../../src/sandbox/world.ts'
import { listen } from '../../test/loopback.ts'
import { type Options, simulate } from './simulator/index.ts'
import { otherDomain, ownPeople, subjectOf } from './simulator/people.ts'

const callback = 'https://sso.example.com/auth/google/callback?via=test'
const hosts = {
  login: 'http://google.test/login',
  token: 'http://google.test/token',
  api: 'http://google.test/api',
}

let clock: number
const world = createWorld({ now: () => clock, random: counted() })
let send: (request: Request) => Promise<Response>

// once: making keys takes longer than everything else here
beforeAll(async () => {
  send = await simulate(optionsWith(hosts), world)
})
beforeEach(() => {
  clock = Date.UTC(2026, 10, 26)
})

test('discovery states the sign-in address as issuer, exactly, and names every endpoint', async () => {
  expect(
    await (await send(new Request(`${hosts.login}/.well-known/openid-configuration`))).json(),
  ).toMatchObject({
    issuer: hosts.login,
    authorization_endpoint: `${hosts.login}/o/oauth2/v2/auth`,
    token_endpoint: `${hosts.token}/token`,
    userinfo_endpoint: `${hosts.api}/oauth2/v3/userinfo`,
    jwks_uri: `${hosts.api}/oauth2/v3/certs`,
    id_token_signing_alg_values_supported: ['RS256'],
    authorization_response_iss_parameter_supported: true,
  })
  expect((await send(new Request(`${hosts.login}/token`))).status).toBe(404)
})

test('the keys are public halves, and more than the one in use', async () => {
  const { keys } = (await (await send(new Request(`${hosts.api}/oauth2/v3/certs`))).json()) as {
    keys: Record<string, string>[]
  }
  const [header = ''] = (await tokens('lisi')).id_token?.split('.') ?? []
  const { kid, alg } = JSON.parse(Buffer.from(header, 'base64url').toString())
  expect(alg).toBe('RS256')
  expect(keys.map(key => key.kid)).toContain(kid)
  expect(new Set(keys.map(key => key.kid)).size).toBe(2)
  for (const key of keys) expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
})

describe('the authorisation page', () => {
  test('lists everybody, whatever hd says', async () => {
    const page = await (await send(new Request(authorizeUrl({ hd: 'example.com' })))).text()
    for (const { id } of [...world.people, ...ownPeople]) expect(page).toContain(`data-person="${id}"`)
    const back = await departure({ person: 'other-domain', hd: 'example.com' })
    expect(back.searchParams.get('hd')).toBe(otherDomain)
  })

  test('sends back code, state, issuer and what else Google tells, and keeps the query of the address', async () => {
    const back = await departure({ person: 'lisi', state: 'a b' })
    expect(Object.fromEntries(back.searchParams)).toEqual({
      via: 'test',
      state: 'a b',
      iss: hosts.login,
      code: expect.stringMatching(/^4\/0A[\w-]+$/),
      scope:
        'openid https://www.googleapis.com/auth/userinfo.email https://www.googleapis.com/auth/userinfo.profile',
      authuser: '0',
      hd: 'example.com',
      prompt: 'consent',
    })
    expect((await departure({ person: 'stranger' })).searchParams.has('hd')).toBe(false)
  })

  test('sends back a refusal', async () => {
    const back = await departure({ refuse: '1', state: 's' })
    expect(Object.fromEntries(back.searchParams)).toMatchObject({ error: 'access_denied', state: 's' })
    expect(back.searchParams.has('code')).toBe(false)
  })

  test.each<[string, Record<string, string>, number, string]>([
    ['another client', { client_id: 'other' }, 401, 'invalid_client'],
    ['no redirect_uri', { redirect_uri: '' }, 400, 'redirect_uri_mismatch'],
    ['a script', { redirect_uri: 'javascript:alert(1)' }, 400, 'redirect_uri_mismatch'],
    ['http elsewhere', { redirect_uri: 'http://sso.example.com/' }, 400, 'redirect_uri_mismatch'],
    ['a bare address', { redirect_uri: 'https://192.0.2.1/' }, 400, 'redirect_uri_mismatch'],
    ['a wildcard', { redirect_uri: 'https://*.example.com/' }, 400, 'redirect_uri_mismatch'],
    ['a fragment', { redirect_uri: 'https://sso.example.com/#a' }, 400, 'redirect_uri_mismatch'],
    ['another response type', { response_type: 'token' }, 400, 'unsupported_response_type'],
    ['no scope', { scope: '' }, 400, 'invalid_scope'],
    ['a scope of somebody else', { scope: 'openid read:user' }, 400, 'invalid_scope'],
    [
      'a challenge of no length',
      { code_challenge: 'x', code_challenge_method: 'S256' },
      400,
      'invalid_request',
    ],
    ['a person nobody knows', { person: 'nobody' }, 404, 'nobody'],
  ])('redirects nobody for %s', async (_, change, status, text) => {
    const reply = await send(new Request(authorizeUrl({ person: 'lisi', ...change })))
    expect([reply.status, reply.headers.get('location')]).toEqual([status, null])
    expect(await reply.text()).toContain(text)
  })

  test.each(['http://localhost:8080/cb', 'http://127.0.0.1/cb'])('takes http at home: %s', async address => {
    const reply = await send(new Request(authorizeUrl({ person: 'lisi', redirect_uri: address })))
    expect(reply.status).toBe(302)
  })
})

describe('the token request', () => {
  test('is answered with an access token and an ID token that holds the claims', async () => {
    const { id_token, ...rest } = await tokens('lisi', { nonce: 'n-1' })
    expect(rest).toEqual({
      access_token: expect.stringMatching(/^ya29\./),
      expires_in: 3599,
      scope: expect.stringMatching(/^openid /),
      token_type: 'Bearer',
    })
    const now = clock / 1000
    expect(payloadOf(id_token)).toEqual({
      iss: hosts.login,
      azp: 'app.apps.googleusercontent.com',
      aud: 'app.apps.googleusercontent.com',
      sub: subjectOf({ id: 'lisi' }),
      hd: 'example.com',
      email: 'lisi@example.com',
      email_verified: true,
      name: '李四',
      given_name: '李四',
      picture: expect.any(String),
      at_hash: createHash('sha256').update(rest.access_token).digest().subarray(0, 16).toString('base64url'),
      nonce: 'n-1',
      iat: now,
      exp: now + 3600,
    })
  })

  test('has no ID token for who did not ask for openid, and no claim of a scope not asked for', async () => {
    expect(await tokens('lisi', { scope: 'email' })).not.toHaveProperty('id_token')
    const claims = payloadOf((await tokens('lisi', { scope: 'openid' })).id_token)
    for (const absent of ['email', 'email_verified', 'name', 'nonce'])
      expect(claims).not.toHaveProperty(absent)
  })

  test.each<[string, Record<string, string>, number, string]>([
    ['an unknown client', { client_id: 'other' }, 401, 'invalid_client'],
    ['a wrong secret', { client_secret: 'guess' }, 401, 'invalid_client'],
    ['no secret', { client_secret: '' }, 401, 'invalid_client'],
    ['an unknown code', { code: '4/0Amade-up' }, 400, 'invalid_grant'],
    [
      'an address without its slash',
      { redirect_uri: 'https://sso.example.com' },
      400,
      'redirect_uri_mismatch',
    ],
    ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
  ])('is refused for %s', async (_, change, status, error) => {
    const reply = await tokenRequest({ code: await webCode('lisi'), ...change })
    expect([reply.status, await reply.json()]).toEqual([
      status,
      { error, error_description: expect.any(String) },
    ])
  })

  test('takes a code once, and not for ever', async () => {
    const [used, late] = [await webCode('lisi'), await webCode('lisi')]
    expect((await tokenRequest({ code: used })).status).toBe(200)
    expect(await (await tokenRequest({ code: used })).json()).toMatchObject({ error: 'invalid_grant' })
    clock += 600_000
    expect(await (await tokenRequest({ code: late })).json()).toMatchObject({ error: 'invalid_grant' })
  })

  test.each([
    ['S256', 'v'.repeat(43), createHash('sha256').update('v'.repeat(43)).digest('base64url')],
    ['plain', 'v'.repeat(43), 'v'.repeat(43)],
  ])(
    'wants the verifier of a challenge sent as %s',
    async (code_challenge_method, code_verifier, code_challenge) => {
      const grant = async (change: Record<string, string>) => {
        const code = await webCode('lisi', { code_challenge, code_challenge_method })
        return (await tokenRequest({ code, ...change })).status
      }
      expect(await grant({})).toBe(400)
      expect(await grant({ code_verifier: 'w'.repeat(43) })).toBe(400)
      expect(await grant({ code_verifier })).toBe(200)
    },
  )
})

describe('userinfo', () => {
  test('says hd for Workspace accounts only', async () => {
    expect(await profile('lisi')).toMatchObject({ hd: 'example.com', email_verified: true })
    expect(await profile('other-domain')).toMatchObject({ hd: otherDomain, email: `odd@${otherDomain}` })
    const stranger = await profile('stranger')
    expect(stranger).toMatchObject({ email: 'stranger@gmail.com', email_verified: true })
    expect(stranger).not.toHaveProperty('hd')
  })

  test('has an address for members whose mail the organisation does not know', async () => {
    expect(await profile('renyi')).toMatchObject({ email: 'renyi@example.com', email_verified: true })
  })

  test.each([
    ['unverified', 'una@example.net'],
    ['impostor', 'lisi@example.com'],
  ])('does not vouch for the address of %s', async (person, email) => {
    const claims = await profile(person)
    expect(claims).toMatchObject({ email, email_verified: false })
    expect(claims).not.toHaveProperty('hd')
  })

  test('has names in two halves, or in one', async () => {
    expect(await profile('mlindqvist')).toMatchObject({ given_name: 'Maria', family_name: 'Lindqvist' })
    expect(await profile('lisi')).not.toHaveProperty('family_name')
  })

  test('knows everybody by a number of their own that is too long for a float', async () => {
    const subjects = await Promise.all(world.people.map(async ({ id }) => (await profile(id)).sub))
    expect(new Set(subjects).size).toBe(world.people.length)
    for (const sub of subjects) expect(sub).toMatch(/^1\d{20}$/)
  })

  test('is for the bearer of a token, in the header or in the query, for an hour', async () => {
    const { access_token } = await tokens('lisi')
    const ask = (query: string, headers = {}) =>
      send(new Request(`${hosts.api}/oauth2/v3/userinfo${query}`, { headers }))
    expect((await ask(`?access_token=${access_token}`)).status).toBe(200)
    clock += 3_600_000
    for (const late of [await ask(''), await ask('', { authorization: `Bearer ${access_token}` })]) {
      expect(late.status).toBe(401)
      expect(late.headers.get('www-authenticate')).toContain('invalid_token')
      expect(await late.json()).toMatchObject({ error_description: 'Invalid Credentials' })
    }
  })
})

describe('other people’s clients', () => {
  let server: Awaited<ReturnType<typeof listen>>
  let google: Options

  beforeAll(async () => {
    server = await listen()
    const { origin } = server
    google = optionsWith({ login: `${origin}/login`, token: `${origin}/token`, api: `${origin}/api` })
    // these clients look at the real clock
    server.serve(await simulate(google, createWorld({ now: Date.now, random: counted() })))
  })
  afterAll(() => server.close())

  async function choose(person: string, url: URL): Promise<URL> {
    url.searchParams.set('person', person)
    const reply = await fetch(url, { redirect: 'manual' })
    return new URL(reply.headers.get('location') ?? '')
  }

  test('openid-client signs a person in with signature, nonce, PKCE and issuer checked', async () => {
    const config = await client.discovery(
      new URL(google.endpoints.login),
      google.clientId,
      undefined,
      client.ClientSecretBasic('s3cret'),
      { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] },
    )
    const verifier = client.randomPKCECodeVerifier()
    const [state, nonce] = [client.randomState(), client.randomNonce()]
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: 'https://sso.example.com/auth/google/callback',
      scope: 'openid email profile',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    })
    const back = await choose('other-domain', url)
    // this client takes the address from the return, and Google's own parameters are none of it
    const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce }
    const granted = await client.authorizationCodeGrant(config, back, checks)
    const claims = granted.claims()
    expect(claims).toMatchObject({ iss: google.endpoints.login, hd: otherDomain })
    const subject = subjectOf({ id: 'other-domain' })
    expect(await client.fetchUserInfo(config, granted.access_token, subject)).toMatchObject({
      hd: otherDomain,
    })
    await expect(client.authorizationCodeGrant(config, back, checks)).rejects.toMatchObject({
      error: 'invalid_grant',
    })
  })

  const strategy = (change: object = {}) =>
    new GoogleStrategy(
      {
        clientID: google.clientId,
        clientSecret: 's3cret',
        callbackURL: callback,
        authorizationURL: `${google.endpoints.login}/o/oauth2/v2/auth`,
        tokenURL: `${google.endpoints.api}/oauth2/v4/token`,
        userProfileURL: `${google.endpoints.api}/oauth2/v3/userinfo`,
        scope: ['openid', 'email', 'profile'],
        state: true,
        pkce: true,
        ...change,
      },
      (_accessToken, _refreshToken, profile, done) => done(null, profile),
    )

  async function signIn(person: string, with_ = strategy()) {
    const session = {}
    const away = await passport(with_, { query: {}, session })
    const back = await choose(person, new URL(String(away.redirect)))
    return passport(with_, { query: Object.fromEntries(back.searchParams), session })
  }

  test('passport-google-oauth20 signs people in with state and PKCE, and reads them', async () => {
    expect(await signIn('mlindqvist')).toMatchObject({
      success: {
        provider: 'google',
        id: subjectOf({ id: 'mlindqvist' }),
        displayName: 'Maria Lindqvist',
        name: { givenName: 'Maria', familyName: 'Lindqvist' },
        emails: [{ value: 'mlindqvist@example.com', verified: true }],
        _json: { hd: 'example.com' },
      },
    })
    expect(await signIn('unverified')).toMatchObject({ success: { emails: [{ verified: false }] } })
  })

  test('passport-google-oauth20 understands the errors', async () => {
    await expect(signIn('lisi', strategy({ clientSecret: 'guess' }))).rejects.toMatchObject({
      code: 'invalid_client',
    })
    const reading = new Promise((resolve, reject) =>
      strategy().userProfile('made-up', (error, profile) => (error ? reject(error) : resolve(profile))),
    )
    await expect(reading).rejects.toMatchObject({ name: 'UserInfoError', message: 'Invalid Credentials' })
  })
})

/** What Passport does with a strategy: lends it the four ways to end. */
function passport(strategy: GoogleStrategy, request: { query: object; session: object }) {
  return new Promise<{ redirect?: unknown; success?: unknown }>((resolve, reject) => {
    const attempt = Object.assign(Object.create(strategy), {
      redirect: (url: string) => resolve({ redirect: url }),
      success: (user: object) => resolve({ success: user }),
      fail: (challenge: unknown) => reject(new Error(JSON.stringify(challenge))),
      error: reject,
    })
    attempt.authenticate(request, {})
  })
}

function optionsWith(endpoints: typeof hosts): Options {
  return { clientId: 'app.apps.googleusercontent.com', clientSecret: { reveal: () => 's3cret' }, endpoints }
}

interface Tokens {
  access_token: string
  id_token?: string
}

function authorizeUrl(change: Record<string, string> = {}): string {
  const request = {
    client_id: 'app.apps.googleusercontent.com',
    redirect_uri: callback,
    response_type: 'code',
    scope: 'openid email profile',
  }
  return `${hosts.login}/o/oauth2/v2/auth?${new URLSearchParams({ ...request, ...change })}`
}

async function departure(change: Record<string, string>): Promise<URL> {
  const reply = await send(new Request(authorizeUrl(change)))
  expect(reply.status).toBe(302)
  return new URL(reply.headers.get('location') ?? '')
}

async function webCode(person: string, change: Record<string, string> = {}): Promise<string> {
  return (await departure({ person, ...change })).searchParams.get('code') ?? ''
}

function tokenRequest(change: Record<string, string>): Promise<Response> {
  const body = new URLSearchParams({
    client_id: 'app.apps.googleusercontent.com',
    client_secret: 's3cret',
    grant_type: 'authorization_code',
    redirect_uri: callback,
    ...change,
  })
  return send(new Request(`${hosts.token}/token`, { method: 'POST', body }))
}

async function tokens(person: string, change: Record<string, string> = {}): Promise<Tokens> {
  return (await (await tokenRequest({ code: await webCode(person, change) })).json()) as Tokens
}

async function profile(person: string): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${(await tokens(person)).access_token}` }
  const reply = await send(new Request(`${hosts.api}/oauth2/v3/userinfo`, { headers }))
  return (await reply.json()) as Record<string, unknown>
}

function payloadOf(idToken = ''): unknown {
  return JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString())
}

/** Different at every call and the same in every run. */
function counted(): World['random'] {
  let calls = 0
  return bytes => createHash('sha512').update(String(calls++)).digest().subarray(0, bytes)
}
