import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { listen } from '../../loopback.ts'
import { events, pushing, removed } from '../../server/pushing.ts'
import { accountOf, postByHand } from '../../server/steps.ts'
import { dingtalk, openSite, registering, type Site } from '../../site.ts'
import { behindProxy, claimsIn, elsewhere, redirectUri, refresh, tokensFor, wiki } from './relying-party.ts'

let site: Site
let app: Awaited<ReturnType<typeof listen>>
let told: { type: string | null; body: URLSearchParams }[]
let status: number

beforeAll(async () => {
  app = await listen()
  app.serve(async request => {
    told.push({ type: request.headers.get('content-type'), body: new URLSearchParams(await request.text()) })
    return new Response(null, { status })
  })
  site = await openSite(
    `${registering}
sources:${dingtalk}
    sync: {}
    ${events}
apps:${wiki}
    backchannelLogoutUri: ${app.origin}/logout
  - id: forum
    type: oidc
    name: Forum
    clientSecret: { env: SECRET }
    redirectUris: [${redirectUri}]
    allow: everyone`,
    [app.origin],
    behindProxy,
  )
})
afterAll(async () => {
  await site.close()
  await app.close()
})
beforeEach(() => {
  told = []
  status = 200
  site.clock.now += 1
})

const nothingToTell = () =>
  vi.waitFor(
    async () => expect(await site.storage.openings.toTell(10, Number.MAX_SAFE_INTEGER)).toEqual([]),
    5000,
  )

describe('Back-Channel Logout OP', () => {
  it('oidcc-backchannel-rp-initiated-logout', async () => {
    const browser = elsewhere(site)
    await browser.signIn('dingtalk', 'lisi')
    const tokens = await tokensFor(site, browser, { scope: 'openid offline_access' })
    const { sid, sub } = claimsIn(tokens.id_token)
    expect(sid).toEqual(expect.any(String))
    await browser.get(`/oidc/signout?id_token_hint=${tokens.id_token}`)
    await nothingToTell()

    expect(told).toHaveLength(1)
    expect(told[0]?.type).toBe('application/x-www-form-urlencoded')
    const { payload, protectedHeader } = await jwtVerify(
      told[0]?.body.get('logout_token') ?? '',
      createRemoteJWKSet(new URL(`${site.url}/oidc/jwks`)),
      { issuer: site.url, audience: 'wiki', typ: 'logout+jwt' },
    )
    expect(protectedHeader.alg).toBe('RS256')
    expect(payload).toMatchObject({
      sid,
      sub,
      jti: expect.any(String),
      iat: expect.any(Number),
      exp: expect.any(Number),
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    })
    expect(payload).not.toHaveProperty('nonce')
    expect((await refresh(site, tokens.refresh_token)).body.error).toBe('invalid_grant')
  })
})

describe('an app', () => {
  const enter = async (who = 'lisi') => {
    const browser = elsewhere(site)
    await browser.signIn('dingtalk', who)
    return { browser, claims: claimsIn((await tokensFor(site, browser)).id_token) }
  }

  it('is told at once of what an administrator ends', async () => {
    const { browser, claims } = await enter()
    const account = await accountOf(site, browser)
    const admin = elsewhere(site)
    await admin.signIn('dingtalk', 'anyi')
    await site.storage.accounts.update((await accountOf(site, admin)).id, { role: 'admin' })
    await postByHand(admin, `/admin/accounts/${account.id}/sessions/end`)
    await nothingToTell()
    expect(told.map(({ body }) => claimsIn(body.get('logout_token') ?? '').sid)).toEqual([claims.sid])
  })

  it('is told when its person signs out here, by the session that it knows', async () => {
    const { browser, claims } = await enter()
    const other = await enter()
    await browser.submit('/account', '/signout')
    await nothingToTell()
    expect(told.map(({ body }) => claimsIn(body.get('logout_token') ?? '').sid)).toEqual([claims.sid])
    expect(other.claims.sid).not.toBe(claims.sid)
    expect(other.claims.sub).toBe(claims.sub)
  })

  it('is told when all other sessions are ended, once for each', async () => {
    const [first, second] = [await enter(), await enter()]
    await first.browser.submit('/account', '/signout', { scope: 'others' })
    await nothingToTell()
    const sids = told.map(({ body }) => claimsIn(body.get('logout_token') ?? '').sid)
    expect(sids).toContain(second.claims.sid)
    expect(sids).not.toContain(first.claims.sid)
    expect(new Set(sids).size).toBe(sids.length)
  })

  it('is not told of a person who signs in again in the same browser, and knows the session by the same name', async () => {
    const { browser, claims } = await enter()
    site.clock.now += 3_600_000
    await browser.signIn('dingtalk', 'lisi')
    expect(claimsIn((await tokensFor(site, browser)).id_token).sid).toBe(claims.sid)
    expect(await site.storage.openings.toTell(10, Number.MAX_SAFE_INTEGER)).toEqual([])
  })

  it('is told of the end when somebody else signs in there', async () => {
    const { browser, claims } = await enter()
    await browser.signIn('dingtalk', 'zhangwei')
    await (await enter()).browser.submit('/account', '/signout')
    await nothingToTell()
    expect(told.map(({ body }) => claimsIn(body.get('logout_token') ?? '').sid)).toContain(claims.sid)
  })

  const sids = () => told.map(({ body }) => claimsIn(body.get('logout_token') ?? '').sid)

  it('is told at once of who has left by a pushed event, while the directory is still asked about others', async () => {
    const { claims } = await enter('wangwu')
    removed(site.world, 'wangwu')
    let letGo = () => {}
    const held = new Promise<void>(resolve => {
      letGo = resolve
    })
    site.vendor.fault = request =>
      request.url.includes('/topapi/v2/user/get?') ? held.then(() => undefined) : undefined
    const push = pushing(site)
    await push('user_modify_org', ['anyi'])()
    await vi.waitFor(() => expect(site.vendor.calls.at(-1)).toContain('/topapi/v2/user/get'), 5000)
    await push('user_leave_org', ['wangwu'])()
    await vi.waitFor(() => expect(sids()).toEqual([claims.sid]), 5000)
    site.vendor.fault = undefined
    letGo()
  })

  it('is told at once of whom an event was about, and of whom a read did not find', async () => {
    const one = await enter('zhaomin')
    removed(site.world, 'zhaomin')
    await pushing(site)('user_modify_org', ['zhaomin'])()
    await vi.waitFor(() => expect(sids()).toEqual([one.claims.sid]), 5000)
    told = []
    const other = await enter('zhangwei')
    removed(site.world, 'zhangwei')
    await site.directories.run('dingtalk')
    await vi.waitFor(() => expect(sids()).toEqual([other.claims.sid]), 5000)
  })

  it('that answers with an error is told again later', async () => {
    status = 500
    const { browser } = await enter()
    await browser.submit('/account', '/signout')
    await vi.waitFor(async () => {
      const [waiting] = await site.storage.openings.toTell(10, Number.MAX_SAFE_INTEGER)
      expect(waiting?.tries).toBe(1)
    }, 5000)
    expect(
      site.log.some(({ msg, app: id }) => msg === 'an app could not be told of an end' && id === 'wiki'),
    ).toBe(true)
  })
})
