import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPostingIdp } from '../server/posting-idp.ts'
import { openSite, registering, type Site } from '../site.ts'
import { hasChromium, launch } from './chromium.ts'

/** The identity provider is on 127.0.0.1 and we are on localhost: to a browser, two sites. */
describe.skipIf(!hasChromium)('an answer that a SAML identity provider posts, in a real browser', () => {
  let idp: Awaited<ReturnType<typeof openPostingIdp>>
  let site: Site
  let browser: Browser
  beforeAll(async () => {
    idp = await openPostingIdp()
    const other = idp.source.replace('id: company', 'id: other').replace('name: Company', 'name: Other')
    site = await openSite(`${registering}\nsources:${idp.source}${other}`, [idp.origin])
    browser = await launch()
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await site?.close()
    await idp?.close()
  })

  const open = async (javaScriptEnabled: boolean): Promise<Page> =>
    (await browser.newContext({ locale: 'en-US', javaScriptEnabled })).newPage()

  async function signIn(page: Page, person: string): Promise<void> {
    await page.goto(`${site.url}/signin`)
    await page.click('text=Continue with Company')
    await page.click(`[data-person=${person}]`)
  }

  it('signs a person in by itself', async () => {
    const page = await open(true)
    await signIn(page, 'lisi')
    await page.waitForURL(`${site.url}/account`)
    expect(await page.textContent('h1')).toContain('李四')
  })

  it('signs a person in by a button, where scripts are off', async () => {
    const page = await open(false)
    await signIn(page, 'wangwu')
    await page.click('button')
    await page.waitForURL(`${site.url}/account`)
    expect(await page.textContent('h1')).toContain('王五')
  })

  it('came without the cookies that SameSite=Lax keeps back, and with the one made for it', async () => {
    const page = await open(true)
    const posted = page.waitForRequest(request => request.method() === 'POST')
    await signIn(page, 'chenjing')
    const { cookie = '' } = await (await posted).allHeaders()
    expect(cookie).toMatch(/^sso_post=[\w-]{43}$/)
  })

  it('binds a second source, without the session cookie on the way back', async () => {
    const page = await open(true)
    await signIn(page, 'lisi')
    await page.waitForURL(`${site.url}/account`)
    await page.locator('#source-other button').click()
    await page.click('[data-person=zhaomin]')
    await page.waitForURL(`${site.url}/account?done=bound`)
    expect(await page.textContent('#source-other')).toContain('bound on')
  })

  it('leaves only the session behind', async () => {
    const page = await open(true)
    await signIn(page, 'lisi')
    await page.waitForURL(`${site.url}/account`)
    expect((await page.context().cookies()).map(({ name }) => name)).toEqual(['sso_sid'])
  })
})
