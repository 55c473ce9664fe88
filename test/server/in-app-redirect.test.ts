import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer, Browser } from '../browser.ts'
import { github, openSite, registering, type Site } from '../site.ts'
import {
  accountOf,
  beginBinding,
  boundTo,
  isSignedIn,
  refusal,
  sessionOf,
  signedIn,
  usernames,
} from './steps.ts'

const wecom = `
  - id: wecom
    type: wecom
    name: 企业微信
    corpId: ww0a1b2c3d4e5f6071
    agentId: 1000002
    clientSecret: { env: SECRET }
    endpoints: { login: "{vendor}/wecom/login", connect: "{vendor}/wecom/connect", api: "{vendor}/wecom/api" }`
const inWeCom = { 'user-agent': 'Mozilla/5.0 (iPhone) wxwork/4.1.38 MicroMessenger/7.0.1' }
const silent = '/auth/wecom/in-app'

let site: Site
function useSite(sources: string): void {
  beforeAll(async () => {
    site = await openSite(`${registering}\nsources:${sources}`)
  })
  afterAll(() => site.close())
}

/** The page at the vendor that an answer leads to. */
const leadsTo = ({ location }: Answer) => new URL(location ?? '').pathname
const inClient = '/wecom/connect/connect/oauth2/authorize'
const inBrowser = '/wecom/login/wwlogin/sso/login'

/** From an address of ours to the vendor and up to the address it sends back to. */
async function wayBack(browser: Browser, person: string, from = silent): Promise<URL> {
  const { location } = await browser.get(from)
  return new URL(await browser.atVendor('wecom', person, location ?? ''))
}

describe('inside WeCom', () => {
  useSite(`${wecom}${github}`)

  it('the start page goes to the silent sign-in, and that to the address of the client', async () => {
    const browser = site.browser(inWeCom)
    const first = await browser.get('/signin?returnTo=/account%3Fa=b')
    expect(first.location).toBe(`${site.url}${silent}?returnTo=%2Faccount%3Fa%3Db`)
    const second = await browser.get(first.location ?? '')
    expect([second.status, leadsTo(second)]).toEqual([302, inClient])
    const query = new URL(second.location ?? '').searchParams
    expect(query.get('redirect_uri')).toBe(`${site.url}/auth/wecom/callback`)
    const third = await browser.get(second.location ?? '')
    const last = await browser.get(third.location ?? '')
    expect([last.status, last.location]).toEqual([302, `${site.url}/account?a=b`])
    expect((await browser.get('/account')).page).toContain('李四')
  })

  it('the person is the one of the browser', async () => {
    const before = await usernames(site)
    expect((await site.browser().signIn('wecom', 'lisi')).status).toBe(302)
    expect(await usernames(site)).toEqual(before)
  })

  it('who chooses the source goes the same way: the page for browsers does not work there', async () => {
    const choosing = await site.browser(inWeCom).get('/signin?choose')
    expect(choosing.page).toContain('href="/auth/wecom')
    expect(leadsTo(await site.browser(inWeCom).get('/auth/wecom'))).toBe(inClient)
    expect(leadsTo(await site.browser().get('/auth/wecom'))).toBe(inBrowser)
  })

  it('who binds it too', async () => {
    const browser = site.browser(inWeCom)
    await browser.signIn('github', 'anyi')
    expect((await browser.get(await beginBinding(browser, 'wecom', 'anyi'))).status).toBe(302)
    expect(await boundTo(site, await accountOf(site, browser))).toEqual(['github', 'wecom'])
    expect(site.vendor.calls.filter(call => call.includes(inBrowser)).length).toBe(1)
  })

  it('who is signed in already just goes on', async () => {
    const browser = await signedIn(site, 'wecom', 'lisi')
    const answer = await browser.get(`${silent}?returnTo=/account`, inWeCom)
    expect(answer.location).toBe(`${site.url}/account`)
  })

  it('a code is posted to nowhere', async () => {
    const answer = await site.browser(inWeCom).post(silent, { state: 'a', code: 'b' })
    expect(refusal(site, answer)).toEqual([404, 'not_found'])
  })

  it('another browser goes the ordinary way', async () => {
    const answer = await site.browser().get(`${silent}?returnTo=/account`)
    expect(answer.location).toBe(`${site.url}/auth/wecom?returnTo=%2Faccount`)
  })
})

describe('what came back from the client', () => {
  useSite(`${wecom}${github}`)

  it('is good for the browser that began, once', async () => {
    const browser = site.browser(inWeCom)
    const back = await wayBack(browser, 'wangwu')
    const thief = site.browser(inWeCom)
    await thief.get('/signin?choose')
    expect(refusal(site, await thief.get(back.href))).toEqual([400, 'state_invalid'])
    // the state was burnt by the attempt
    expect(refusal(site, await browser.get(back.href))).toEqual([400, 'state_invalid'])
    expect([await isSignedIn(thief), await isSignedIn(browser)]).toEqual([false, false])
  })

  it('of somebody who may not come in leads to a page that does not begin anew', async () => {
    const browser = site.browser(inWeCom)
    const before = await usernames(site)
    const answer = await browser.get((await wayBack(browser, 'stranger')).href)
    expect(refusal(site, answer)).toEqual([403, 'not_member'])
    const [, link = ''] = /class="button" href="([^"]+)"/.exec(answer.page) ?? []
    expect((await browser.get(link)).status).toBe(200)
    expect(await usernames(site)).toEqual(before)
  })

  it.each([
    ['nothing', {}],
    ['an empty code', { code: '' }],
    ['a refusal', { error: 'access_denied' }],
  ])('and is %s lets people choose, without a circle', async (_what, brought) => {
    const browser = site.browser(inWeCom)
    const back = await wayBack(browser, 'lisi', `${silent}?returnTo=/account`)
    back.searchParams.delete('code')
    for (const [name, value] of Object.entries(brought)) back.searchParams.set(name, value)
    const answer = await browser.get(back.href)
    expect([answer.status, answer.location]).toEqual([303, `${site.url}/signin?choose&returnTo=%2Faccount`])
    expect((await browser.get(answer.location ?? '')).status).toBe(200)
    expect(sessionOf(browser)).toBeUndefined()
    expect(site.log.at(-1)).toMatchObject({ source: 'wecom', msg: 'the app gave no code' })
  })

  it('another site cannot put somebody else in the place of who is signed in', async () => {
    const browser = site.browser(inWeCom)
    const foreign = { 'sec-fetch-site': 'cross-site' }
    // nobody is signed in yet: a link from anywhere may begin
    expect(leadsTo(await browser.get('/auth/wecom', foreign))).toBe(inClient)
    await browser.signIn('github', 'anyi')
    const answer = await browser.get('/auth/wecom?returnTo=/account', foreign)
    expect([answer.status, answer.location]).toEqual([302, `${site.url}/account`])
    // whoever asks for it here changes over
    expect(leadsTo(await browser.get('/auth/wecom', { 'sec-fetch-site': 'same-origin' }))).toBe(inClient)
  })

  it('without a code and of another browser is no way to anywhere', async () => {
    const back = await wayBack(site.browser(inWeCom), 'lisi')
    back.searchParams.delete('code')
    expect(refusal(site, await site.browser(inWeCom).get(back.href))).toEqual([400, 'state_invalid'])
  })

  it('without a code while binding is an error, which leads back to the account', async () => {
    const browser = site.browser(inWeCom)
    await browser.signIn('github', 'anyi')
    const back = new URL(await beginBinding(browser, 'wecom', 'anyi'))
    back.searchParams.delete('code')
    const answer = await browser.get(back.href)
    expect(refusal(site, answer)).toEqual([400, 'request_invalid'])
    expect(answer.page).toContain('href="/account"')
  })
})

describe('where the file switches it off', () => {
  useSite(`${wecom}\n    inApp: false${github}`)

  it('there is no such address, and the page for browsers everywhere', async () => {
    const browser = site.browser(inWeCom)
    expect((await browser.get(silent)).status).toBe(404)
    expect((await browser.get('/signin')).status).toBe(200)
    expect(leadsTo(await browser.get('/auth/wecom'))).toBe(inBrowser)
  })
})
