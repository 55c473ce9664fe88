/**
 * The modules of the OpenID Foundation's conformance suite for providers, plans "Basic OP", "Config OP", "RP-Initiated
 * Logout OP" and "Back-Channel Logout OP", one test a module and named after it. The suite itself is a server of its own
 * with a browser; what it asks is asked here by hand. Modules that cannot be run against this provider:
 *
 * - oidcc-ensure-registered-redirect-uri's and other modules' registration of clients: there is no dynamic registration,
 *   so every client here is one of the file's;
 * - oidcc-ensure-request-object-with-redirect-uri, oidcc-request-uri-*: no request objects, which the last test says;
 * - oidcc-claims-essential: no `claims` parameter, which the suite skips where discovery says so;
 * - oidcc-scope-address, oidcc-scope-all: nothing is known of addresses; a scope that the file does not list is refused;
 * - oidcc-display-page, -popup, oidcc-ui-locales, oidcc-claims-locales: asked together, they must only do no harm;
 * - oidcc-ensure-request-with-acr-values-succeeds, oidcc-login-hint: the same;
 * - oidcc-server-rotate-keys: by hand at the suite; `keys.test.ts` has the clock for it.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../browser.ts'
import { dingtalk, github, openSite, registering, type Site } from '../../site.ts'
import {
  answerOf,
  authorizationRequest,
  behindProxy,
  claimsIn,
  clientSecret,
  codeFor,
  elsewhere,
  postForm,
  redeem,
  redirectUri,
  refresh,
  tokensFor,
  userinfo,
  wiki,
} from './relying-party.ts'

let site: Site
let browser: Browser
beforeAll(async () => {
  site = await openSite(
    `${registering}
sources:${dingtalk}${github}
apps:${wiki}
  - id: forum
    type: oidc
    name: Forum
    clientSecret: { env: SECRET }
    redirectUris: ["https://forum.example.com/callback?x=1"]
    pkce: optional
    allow: everyone`,
    [],
    behindProxy,
  )
})
afterAll(() => site.close())
beforeEach(async () => {
  // of a person's sessions the newest are kept
  site.clock.now += 1
  browser = elsewhere(site)
  await browser.signIn('dingtalk', 'lisi')
})

const ask = (overrides: Record<string, string | undefined>) =>
  browser.get(authorizationRequest(overrides).address)

/** A person who is sent to sign in again does so, and comes back to the same request. */
async function signInAgain(location: string | null): Promise<URLSearchParams> {
  const signIn = new URL(location ?? '')
  expect([signIn.pathname, signIn.searchParams.has('again')]).toEqual(['/signin', true])
  site.clock.now += 5
  const start = `/auth/dingtalk?${new URLSearchParams({ returnTo: signIn.searchParams.get('returnTo') ?? '' })}`
  const { location: away } = await browser.get(start)
  const back = await browser.get(await browser.atVendor('dingtalk', 'lisi', away ?? ''))
  return answerOf((await browser.get(back.location ?? '')).location)
}

describe('Config OP', () => {
  it('oidcc-discovery-endpoint-verification', async () => {
    const response = await fetch(`${site.url}/.well-known/openid-configuration`)
    expect(response.headers.get('content-type')).toBe('application/json')
    const document = await response.json()
    expect(document).toMatchObject({
      issuer: site.url,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      request_uri_parameter_supported: false,
    })
    for (const [key, value] of Object.entries(document))
      if (/_endpoint$|_uri$/.test(key)) expect(value).toMatch(`${site.url}/oidc/`)
    const jwks = await (await fetch(document.jwks_uri)).json()
    expect(jwks.keys).toHaveLength(1)
    expect(Object.keys(jwks.keys[0]).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
    expect(Buffer.from(jwks.keys[0].n, 'base64url')).toHaveLength(384)
  })
})

describe('Basic OP', () => {
  it('oidcc-server', async () => {
    const tokens = await tokensFor(site, browser)
    expect(claimsIn(tokens.id_token)).toMatchObject({ iss: site.url, aud: 'wiki', nonce: 'the nonce' })
    expect(await (await userinfo(site, tokens.access_token)).json()).toMatchObject({
      sub: claimsIn(tokens.id_token).sub,
    })
  })

  it('oidcc-response-type-missing', async () => {
    const answer = answerOf((await ask({ response_type: undefined })).location)
    expect([answer.get('error'), answer.get('state')]).toEqual(['invalid_request', 'the state'])
  })

  it('oidcc-idtoken-signature', async () => {
    const { createRemoteJWKSet, jwtVerify } = await import('jose')
    const { id_token } = await tokensFor(site, browser)
    const keys = createRemoteJWKSet(new URL(`${site.url}/oidc/jwks`))
    const { protectedHeader } = await jwtVerify(id_token, keys, { issuer: site.url, audience: 'wiki' })
    expect(protectedHeader).toMatchObject({ alg: 'RS256', kid: expect.any(String) })
  })

  it('oidcc-userinfo-get', async () => {
    const { access_token } = await tokensFor(site, browser)
    const response = await userinfo(site, access_token)
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store'])
  })

  it('oidcc-userinfo-post-header', async () => {
    const { access_token } = await tokensFor(site, browser)
    expect((await userinfo(site, access_token, { method: 'POST' })).status).toBe(200)
  })

  it('oidcc-userinfo-post-body', async () => {
    const { access_token } = await tokensFor(site, browser)
    expect((await postForm(site, '/oidc/userinfo', { access_token }, { as: null })).status).toBe(200)
  })

  it('oidcc-ensure-request-without-nonce-succeeds-for-code-flow', async () => {
    const { id_token } = await tokensFor(site, browser, { nonce: undefined })
    expect(claimsIn(id_token)).not.toHaveProperty('nonce')
  })

  it('oidcc-scope-profile', async () => {
    const { access_token } = await tokensFor(site, browser, { scope: 'openid profile' })
    const said = await (await userinfo(site, access_token)).json()
    expect(Object.keys(said).sort()).toEqual(['name', 'preferred_username', 'sub'])
  })

  it('oidcc-scope-email', async () => {
    const { access_token } = await tokensFor(site, browser, { scope: 'openid email' })
    const said = await (await userinfo(site, access_token)).json()
    expect(said).not.toHaveProperty('name')
    expect(said).not.toHaveProperty('phone_number')
  })

  it('oidcc-scope-phone', async () => {
    const { access_token } = await tokensFor(site, browser, { scope: 'openid phone' })
    expect(await (await userinfo(site, access_token)).json()).not.toHaveProperty('email')
  })

  it('oidcc-ensure-other-scope-order-succeeds', async () => {
    expect((await tokensFor(site, browser, { scope: 'email openid' })).scope.split(' ').sort()).toEqual([
      'email',
      'openid',
    ])
  })

  it('oidcc-prompt-login', async () => {
    site.clock.now += 1000
    const before = claimsIn((await tokensFor(site, browser)).id_token)
    const answer = await signInAgain((await ask({ prompt: 'login' })).location)
    expect(answer.get('code')).toEqual(expect.any(String))
    site.clock.now += 2000
    const { address, verifier } = authorizationRequest({ prompt: 'login' })
    const again = await signInAgain((await browser.get(address)).location)
    const { body } = await redeem(site, { code: again.get('code') ?? '', verifier })
    const after = claimsIn(String(body.id_token))
    expect(Number(after.auth_time)).toBeGreaterThan(Number(before.auth_time))
    expect(after.sub).toBe(before.sub)
  })

  it('oidcc-prompt-none-not-logged-in', async () => {
    const answer = answerOf(
      (await site.browser().get(authorizationRequest({ prompt: 'none' }).address)).location,
    )
    expect([answer.get('error'), answer.get('state'), answer.get('iss')]).toEqual([
      'login_required',
      'the state',
      site.url,
    ])
  })

  it('oidcc-prompt-none-logged-in', async () => {
    const first = claimsIn((await tokensFor(site, browser)).id_token)
    const second = claimsIn((await tokensFor(site, browser, { prompt: 'none' })).id_token)
    expect([second.sub, second.auth_time]).toEqual([first.sub, first.auth_time])
  })

  it('oidcc-max-age-1', async () => {
    await tokensFor(site, browser)
    site.clock.now += 2000
    const answer = await signInAgain((await ask({ max_age: '1' })).location)
    expect(answer.get('code')).toEqual(expect.any(String))
  })

  it('oidcc-max-age-10000', async () => {
    const first = claimsIn((await tokensFor(site, browser)).id_token)
    const second = claimsIn((await tokensFor(site, browser, { max_age: '10000' })).id_token)
    expect(second.auth_time).toBe(first.auth_time)
  })

  it('oidcc-ensure-request-with-unknown-parameter-succeeds', async () => {
    await expect(codeFor(browser, { extra: 'foobar' })).resolves.toBeDefined()
  })

  it('oidcc-id-token-hint', async () => {
    const { id_token } = await tokensFor(site, browser)
    const again = await tokensFor(site, browser, { prompt: 'none', id_token_hint: id_token })
    expect(claimsIn(again.id_token).sub).toBe(claimsIn(id_token).sub)
    const other = elsewhere(site)
    await other.signIn('github', 'anyi')
    const { address } = authorizationRequest({ prompt: 'none', id_token_hint: id_token })
    expect(answerOf((await other.get(address)).location).get('error')).toBe('login_required')
  })

  it('oidcc-login-hint, -ui-locales, -claims-locales, -display-page, -acr-values', async () => {
    const hints = {
      login_hint: 'mallory@example.com',
      ui_locales: 'se',
      claims_locales: 'se',
      display: 'page',
      acr_values: '1 2',
    }
    await expect(codeFor(browser, hints)).resolves.toBeDefined()
  })

  it('oidcc-codereuse', async () => {
    const got = await codeFor(browser)
    expect((await redeem(site, got)).status).toBe(200)
    expect(await redeem(site, got)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  })

  it('oidcc-codereuse-30seconds', async () => {
    const got = await codeFor(browser)
    const { body } = await redeem(site, got)
    site.clock.now += 30_000
    expect(await redeem(site, got)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    // what the first use gave is gone with the second
    expect((await userinfo(site, String(body.access_token))).status).toBe(401)
  })

  it('oidcc-ensure-registered-redirect-uri', async () => {
    const { status, location, page } = await ask({ redirect_uri: `${redirectUri}/` })
    expect([status, location]).toEqual([400, null])
    expect(page).toContain('The app sent a request that we cannot answer')
  })

  it('oidcc-redirect-uri-query-mismatch, -query-added', async () => {
    const forum = { client_id: 'forum', scope: 'openid' }
    for (const wrong of ['?x=2', '?x=1&y=2', '']) {
      const answer = await ask({ ...forum, redirect_uri: `https://forum.example.com/callback${wrong}` })
      expect([answer.status, answer.location]).toEqual([400, null])
    }
  })

  it('oidcc-redirect-uri-query-OK', async () => {
    const right = 'https://forum.example.com/callback?x=1'
    const { location } = await ask({ client_id: 'forum', scope: 'openid', redirect_uri: right })
    expect(location).toMatch(`${right}&code=`)
  })

  it('oidcc-server-client-secret-post', async () => {
    const { code, verifier } = await codeFor(browser)
    const form = {
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
      redirect_uri: redirectUri,
    }
    const posted = { ...form, client_id: 'wiki', client_secret: clientSecret }
    expect((await postForm(site, '/oidc/token', posted, { as: null })).status).toBe(200)
  })

  it('oidcc-refresh-token', async () => {
    const tokens = await tokensFor(site, browser, { scope: 'openid offline_access' })
    const { status, body } = await refresh(site, tokens.refresh_token)
    expect(status).toBe(200)
    expect(body.refresh_token).not.toBe(tokens.refresh_token)
    const [before, after] = [claimsIn(tokens.id_token), claimsIn(String(body.id_token))]
    expect([after.iss, after.sub, after.aud, after.auth_time]).toEqual([
      before.iss,
      before.sub,
      before.aud,
      before.auth_time,
    ])
  })

  it('oidcc-ensure-post-request-succeeds', async () => {
    const { address } = authorizationRequest()
    const form = Object.fromEntries(new URL(address, site.url).searchParams)
    const { status, location } = await browser.post('/oidc/auth', form, {
      origin: 'https://wiki.example.com',
      'sec-fetch-site': 'cross-site',
    })
    expect(status).toBe(303)
    expect(answerOf((await browser.get(location ?? '')).location).get('code')).toEqual(expect.any(String))
  })

  it('oidcc-ensure-request-with-valid-pkce-succeeds', async () => {
    const got = await codeFor(browser)
    expect(await redeem(site, { ...got, verifier: 'x'.repeat(43) })).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    })
  })

  it('oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported', async () => {
    const answer = answerOf((await ask({ request: 'eyJhbGciOiJub25lIn0.e30.' })).location)
    expect(answer.get('error')).toBe('request_not_supported')
  })
})

describe('RP-Initiated Logout OP', () => {
  const bye = 'https://wiki.example.com/bye'
  const out = (asked: Record<string, string>) => browser.get(`/oidc/signout?${new URLSearchParams(asked)}`)
  const isIn = async () => (await browser.get('/account')).status === 200
  let id_token: string
  beforeEach(async () => {
    ;({ id_token } = await tokensFor(site, browser))
  })

  it('oidcc-rp-initiated-logout', async () => {
    const { location } = await out({
      id_token_hint: id_token,
      post_logout_redirect_uri: bye,
      state: 'some state',
    })
    expect(location).toBe(`${bye}?state=some+state`)
    expect(await isIn()).toBe(false)
  })

  it('oidcc-rp-initiated-logout-no-state', async () => {
    expect((await out({ id_token_hint: id_token, post_logout_redirect_uri: bye })).location).toBe(bye)
  })

  it.each<[string, (token: string) => Record<string, string>]>([
    [
      'bad-post-logout-redirect-uri',
      token => ({ id_token_hint: token, post_logout_redirect_uri: `${bye}/x` }),
    ],
    [
      'query-added-to-post-logout-redirect-uri',
      token => ({ id_token_hint: token, post_logout_redirect_uri: `${bye}?a=b` }),
    ],
    ['no-post-logout-redirect-uri', token => ({ id_token_hint: token, state: 'x' })],
  ])('oidcc-rp-initiated-logout-%s', async (_module, asked) => {
    expect((await out(asked(id_token))).location).toBe(`${site.url}/signin?out`)
    expect(await isIn()).toBe(false)
  })

  it.each<[string, (token: string) => Record<string, string>]>([
    ['no-params', () => ({})],
    ['only-state', () => ({ state: 'x' })],
    ['no-id-token-hint', () => ({ post_logout_redirect_uri: bye, state: 'x' })],
    ['bad-id-token-hint', () => ({ id_token_hint: 'bad.token.hint', post_logout_redirect_uri: bye })],
    [
      'modified-id-token-hint',
      token => ({ id_token_hint: `${token.slice(0, -4)}AAAA`, post_logout_redirect_uri: bye }),
    ],
  ])('oidcc-rp-initiated-logout-%s', async (_module, asked) => {
    const { status, location, page } = await out(asked(id_token))
    expect([status, location]).toEqual([200, null])
    expect(page).toContain('Do you want to sign out?')
    expect(await isIn()).toBe(true)
    const query = new URLSearchParams(asked(id_token))
    const done = await browser.submit(`/oidc/signout?${query}`, '/oidc/signout')
    expect(done.location).toBe(`${site.url}/signin?out`)
    expect(await isIn()).toBe(false)
  })
})
