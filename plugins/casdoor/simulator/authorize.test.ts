import { createPublicKey, verify, X509Certificate } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, type JWK } from 'jose'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  authorizeUrl,
  base,
  callback,
  claims,
  departure,
  door,
  exchange,
  fine,
  json,
  parse,
  pkce,
  post,
  secret,
  start,
  tokens,
  webCode,
} from '../fixtures/door.ts'
import type { Settings } from './index.ts'

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
      expect((await door.send(new Request(url))).status).toBe(404)
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
    const page = await (await door.send(new Request(authorizeUrl()))).text()
    expect(page.match(/data-person=/g)).toHaveLength(door.world.people.length)
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
    const reply = await door.send(new Request(authorizeUrl({ person: 'lisi', ...change })))
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
    const reply = await door.send(new Request(authorizeUrl({ person: 'lisi', redirect_uri: address })))
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
    door.clock += 60_000
    expect(await msg('lisi-pw-1')).toContain('please wait for 14 minutes')
    door.clock += 14 * 60_000
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
    const visit = () => door.send(new Request(authorizeUrl(), { headers: { cookie } }))
    expect((await visit()).status).toBe(302)
    expect(await json('/api/get-account', { cookie })).toMatchObject({ name: 'lisi' })
    await door.send(new Request(`${base}/api/logout`, { headers: { cookie } }))
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
