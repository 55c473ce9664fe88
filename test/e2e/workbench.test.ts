import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { keepPassword } from '../../src/accounts/local.ts'
import { hashPassword } from '../../src/accounts/passwords.ts'
import { listen } from '../loopback.ts'
import { dingtalk, local, openSite, registering, type Site } from '../site.ts'
import { hasChromium, launch } from './chromium.ts'

const welink = `
  - id: welink
    type: welink
    name: WeLink
    tenantId: 0D5E0A1B2C3D4E5F6A7B8C9D0E1F2A3B
    clientId: "20190828163922073733756"
    clientSecret: { env: SECRET }
    endpoints: { login: "{vendor}/welink/login", api: "{vendor}/welink/api", jsapi: "{vendor}/welink/jsapi" }`

const clients = {
  dingtalk:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 AliApp(DingTalk/7.8.1) com.laiwang.DingTalk/39',
  welink: 'Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/114.0 Mobile huawei-anyoffice/1.0.0',
}

/** An app of the company at another origin, and people who open its access link. */
describe.skipIf(!hasChromium)('the access link of an app', () => {
  let site: Site
  let app: Awaited<ReturnType<typeof listen>>
  let browser: Browser
  let context: BrowserContext
  let page: Page
  /** Answers that send the browser on, by path. */
  let redirects: string[]
  let faults: string[]

  beforeAll(async () => {
    app = await listen()
    app.serve(async () => new Response('<h1>Wages</h1>', { headers: { 'content-type': 'text/html' } }))
    site = await openSite(`${registering}
sources:${dingtalk.replace('endpoints: {', 'endpoints: { jsapi: "{vendor}/dingtalk/jsapi?mode=new",')}${welink}${local}
apps: [{ id: wages, type: link, name: Wages, url: "${app.origin}/start", allow: { sources: [dingtalk, welink, local] } }]`)
    browser = await launch()
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await site?.close()
    await app?.close()
  })
  beforeEach(() => open({}))
  afterEach(() => context.close())

  async function open(look: { userAgent?: string }): Promise<void> {
    await context?.close()
    context = await browser.newContext({ locale: 'zh-CN', ...look })
    page = await context.newPage()
    redirects = []
    faults = []
    page.on('console', message => faults.push(message.text()))
    page.on('response', response => {
      if (response.status() >= 300 && response.status() < 400)
        redirects.push(`${response.request().method()} ${new URL(response.url()).pathname}`)
    })
  }
  const arrived = () => page.waitForURL(`${app.origin}/start`)

  it.each(['dingtalk', 'welink'] as const)(
    'in the workbench of %s: two redirects, and no click',
    async source => {
      await open({ userAgent: clients[source] })
      await page.goto(`${site.url}/apps/wages/start`)
      await arrived()
      expect(redirects).toEqual([`POST /auth/${source}/in-app`, 'GET /apps/wages/start'])
      expect(faults).toEqual([])
      expect(await page.textContent('h1')).toBe('Wages')
    },
  )

  it('for who is signed in: one', async () => {
    await open({ userAgent: clients.dingtalk })
    await page.goto(`${site.url}/apps/wages/start`)
    await arrived()
    redirects.length = 0
    await page.goto(`${site.url}/apps/wages/start`)
    expect(redirects).toEqual(['GET /apps/wages/start'])
  })

  it('in a browser: the sign-in page, a vendor, and the app', async () => {
    await page.goto(`${site.url}/apps/wages/start`)
    expect(new URL(page.url()).pathname).toBe('/signin')
    await page.click('a[href^="/auth/dingtalk"]')
    await page.click('[data-person=lisi]')
    await arrived()
    expect(redirects.filter(step => !step.startsWith('GET /dingtalk/'))).toEqual([
      'GET /apps/wages/start',
      'GET /auth/dingtalk',
      'GET /auth/dingtalk/callback',
      'GET /apps/wages/start',
    ])
  })

  it('in a browser, with a name and a password', async () => {
    const bare = { displayName: null, email: null, phone: null, givenPermission: 0, givenBaseDir: '/' }
    const account = { id: 'ops', username: 'ops', usernameKey: 'ops', disabled: false, createdAt: 1 }
    await site.storage.accounts.insert({ ...account, ...bare, role: 'general', lastSignInAt: null })
    await keepPassword(site.storage, 'local', account, await hashPassword('seven lanterns over the river'), 1)
    await page.goto(`${site.url}/apps/wages/start`)
    await page.fill('[name=username]', 'ops')
    await page.fill('[name=password]', 'seven lanterns over the river')
    await page.click('form[action="/auth/local/password"] button')
    await arrived()
    expect(faults).toEqual([])
  })

  it('from the portal, by the keyboard alone', async () => {
    await page.goto(`${site.url}/auth/dingtalk`)
    await page.click('[data-person=lisi]')
    await page.waitForURL(`${site.url}/`)
    await page.focus('input[type=search]')
    await page.keyboard.type('wag')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/?q=wag')
    await page.focus('input[type=search]')
    for (let n = 0; n < 6 && !(await page.evaluate(() => document.activeElement?.matches('.apps a'))); n += 1)
      await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await arrived()
  })
})
