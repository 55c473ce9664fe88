import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusal } from '../../test/server/steps.ts'
import { openSite, registering, type Site } from '../../test/site.ts'

let site: Site
beforeAll(async () => {
  site = await openSite(`${registering}
sources:
  - id: google
    type: google
    name: Google
    clientId: app
    clientSecret: { env: SECRET }
    allow: { domains: [example.com] }
    endpoints: { login: "{vendor}/google/login", token: "{vendor}/google/token", api: "{vendor}/google/api" }`)
  // it makes its key when first asked, which takes longer than a vendor may
  await fetch(`${site.vendor.origin}/google/api/oauth2/v3/certs`)
})
afterAll(() => site.close())

describe('with allow: domains', () => {
  it('a person of the organisation gets an account', async () => {
    const browser = site.browser()
    expect((await browser.signIn('google', 'lisi')).status).toBe(302)
    expect((await browser.get('/account')).page).toContain('李四')
  })

  it.each([
    ['a personal account', 'stranger'],
    ['a personal account under an address of the organisation', 'impostor'],
    ['an account of another organisation', 'other-domain'],
  ])('%s is refused', async (_, person) => {
    expect(refusal(site, await site.browser().signIn('google', person))).toEqual([403, 'not_allowed'])
  })

  it('a hint that was changed on the way out lets nobody in', async () => {
    const browser = site.browser()
    const departure = new URL((await browser.get('/auth/google')).location ?? '')
    expect(departure.searchParams.get('hd')).toBe('example.com')
    departure.searchParams.set('hd', 'other.example.org')
    const back = await browser.atVendor('google', 'other-domain', departure.href)
    expect(refusal(site, await browser.get(back))).toEqual([403, 'not_allowed'])
  })

  it('a hint that was written into the way back lets nobody in', async () => {
    const browser = site.browser()
    const back = new URL(await browser.atVendor('google', 'stranger'))
    back.searchParams.set('hd', 'example.com')
    expect(refusal(site, await browser.get(back.href))).toEqual([403, 'not_allowed'])
  })
})
