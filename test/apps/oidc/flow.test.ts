import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dingtalk, github, openSite, registering, type Site } from '../../site.ts'
import {
  answerOf,
  authorizationRequest,
  claimsIn,
  codeFor,
  redeem,
  refresh,
  tokensFor,
  userinfo,
  wiki,
} from './relying-party.ts'

let site: Site
beforeAll(async () => {
  site = await openSite(`${registering}
sources:${dingtalk}${github}
grants: [{ id: rd, when: { source: dingtalk }, groups: [staff] }]
apps:${wiki}`)
})
afterAll(() => site.close())

describe('an app', () => {
  it('gets its person by the sign-in page', async () => {
    const browser = site.browser()
    const { address, verifier } = authorizationRequest()
    const first = await browser.get(address)
    expect(first.status).toBe(303)
    const signIn = new URL(first.location ?? '')
    expect(signIn.pathname).toBe('/signin')
    const back = await browser.get(
      await browser.atVendor(
        'github',
        'anyi',
        (
          await browser.get(
            `/auth/github?returnTo=${encodeURIComponent(signIn.searchParams.get('returnTo') ?? '')}`,
          )
        ).location ?? '',
      ),
    )
    const answer = await browser.get(back.location ?? '')
    const code = answerOf(answer.location).get('code') ?? ''
    expect(Object.fromEntries(answerOf(answer.location))).toEqual({ code, state: 'the state', iss: site.url })
    const { body } = await redeem(site, { code, verifier })
    expect(body).toMatchObject({ expires_in: 900, scope: 'openid profile email', token_type: 'Bearer' })
    expect(claimsIn(String(body.id_token))).toMatchObject({ iss: site.url, aud: 'wiki', nonce: 'the nonce' })
    const said = await (await userinfo(site, String(body.access_token))).json()
    expect(said).toMatchObject({ preferred_username: expect.stringMatching(/^anyi/) })
  })
  it('refreshes', async () => {
    const browser = site.browser()
    await browser.signIn('dingtalk', 'lisi')
    const tokens = await tokensFor(site, browser, { scope: 'openid groups permissions offline_access' })
    const { status, body } = await refresh(site, tokens.refresh_token)
    expect([status, body]).toMatchObject([200, {}])
  })
})
void codeFor
