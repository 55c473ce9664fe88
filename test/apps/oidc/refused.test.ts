import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../browser.ts'
import { dingtalk, github, openSite, registering, type Site } from '../../site.ts'
import {
  answerOf,
  authorizationRequest,
  behindProxy,
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

const file = `${registering}
sources:${dingtalk}${github}
grants: [{ id: rd, when: { source: dingtalk }, groups: [staff] }]
apps:${wiki}
  - id: forum
    type: oidc
    name: Forum
    clientSecret: { env: SECRET }
    redirectUris: ["https://forum.example.com/callback"]
    allow: { groups: [staff] }
  - id: old
    type: oidc
    name: Old
    enabled: false
    clientSecret: { env: SECRET }
    redirectUris: ["https://old.example.com/callback"]
    allow: everyone`

let site: Site
let browser: Browser
beforeAll(async () => {
  site = await openSite(file, [], behindProxy)
})
afterAll(() => site.close())
beforeEach(async () => {
  site.clock.now += 1
  browser = elsewhere(site)
  await browser.signIn('dingtalk', 'lisi')
})

const ask = (overrides: Record<string, string | undefined>, by = browser) =>
  by.get(authorizationRequest(overrides).address)
const forum = { client_id: 'forum', scope: 'openid', redirect_uri: 'https://forum.example.com/callback' }

describe('sends nobody anywhere', () => {
  it.each<[string, Record<string, string | undefined>, string]>([
    ['for an unknown client', { client_id: 'nobody' }, 'We do not know this app'],
    ['for a client that differs in case', { client_id: 'Wiki' }, 'We do not know this app'],
    ['for no client', { client_id: undefined }, 'The app sent a request'],
    ['to an address of another app', { redirect_uri: forum.redirect_uri }, 'The app sent a request'],
    ['to a longer address', { redirect_uri: `${redirectUri}/../x` }, 'The app sent a request'],
    ['to another port', { redirect_uri: 'https://wiki.example.com:8443/callback' }, 'The app sent a request'],
    [
      'to an address with a user in it',
      { redirect_uri: 'https://wiki.example.com@evil.example/callback' },
      'The app sent a request',
    ],
    ['to no address', { redirect_uri: undefined }, 'The app sent a request'],
    ['with a request that never ends', { state: 'x'.repeat(5000) }, 'The app sent a request'],
    [
      'for a closed app',
      { client_id: 'old', redirect_uri: 'https://old.example.com/callback' },
      'This app is closed',
    ],
  ])('%s', async (_what, overrides, sentence) => {
    for (const by of [browser, elsewhere(site)]) {
      const { status, location, page, headers } = await ask(overrides, by)
      expect([status >= 400, location]).toEqual([true, null])
      expect(page).toContain(sentence)
      expect(page).not.toContain('evil.example')
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    }
  })

  it('with a parameter that came twice', async () => {
    const { address } = authorizationRequest()
    const twice = `${address}&redirect_uri=${encodeURIComponent('https://evil.example/')}`
    expect(await browser.get(twice)).toMatchObject({ status: 400, location: null })
    const answer = await browser.get(`${address}&nonce=another`)
    expect(answerOf(answer.location).get('error')).toBe('invalid_request')
  })

  it('under another host name', async () => {
    const { address } = authorizationRequest()
    const response = await new Promise<number | undefined>((resolve, reject) => {
      import('node:http').then(({ get }) =>
        get(site.url + address, { headers: { host: 'evil.example' } }, answer => {
          answer.resume()
          resolve(answer.statusCode)
        }).on('error', reject),
      )
    })
    expect(response).toBe(400)
  })

  it('by a HEAD, which would use something up', async () => {
    expect((await browser.request('HEAD', authorizationRequest().address)).status).toBe(405)
  })
})

describe('tells the app, at its own address,', () => {
  it.each<[string, Record<string, string | undefined>, string]>([
    [
      'that PKCE is missing',
      { code_challenge: undefined, code_challenge_method: undefined },
      'invalid_request',
    ],
    ['that plain is no PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['that there is no implicit flow', { response_type: 'id_token' }, 'unsupported_response_type'],
    ['that there is no hybrid flow', { response_type: 'code id_token' }, 'unsupported_response_type'],
    ['that there is no token in addresses', { response_type: 'token' }, 'unsupported_response_type'],
    ['that the file does not list the scope', { ...forum, scope: 'openid groups' }, 'invalid_scope'],
    ['that a response mode is unknown', { response_mode: 'web_message' }, 'unsupported_response_mode'],
    ['that no code comes in a fragment', { response_mode: 'fragment' }, 'unsupported_response_mode'],
    ['that a prompt is unknown', { prompt: 'create' }, 'invalid_request'],
    [
      'that there are no request objects elsewhere',
      { request_uri: 'https://evil.example/r' },
      'request_uri_not_supported',
    ],
    ['that none stands alone', { prompt: 'none login' }, 'invalid_request'],
  ])('%s', async (_what, overrides, error) => {
    const { location } = await ask(overrides)
    const at = overrides.redirect_uri ?? redirectUri
    expect(location?.split(/[?#]/)[0]).toBe(at)
    expect([
      answerOf(location).get('error'),
      answerOf(location).get('state'),
      answerOf(location).get('iss'),
    ]).toEqual([error, 'the state', site.url])
    expect(answerOf(location).has('code')).toBe(false)
  })
})

describe('whom the file does not let in', () => {
  it('sees why, and nothing goes to the app', async () => {
    const other = elsewhere(site)
    await other.signIn('github', 'anyi')
    const { status, location, page } = await ask(forum, other)
    expect([status, location]).toEqual([403, null])
    expect(page).toContain('You may not open this app')
    expect(site.log.at(-1)).toMatchObject({ code: 'app_refused', app: 'forum', cause: 'groups: staff' })
    expect(answerOf((await ask({ ...forum, prompt: 'none' }, other)).location).get('error')).toBe(
      'access_denied',
    )
  })

  it('gets nothing more with what they had: refresh, userinfo, introspection ask anew', async () => {
    const tokens = await tokensFor(site, browser, { scope: 'openid offline_access' })
    await site.restart(
      file.replace('    allow: everyone\n  - id: forum', '    allow: { groups: [nobody] }\n  - id: forum'),
    )
    expect((await userinfo(site, tokens.access_token)).status).toBe(401)
    expect((await postForm(site, '/oidc/introspection', { token: tokens.access_token })).body).toEqual({
      active: false,
    })
    expect((await refresh(site, tokens.refresh_token)).body.error).toBe('invalid_grant')
    await site.restart(file)
    expect((await userinfo(site, tokens.access_token)).status).toBe(200)
  })

  it('gets nothing more by a scope that the file has taken back', async () => {
    const tokens = await tokensFor(site, browser, { scope: 'openid profile groups offline_access' })
    const all = 'scopes: [openid, profile, email, phone, groups, permissions, offline_access]'
    await site.restart(file.replace(all, 'scopes: [openid, profile, offline_access]'))
    expect(await (await userinfo(site, tokens.access_token)).json()).not.toHaveProperty('groups')
    const fresh = await refresh(site, tokens.refresh_token)
    expect([fresh.status, fresh.body.scope]).toEqual([200, 'openid profile offline_access'])
    const said = await (await userinfo(site, String(fresh.body.access_token))).json()
    expect(said).not.toHaveProperty('groups')
    expect(said).toHaveProperty('name')
    await site.restart(file)
  })

  it('gets nothing more once their source is closed', async () => {
    const tokens = await tokensFor(site, browser, { scope: 'openid offline_access' })
    await site.restart(file.replace('type: dingtalk\n', 'type: dingtalk\n    enabled: false\n'))
    expect((await refresh(site, tokens.refresh_token)).body.error).toBe('invalid_grant')
    await site.restart(file)
  })
})

describe('codes', () => {
  it('are of the app that asked', async () => {
    const got = await codeFor(browser)
    expect((await redeem(site, got, { as: `forum:${clientSecret}` })).body).toMatchObject({
      error: 'invalid_grant',
    })
  })

  it('are of the address that was asked for', async () => {
    const { code, verifier } = await codeFor(browser)
    const form = { grant_type: 'authorization_code', code, code_verifier: verifier }
    const wrong = { ...form, redirect_uri: `${redirectUri}?` }
    expect((await postForm(site, '/oidc/token', wrong)).body.error).toBe('invalid_grant')
    expect((await postForm(site, '/oidc/token', form)).body.error).toMatch(/invalid_(grant|request)/)
  })

  it('want their verifier', async () => {
    const { code } = await codeFor(browser)
    const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri }
    expect((await postForm(site, '/oidc/token', form)).body.error).toBe('invalid_grant')
  })

  it('live for a minute', async () => {
    const got = await codeFor(browser)
    site.clock.now += 60_000
    expect((await redeem(site, got)).body.error).toBe('invalid_grant')
  })

  it('that are used twice at once give tokens once at most, and those do not live', async () => {
    const got = await codeFor(browser)
    const answers = await Promise.all(Array.from({ length: 6 }, () => redeem(site, got)))
    const won = answers.filter(({ status }) => status === 200)
    expect(won.length).toBeLessThanOrEqual(1)
    expect(answers.filter(({ body }) => body.error === 'invalid_grant')).toHaveLength(6 - won.length)
    for (const { body } of won) expect((await userinfo(site, String(body.access_token))).status).toBe(401)
  })
})

describe('refresh tokens', () => {
  const offline = { scope: 'openid profile offline_access' }

  it('are given for offline_access alone', async () => {
    expect((await tokensFor(site, browser)).refresh_token).toBeUndefined()
  })

  it('that are used twice revoke their family', async () => {
    const first = await tokensFor(site, browser, offline)
    const second = (await refresh(site, first.refresh_token)).body
    expect((await refresh(site, first.refresh_token)).body.error).toBe('invalid_grant')
    expect((await refresh(site, String(second.refresh_token))).body.error).toBe('invalid_grant')
    for (const token of [first.access_token, String(second.access_token)])
      expect((await userinfo(site, token)).status).toBe(401)
  })

  it('that are used twice at once do the same', async () => {
    const { refresh_token } = await tokensFor(site, browser, offline)
    const answers = await Promise.all(Array.from({ length: 6 }, () => refresh(site, refresh_token)))
    const won = answers.filter(({ status }) => status === 200)
    expect(won.length).toBeLessThanOrEqual(1)
    for (const { body } of won)
      expect((await refresh(site, String(body.refresh_token))).body.error).toBe('invalid_grant')
  })

  it('of another app are refused, and stay good for their own', async () => {
    const { refresh_token = '' } = await tokensFor(site, browser, offline)
    const foreign = await postForm(
      site,
      '/oidc/token',
      { grant_type: 'refresh_token', refresh_token },
      { as: `forum:${clientSecret}` },
    )
    expect(foreign.status).toBe(400)
    expect((await refresh(site, refresh_token)).status).toBe(200)
  })

  it('give no more than was granted', async () => {
    const { refresh_token } = await tokensFor(site, browser, offline)
    expect((await refresh(site, refresh_token, { scope: 'openid email' })).body.error).toBe('invalid_scope')
  })

  it('end fourteen days after the first, however often they are renewed', async () => {
    let { refresh_token } = await tokensFor(site, browser, offline)
    for (let day = 0; day < 13; day += 1) {
      site.clock.now += 86_400_000
      refresh_token = String((await refresh(site, refresh_token)).body.refresh_token)
    }
    site.clock.now += 86_400_000
    expect((await refresh(site, refresh_token)).body.error).toBe('invalid_grant')
  })

  it('outlive an idle session, also one that its person wakes up, and end with one that is ended', async () => {
    const { refresh_token } = await tokensFor(site, browser, offline)
    site.clock.now += 3_600_000
    expect((await browser.get('/account')).status).toBe(302)
    const second = (await refresh(site, refresh_token)).body
    expect(second.refresh_token).toEqual(expect.any(String))
    await browser.signIn('dingtalk', 'lisi')
    const third = (await refresh(site, String(second.refresh_token))).body
    expect(third.refresh_token).toEqual(expect.any(String))
    await browser.submit('/account', '/signout')
    expect((await refresh(site, String(third.refresh_token))).body.error).toBe('invalid_grant')
    expect((await userinfo(site, String(third.access_token))).status).toBe(401)
  })
})

describe('one kind of token', () => {
  it('is never taken for another', async () => {
    const { code } = await codeFor(browser, { scope: 'openid offline_access' })
    const tokens = await tokensFor(site, browser, { scope: 'openid offline_access' })
    for (const wrong of [code, tokens.refresh_token ?? '', tokens.id_token])
      expect((await userinfo(site, wrong)).status).toBe(401)
    for (const wrong of [code, tokens.access_token, tokens.id_token])
      expect((await refresh(site, wrong)).body.error).toBe('invalid_grant')
    for (const wrong of [tokens.access_token, tokens.refresh_token ?? ''])
      expect((await redeem(site, { code: wrong, verifier: 'x'.repeat(43) })).body.error).toBe('invalid_grant')
    expect((await postForm(site, '/oidc/introspection', { token: code })).body).toEqual({ active: false })
  })

  it('of another app says nothing', async () => {
    const { access_token } = await tokensFor(site, browser)
    const as = `forum:${clientSecret}`
    expect((await postForm(site, '/oidc/introspection', { token: access_token }, { as })).body).toEqual({
      active: false,
    })
    expect((await postForm(site, '/oidc/revocation', { token: access_token }, { as })).status).toBe(400)
    expect((await userinfo(site, access_token)).status).toBe(200)
  })

  it('lives for a quarter of an hour', async () => {
    const { access_token } = await tokensFor(site, browser)
    site.clock.now += 15 * 60_000
    expect((await userinfo(site, access_token)).status).toBe(401)
  })

  it('is not taken from an address', async () => {
    const { access_token } = await tokensFor(site, browser)
    expect((await fetch(`${site.url}/oidc/userinfo?access_token=${access_token}`)).status).toBe(400)
  })
})

describe('what is kept', () => {
  it('opens nothing: no value of a token is in the database', async () => {
    const { readFileSync } = await import('node:fs')
    const tokens = await tokensFor(site, browser, { scope: 'openid offline_access' })
    const kept = ['sso.db', 'sso.db-wal'].map(name => readFileSync(`${site.data}/${name}`, 'latin1')).join()
    for (const value of [tokens.access_token, tokens.refresh_token ?? 'none'])
      expect(kept).not.toContain(value)
    expect(site.lines.join()).not.toContain(tokens.access_token)
  })
})

describe('an app that cannot say who it is', () => {
  const from = (address: string) => ({ headers: { 'x-forwarded-for': address } })
  const attempt = (as: string, address: string) =>
    postForm(site, '/oidc/token', { grant_type: 'authorization_code', code: 'x' }, { as, ...from(address) })

  it('is held up after ten tries from one address, and nobody else is', async () => {
    const tries = []
    for (let each = 0; each < 11; each += 1) tries.push((await attempt('wiki:wrong', '203.0.113.1')).status)
    expect(tries).toEqual([...Array(10).fill(401), 429])
    const held = await attempt(`wiki:${clientSecret}`, '203.0.113.1')
    expect(held).toMatchObject({ status: 429, body: { error: 'temporarily_unavailable' } })
    expect(Number(held.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await attempt('forum:wrong', '203.0.113.1')).status).toBe(401)
    expect((await attempt(`wiki:${clientSecret}`, '203.0.113.2')).body.error).toBe('invalid_request')
  })

  it('gets no further with many names', async () => {
    const tries = []
    for (let each = 0; each < 11; each += 1)
      tries.push((await attempt(`made-up-${each}:x`, '203.0.113.3')).status)
    expect(tries.at(-1)).toBe(429)
  })
})

describe('pages of other origins', () => {
  const preflight = (origin: string) =>
    fetch(`${site.url}/oidc/token`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    })

  it('may ask where an app is registered, and nowhere else', async () => {
    const good = await preflight('https://wiki.example.com')
    expect([good.status, good.headers.get('access-control-allow-origin')]).toEqual([
      204,
      'https://wiki.example.com',
    ])
    for (const origin of ['https://evil.example', 'null', 'http://wiki.example.com']) {
      const bad = await preflight(origin)
      expect([bad.status, bad.headers.get('access-control-allow-origin')]).toEqual([403, null])
    }
  })

  it('may ask for their own app alone', async () => {
    const { access_token } = await tokensFor(site, browser)
    const own = await userinfo(site, access_token, { headers: { origin: 'https://wiki.example.com' } })
    expect([own.status, own.headers.get('access-control-allow-origin')]).toEqual([
      200,
      'https://wiki.example.com',
    ])
    const other = await userinfo(site, access_token, { headers: { origin: 'https://forum.example.com' } })
    expect([other.status, other.headers.get('access-control-allow-origin')]).toEqual([400, null])
  })
})

describe('what the sign-in page brings back', () => {
  it('counts for this request alone, and not when somebody writes it', async () => {
    const { address } = authorizationRequest({ prompt: 'login' })
    const again = (await browser.get(address)).location ?? ''
    const asked =
      new URL(new URL(again).searchParams.get('returnTo') ?? '', site.url).searchParams.get('proved_since') ??
      ''
    site.clock.now += 10
    await browser.signIn('dingtalk', 'lisi')
    const { address: another } = authorizationRequest({ prompt: 'login' })
    for (const forged of [asked, `${Number(asked.split('.')[0]) - 1}.${asked.split('.')[1]}`, '0.x'])
      expect((await browser.get(`${another}&proved_since=${forged}`)).location).toContain('/signin?again')
    expect(answerOf((await browser.get(`${address}&proved_since=${asked}`)).location).get('code')).toEqual(
      expect.any(String),
    )
  })
})

describe('form_post', () => {
  it('is a page of ours that posts to the app, under a policy that allows no more', async () => {
    const { status, page, headers } = await ask({ response_mode: 'form_post' })
    expect(status).toBe(200)
    expect(page).toContain(`<form method="post" action="${redirectUri}">`)
    expect(page).toContain('name="code"')
    expect(headers.get('content-security-policy')).toContain('form-action https://wiki.example.com;')
  })
})

describe('whoever asks for more than anybody needs', () => {
  it('waits, at the access link and here alike', async () => {
    const busy = elsewhere(site)
    await busy.signIn('dingtalk', 'wangwu')
    const both = async () => [(await busy.get('/apps/wiki/start')).status, (await ask({}, busy)).status]
    for (let count = 0; count < 60; count += 1) await both()
    expect(await both()).toEqual([429, 429])
    expect((await browser.get('/apps/wiki/start')).status).toBe(302)
  })
})
