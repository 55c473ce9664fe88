import { createHash, createPublicKey, verify, X509Certificate } from 'node:crypto'
import { SDK } from 'casdoor-nodejs-sdk'
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, type JWK, jwtVerify } from 'jose'
import * as client from 'openid-client'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createWorld } from '../../src/sandbox/organisation.ts'
import type { World } from '../../src/sandbox/world.ts'
import { listen } from '../../test/loopback.ts'
import { type Options, type Settings, simulate } from './simulator/index.ts'
import { KeyRing } from './simulator/keys.ts'
import { subjectOf } from './simulator/users.ts'

const base = 'http://door.test/endpoint'
const callback = 'https://sso.example.com/auth/door/callback'
const secret = 'sso-kit-secret-0123456789'
const inForm = { client_id: 'sso-kit-client', client_secret: secret }
const basic = `Basic ${Buffer.from(`sso-kit-client:${secret}`).toString('base64')}`
const ofApplication = { authorization: basic }
const verifier = 'v'.repeat(43)
const pkce = {
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 'S256',
}

const keyRing = new KeyRing()

let clock: number
let world: World
let send: (request: Request) => Promise<Response>

async function start(settings: Settings = {}): Promise<void> {
  clock = Date.UTC(2026, 10, 26)
  world = createWorld({ now: () => clock, random: counted() })
  send = await simulate(optionsAt(base), world, { keyRing, ...settings })
}
beforeEach(() => start())

describe('discovery', () => {
  test('is the same at three addresses, but for the keys of the application', async () => {
    const general = await json('/.well-known/openid-configuration')
    expect(await json('/.well-known/oauth-authorization-server')).toEqual(general)
    expect(await json('/.well-known/app-sso-kit/openid-configuration')).toEqual({
      ...general,
      jwks_uri: `${base}/.well-known/app-sso-kit/jwks`,
    })
    expect(general).toMatchObject({
      issuer: base,
      authorization_endpoint: `${base}/login/oauth/authorize`,
      token_endpoint: `${base}/api/login/oauth/access_token`,
      userinfo_endpoint: `${base}/api/userinfo`,
      end_session_endpoint: `${base}/api/logout`,
      code_challenge_methods_supported: ['S256'],
    })
    expect(general.response_types_supported).toHaveLength(8)
  })

  test('says neither how clients authenticate nor that the issuer comes back', async () => {
    const general = await json('/.well-known/openid-configuration')
    expect(general).not.toHaveProperty('token_endpoint_auth_methods_supported')
    expect(general).not.toHaveProperty('authorization_response_iss_parameter_supported')
    expect((await departure({ person: 'lisi' })).searchParams.has('iss')).toBe(false)
  })

  test('names another issuer than its address where one is configured, and so do tokens', async () => {
    await start({ origin: 'https://door.example.com' })
    expect(await json('/.well-known/openid-configuration')).toMatchObject({
      issuer: 'https://door.example.com',
      jwks_uri: `${base}/.well-known/jwks`,
    })
    expect(await claims('lisi')).toMatchObject({ iss: 'https://door.example.com' })
  })

  test('knows nothing at other addresses or with other methods', async () => {
    for (const url of [`${base}/api/nothing`, `${base}/api/login`, 'http://door.test/.well-known/jwks'])
      expect((await send(new Request(url))).status).toBe(404)
  })
})

describe('keys', () => {
  const keys = async (path = '/.well-known/jwks') => (await json(path)).keys as (JWK & { x5c: string[] })[]

  test('are the certificates of the whole instance, or the one of the application', async () => {
    const all = await keys()
    expect(all.map(({ kid }) => kid)).toEqual(['cert-neighbour', 'cert-built-in'])
    expect(await keys('/.well-known/app-sso-kit/jwks')).toEqual(all.slice(1))
    for (const key of all) {
      expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use', 'x5c'])
      const certificate = new X509Certificate(Buffer.from(key.x5c[0] ?? '', 'base64'))
      expect(certificate.publicKey.export({ format: 'jwk' })).toMatchObject({ n: key.n, e: key.e })
      expect(certificate.verify(certificate.publicKey)).toBe(true)
      expect(certificate.subject).toBe('O=Casdoor Organization\nCN=Casdoor Cert')
      expect(new Date(certificate.validTo)).toEqual(new Date(Date.UTC(2046, 10, 26)))
    }
  })

  test('sign tokens under the name of the certificate', async () => {
    const { access_token } = await tokens('lisi')
    expect(decodeProtectedHeader(access_token)).toEqual({ alg: 'RS256', kid: 'cert-built-in', typ: 'JWT' })
    expect(await isSigned(access_token)).toBe(true)
  })

  test('have the algorithm of the certificate, whatever the application signs with', async () => {
    await start({ tokenSigningMethod: 'RS512' })
    const { access_token } = await tokens('lisi')
    expect(decodeProtectedHeader(access_token).alg).toBe('RS512')
    expect((await keys()).map(({ alg }) => alg)).toEqual(['RS256', 'RS256'])
    expect(await isSigned(access_token, 'sha512')).toBe(true)
  })

  test('can be joined by known ones', async () => {
    const known = { kty: 'RSA', kid: 'known', n: 'AQAB', e: 'AQAB' }
    await start({ moreKeys: [known] })
    expect((await keys()).at(-1)).toEqual(known)
  })

  test.each<[NonNullable<Settings['forgery']>, string]>([
    ['foreign-key', 'RS256'],
    ['unsigned', 'none'],
    ['hmac', 'HS256'],
  ])('did not make a forged token (%s), which claims to be theirs', async (forgery, alg) => {
    await start({ forgery })
    const { access_token } = await tokens('lisi')
    const [header = ''] = access_token.split('.')
    expect(parse(header)).toMatchObject({ alg, kid: 'cert-built-in' })
    expect(decodeJwt(access_token)).toMatchObject({ aud: ['sso-kit-client'], owner: 'acme' })
    expect(await isSigned(access_token)).toBe(false)
  })

  async function isSigned(token: string, hash = 'sha256'): Promise<boolean> {
    const [header = '', payload = '', signature = ''] = token.split('.')
    const key = (await keys()).find(({ kid }) => kid === 'cert-built-in') ?? {}
    const data = Buffer.from(`${header}.${payload}`)
    return verify(hash, data, createPublicKey({ key, format: 'jwk' }), Buffer.from(signature, 'base64url'))
  }
})

describe('the authorisation page', () => {
  test('lists everybody, and lets two more be chosen that no list has', async () => {
    const page = await (await send(new Request(authorizeUrl()))).text()
    expect(page.match(/data-person=/g)).toHaveLength(world.people.length)
    expect(await claims('builtin-admin')).toMatchObject({ owner: 'built-in', name: 'admin', isAdmin: true })
    expect(await claims('stranger')).toMatchObject({ owner: 'acme-guests', email: 'passer-by@example.net' })
  })

  test('takes anybody of any organisation, and the stranger has the id and the name of somebody of ours', async () => {
    const [ours, theirs] = [await claims('lisi'), await claims('stranger')]
    expect([theirs.sub, theirs.name, theirs.aud]).toEqual([ours.sub, ours.name, ours.aud])
    expect([ours.owner, theirs.owner]).toEqual(['acme', 'acme-guests'])
  })

  test('gives a code of 20 hex digits', async () => {
    expect(await webCode('lisi')).toMatch(/^[0-9a-f]{20}$/)
  })

  test('pastes the state on as it is, so that one with signs of its own breaks', async () => {
    expect((await departure({ person: 'lisi', state: 'Abc-_1' })).searchParams.get('state')).toBe('Abc-_1')
    const broken = (await departure({ person: 'lisi', state: 'a&b=c+d' })).searchParams
    expect([broken.get('state'), broken.get('b')]).toEqual(['a', 'c d'])
  })

  test('appends to an address that has a query', async () => {
    const back = await departure({ person: 'lisi', state: 's', redirect_uri: `${callback}?via=test` })
    expect([...back.searchParams.keys()]).toEqual(['via', 'code', 'state'])
  })

  test('sends back a refused consent and no other error', async () => {
    const back = await departure({ refuse: '1', state: 's' })
    expect(Object.fromEntries(back.searchParams)).toEqual({
      error: 'access_denied',
      error_description: 'User denied consent',
      state: 's',
    })
  })

  test.each<[string, Record<string, string>, string]>([
    ['another client', { client_id: 'other' }, 'Invalid client_id'],
    ['no redirect_uri', { redirect_uri: '' }, 'Redirect URI:  doesn'],
    ['a redirect_uri that is a script', { redirect_uri: 'javascript:alert(1)' }, 'Redirect URI:'],
    ['a plain challenge', { ...pkce, code_challenge_method: 'plain' }, 'Challenge method should be S256'],
    ['the implicit flow', { response_type: 'id_token' }, 'grant_type: id_token is not supported'],
    ['a person nobody knows', { person: 'nobody' }, 'The user: nobody doesn'],
    ['a suspended person', { person: 'suspended' }, 'The user is forbidden to sign in'],
    ['somebody who left', { person: 'leaver' }, 'The user is forbidden to sign in'],
  ])('says on a page of its own, with status 200, what is wrong with %s', async (_, change, text) => {
    const reply = await send(new Request(authorizeUrl({ person: 'lisi', ...change })))
    expect([reply.status, reply.headers.get('location')]).toEqual([200, null])
    expect(await reply.text()).toContain(text)
  })

  test('minds neither an empty scope nor an unknown one', async () => {
    expect(await claims('lisi', { scope: '' })).toMatchObject({ scope: '' })
    expect(await claims('lisi', { scope: 'openid made-up' })).toMatchObject({ scope: 'openid made-up' })
  })
})

describe('registered redirect URIs', () => {
  const accepts = async (redirectUris: string[], address: string) => {
    await start({ redirectUris })
    const reply = await send(new Request(authorizeUrl({ person: 'lisi', redirect_uri: address })))
    return reply.status === 302
  }

  test.each<[string, string, string, boolean]>([
    ['the same address', callback, callback, true],
    ['another query', callback, `${callback}?a=1`, true],
    ['a subdomain', callback, 'https://evil.sso.example.com/auth/door/callback', true],
    ['the machine itself', callback, 'http://localhost:9/anything', true],
    ['the machine by its number', callback, 'http://127.0.0.1:9/anything', true],
    ['a browser’s extension', callback, 'https://abc.chromiumapp.org/', true],
    ['Casdoor’s own app', callback, 'http://casdoor-authenticator', true],
    ['another path', callback, `${callback}/more`, false],
    ['another port', callback, 'https://sso.example.com:8443/auth/door/callback', false],
    ['another scheme', callback, 'http://sso.example.com/auth/door/callback', false],
    ['a host that only ends alike', callback, 'https://evilsso.example.com/auth/door/callback', false],
    ['a bare host, any path', 'sso.example.com', 'http://a.sso.example.com/x', true],
    ['a bare host, another one', 'sso.example.com', 'https://example.com/x', false],
    ['a pattern', 'https://[a-z]+\\.example\\.com/cb', 'https://sso.example.com/cb', true],
    ['a pattern, anchored', 'https://[a-z]+\\.example\\.com/cb', 'https://sso.example.com/cb2', false],
  ])('%s', async (_, registered, address, expected) => {
    expect(await accepts([registered], address)).toBe(expected)
  })
})

describe('the login API', () => {
  const query = {
    clientId: 'sso-kit-client',
    responseType: 'code',
    redirectUri: callback,
    type: 'code',
    state: 's',
  }
  const body = {
    type: 'code',
    application: 'app-sso-kit',
    organization: 'acme',
    username: 'lisi',
    password: 'lisi-pw-1',
    signinMethod: 'Password',
  }
  const login = (change: Partial<typeof body> = {}, more: Record<string, string> = {}) =>
    post(`/api/login?${new URLSearchParams({ ...query, ...more })}`, JSON.stringify({ ...body, ...change }))

  test('gives a code in the envelope', async () => {
    const reply = (await (await login({}, { nonce: 'n1', scope: 'openid' })).json()) as { data: string }
    expect(reply).toEqual({ ...fine, data: expect.stringMatching(/^[0-9a-f]{20}$/) })
    const { access_token } = await exchange({ code: reply.data })
    expect(decodeJwt(access_token)).toMatchObject({ nonce: 'n1', scope: 'openid', name: 'lisi' })
  })

  test('does not care whose organisation the person is of', async () => {
    const reply = await login({ organization: 'acme-guests', username: 'ghost', password: 'ghost-pw-1' })
    const { data } = (await reply.json()) as { data: string }
    expect(decodeJwt((await exchange({ code: data })).access_token)).toMatchObject({ owner: 'acme-guests' })
  })

  test.each<[string, Partial<typeof body>, Record<string, string>, string]>([
    ['nobody', { username: 'nobody' }, {}, "The user: acme/nobody doesn't exist"],
    ['another application', { application: 'x' }, {}, 'The application: admin/x does not exist'],
    ['another client', {}, { clientId: 'other' }, 'Invalid client_id'],
    ['a plain challenge', {}, { code_challenge_method: 'plain' }, 'Challenge method should be S256'],
    [
      'a suspended person',
      { username: 'suspended', password: 'suspended-pw-1' },
      {},
      'The user is forbidden to sign in, please contact the administrator',
    ],
  ])('refuses %s with status 200', async (_, change, more, msg) => {
    const reply = await login(change, more)
    expect(reply.status).toBe(200)
    expect(await reply.json()).toMatchObject({ status: 'error', msg, data: null })
  })

  test('counts wrong passwords and then waits a quarter of an hour', async () => {
    const msg = async (password: string) =>
      ((await (await login({ password })).json()) as { msg: string }).msg
    for (const left of [4, 3, 2, 1])
      expect(await msg('guess')).toBe(`password or code is incorrect, you have ${left} remaining chances`)
    expect(await msg('guess')).toContain('please wait for 15 minutes')
    clock += 60_000
    expect(await msg('lisi-pw-1')).toContain('please wait for 14 minutes')
    clock += 14 * 60_000
    expect(await msg('lisi-pw-1')).toBe('')
  })

  test('starts a session that ends with a token of the same person, in whichever browser', async () => {
    const reply = await login({ type: 'login' })
    const cookie = (reply.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const { access_token } = await tokens('lisi')
    expect(await json('/api/get-account', { cookie })).toMatchObject({ name: 'lisi' })
    await json(`/api/logout?id_token_hint=${access_token}`)
    expect(await json('/api/get-account', { cookie })).toMatchObject({ msg: 'Please login first' })
  })

  test('starts a session that the page then needs no person for', async () => {
    const reply = await login({ type: 'login' })
    expect(await reply.json()).toEqual({ ...fine, data: 'acme/lisi' })
    const cookie = (reply.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    expect(cookie).toMatch(/^casdoor_session_id=/)
    const visit = () => send(new Request(authorizeUrl(), { headers: { cookie } }))
    expect((await visit()).status).toBe(302)
    expect(await json('/api/get-account', { cookie })).toMatchObject({ name: 'lisi' })
    await send(new Request(`${base}/api/logout`, { headers: { cookie } }))
    expect((await visit()).status).toBe(200)
  })

  test('says beforehand whether client, address and scope go together, and hides the rest', async () => {
    const check = (change: Record<string, string>) =>
      json(`/api/get-app-login?${new URLSearchParams({ ...query, ...change })}`)
    const { data } = await check({})
    expect(data).toMatchObject({
      name: 'app-sso-kit',
      organization: 'acme',
      organizationObj: { name: 'acme' },
    })
    expect(JSON.stringify(data)).not.toContain(secret)
    expect(await check({ clientId: 'other' })).toMatchObject({ status: 'error', msg: 'Invalid client_id' })
  })
})

describe('the token endpoint', () => {
  test('gives one token under two names, and a refresh token', async () => {
    const reply = await tokens('lisi')
    expect(reply).toEqual({
      access_token: expect.any(String),
      id_token: reply.access_token,
      refresh_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 604_800,
      scope: 'openid profile email',
    })
    expect(decodeJwt(reply.refresh_token)).toMatchObject({
      tokenType: 'refresh-token',
      aud: ['sso-kit-client'],
    })
  })

  test('reads the address, a form and JSON, whatever the content type says', async () => {
    const request = async () => ({ grant_type: 'authorization_code', ...inForm, code: await webCode('lisi') })
    const address = await post(`${tokenPath}?${new URLSearchParams(await request())}`, '')
    const form = await post(tokenPath, new URLSearchParams(await request()))
    const other = await post(tokenPath, JSON.stringify(await request()), { 'content-type': 'text/plain' })
    expect([address.status, form.status, other.status]).toEqual([200, 200, 200])
  })

  test('reads the header only where no client is named', async () => {
    const attempt = async (change: Record<string, string>) =>
      (
        await tokenRequest(
          { client_id: '', client_secret: '', code: await webCode('lisi'), ...change },
          ofApplication,
        )
      ).status
    expect(await attempt({})).toBe(200)
    expect(await attempt({ client_id: 'sso-kit-client' })).toBe(401)
  })

  test('makes tokens when it makes the code', async () => {
    const code = await webCode('lisi')
    clock += 200_000
    const { access_token } = await exchange({ code })
    const { iat, nbf, exp } = decodeJwt(access_token)
    const then = (clock - 200_000) / 1000
    expect([iat, nbf, exp]).toEqual([then, then, then + 604_800])
  })

  test.each<[string, Record<string, string>, number, string, RegExp]>([
    ['an unknown client', { client_id: 'other' }, 401, 'invalid_client', /^client_id is invalid$/],
    [
      'a wrong secret',
      { client_secret: 'guess' },
      401,
      'invalid_client',
      /^client_secret is invalid for application: \[admin\/app-sso-kit\], token.CodeChallenge: empty$/,
    ],
    ['no code', { code: '' }, 400, 'invalid_request', /^authorization code should not be empty$/],
    ['an unknown code', { code: 'X' }, 400, 'invalid_grant', /^authorization code: \[X\] is invalid$/],
    ['the code of guests', { code: 'guest-user' }, 400, 'invalid_grant', /is invalid$/],
    [
      'another resource',
      { resource: 'https://a.example' },
      400,
      'invalid_grant',
      /^resource parameter does not match/,
    ],
    [
      'another grant',
      { grant_type: 'urn:ietf:params:oauth:grant-type:device_code' },
      400,
      'unsupported_grant_type',
      /is not supported in this application$/,
    ],
  ])('refuses %s, and old ones do it with status 200', async (_, change, status, error, description) => {
    const request = async () => tokenRequest({ code: await webCode('lisi'), ...change })
    const reply = await request()
    const refusal = (await reply.json()) as Record<string, string>
    expect([reply.status, refusal.error]).toEqual([status, error])
    expect(refusal.error_description).toMatch(description)
    expect(reply.headers.get('www-authenticate')).toBe(status === 401 ? 'Basic realm="OAuth2"' : null)
    await start({ oldErrors: true })
    const old = await request()
    expect([old.status, await old.json()]).toEqual([200, refusal])
  })

  test('takes a code once, and for five minutes', async () => {
    const code = await webCode('lisi')
    await exchange({ code })
    expect(await refusal({ code })).toMatch(
      /^authorization code has been used for token: \[admin\/[0-9a-f-]{36}\]$/,
    )
    const late = await webCode('lisi')
    clock += 300_000
    expect(await refusal({ code: late })).toMatch(/^authorization code has expired, nowUnix: \[\d+\]/)
  })

  test('does not look at the redirect URI', async () => {
    const reply = await tokenRequest({ code: await webCode('lisi'), redirect_uri: 'https://evil.example/' })
    expect(reply.status).toBe(200)
  })

  test('wants the verifier where there was a challenge, and then no secret, but no wrong one either', async () => {
    const attempt = async (change: Record<string, string>) =>
      (await tokenRequest({ code: await webCode('lisi', pkce), ...change })).status
    expect(await attempt({ code_verifier: verifier })).toBe(200)
    expect(await attempt({ code_verifier: verifier, client_secret: '' })).toBe(200)
    expect(await attempt({ code_verifier: verifier, client_secret: 'guess' })).toBe(401)
    expect(await attempt({ code_verifier: 'guess' })).toBe(400)
    expect(await attempt({})).toBe(400)
  })

  test('takes a challenge without a method for S256', async () => {
    const code = await webCode('lisi', { code_challenge: pkce.code_challenge })
    expect(await refusal({ code, code_verifier: 'guess' })).toMatch(/^verifier is invalid/)
    expect((await tokenRequest({ code, code_verifier: verifier })).status).toBe(200)
  })

  test('puts the resource in the place of the audience', async () => {
    const resource = 'https://api.example.com/'
    const { access_token } = await exchange({ code: await webCode('lisi', { resource }), resource })
    expect(decodeJwt(access_token)).toMatchObject({ aud: [resource], azp: 'sso-kit-client' })
  })

  test('signs the organisation’s own people in by password', async () => {
    const grant = { grant_type: 'password', username: 'lisi', password: 'lisi-pw-1' }
    expect(decodeJwt((await exchange(grant)).access_token)).toMatchObject({ owner: 'acme', name: 'lisi' })
    expect(await refusal({ ...grant, password: 'guess' })).toMatch(/^invalid username or password: /)
    expect(await refusal({ ...grant, username: 'ghost' })).toBe('the user does not exist')
  })

  test('refreshes once, into whoever has the name in the application’s organisation', async () => {
    const { refresh_token } = await tokens('stranger')
    const refresh = { grant_type: 'refresh_token', refresh_token }
    const { access_token } = await exchange(refresh)
    expect(decodeJwt(access_token)).toMatchObject({
      owner: 'acme',
      name: 'lisi',
      scope: 'openid profile email',
    })
    expect(await refusal(refresh)).toBe('refresh token is invalid, expired or revoked')
    const ghost = await tokens('ghost')
    expect(await refusal({ ...refresh, refresh_token: ghost.refresh_token })).toBe('the user does not exist')
  })

  test('introspects for the client, and knows who is gone', async () => {
    const { access_token } = await tokens('lisi')
    const look = async (headers: Record<string, string>) =>
      post('/api/login/oauth/introspect', new URLSearchParams({ token: access_token }), headers)
    expect((await look({})).status).toBe(401)
    expect(await (await look(ofApplication)).json()).toMatchObject({
      active: true,
      username: 'lisi',
      sub: subjectOf({ id: 'lisi' }),
      aud: ['sso-kit-client'],
      jti: decodeJwt(access_token).jti,
    })
    remove('lisi')
    expect(await (await look(ofApplication)).json()).toEqual({ active: false })
  })
})

describe('tokens', () => {
  const registered = ['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', 'tokenType', 'azp', 'scope']

  test('of the default format hold everything there is about a person, secrets too', async () => {
    const all = await claims('lisi', { nonce: 'n' })
    expect(all).toMatchObject({
      iss: base,
      sub: subjectOf({ id: 'lisi' }),
      aud: ['sso-kit-client'],
      azp: 'sso-kit-client',
      jti: expect.stringMatching(/^admin\/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/),
      tokenType: 'access-token',
      nonce: 'n',
      owner: 'acme',
      name: 'lisi',
      displayName: '李四',
      id: subjectOf({ id: 'lisi' }),
      email: 'lisi@example.com',
      email_verified: true,
      phone: '13800000002',
      groups: ['acme/1002', 'acme/1001'],
      isAdmin: false,
      isForbidden: false,
      isDeleted: false,
      address: [],
      password: '',
    })
    for (const leak of [
      'passwordSalt',
      'hash',
      'preHash',
      'totpSecret',
      'idCard',
      'lastSigninIp',
      'originalToken',
    ])
      expect(all[leak], leak).toMatch(/.{8}/)
    expect(all.recoveryCodes).toEqual([expect.stringMatching(/.{8}/)])
    expect(all.managedAccounts).toMatchObject([{ username: 'lisi', password: expect.stringMatching(/.{8}/) }])
    expect(all.roles).toMatchObject([
      { owner: 'acme', name: 'lead', users: expect.arrayContaining(['acme/lisi']) },
    ])
    expect(all.permissions).toMatchObject([{ name: 'open-application', roles: ['acme/lead'] }])
    expect(Object.keys(all).length).toBeGreaterThan(80)
  })

  test('have no nonce where none came', async () => {
    expect(await claims('lisi')).not.toHaveProperty('nonce')
  })

  test('of the format JWT-Empty hold a fixed few, and no e-mail that is not verified', async () => {
    await start({ tokenFormat: 'JWT-Empty' })
    const fields = ['owner', 'name', 'displayName', 'id', 'avatar', 'email', 'phone']
    const lisi = await claims('lisi')
    expect(Object.keys(lisi).sort()).toEqual([...fields, 'email_verified', ...registered].sort())
    expect([lisi.name, lisi.displayName]).toEqual(['lisi', '李四'])
    expect(Object.keys(await claims('impostor')).sort()).toEqual([...fields, ...registered].sort())
  })

  test('of the format JWT-Standard call the display name `name`', async () => {
    await start({ tokenFormat: 'JWT-Standard' })
    const lisi = await claims('lisi')
    expect(lisi).toMatchObject({
      owner: 'acme',
      preferred_username: 'lisi',
      name: '李四',
      picture: expect.stringContaining('lisi'),
      email_verified: true,
      address: { formatted: '', country: '' },
    })
    for (const absent of ['phone', 'phone_number', 'groups', 'isAdmin', 'passwordSalt'])
      expect(lisi).not.toHaveProperty(absent)
    expect(await claims('lisi', { scope: 'openid phone' })).toMatchObject({ phone_number: '+8613800000002' })
    expect(await claims('impostor')).not.toHaveProperty('email_verified')
  })

  test('of the format JWT-Custom hold what was selected, not even the organisation otherwise', async () => {
    await start({ tokenFormat: 'JWT-Custom', tokenFields: ['Name', 'EmailVerified', 'PermissionNames'] })
    const { access_token, refresh_token } = await tokens('lisi')
    const selected = ['name', 'emailVerified', 'permissionNames']
    expect(Object.keys(decodeJwt(access_token)).sort()).toEqual([...selected, ...registered].sort())
    expect(decodeJwt(refresh_token)).toMatchObject({ tokenType: 'access-token', TokenType: 'refresh-token' })
  })

  test('name groups by their path where that is configured', async () => {
    await start({ groupPaths: true })
    const { access_token } = await tokens('anyi')
    expect(decodeJwt(access_token).groups).toEqual(['acme/1001/1002/1003'])
    // the setting is about tokens and nothing else
    expect(await json('/api/userinfo', bearer(access_token))).toMatchObject({ groups: ['acme/1003'] })
  })
})

describe('userinfo', () => {
  const userinfo = (token: string) => json('/api/userinfo', bearer(token))
  const of = async (person: string, scope: string) => userinfo((await tokens(person, { scope })).access_token)

  test('has what the scopes are for, and never the organisation', async () => {
    const always = { sub: subjectOf({ id: 'lisi' }), iss: base, aud: 'sso-kit-client' }
    expect(await of('lisi', 'openid')).toEqual(always)
    expect(await of('lisi', 'openid profile email address phone')).toEqual({
      ...always,
      preferred_username: 'lisi',
      name: '李四',
      picture: expect.any(String),
      groups: ['acme/1002', 'acme/1001'],
      roles: ['lead'],
      permissions: ['open-application'],
      real_name: '',
      is_verified: false,
      email: 'lisi@example.com',
      email_verified: true,
      address: '',
      phone: '13800000002',
    })
  })

  test('calls every address verified', async () => {
    expect(await of('impostor', 'email')).toMatchObject({ email: 'lisi@example.com', email_verified: true })
    expect(await claims('impostor')).toMatchObject({ email: 'lisi@example.com', email_verified: false })
  })

  test('keeps to the fields of the token', async () => {
    await start({ tokenFields: ['Name'] })
    expect(Object.keys(await of('lisi', 'profile email'))).toEqual([
      'sub',
      'iss',
      'aud',
      'preferred_username',
    ])
  })

  test('takes the token from the address too', async () => {
    const { access_token } = await tokens('lisi')
    for (const name of ['accessToken', 'access_token'])
      expect(await json(`/api/userinfo?${name}=${access_token}`)).toMatchObject({ name: '李四' })
  })

  test('fails with status 200 and the envelope', async () => {
    const { access_token } = await tokens('lisi')
    const msg = 'Please login first'
    expect(await json('/api/userinfo')).toEqual({ ...fine, status: 'error', msg, data: msg })
    expect(await userinfo(`${access_token}x`)).toEqual(rejected("Access token doesn't exist in database"))
    clock += 604_800_000
    expect((await userinfo(access_token)).msg).toMatch(/^Access token has expired, expireTime = 2026-/)
  })

  test('does not show who was forbidden to sign in, or removed', async () => {
    const forbidden = new Set<string>()
    await start({ forbidden })
    const { access_token } = await tokens('lisi')
    forbidden.add('lisi')
    expect(await userinfo(access_token)).toMatchObject({
      status: 'error',
      msg: 'The user is forbidden to sign in, please contact the administrator',
    })
    forbidden.clear()
    expect(await userinfo(access_token)).toMatchObject({ name: '李四' })
    remove('lisi')
    expect(await userinfo(access_token)).toMatchObject({ status: 'error' })
  })
})

describe('the account', () => {
  test('is the whole user with their organisation, and a token more', async () => {
    const { access_token } = await tokens('lisi')
    const { data, ...rest } = await json('/api/get-account', bearer(access_token))
    expect(rest).toMatchObject({
      status: 'ok',
      sub: subjectOf({ id: 'lisi' }),
      name: 'lisi',
      data2: { name: 'acme' },
    })
    expect(data).toMatchObject({
      owner: 'acme',
      password: '***',
      passwordSalt: expect.stringMatching(/.{8}/),
    })
    const { accessToken } = data as { accessToken: string }
    expect(accessToken).not.toBe(access_token)
    expect(await json('/api/userinfo', bearer(accessToken))).toMatchObject({ sub: subjectOf({ id: 'lisi' }) })
  })

  test('is no application’s', async () => {
    expect(await json('/api/get-account', ofApplication)).toMatchObject({ msg: 'Please login first' })
  })
})

describe('logging out', () => {
  const logout = (parameters: Record<string, string>) =>
    send(new Request(`${base}/api/logout?${new URLSearchParams(parameters)}`))

  test('ends the token that is the hint and goes on to an address that is registered', async () => {
    await start({ redirectUris: [callback] })
    const { access_token } = await tokens('lisi')
    const hint = { id_token_hint: access_token, post_logout_redirect_uri: callback, state: 'a b' }
    const reply = await logout(hint)
    expect([reply.status, reply.headers.get('location')]).toEqual([302, `${callback}?state=a+b`])
    expect((await json('/api/userinfo', bearer(access_token))).msg).toMatch(/^Access token has expired/)
    const elsewhere = await logout({ ...hint, post_logout_redirect_uri: 'https://evil.example/' })
    expect([elsewhere.status, await elsewhere.json()]).toMatchObject([200, { status: 'error' }])
  })

  test('does not redirect for a hint that is no token of theirs', async () => {
    const reply = await logout({ id_token_hint: 'a.b.c', post_logout_redirect_uri: callback })
    expect([reply.status, await reply.json()]).toMatchObject([200, { status: 'error' }])
  })

  test('everywhere ends all tokens of the user and nobody else’s, or this one alone', async () => {
    const people = ['lisi', 'lisi', 'lisi', 'anyi']
    const all = await Promise.all(people.map(async person => bearer((await tokens(person)).access_token)))
    const valid = () =>
      Promise.all(all.map(async headers => (await json('/api/userinfo', headers)).status !== 'error'))
    await json('/api/sso-logout?logoutAll=false', all[0])
    expect(await valid()).toEqual([false, true, true, true])
    await json('/api/sso-logout', all[1])
    expect(await valid()).toEqual([false, false, false, true])
  })
})

describe('the directory', () => {
  type Entry = Record<string, unknown>
  const list = async (path: string, headers: Record<string, string> = ofApplication) =>
    (await json(path, headers)).data as Entry[]
  const names = (entries: Entry[]) => entries.map(({ name }) => name)
  const members = () => world.people.filter(person => person.member).map(({ id }) => id)
  const refused = rejected('Unauthorized operation')

  test('lists the users of an organisation, who may not sign in too, and nobody of another one', async () => {
    const users = await list('/api/get-users?owner=acme')
    expect(names(users)).toEqual([...members(), 'sync-admin', 'suspended', 'leaver'])
    expect(users.filter(({ isForbidden }) => isForbidden)).toMatchObject([{ name: 'suspended' }])
    expect(users.filter(({ isDeleted }) => isDeleted)).toMatchObject([
      { name: 'leaver', deletedTime: expect.stringMatching(/./) },
    ])
    expect(names(await list('/api/get-users?owner=built-in'))).toEqual(['admin'])
    expect(names(await list('/api/get-users?owner=acme-guests'))).toContain('lisi')
  })

  test('masks the password and nothing else', async () => {
    for (const user of await list('/api/get-users?owner=acme')) {
      expect(user.password).toBe('***')
      for (const leak of ['passwordSalt', 'hash', 'totpSecret']) expect(user[leak]).toMatch(/.{8}/)
    }
  })

  test('pages only with both p and pageSize, and then says how many there are', async () => {
    const total = members().length + 3
    const page = (query: string) =>
      json(`/api/get-users?owner=acme&sortField=name&sortOrder=ascend&${query}`, ofApplication)
    const size = async (query: string) => ((await page(query)).data as Entry[]).length
    const read = await Promise.all([1, 2, 3].map(async p => page(`p=${p}&pageSize=20`)))
    expect(read.map(({ data2 }) => data2)).toEqual([total, total, total])
    const found = read.flatMap(({ data }) => names(data as Entry[]))
    expect(found).toEqual([...members(), 'sync-admin', 'suspended', 'leaver'].toSorted())
    expect(await page('p=2')).toMatchObject({ data2: null })
    expect(await size('pageSize=20')).toBe(total)
    expect(await size('p=9&pageSize=20')).toBe(0)
  })

  test('misses somebody when somebody before them is removed between two pages', async () => {
    const page = async (p: number) => names(await list(`/api/get-users?owner=acme&p=${p}&pageSize=20`))
    const [first, after] = [await page(1), (await page(2))[0]]
    remove(String(first[0]))
    expect([...first, ...(await page(2))]).not.toContain(after)
  })

  test('filters, and sorts both ways', async () => {
    const named = await list(
      '/api/get-users?owner=acme&field=displayName&value=%E5%BC%A0%E4%BC%9F&sortField=name&sortOrder=descend',
    )
    expect(names(named)).toEqual(['zhangwei2', 'zhangwei'])
    expect(names(await list('/api/get-users?owner=acme&groupName=1003'))).toEqual([
      'soneill',
      'anyi',
      'liqiang',
      'yoshino',
      'huangli',
      'dfischer',
    ])
  })

  test('knows a user by name, id, address and number, and calls a missing one no error', async () => {
    const lisi = { data: { owner: 'acme', name: 'lisi' } }
    for (const query of [
      'id=acme/lisi',
      `owner=acme&userId=${subjectOf({ id: 'lisi' })}`,
      'owner=acme&email=lisi@example.com',
      'owner=acme&phone=13800000002',
    ])
      expect(await json(`/api/get-user?${query}`, ofApplication), query).toMatchObject(lisi)
    expect(await json('/api/get-user?id=acme/nobody', ofApplication)).toEqual({ ...fine, data: null })
  })

  test('follows the world: who moves, changes their name or goes', async () => {
    const person = world.people.find(({ id }) => id === 'wangwu')
    Object.assign(person ?? {}, { name: '王小五', departments: ['1007'] })
    const user = () => json('/api/get-user?id=acme/wangwu', ofApplication)
    expect(await user()).toMatchObject({ data: { displayName: '王小五', groups: ['acme/1007'] } })
    remove('wangwu')
    expect(await user()).toMatchObject({ status: 'ok', data: null })
  })

  test('has groups, each below another one or below the organisation', async () => {
    const groups = await list('/api/get-groups?owner=acme')
    expect(groups.map(({ name, parentId, isTopGroup }) => [name, parentId, isTopGroup])).toEqual(
      world.departments.map(({ id, parent }) => [id, parent ?? 'acme', parent === null]),
    )
    expect(await json('/api/get-group?id=acme/1003', ofApplication)).toMatchObject({
      data: { displayName: '存储小组', type: 'Physical', users: expect.arrayContaining(['acme/anyi']) },
    })
    expect(await list('/api/get-groups?owner=built-in')).toEqual([])
  })

  test('has groups as a tree', async () => {
    const [first] = await list('/api/get-groups?owner=acme&withTree=true')
    expect(first).toMatchObject({
      title: '研发部',
      key: '1001',
      type: 'Physical',
      owner: 'acme',
      children: [{ key: '1002', children: [{ key: '1003', children: [] }] }, { key: '1004' }],
    })
  })

  test('has roles, permissions, a number of users, and the application with its secret', async () => {
    expect(await list('/api/get-roles?owner=acme')).toMatchObject([
      { users: expect.arrayContaining(['acme/lisi']) },
    ])
    expect(await list('/api/get-permissions?owner=acme')).toMatchObject([{ roles: ['acme/lead'] }])
    expect(await json('/api/get-user-count?owner=acme&isOnline=', ofApplication)).toMatchObject({
      data: members().length + 3,
    })
    expect(await json('/api/get-user-count?owner=acme&isOnline=1', ofApplication)).toMatchObject({ data: 0 })
    expect(await json('/api/get-application?id=admin/app-sso-kit', ofApplication)).toMatchObject({
      data: { clientSecret: secret, tokenFormat: 'JWT', tokenSigningMethod: 'RS256', expireInHours: 168 },
    })
    expect(await json('/api/get-application?id=admin/x', ofApplication)).toMatchObject({
      msg: 'The application: admin/x does not exist',
    })
  })

  test('is open to the application everywhere, however it says who it is', async () => {
    const granted = await exchange({ grant_type: 'client_credentials' })
    expect(decodeJwt(granted.access_token)).toMatchObject({ owner: 'admin', name: 'app-sso-kit' })
    const inAddress = `clientId=sso-kit-client&clientSecret=${secret}`
    for (const path of [
      '/api/get-users?owner=built-in&',
      '/api/get-global-users?',
      '/api/get-organizations?owner=admin&',
    ]) {
      expect(await json(path, ofApplication), path).toMatchObject({ status: 'ok' })
      expect(await json(path, bearer(granted.access_token)), path).toMatchObject({ status: 'ok' })
      expect(await json(path + inAddress), path).toMatchObject({ status: 'ok' })
    }
  })

  test('ignores a wrong secret in the header and names one in the address', async () => {
    const wrong = `Basic ${Buffer.from('sso-kit-client:guess').toString('base64')}`
    const path = '/api/get-users?owner=acme'
    expect(await json(path)).toEqual(refused)
    expect(await json(path, { authorization: wrong })).toEqual(refused)
    expect(await json(`${path}&clientId=sso-kit-client&clientSecret=guess`)).toEqual(
      rejected('Incorrect client secret for application: admin/app-sso-kit'),
    )
    expect(await json(`${path}&clientId=other&clientSecret=guess`)).toEqual(rejected('Invalid client_id'))
  })

  test('is open to an administrator in their own organisation, to a global one everywhere, to others nowhere', async () => {
    const admin = await passwordToken('sync-admin')
    const ours = ['/api/get-users?owner=acme', '/api/get-groups?owner=acme', '/api/get-user?id=acme/lisi']
    const theirs = [
      '/api/get-users?owner=built-in',
      '/api/get-user?id=acme-guests/lisi',
      '/api/get-global-users',
    ]
    for (const path of ours) expect(await json(path, admin), path).toMatchObject({ status: 'ok' })
    for (const path of theirs) expect(await json(path, admin), path).toEqual(refused)
    expect(names(await list('/api/get-organizations?owner=admin', admin))).toEqual(['acme'])
    const globalAdmin = bearer((await tokens('builtin-admin')).access_token)
    const person = bearer((await tokens('lisi')).access_token)
    for (const path of [...ours, ...theirs]) {
      expect(await json(path, globalAdmin), path).toMatchObject({ status: 'ok' })
      expect(await json(path, person), path).toEqual(refused)
    }
    expect(await json('/api/get-organizations?owner=admin', person)).toEqual(refused)
  })

  test('takes a key or a password for the user that it belongs to', async () => {
    await start({ accessKey: { key: 'k', secret: 's', user: 'acme/sync-admin' } })
    const path = '/api/get-users?owner=acme'
    const asAdmin = 'username=acme/sync-admin&password='
    expect(await json(`${path}&accessKey=k&accessSecret=s`)).toMatchObject({ status: 'ok' })
    expect(await json('/api/get-users?owner=built-in&accessKey=k&accessSecret=s')).toEqual(refused)
    expect(await json(`${path}&accessKey=k&accessSecret=guess`)).toEqual(refused)
    expect(await json(`${path}&${asAdmin}sync-admin-pw-1`)).toMatchObject({ status: 'ok' })
    expect(await json(`${path}&${asAdmin}guess`)).toEqual(refused)
  })

  test('is shut to an administrator who is forbidden to sign in, whatever they still have', async () => {
    const forbidden = new Set<string>()
    await start({ forbidden, accessKey: { key: 'k', secret: 's', user: 'acme/sync-admin' } })
    const path = '/api/get-users?owner=acme'
    const admin = await passwordToken('sync-admin')
    const inAddress = ['accessKey=k&accessSecret=s', 'username=acme/sync-admin&password=sync-admin-pw-1']
    const replies = async () => [
      await json(path, admin),
      ...(await Promise.all(inAddress.map(async key => json(`${path}&${key}`)))),
    ]
    const allowed = await replies()
    expect(allowed.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok'])
    forbidden.add('sync-admin')
    expect(await replies()).toEqual([refused, refused, refused])
  })

  test('says what is wrong in one word where its administrator wants it so', async () => {
    await start({ maskErrors: true })
    const path = '/api/get-users?owner=acme'
    expect(await json(path)).toEqual(rejected('Error'))
    expect(await json(path, bearer('a.b.c'))).toEqual(rejected('Error'))
    expect(await json(path, ofApplication)).toMatchObject({ status: 'ok', msg: '' })
    expect(await json('/api/get-user?id=acme/nobody', ofApplication)).toMatchObject({ data: null })
  })

  test('is shut with a token that is unknown or too old', async () => {
    const path = '/api/get-users?owner=acme'
    const admin = await passwordToken('sync-admin')
    expect(await json(path, bearer('a.b.c'))).toEqual(rejected("Access token doesn't exist in database"))
    clock += 604_800_000
    expect((await json(path, admin)).msg).toMatch(/^Access token has expired/)
  })

  test('gives a cookie to whoever comes without one', async () => {
    const cookie = async (headers: Record<string, string>) =>
      (await send(new Request(`${base}/api/health`, { headers }))).headers.get('set-cookie')
    expect(await cookie({})).toMatch(/^casdoor_session_id=[0-9a-f]{32};/)
    expect(await cookie({ cookie: 'casdoor_session_id=mine' })).toBeNull()
  })

  async function passwordToken(username: string): Promise<Record<string, string>> {
    const grant = { grant_type: 'password', username, password: `${username}-pw-1` }
    return bearer((await exchange(grant)).access_token)
  }
})

describe('other people’s clients', () => {
  let server: Awaited<ReturnType<typeof listen>>
  let options: Options
  const liveKeys = new KeyRing()
  const hex = { id: 'a1'.repeat(10), secret: 'b2'.repeat(20) }

  beforeAll(async () => {
    server = await listen()
    options = optionsAt(`${server.origin}/door/endpoint`, hex.id, hex.secret)
  })
  afterAll(() => server.close())

  /** These clients look at the real clock. */
  async function open(settings: Settings): Promise<void> {
    const live = createWorld({ now: Date.now, random: counted() })
    server.serve(await simulate(options, live, { keyRing: liveKeys, ...settings }))
  }

  async function choose(person: string, address: string | URL): Promise<URL> {
    const url = new URL(address)
    url.searchParams.set('person', person)
    const reply = await fetch(url, { redirect: 'manual' })
    return new URL(reply.headers.get('location') ?? '')
  }

  describe('Casdoor’s own SDK', () => {
    async function sdk(clientSecret = hex.secret): Promise<SDK> {
      const jwks = (await (await fetch(`${options.endpoint}/.well-known/app-sso-kit/jwks`)).json()) as {
        keys: { x5c: string[] }[]
      }
      const certificate = new X509Certificate(Buffer.from(jwks.keys[0]?.x5c[0] ?? '', 'base64')).toString()
      const { endpoint, clientId } = options
      return new SDK({
        endpoint,
        clientId,
        clientSecret,
        certificate,
        orgName: 'acme',
        appName: 'app-sso-kit',
      })
    }
    beforeAll(() => open({}))

    test('signs a person in and reads the token with the certificate', async () => {
      const casdoor = await sdk()
      const back = await choose('lisi', casdoor.getSignInUrl(callback))
      expect(back.searchParams.get('state')).toBe('app-sso-kit')
      const code = back.searchParams.get('code') ?? ''
      const { access_token } = await casdoor.getAuthToken(code)
      expect(casdoor.parseJwtToken(access_token)).toMatchObject({
        owner: 'acme',
        name: 'lisi',
        displayName: '李四',
      })
      // the second time there is an error, which reaches it as a failed request
      await expect(casdoor.getAuthToken(code)).rejects.toMatchObject({
        response: { status: 400, data: { error: 'invalid_grant' } },
      })
    })

    test('has a second address, for people who sign up', async () => {
      const back = await choose('lisi', (await sdk()).getSignUpUrl(false, callback))
      expect(back.searchParams.get('code')).toMatch(/^[0-9a-f]{20}$/)
    })

    test('refreshes, and takes a refresh token for an access token', async () => {
      const casdoor = await sdk()
      const back = await choose('lisi', casdoor.getSignInUrl(callback))
      const { refresh_token } = await casdoor.getAuthToken(back.searchParams.get('code') ?? '')
      expect(casdoor.parseJwtToken(refresh_token)).toMatchObject({ name: 'lisi' })
      const again = await casdoor.refreshToken(refresh_token)
      expect(casdoor.parseJwtToken(again.access_token)).toMatchObject({ owner: 'acme', name: 'lisi' })
    })

    test('reads users, groups and what else there is', async () => {
      const casdoor = await sdk()
      const { data: users } = (await casdoor.getUsers()).data as unknown as { data: { name: string }[] }
      expect(users.map(({ name }) => name)).toEqual(expect.arrayContaining(['lisi', 'sync-admin', 'leaver']))
      expect((await casdoor.getUser('lisi')).data).toMatchObject({ data: { displayName: '李四' } })
      expect((await casdoor.getUser('nobody')).data).toMatchObject({ status: 'ok', data: null })
      expect((await casdoor.getUserCount(true)).data).toMatchObject({ data: expect.any(Number) })
      expect((await casdoor.getGroups()).data).toMatchObject({
        data: expect.arrayContaining([expect.objectContaining({ name: '1003' })]),
      })
      expect((await casdoor.getGroup('1003')).data).toMatchObject({ data: { displayName: '存储小组' } })
      expect((await casdoor.getRoles()).data).toMatchObject({ data: [{ name: 'lead' }] })
      expect((await casdoor.getPermissions()).data).toMatchObject({ data: [{ name: 'open-application' }] })
      expect((await casdoor.getOrganizations()).data).toMatchObject({ data: expect.any(Array) })
      expect((await casdoor.getApplication('app-sso-kit')).data).toMatchObject({
        data: { organization: 'acme' },
      })
    })

    test('is answered 200 with an error when its secret is wrong', async () => {
      const reply = await (await sdk('guess')).getUsers()
      expect([reply.status, reply.data]).toMatchObject([
        200,
        { status: 'error', msg: 'Unauthorized operation' },
      ])
    })
  })

  describe('openid-client', () => {
    const configure = (method: client.ClientAuth = client.ClientSecretPost(hex.secret)) =>
      client.discovery(new URL(options.endpoint), hex.id, undefined, method, {
        execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
      })

    async function signIn(config: client.Configuration, person: string) {
      const pkceCodeVerifier = client.randomPKCECodeVerifier()
      const [expectedState, expectedNonce] = [client.randomState(), client.randomNonce()]
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: callback,
        scope: 'openid profile email',
        code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: 'S256',
        state: expectedState,
        nonce: expectedNonce,
      })
      const back = await choose(person, url)
      const grant = () =>
        client.authorizationCodeGrant(config, back, { pkceCodeVerifier, expectedState, expectedNonce })
      return { grant, granted: await grant() }
    }

    test.each<[string, client.ClientAuth]>([
      ['client_secret_post', client.ClientSecretPost(hex.secret)],
      ['client_secret_basic', client.ClientSecretBasic(hex.secret)],
      ['PKCE alone', client.None()],
    ])('signs a person in with %s, signature, nonce, PKCE and issuer checked', async (_, method) => {
      await open({})
      const config = await configure(method)
      const { granted, grant } = await signIn(config, 'lisi')
      expect(granted.claims()).toMatchObject({ owner: 'acme', sub: subjectOf({ id: 'lisi' }) })
      expect(
        await client.fetchUserInfo(config, granted.access_token, granted.claims()?.sub ?? ''),
      ).toMatchObject({
        preferred_username: 'lisi',
        name: '李四',
      })
      await expect(grant()).rejects.toMatchObject({ error: 'invalid_grant' })
    })

    test('asks about a token and logs out', async () => {
      await open({})
      const config = await configure()
      const { granted } = await signIn(config, 'lisi')
      expect(await client.tokenIntrospection(config, granted.access_token)).toMatchObject({ active: true })
      const away = client.buildEndSessionUrl(config, {
        id_token_hint: granted.id_token ?? '',
        post_logout_redirect_uri: callback,
      })
      expect((await fetch(away, { redirect: 'manual' })).headers.get('location')).toBe(callback)
      expect(await client.tokenIntrospection(config, granted.access_token)).toMatchObject({ active: false })
      await expect(
        client.fetchUserInfo(config, granted.access_token, client.skipSubjectCheck),
      ).rejects.toThrow()
    })

    test('finds no key for RS512, and takes no issuer that is not the address', async () => {
      await open({ tokenSigningMethod: 'RS512' })
      await expect(configure().then(config => signIn(config, 'lisi'))).rejects.toThrow()
      await open({ origin: 'https://door.example.com' })
      await expect(configure()).rejects.toThrow()
    })

    test.each<NonNullable<Settings['forgery']>>(['foreign-key', 'unsigned', 'hmac'])(
      'refuses a forged token (%s)',
      async forgery => {
        await open({ forgery })
        await expect(configure().then(config => signIn(config, 'lisi'))).rejects.toThrow()
      },
    )
  })

  test('jose verifies tokens with the published keys', async () => {
    await open({})
    const keys = createRemoteJWKSet(new URL(`${options.endpoint}/.well-known/jwks`))
    const url = `${options.endpoint}/login/oauth/authorize?client_id=${hex.id}&response_type=code&redirect_uri=${callback}`
    const code = (await choose('anyi', url)).searchParams.get('code') ?? ''
    const body = new URLSearchParams({
      ...{ grant_type: 'authorization_code', code, client_id: hex.id, client_secret: hex.secret },
    })
    const reply = await fetch(`${options.endpoint}${tokenPath}`, { method: 'POST', body })
    const { access_token } = (await reply.json()) as Tokens
    const { payload } = await jwtVerify(access_token, keys, { issuer: options.endpoint, audience: hex.id })
    expect(payload).toMatchObject({ name: 'anyi', owner: 'acme' })
  })
})

interface Tokens {
  access_token: string
  id_token: string
  refresh_token: string
}

const tokenPath = '/api/login/oauth/access_token'

/** What surrounds the data of an answer. */
const fine = { status: 'ok', msg: '', sub: '', name: '', data2: null, data3: null }
const rejected = (msg: string) => ({ status: 'error', msg, data: null, data2: null })
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const parse = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString())

function optionsAt(endpoint: string, clientId = 'sso-kit-client', clientSecret = secret): Options {
  return {
    endpoint,
    organization: 'acme',
    application: 'app-sso-kit',
    clientId,
    clientSecret: { reveal: () => clientSecret },
  }
}

function authorizeUrl(change: Record<string, string> = {}): string {
  const request = {
    client_id: 'sso-kit-client',
    response_type: 'code',
    redirect_uri: callback,
    scope: 'openid profile email',
  }
  return `${base}/login/oauth/authorize?${new URLSearchParams({ ...request, ...change })}`
}

async function departure(change: Record<string, string>): Promise<URL> {
  const reply = await send(new Request(authorizeUrl(change)))
  expect(reply.status).toBe(302)
  return new URL(reply.headers.get('location') ?? '')
}

async function webCode(person: string, change: Record<string, string> = {}): Promise<string> {
  return (await departure({ person, ...change })).searchParams.get('code') ?? ''
}

function post(path: string, body: string | URLSearchParams, headers: Record<string, string> = {}) {
  return send(new Request(base + path, { method: 'POST', body, headers }))
}

function tokenRequest(change: Record<string, string>, headers?: Record<string, string>) {
  const request = { grant_type: 'authorization_code', ...inForm, ...change }
  return post(tokenPath, new URLSearchParams(request), headers)
}

async function exchange(change: Record<string, string>): Promise<Tokens> {
  const reply = await tokenRequest(change)
  expect(reply.status).toBe(200)
  return (await reply.json()) as Tokens
}

async function refusal(change: Record<string, string>): Promise<string | undefined> {
  const reply = await tokenRequest(change)
  expect(reply.status).toBe(400)
  return ((await reply.json()) as Record<string, string>).error_description
}

async function tokens(person: string, change: Record<string, string> = {}): Promise<Tokens> {
  return exchange({ code: await webCode(person, change) })
}

async function claims(person: string, change: Record<string, string> = {}) {
  return decodeJwt((await tokens(person, change)).access_token)
}

/** A reply of the kind whose status says nothing. */
async function json(path: string, headers: Record<string, string> = {}): Promise<Record<string, unknown>> {
  const reply = await send(new Request(base + path, { headers }))
  expect(reply.status).toBe(200)
  return (await reply.json()) as Record<string, unknown>
}

function remove(person: string): void {
  world.people.splice(
    world.people.findIndex(({ id }) => id === person),
    1,
  )
}

/** Different at every call and the same in every run. */
function counted(): World['random'] {
  let calls = 0
  return bytes => createHash('sha512').update(String(calls++)).digest().subarray(0, bytes)
}
