import { randomBytes } from 'node:crypto'
import {
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
  type SignOptions,
} from 'jose'
import type { Host, Identity, Source, SsoError, Transaction } from 'sso-kit/plugin'
import { beforeEach, describe, expect, it } from 'vitest'
import { isAllowed } from '../../src/accounts/allow.ts'
import { vouched } from '../../src/accounts/vouched.ts'
import { s256 } from '../../src/hash.ts'
import plugin from './index.ts'

const issuer = 'https://id.example'
const clientSecret = 'a secret that only tests know'
const [key, strange, curved] = await Promise.all([
  generateKeyPair('RS256'),
  generateKeyPair('RS256'),
  generateKeyPair('ES256'),
])
const published: JWK = { ...(await exportJWK(key.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }
const curve: JWK = { ...(await exportJWK(curved.publicKey)), kid: 'k2', alg: 'ES256', use: 'sig' }

/** What the server says at this sign-in that an honest one would not. */
interface Lie {
  /** Over the claims of the ID token; undefined takes one out. */
  claims?: Record<string, unknown>
  /** The ID token in the place of an honestly signed one. */
  sign?: (claims: JWTPayload) => string | Promise<string>
  /** Over the token response. */
  tokens?: Record<string, unknown>
  userinfo?: Record<string, unknown>
  keys?: unknown[]
  /** Over the discovery document. */
  metadata?: Record<string, unknown>
  /** Over the parameters of the return. */
  returned?: Record<string, string>
}

let lie: Lie
let tx: Transaction
/** What the server was asked at. */
let asked: string[]
let source: Source
beforeEach(async () => {
  asked = []
  const fresh = () => randomBytes(32).toString('base64url')
  const codeVerifier = fresh()
  tx = {
    ...{ state: fresh(), nonce: fresh(), codeVerifier, codeChallenge: s256(codeVerifier) },
    redirectUri: 'https://sso.example.com/auth/partner/callback',
  }
  const host: Host = {
    ...{ source: 'partner', now: Date.now, fetch: async (url, init) => server(new Request(url, init)) },
    ...{ log: { info() {}, warn() {} }, passwords: { check: async () => null } },
    ...{
      folder: '.',
      connect: () => Promise.reject(new Error('not here')),
      socket: () => Promise.reject(new Error('not here')),
    },
  }
  const options = { scopes: ['openid', 'profile', 'email'], algorithm: 'RS256' as const, public: false }
  source = await plugin.open(
    { issuer, clientId: 'app', clientSecret: { reveal: () => clientSecret }, ...options },
    host,
  )
})

async function server(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  asked.push(pathname)
  if (pathname === '/.well-known/openid-configuration') {
    const addresses = { authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` }
    const more = { jwks_uri: `${issuer}/jwks`, userinfo_endpoint: `${issuer}/userinfo` }
    return Response.json({ issuer, ...addresses, ...more, ...lie.metadata })
  }
  if (pathname === '/jwks') return Response.json({ keys: lie.keys ?? [published] })
  if (pathname === '/userinfo') return Response.json({ sub: 'eve', ...lie.userinfo })
  const id_token = await (lie.sign ?? honestly)({ ...honest(), ...lie.claims })
  return Response.json({ access_token: 'an-access-token', token_type: 'Bearer', id_token, ...lie.tokens })
}

const now = () => Math.floor(Date.now() / 1000)
const honest = () => ({
  ...{ iss: issuer, aud: 'app', sub: 'eve', nonce: tx.nonce, iat: now(), exp: now() + 300 },
})
const signing =
  (header: JWTHeaderParameters, by: CryptoKey | Uint8Array, options?: SignOptions) => (claims: JWTPayload) =>
    new SignJWT(claims).setProtectedHeader(header).sign(by, options)
const honestly = signing({ alg: 'RS256', kid: 'k1' }, key.privateKey)
const bytes = (text: string) => new TextEncoder().encode(text)
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

async function signIn(told: Lie): Promise<Identity> {
  lie = told
  const { redirect } = source
  if (!redirect) throw new Error('there is no redirect sign-in')
  await redirect.start(tx)
  const url = new URL(tx.redirectUri)
  url.search = new URLSearchParams({ code: 'a-code', state: tx.state, ...lie.returned }).toString()
  return redirect.finish(new Request(url), tx)
}

const refusal = (told: Lie): Promise<SsoError> =>
  signIn(told).then(
    ({ subject }) => Promise.reject(new Error(`let in ${subject}`)),
    error => error,
  )

it('an honest server names a person', async () => {
  expect(await signIn({})).toMatchObject({ issuer, subject: 'eve' })
  expect(asked.slice(-2)).toEqual(['/jwks', '/userinfo'])
})

const extension = 'https://id.example/x'
const spki = await exportSPKI(key.publicKey)
const strangeKey = await exportJWK(strange.publicKey)

describe('an ID token is refused, and userinfo not asked,', () => {
  const lies: [what: string, lie: Lie][] = [
    ['that is not signed', { sign: claims => `${part({ alg: 'none' })}.${part(claims)}.` }],
    ['that is not signed, in capitals', { sign: claims => `${part({ alg: 'NONE' })}.${part(claims)}.AAAA` }],
    ['that has no header', { sign: claims => `e30.${part(claims)}.AAAA` }],
    [
      'that is signed with the public key as a shared secret',
      { sign: signing({ alg: 'HS256', kid: 'k1' }, bytes(spki)) },
    ],
    [
      'that is signed with the client secret',
      { sign: signing({ alg: 'HS256', kid: 'k1' }, bytes(clientSecret)) },
    ],
    [
      'that is signed with a published key of another kind',
      { keys: [published, curve], sign: signing({ alg: 'ES256', kid: 'k2' }, curved.privateKey) },
    ],
    ['that is signed with another key', { sign: signing({ alg: 'RS256', kid: 'k1' }, strange.privateKey) }],
    [
      'that brings its own key',
      {
        sign: signing(
          { alg: 'RS256', kid: 'own', jku: `${issuer}/jwks`, jwk: strangeKey },
          strange.privateKey,
        ),
      },
    ],
    [
      'whose claims were changed after signing',
      {
        async sign(claims) {
          const [header, , signature] = (await honestly(claims)).split('.')
          return `${header}.${part({ ...claims, sub: 'boss' })}.${signature}`
        },
      },
    ],
    [
      'that asks for an extension nobody knows',
      {
        sign: signing({ alg: 'RS256', kid: 'k1', crit: [extension], [extension]: 1 }, key.privateKey, {
          crit: { [extension]: true },
        }),
      },
    ],
    ['for another client', { claims: { aud: 'other' } }],
    ['for other clients', { claims: { aud: ['other', 'another'] } }],
    ['for nobody', { claims: { aud: undefined } }],
    ['for a number', { claims: { aud: 1 } }],
    ['made for another client', { claims: { azp: 'other' } }],
    ['made for another client, of two it is for', { claims: { aud: ['app', 'other'], azp: 'other' } }],
    ['for two clients that does not say for which', { claims: { aud: ['app', 'other'] } }],
    ['that has ended', { claims: { exp: now() - 120 } }],
    ['that never ends', { claims: { exp: undefined } }],
    ['that ends at a text', { claims: { exp: '9999999999' } }],
    ['that was made in the future', { claims: { iat: now() + 3600 } }],
    ['that was made at no time', { claims: { iat: undefined } }],
    ['that is not valid yet', { claims: { nbf: now() + 3600 } }],
    ['without a nonce', { claims: { nonce: undefined } }],
    ['with the nonce of another sign-in', { claims: { nonce: 'n'.repeat(43) } }],
    ['of another issuer', { claims: { iss: 'https://evil.example' } }],
    ['of the issuer with a slash', { claims: { iss: `${issuer}/` } }],
    ['of no issuer', { claims: { iss: undefined } }],
    ['about nobody', { claims: { sub: undefined } }],
    ['about a number', { claims: { sub: 5 } }],
    ['that is not there', { tokens: { id_token: undefined } }],
    ['beside a token of another type', { tokens: { token_type: 'mac' } }],
    ['beside a token with a line break', { tokens: { access_token: 'one\nSet-Cookie: two' } }],
    ['beside a token that is no ASCII', { tokens: { access_token: 'tökén-令牌' } }],
    ['beside no token', { tokens: { access_token: undefined } }],
    ['with a return of another server', { returned: { iss: 'https://evil.example' } }],
    ['with a return for another sign-in', { returned: { state: 's'.repeat(43) } }],
  ]
  it.each(lies)('%s', async (_, told) => {
    const error = await refusal(told)
    expect(error.code).toBe('source_reply_invalid')
    expect(asked).not.toContain('/userinfo')
  })
})

it.each<[what: string, lie: Lie]>([
  ['for this client in a list', { claims: { aud: ['app'] } }],
  ['for two clients and made for this one', { claims: { aud: ['app', 'other'], azp: 'app' } }],
  ['of a clock that is half a minute fast', { claims: { iat: now() + 30 } }],
  ['of a clock that is half a minute slow', { claims: { iat: now() - 330, exp: now() - 30 } }],
])('an ID token is taken %s', async (_, told) => {
  expect(await signIn(told)).toMatchObject({ subject: 'eve' })
})

describe('userinfo', () => {
  it.each([
    ['of another person', { sub: 'boss' }],
    ['of the same person in capitals', { sub: 'EVE' }],
    ['of nobody', { sub: undefined }],
    ['of nobody in particular', { sub: '' }],
    ['of a number', { sub: 5 }],
  ])('is refused %s', async (_, userinfo) => {
    expect((await refusal({ userinfo })).code).toBe('source_reply_invalid')
  })

  it('cannot change the issuer', async () => {
    expect(await signIn({ userinfo: { iss: 'https://other.example', issuer: 'x' } })).toMatchObject({
      issuer,
    })
  })

  it('says nothing by fields that are no text', async () => {
    const userinfo = { name: { toString: 1 }, preferred_username: ['x'], email: { a: 1 }, phone_number: 7 }
    expect(await signIn({ userinfo })).toEqual({
      ...{ issuer, subject: 'eve', username: undefined, displayName: undefined, email: undefined },
      ...{ emailVerified: false, phone: undefined, claims: { domains: [] } },
    })
  })

  it('reaches no prototype', async () => {
    const userinfo = JSON.parse('{"__proto__":{"email_verified":true,"email":"eve@bank.example"}}')
    expect((await signIn({ userinfo })).claims).toEqual({ domains: [] })
    expect({}).not.toHaveProperty('email_verified')
  })
})

describe('allow.domains', () => {
  const isLetIn = async (told: Lie) => isAllowed({ domains: ['bank.example'] }, vouched(await signIn(told)))

  it.each<[what: string, lie: Lie]>([
    ['in userinfo', { userinfo: { email: 'li@bank.example', email_verified: true } }],
    ['in the ID token', { claims: { email: 'li@bank.example', email_verified: true } }],
    ['in capitals', { userinfo: { email: 'li@BANK.Example', email_verified: true } }],
    ['of another alphabet', { userinfo: { email: '李四@bank.example', email_verified: true } }],
  ])('lets in an address that the server has seen proved: %s', async (_, told) => {
    expect(await isLetIn(told)).toBe(true)
  })

  it.each<[what: string, lie: Lie]>([
    ['unproven', { userinfo: { email: 'eve@bank.example', email_verified: false } }],
    ['proved by a word', { userinfo: { email: 'eve@bank.example', email_verified: 'true' } }],
    ['proved by silence', { userinfo: { email: 'eve@bank.example' } }],
    [
      'of the ID token, proved by userinfo alone',
      {
        claims: { email: 'eve@bank.example', email_verified: false },
        userinfo: { email_verified: true },
      },
    ],
    [
      'of userinfo, proved by the ID token alone',
      { claims: { email_verified: true }, userinfo: { email: 'eve@bank.example' } },
    ],
    [
      'of userinfo, where the ID token proves another',
      {
        claims: { email: 'eve@evil.example', email_verified: true },
        userinfo: { email: 'eve@bank.example' },
      },
    ],
  ])('keeps an address out that is %s', async (_, told) => {
    expect(await isLetIn(told)).toBe(false)
  })

  it.each([
    'bank.example',
    '@bank.example',
    ' @bank.example',
    'eve @bank.example',
    'eve@bank.example ',
    'eve@bank.example.',
    'eve@.bank.example',
    'eve@sub.bank.example',
    'eve@notbank.example',
    'eve@bank.example.evil.example',
    'eve@evil.example\n@bank.example',
    'eve@evil.example\u0000@bank.example',
    'eve\u0000evil.example@bank.example',
    'eve\u001b[2J@bank.example',
    'eve\u009b31m@bank.example',
    'eve\u202e@bank.example',
    'eve\u200b@bank.example',
    'eve@bank\u200b.example',
    'eve@ban\u212a.example', // the sign of the Kelvin, whose lower case is a k
    'eve@bank．example',
    'eve@evil.example@bank.example',
    '"eve@evil.example"@bank.example',
    '"eve"@bank.example',
    'eve@evil.example,li@bank.example',
    'eve,li@bank.example',
    'Eve <eve@evil.example>li@bank.example',
    '<eve@bank.example>',
    'eve@[bank.example]',
  ])('takes nothing for an address that is none there: %j', async email => {
    expect(await isLetIn({ userinfo: { email, email_verified: true } })).toBe(false)
  })
})
