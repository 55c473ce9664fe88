import { randomBytes } from 'node:crypto'
import {
  exportJWK,
  exportSPKI,
  generateKeyPair,
  importJWK,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from 'jose'
import type { Host, Identity, Source, SsoError, Transaction } from 'sso-kit/plugin'
import { beforeEach, describe, expect, it } from 'vitest'
import { isAllowed } from '../../src/accounts/allow.ts'
import { vouched } from '../../src/accounts/vouched.ts'
import { s256 } from '../../src/hash.ts'
import plugin from './index.ts'

const endpoint = 'https://door.example.com'
const clientId = '0ba528121ea87b3eb54d'
const clientSecret = 'a secret that only tests know'
const lisi = '7a6b4a8a-b731-48da-bc44-36ae27338817'
const [key, strange, curved] = await Promise.all([
  generateKeyPair('RS256', { extractable: true }),
  generateKeyPair('RS256'),
  generateKeyPair('ES256'),
])
// the first says nothing of an algorithm: it is for the plugin to be strict
const keys = [
  { ...(await exportJWK(key.publicKey)), kid: 'cert-sso-kit', use: 'sig' },
  { ...(await exportJWK(curved.publicKey)), kid: 'cert-curved', alg: 'ES256', use: 'sig' },
]

/** What the server says at this sign-in that an honest one would not. */
interface Lie {
  /** Over the claims of the token; undefined takes one out. */
  claims?: Record<string, unknown>
  /** The token in the place of an honestly signed one. */
  sign?: (claims: JWTPayload) => string | Promise<string>
  /** In the place of the token response. */
  tokens?: unknown
  userinfo?: unknown
  /** Of the token response. */
  status?: number
  /** Over the parameters of the return. */
  returned?: Record<string, string>
}

let lie: Lie
let tx: Transaction
let asked: { path: string; form: URLSearchParams; headers: Headers }[]
let source: Source
beforeEach(() => {
  asked = []
  const fresh = () => randomBytes(32).toString('base64url')
  const codeVerifier = fresh()
  tx = {
    ...{ state: fresh(), nonce: fresh(), codeVerifier, codeChallenge: s256(codeVerifier) },
    redirectUri: 'https://sso.example.com/auth/casdoor/callback',
  }
  source = opened({})
})

function opened(change: Record<string, unknown>): Source {
  const host: Host = {
    ...{ source: 'casdoor', now: Date.now, fetch: async (url, init) => server(new Request(url, init)) },
    ...{ log: { info() {}, warn() {} }, passwords: { check: async () => null } },
    ...{
      folder: '.',
      connect: () => Promise.reject(new Error('not here')),
      socket: () => Promise.reject(new Error('not here')),
    },
  }
  const options = { endpoint, organization: 'example', application: 'sso-kit', clientId }
  // `open` returns the source itself, not a promise of it
  return plugin.open({ ...options, clientSecret: { reveal: () => clientSecret }, ...change }, host) as Source
}

async function server(request: Request): Promise<Response> {
  const { pathname: path } = new URL(request.url)
  asked.push({ path, form: new URLSearchParams(await request.text()), headers: request.headers })
  if (path === '/.well-known/sso-kit/jwks') return Response.json({ keys })
  if (path === '/api/userinfo') return Response.json(lie.userinfo ?? { sub: lisi, groups: ['example/dev'] })
  if (lie.tokens) return Response.json(lie.tokens, { status: lie.status ?? 200 })
  const token = await (lie.sign ?? honestly)({ ...standard(), ...lie.claims })
  return Response.json({ access_token: token, id_token: token, refresh_token: 'r', token_type: 'Bearer' })
}

const now = () => Math.floor(Date.now() / 1000)
const registered = () => ({
  ...{
    iss: endpoint,
    sub: lisi,
    aud: [clientId],
    azp: clientId,
    nonce: tx.nonce,
    scope: 'openid profile email',
  },
  ...{ iat: now(), nbf: now(), exp: now() + 604_800, jti: 'admin/0f5c0c4e', tokenType: 'access-token' },
})
/** The claims of the format JWT-Standard. */
const standard = () => ({
  ...registered(),
  ...{ owner: 'example', id: lisi, preferred_username: 'lisi', name: '李四', email: 'lisi@example.com' },
  ...{ email_verified: true, picture: 'https://cdn.example.com/a.png', address: { formatted: '' } },
})
/** The default format: the whole record of the person. */
const whole = {
  ...{ preferred_username: undefined, name: 'lisi', displayName: '李四', phone: '13800000001' },
  ...{ password: '', passwordSalt: 'salt-of-lisi', hash: 'hash-of-lisi', totpSecret: 'totp-of-lisi' },
  ...{ recoveryCodes: ['recovery-of-lisi'], managedAccounts: [{ password: 'managed-of-lisi' }] },
  ...{ idCard: 'card-of-lisi', lastSigninIp: 'ip-of-lisi', groups: ['example/dev', 'example/all'] },
  ...{ roles: [{ name: 'role-of-lisi' }], permissions: [], address: [], isAdmin: true },
  ...{ isForbidden: false, isDeleted: false },
}

const signing = (header: JWTHeaderParameters, by: CryptoKey | Uint8Array) => (claims: JWTPayload) =>
  new SignJWT(claims).setProtectedHeader(header).sign(by)
const own = { alg: 'RS256', kid: 'cert-sso-kit', typ: 'JWT' }
const honestly = signing(own, key.privateKey)
const rs512 = await importJWK({ ...(await exportJWK(key.privateKey)), alg: 'RS512' })
const reply = { code: 'source_reply_invalid', source: 'casdoor', step: 'exchange' }
const bytes = (text: string) => new TextEncoder().encode(text)
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const spki = await exportSPKI(key.publicKey)

async function signIn(told: Lie): Promise<Identity> {
  lie = told
  const { redirect } = source
  if (!redirect) throw new Error('there is no redirect sign-in')
  await redirect.start(tx)
  const url = new URL(tx.redirectUri)
  url.search = new URLSearchParams({ code: 'c0de5af3', state: tx.state, ...lie.returned }).toString()
  return redirect.finish(new Request(url), tx)
}

const refusal = (told: Lie): Promise<SsoError> =>
  signIn(told).then(
    ({ subject }) => Promise.reject(new Error(`let in ${subject}`)),
    error => error,
  )

const paths = () => asked.map(({ path }) => path)

describe('an honest server', () => {
  it('names a person of the standard format, and their groups by userinfo', async () => {
    expect(await signIn({})).toEqual({
      ...{
        issuer: 'https://door.example.com/example',
        subject: lisi,
        directoryId: lisi,
        username: 'lisi',
        displayName: '李四',
      },
      ...{ email: 'lisi@example.com', emailVerified: true, phone: undefined, groups: ['example/dev'] },
      claims: { organization: 'example' },
    })
    expect(paths()).toEqual(['/api/login/oauth/access_token', '/.well-known/sso-kit/jwks', '/api/userinfo'])
  })

  it('names the same person in the default format, of which no more is kept', async () => {
    const identity = await signIn({ claims: whole })
    expect(identity).toEqual({
      ...{
        issuer: 'https://door.example.com/example',
        subject: lisi,
        directoryId: lisi,
        username: 'lisi',
        displayName: '李四',
      },
      ...{ email: 'lisi@example.com', emailVerified: true, phone: '13800000001' },
      ...{ groups: ['example/dev', 'example/all'], claims: { organization: 'example' } },
    })
    expect(JSON.stringify(identity)).not.toContain('-of-lisi')
    expect(paths()).not.toContain('/api/userinfo')
  })

  it('names them in the custom format too, with what was selected for it', async () => {
    const unselected = {
      preferred_username: undefined,
      email_verified: undefined,
      id: undefined,
      picture: undefined,
    }
    const claims = {
      ...unselected,
      name: 'lisi',
      displayName: '李四',
      emailVerified: true,
      TokenType: undefined,
    }
    const named = { subject: lisi, username: 'lisi', displayName: '李四', emailVerified: true }
    expect(await signIn({ claims })).toMatchObject({ ...named, groups: ['example/dev'] })
  })

  it('is sent the code with verifier and secret, and never a secret in an address', async () => {
    await signIn({})
    expect(Object.fromEntries(asked[0]?.form ?? [])).toEqual({
      ...{ grant_type: 'authorization_code', code: 'c0de5af3', redirect_uri: tx.redirectUri },
      ...{ client_id: clientId, client_secret: clientSecret, code_verifier: tx.codeVerifier },
    })
    expect(asked[2]?.headers.get('authorization')).toMatch(/^Bearer ey/)
    expect(asked.every(({ headers }) => headers.get('cookie') === null)).toBe(true)
  })

  it('is asked for a scope with %20 between the words', async () => {
    const { url } = (await source.redirect?.start(tx)) ?? {}
    expect(url?.href).toContain('&scope=openid%20profile%20email&')
    expect(url?.searchParams.get('redirect_uri')).toBe(tx.redirectUri)
  })

  it('is asked for its keys once', async () => {
    await signIn({})
    await signIn({})
    expect(paths().filter(path => path.endsWith('/jwks'))).toHaveLength(1)
  })
})

describe('a token is refused', () => {
  const algorithm = /"alg"/
  it.each<[what: string, sign: Lie['sign'], why: RegExp]>([
    ['that is not signed', claims => `${part({ alg: 'none' })}.${part(claims)}.`, algorithm],
    ['not signed, in capitals', claims => `${part({ alg: 'NONE' })}.${part(claims)}.AAAA`, algorithm],
    ['signed with the public key as a secret', signing({ ...own, alg: 'HS256' }, bytes(spki)), algorithm],
    ['signed with the client secret', signing({ ...own, alg: 'HS256' }, bytes(clientSecret)), algorithm],
    [
      'signed with a key of another kind',
      signing({ alg: 'ES256', kid: 'cert-curved' }, curved.privateKey),
      algorithm,
    ],
    ['signed with its key by another algorithm', signing({ ...own, alg: 'RS512' }, rs512), algorithm],
    ['signed with another key', signing(own, strange.privateKey), /signature/],
    [
      'signed with an unknown key',
      signing({ ...own, kid: 'cert-other' }, strange.privateKey),
      /no applicable key/,
    ],
  ])('%s', async (_, sign, why) => {
    expect(await refusal({ sign })).toMatchObject({ ...reply, cause: expect.stringMatching(why) })
    expect(paths()).not.toContain('/api/userinfo')
  })

  it.each<[what: string, claims: Record<string, unknown>]>([
    ['of another issuer', { iss: 'https://evil.example' }],
    ['of the issuer with a slash', { iss: `${endpoint}/` }],
    ['for another client', { aud: ['other'] }],
    ['for the client of another organization', { aud: [`${clientId}-org-other`] }],
    ['for nobody', { aud: undefined }],
    ['made for another client', { azp: 'other' }],
    ['that does not say for which client it was made', { azp: undefined }],
    ['that has ended', { exp: now() - 120 }],
    ['that never ends', { exp: undefined }],
    ['that is not valid yet', { nbf: now() + 3600 }],
    ['that does not say since when it is valid', { nbf: undefined }],
    ['that was made in the future', { iat: now() + 3600 }],
    ['that was made before this sign-in', { iat: now() - 3600 }],
    ['that was made at no time', { iat: undefined }],
    ['without a nonce', { nonce: undefined }],
    ['with the nonce of another sign-in', { nonce: 'n'.repeat(43) }],
    ['that is a refresh token', { tokenType: 'refresh-token' }],
    ['that is a refresh token of the custom format', { TokenType: 'refresh-token' }],
    ['of no type', { tokenType: undefined }],
    ['about nobody', { sub: '' }],
    ['about a number', { sub: 5 }],
    ['that does not say of which organization', { owner: undefined }],
    ['that says it by a list', { owner: ['example'] }],
    ['of a person who may be disabled', { isForbidden: 'no' }],
  ])('%s', async (_, claims) => {
    const why = new RegExp(`"${Object.keys(claims)}"`, 'i')
    expect(await refusal({ claims })).toMatchObject({ ...reply, cause: expect.stringMatching(why) })
    expect(paths()).not.toContain('/api/userinfo')
  })

  it('without its claims in the error', async () => {
    const error = await refusal({ claims: { ...whole, iss: 'https://evil.example' } })
    expect(String(error.cause)).toBe('the token is not acceptable: unexpected "iss" claim value')
    expect(JSON.stringify([error, error.cause])).not.toContain('-of-lisi')
  })
})

describe('a person is refused', () => {
  it.each<[who: string, claims: Record<string, unknown>]>([
    ['of another organization', { owner: 'other' }],
    ['of the organization in capitals', { owner: 'Example' }],
    ['of built-in', { owner: 'built-in' }],
    ['who is forbidden', { ...whole, isForbidden: true }],
    ['who is deleted', { ...whole, isDeleted: true }],
  ])('%s', async (_, claims) => {
    const error = await refusal({ claims })
    expect(error).toMatchObject({ code: 'not_member', source: 'casdoor' })
    expect(error.who).toBe(`${claims.owner ?? 'example'}/lisi (${lisi})`)
    expect(paths()).not.toContain('/api/userinfo')
  })

  it('of built-in, though the options name it', async () => {
    source = opened({ organization: 'built-in' })
    expect((await refusal({ claims: { owner: 'built-in' } })).code).toBe('not_member')
  })

  it('whom userinfo says to be forbidden', async () => {
    const msg = 'The user is forbidden to sign in, please contact the administrator'
    expect((await refusal({ userinfo: { status: 'error', msg, data: null } })).code).toBe('not_member')
  })
})

describe('an application that organizations share', () => {
  it.each([
    ['its own client ID', clientId],
    ['that of the organization', `${clientId}-org-example`],
  ])('is known by %s', async (_, configured) => {
    source = opened({ clientId: configured })
    const claims = { aud: [`${clientId}-org-example`], azp: clientId }
    expect(await signIn({ claims })).toMatchObject({ subject: lisi })
    expect(asked[0]?.form.get('client_id')).toBe(configured)
  })
})

describe('the token response', () => {
  const description = 'authorization code: [c0de5af3] is invalid'
  it.each<[what: string, told: Lie, vendorCode: string]>([
    [
      'an error in a 400',
      { status: 400, tokens: { error: 'invalid_grant', error_description: description } },
      'invalid_grant',
    ],
    [
      'an error in a 200, as before v1.915.0',
      { tokens: { error: 'invalid_grant', error_description: description } },
      'invalid_grant',
    ],
    ['a 401', { status: 401, tokens: { error: 'invalid_client', error_description: 'x' } }, 'invalid_client'],
    ['the envelope in a 200', { tokens: { status: 'error', msg: description, data: null } }, 'error'],
    [
      'a message that is known',
      { tokens: { status: 'error', msg: 'Unauthorized operation' } },
      'Unauthorized operation',
    ],
    ['a 500 that says nothing', { status: 500, tokens: { nothing: 1 } }, '500'],
  ])('is refused as what it is: %s', async (_, told, vendorCode) => {
    const error = await refusal(told)
    expect(error).toMatchObject({ code: 'source_refused', step: 'exchange', vendorCode })
    expect(`${error.cause} ${error.vendorCode}`).not.toContain('c0de5af3')
    expect(paths()).toEqual(['/api/login/oauth/access_token'])
  })

  it.each([
    ['has no token', { token_type: 'Bearer' }],
    [
      'has an error in the place of the token, as before 2022',
      { access_token: 'error: x', id_token: 'error: x' },
    ],
  ])('is refused that %s', async (_, tokens) => {
    expect((await refusal({ tokens })).code).toBe('source_reply_invalid')
  })
})

describe('userinfo', () => {
  it.each([
    ['of another person', { sub: 'boss', groups: ['example/dev'] }],
    ['of nobody', { groups: ['example/dev'] }],
    ['with groups that are no texts', { sub: lisi, groups: [{ name: 'dev' }] }],
  ])('is refused %s', async (_, userinfo) => {
    expect(await refusal({ userinfo })).toMatchObject({ code: 'source_reply_invalid', step: 'profile' })
  })

  it.each([
    ["Access token doesn't exist in database", "Access token doesn't exist in database"],
    ['Access token has expired, expireTime = 1790000000', 'Access token has expired'],
    ['Error', 'error'],
  ])('that fails inside a 200 is a refusal: %s', async (msg, vendorCode) => {
    const error = await refusal({ userinfo: { status: 'error', msg, data: null, data2: null } })
    expect(error).toMatchObject({ code: 'source_refused', step: 'profile', vendorCode })
  })

  it('proves no address, though it says so of everybody', async () => {
    const userinfo = { sub: lisi, email: 'boss@example.com', email_verified: true }
    const identity = await signIn({ claims: { email_verified: undefined }, userinfo })
    expect(identity).toMatchObject({ email: 'lisi@example.com', emailVerified: false, groups: [] })
  })
})

describe('allow.groups', () => {
  const isLetIn = async (told: Lie) => isAllowed({ groups: ['example/dev'] }, vouched(await signIn(told)))

  it('lets in who is in one of them, by token or by userinfo', async () => {
    expect(await isLetIn({ claims: whole })).toBe(true)
    expect(await isLetIn({})).toBe(true)
  })

  it.each<[what: string, told: Lie]>([
    ['in none', { userinfo: { sub: lisi } }],
    ['in one of the same name elsewhere', { userinfo: { sub: lisi, groups: ['other/dev', 'dev'] } }],
    ['in none by the token, whatever userinfo would say', { claims: { ...whole, groups: null } }],
  ])('keeps out who is %s', async (_, told) => {
    expect(await isLetIn(told)).toBe(false)
  })
})

it('a return with the word for a guest account is not sent on', async () => {
  expect((await refusal({ returned: { code: 'guest-user' } })).code).toBe('request_invalid')
  expect(asked).toEqual([])
})
