import { constants, createHash, createPublicKey, type JsonWebKey, verify } from 'node:crypto'
import { createRequire } from 'node:module'
import * as client from 'openid-client'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createWorld } from '../../src/sandbox/organisation.ts'
import type { World } from '../../src/sandbox/world.ts'
import { listen } from '../../test/loopback.ts'
import { type Options, simulate } from './simulator/index.ts'
import { subjectOf } from './simulator/sessions.ts'

const issuer = 'http://partner.test/issuer'
const callback = 'https://sso.example.com/auth/partner/callback?via=test'
const basic = `Basic ${Buffer.from('sso-kit:s3cret').toString('base64')}`

let clock: number
let world: World
let send: (request: Request) => Promise<Response>

beforeEach(() => {
  clock = Date.UTC(2026, 10, 26)
  world = createWorld({ now: () => clock, random: counted() })
  send = simulate(optionsWith({ algorithm: 'ES256' }), world)
})

describe('discovery', () => {
  test('repeats the issuer exactly, a slash at the end too', async () => {
    for (const exact of [issuer, `${issuer}/`]) {
      send = simulate(optionsWith({ issuer: exact }), world)
      expect(
        await (await send(new Request(`${issuer}/.well-known/openid-configuration`))).json(),
      ).toMatchObject({
        issuer: exact,
        authorization_endpoint: `${issuer}/authorize`,
        authorization_response_iss_parameter_supported: true,
        code_challenge_methods_supported: ['S256'],
      })
    }
  })

  test('knows nothing at other addresses or with other methods', async () => {
    expect((await send(new Request(`${issuer}/token`))).status).toBe(404)
    expect((await send(new Request('http://elsewhere.test/issuer/jwks'))).status).toBe(404)
  })
})

describe('keys', () => {
  test.each<[Options['algorithm'], (data: Buffer, key: JsonWebKey, signature: Buffer) => boolean]>([
    ['RS256', (data, key, signature) => verify('sha256', data, publicKey(key), signature)],
    ['PS256', (data, key, signature) => verify('sha256', data, { key: publicKey(key), ...pss }, signature)],
    [
      'ES256',
      (data, key, signature) =>
        verify('sha256', data, { key: publicKey(key), dsaEncoding: 'ieee-p1363' }, signature),
    ],
    ['EdDSA', (data, key, signature) => verify(null, data, publicKey(key), signature)],
  ])('sign ID tokens with %s, and publish the public half among others', async (algorithm, isSigned) => {
    send = simulate(optionsWith({ algorithm }), world)
    const { id_token } = await tokens('lisi')
    const { keys } = (await (await send(new Request(`${issuer}/jwks`))).json()) as {
      keys: Record<string, string>[]
    }
    const [header = '', payload = '', signature = ''] = id_token.split('.')
    const { alg, kid } = JSON.parse(Buffer.from(header, 'base64url').toString())
    const key = keys.find(one => one.kid === kid) ?? {}
    expect([alg, key.alg]).toEqual([algorithm, algorithm])
    expect(isSigned(Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))).toBe(true)
    expect(keys.length).toBeGreaterThan(1)
    for (const one of keys) for (const secret of ['d', 'p', 'q']) expect(one).not.toHaveProperty(secret)
  })
})

describe('the authorisation endpoint', () => {
  test('lists everybody, also when the request came as a form', async () => {
    const url = new URL(authorizeUrl())
    const pages = [
      new Request(url),
      new Request(`${issuer}/authorize`, { method: 'POST', body: url.searchParams }),
    ]
    for (const request of pages) {
      const page = await (await send(request)).text()
      expect(page.match(/data-person=/g)).toHaveLength(world.people.length)
      expect(page).toContain(`client_id=sso-kit`)
    }
  })

  test('sends back code, state and issuer, and keeps the query of the address', async () => {
    const back = await departure({ person: 'lisi', state: 'a b' })
    expect([...back.searchParams.keys()]).toEqual(['via', 'code', 'state', 'iss'])
    expect(back.searchParams.get('iss')).toBe(issuer)
  })

  test.each<[string, Record<string, string>, string]>([
    ['the cancel link', { refuse: '1' }, 'access_denied'],
    ['another response type', { response_type: 'id_token' }, 'unsupported_response_type'],
    ['another response mode', { response_mode: 'fragment' }, 'invalid_request'],
    ['a scope without openid', { scope: 'profile' }, 'invalid_scope'],
    [
      'a plain challenge',
      { code_challenge: 'a'.repeat(43), code_challenge_method: 'plain' },
      'invalid_request',
    ],
    ['a request object', { request: 'e30.e30.' }, 'request_not_supported'],
  ])('sends back an error with the issuer for %s', async (_, change, error) => {
    const back = await departure({ person: 'lisi', state: 's', ...change })
    expect(Object.fromEntries(back.searchParams)).toMatchObject({ error, state: 's', iss: issuer })
    expect(back.searchParams.has('code')).toBe(false)
  })

  test('refuses a parameter that comes twice', async () => {
    const reply = await send(new Request(`${authorizeUrl({ person: 'lisi' })}&nonce=1&nonce=2`))
    expect(new URL(reply.headers.get('location') ?? '').searchParams.get('error')).toBe('invalid_request')
  })

  test('wants PKCE of a client that has no secret', async () => {
    send = simulate(optionsWith({ clientSecret: undefined }), world)
    expect((await departure({ person: 'lisi' })).searchParams.get('error')).toBe('invalid_request')
  })

  test.each([
    ['another client', { client_id: 'other' }],
    ['a client id in other letters', { client_id: 'SSO-KIT' }],
    ['no redirect_uri', { redirect_uri: '' }],
    ['a redirect_uri that is a script', { redirect_uri: 'javascript:alert(1)' }],
    ['a person nobody knows', { person: 'nobody' }],
  ])('redirects nobody for %s', async (_, change) => {
    const reply = await send(new Request(authorizeUrl({ person: 'lisi', ...change })))
    expect(reply.status).toBeGreaterThanOrEqual(400)
    expect(reply.headers.get('location')).toBeNull()
  })
})

describe('the token endpoint', () => {
  test('issues an ID token for this client, with the nonce, and without what belongs to userinfo', async () => {
    const { id_token, ...rest } = await tokens('lisi', { nonce: 'n-1' })
    const now = clock / 1000
    expect(payloadOf(id_token)).toEqual({
      iss: issuer,
      sub: subjectOf({ id: 'lisi' }),
      aud: 'sso-kit',
      iat: now,
      exp: now + 300,
      auth_time: now,
      nonce: 'n-1',
    })
    expect(rest).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'openid profile email',
    })
    expect(payloadOf((await tokens('lisi')).id_token)).not.toHaveProperty('nonce')
  })

  test('takes the secret in the header or in the form, not in both, and tells nobody which half was wrong', async () => {
    const inForm = { client_id: 'sso-kit', client_secret: 's3cret' }
    const code = await webCode('lisi')
    const none = { authorization: '' }
    expect(await refusal({ code, client_id: 'sso-kit' }, none)).toEqual([401, 'invalid_client'])
    expect(await refusal({ code, ...inForm, client_secret: 'guess' }, none)).toEqual([401, 'invalid_client'])
    expect(await refusal({ code, ...inForm }, { authorization: basic })).toEqual([401, 'invalid_client'])
    expect((await tokenRequest({ code, ...inForm }, none)).status).toBe(200)
    expect((await tokenRequest({ code: await webCode('lisi') })).status).toBe(200)
  })

  test('decodes the header as a form', async () => {
    send = simulate(optionsWith({ algorithm: 'ES256', clientSecret: { reveal: () => 'a:b %' } }), world)
    const authorization = `Basic ${Buffer.from('sso-kit:a%3Ab+%25').toString('base64')}`
    expect((await tokenRequest({ code: await webCode('lisi') }, { authorization })).status).toBe(200)
  })

  test('takes a code once; the second time it takes back what the first one gave', async () => {
    const code = await webCode('lisi')
    const { access_token } = (await (await tokenRequest({ code })).json()) as Tokens
    expect((await userinfo(access_token)).status).toBe(200)
    expect(await refusal({ code })).toEqual([400, 'invalid_grant'])
    expect((await userinfo(access_token)).status).toBe(401)
  })

  test('takes a code for a minute', async () => {
    const code = await webCode('lisi')
    clock += 60_000
    expect(await refusal({ code })).toEqual([400, 'invalid_grant'])
  })

  test.each<[string, Record<string, string>, string]>([
    ['an unknown code', { code: 'made-up' }, 'invalid_grant'],
    [
      'another redirect_uri',
      { redirect_uri: 'https://sso.example.com/auth/partner/callback' },
      'invalid_grant',
    ],
    ['a verifier without a challenge', { code_verifier: 'v'.repeat(43) }, 'invalid_grant'],
    ['another grant', { grant_type: 'refresh_token' }, 'unsupported_grant_type'],
  ])('refuses %s', async (_, change, error) => {
    expect(await refusal({ code: await webCode('lisi'), ...change })).toEqual([400, error])
  })

  test('wants the verifier where a challenge was sent', async () => {
    const challenge = {
      code_challenge: createHash('sha256').update('verifier').digest('base64url'),
      code_challenge_method: 'S256',
    }
    const grant = async (change: Record<string, string>) =>
      (await tokenRequest({ code: await webCode('lisi', challenge), ...change })).status
    expect(await grant({})).toBe(400)
    expect(await grant({ code_verifier: 'guess' })).toBe(400)
    expect(await grant({ code_verifier: 'verifier' })).toBe(200)
  })

  test('does not read JSON', async () => {
    const body = JSON.stringify({ grant_type: 'authorization_code' })
    const headers = { authorization: basic, 'content-type': 'application/json' }
    expect((await send(new Request(`${issuer}/token`, { method: 'POST', headers, body }))).status).toBe(400)
  })
})

describe('userinfo', () => {
  const claims = async (person: string, scope: string) =>
    (await userinfo((await tokens(person, { scope })).access_token)).json()

  test('has the claims of the scopes, for a subject that is neither name nor address', async () => {
    const sub = subjectOf({ id: 'lisi' })
    expect(await claims('lisi', 'openid')).toEqual({ sub })
    expect(await claims('lisi', 'openid profile email phone other')).toEqual({
      sub,
      name: '李四',
      preferred_username: 'lisi',
      email: 'lisi@example.com',
      email_verified: true,
      phone_number: '+86 13800000002',
      phone_number_verified: true,
    })
    expect(Object.keys((await claims('renyi', 'openid profile email phone')) as object)).toEqual([
      'sub',
      'name',
      'preferred_username',
    ])
  })

  test('does not vouch for an address of the organisation that an outsider gave', async () => {
    expect(await claims('impostor', 'openid email')).toMatchObject({
      email: 'lisi@example.com',
      email_verified: false,
    })
  })

  test('is for the bearer of a token that is still valid', async () => {
    const { access_token } = await tokens('lisi')
    expect((await send(new Request(`${issuer}/userinfo?access_token=${access_token}`))).status).toBe(401)
    clock += 3_600_000
    const late = await userinfo(access_token)
    expect(late.headers.get('www-authenticate')).toContain('invalid_token')
  })
})

describe('other people’s clients', () => {
  let server: Awaited<ReturnType<typeof listen>>
  let partner: Options

  beforeAll(async () => {
    server = await listen()
    partner = optionsWith({ issuer: `${server.origin}/partner/issuer` })
    // these clients look at the real clock
    const live = createWorld({ now: Date.now, random: counted() })
    server.serve(simulate(partner, live))
  })
  afterAll(() => server.close())

  async function choose(person: string, url: URL): Promise<URL> {
    url.searchParams.set('person', person)
    const reply = await fetch(url, { redirect: 'manual' })
    return new URL(reply.headers.get('location') ?? '')
  }

  test.each([
    ['client_secret_basic', client.ClientSecretBasic('s3cret')],
    ['client_secret_post', client.ClientSecretPost('s3cret')],
  ])(
    'openid-client signs a person in with %s, signature, nonce, PKCE and issuer checked',
    async (_, method) => {
      const config = await client.discovery(new URL(partner.issuer), 'sso-kit', undefined, method, {
        execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
      })
      const verifier = client.randomPKCECodeVerifier()
      const [state, nonce] = [client.randomState(), client.randomNonce()]
      const url = client.buildAuthorizationUrl(config, {
        // without its query, which this client leaves out of the token request
        redirect_uri: callback.replace(/\?.*/, ''),
        scope: 'openid profile email',
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      })
      const back = await choose('lisi', url)
      const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce }
      const granted = await client.authorizationCodeGrant(config, back, checks)
      const subject = granted.claims()?.sub ?? ''
      expect(subject).toBe(subjectOf({ id: 'lisi' }))
      expect(await client.fetchUserInfo(config, granted.access_token, subject)).toMatchObject({
        name: '李四',
      })
      await expect(client.authorizationCodeGrant(config, back, checks)).rejects.toMatchObject({
        error: 'invalid_grant',
      })
    },
  )

  test('passport-openidconnect signs a person in and reads them', async () => {
    const strategy = new Strategy(
      {
        issuer: partner.issuer,
        authorizationURL: `${partner.issuer}/authorize`,
        tokenURL: `${partner.issuer}/token`,
        userInfoURL: `${partner.issuer}/userinfo`,
        clientID: 'sso-kit',
        clientSecret: 's3cret',
        callbackURL: callback,
        scope: 'profile email',
        nonce: true,
        skipUserProfile: false,
      },
      (iss, profile, done) => done(null, { iss, ...profile }),
    )
    const session = {}
    const away = await passport(strategy, { query: {}, session })
    const back = await choose('yoshino', new URL(String(away.redirect)))
    const query = Object.fromEntries(back.searchParams)
    expect(await passport(strategy, { query, session })).toMatchObject({
      success: {
        iss: partner.issuer,
        id: subjectOf({ id: 'yoshino' }),
        displayName: '𠮷野健',
        emails: [{ value: 'yoshino@example.com' }],
      },
    })
  })
})

/** As much of a Passport strategy as is driven here. */
interface PassportStrategy {
  authenticate(request: { query: object; session: object }): void
}
type Verify = (iss: string, profile: object, done: (error: unknown, user: object) => void) => void
const { Strategy }: { Strategy: new (options: object, verify: Verify) => PassportStrategy } = createRequire(
  import.meta.url,
)('passport-openidconnect')

/** What Passport does with a strategy: lends it the four ways to end. */
function passport(strategy: PassportStrategy, request: { query: object; session: object }) {
  return new Promise<{ redirect?: unknown; success?: unknown }>((resolve, reject) => {
    const attempt = Object.assign(Object.create(strategy) as PassportStrategy, {
      redirect: (url: string) => resolve({ redirect: url }),
      success: (user: object) => resolve({ success: user }),
      fail: (challenge: unknown) => reject(new Error(JSON.stringify(challenge))),
      error: reject,
    })
    attempt.authenticate(request)
  })
}

const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
const publicKey = (key: JsonWebKey) => createPublicKey({ key, format: 'jwk' })

function optionsWith(change: Partial<Options>): Options {
  return {
    issuer,
    clientId: 'sso-kit',
    clientSecret: { reveal: () => 's3cret' },
    scopes: ['openid', 'profile', 'email'],
    algorithm: 'RS256',
    public: false,
    ...change,
  }
}

interface Tokens {
  access_token: string
  id_token: string
}

function authorizeUrl(change: Record<string, string> = {}): string {
  const request = {
    client_id: 'sso-kit',
    redirect_uri: callback,
    response_type: 'code',
    scope: 'openid profile email',
  }
  return `${issuer}/authorize?${new URLSearchParams({ ...request, ...change })}`
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
  change: Record<string, string>,
  headers: Record<string, string> = { authorization: basic },
) {
  const body = new URLSearchParams({ grant_type: 'authorization_code', redirect_uri: callback, ...change })
  return send(new Request(`${issuer}/token`, { method: 'POST', headers, body }))
}

async function refusal(
  change: Record<string, string>,
  headers?: Record<string, string>,
): Promise<[number, string]> {
  const reply = await tokenRequest(change, headers)
  return [reply.status, ((await reply.json()) as { error: string }).error]
}

async function tokens(person: string, change: Record<string, string> = {}): Promise<Tokens> {
  return (await (await tokenRequest({ code: await webCode(person, change) })).json()) as Tokens
}

function userinfo(token: string): Promise<Response> {
  return send(new Request(`${issuer}/userinfo`, { headers: { authorization: `Bearer ${token}` } }))
}

function payloadOf(idToken: string): unknown {
  return JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString())
}

/** Different at every call and the same in every run. */
function counted(): World['random'] {
  let calls = 0
  return bytes => createHash('sha512').update(String(calls++)).digest().subarray(0, bytes)
}
