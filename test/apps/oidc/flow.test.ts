import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dingtalk, github, openSite, registering, type Site } from '../../site.ts'
import { answerOf, authorizationRequest, redeem, userinfo, wiki } from './relying-party.ts'

let site: Site
beforeAll(async () => {
  site = await openSite(`${registering}
sources:${dingtalk}${github}
apps:${wiki}`)
})
afterAll(() => site.close())

describe('somebody whom an app has sent here', () => {
  it('signs in at our page, and is in the app', async () => {
    const browser = site.browser()
    const { address, verifier } = authorizationRequest()
    const signIn = new URL((await browser.get(address)).location ?? '')
    expect(signIn.pathname).toBe('/signin')
    const returnTo = signIn.searchParams.get('returnTo') ?? ''
    const { location: away } = await browser.get(`/auth/github?${new URLSearchParams({ returnTo })}`)
    const back = await browser.get(await browser.atVendor('github', 'anyi', away ?? ''))
    const { location } = await browser.get(back.location ?? '')
    const code = answerOf(location).get('code') ?? ''
    expect(location?.split('?')[0]).toBe('https://wiki.example.com/callback')
    expect(Object.fromEntries(answerOf(location))).toEqual({ code, state: 'the state', iss: site.url })
    const { body } = await redeem(site, { code, verifier })
    expect(body).toMatchObject({ expires_in: 900, scope: 'openid profile email', token_type: 'Bearer' })
    expect(await (await userinfo(site, String(body.access_token))).json()).toMatchObject({
      preferred_username: expect.stringMatching(/^anyi/),
    })
  })

  it('takes the silent way inside the app of a source, without a page to choose at', async () => {
    const browser = site.browser({ 'user-agent': 'Mozilla/5.0 AliApp(DingTalk/7.6.0)' })
    const { location } = await browser.get(authorizationRequest().address)
    expect(location).toMatch(`${site.url}/auth/dingtalk/in-app?returnTo=%2Foidc%2Fauth`)
  })

  it('is in the app at once where they are signed in, and the library has left no cookie', async () => {
    const browser = site.browser()
    await browser.signIn('dingtalk', 'lisi')
    const { location, headers } = await browser.get(authorizationRequest().address)
    expect(answerOf(location).get('code')).toEqual(expect.any(String))
    expect(headers.getSetCookie()).toEqual([])
    expect(headers.get('cache-control')).toBe('no-store')
    expect(site.log.at(-1)).toMatchObject({ event: 'app-opened', app: 'wiki' })
  })

  it('can begin at the access link of the app', async () => {
    const browser = site.browser()
    await browser.signIn('dingtalk', 'lisi')
    expect((await browser.get('/apps/wiki/start')).location).toBe('https://wiki.example.com/login')
  })
})
