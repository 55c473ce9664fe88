import { decodeJwt } from 'jose'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  base,
  bearer,
  callback,
  claims,
  door,
  exchange,
  fine,
  inForm,
  json,
  ofApplication,
  pkce,
  post,
  refusal,
  rejected,
  remove,
  start,
  tokenPath,
  tokenRequest,
  tokens,
  verifier,
  webCode,
} from '../fixtures/door.ts'
import { subjectOf } from './users.ts'

beforeEach(() => start())

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
    door.clock += 200_000
    const { access_token } = await exchange({ code })
    const { iat, nbf, exp } = decodeJwt(access_token)
    const then = (door.clock - 200_000) / 1000
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
    door.clock += 300_000
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
    door.clock += 604_800_000
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
    door.send(new Request(`${base}/api/logout?${new URLSearchParams(parameters)}`))

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
