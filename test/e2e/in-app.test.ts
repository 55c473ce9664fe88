import type { Browser, BrowserContext, Page, Request } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { dingtalk as dingTalkOnly, openSite, registering, type Site } from '../site.ts'
import { hasChromium, launch } from './chromium.ts'

/** One source for each kind of client. */
const client = (id: string, mode: string) =>
  dingTalkOnly
    .replace('id: dingtalk', `id: ${id}`)
    .replaceAll('{vendor}/dingtalk', `{vendor}/${id}`)
    .replace('endpoints: {', `endpoints: { jsapi: "{vendor}/${id}/jsapi?mode=${mode}",`)
const modes = ['new', 'old', 'refuse', 'hang'] as const

const userAgent =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 AliApp(DingTalk/7.8.1) com.laiwang.DingTalk/39 Channel/201200'

/** The page that DingTalk opens, in a real browser that says it is DingTalk, with DingTalk's library simulated. */
describe.skipIf(!hasChromium)('inside DingTalk', () => {
  let site: Site
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let faults: string[]
  let redirects: Request[]

  beforeAll(async () => {
    site = await openSite(`${registering}\nsources:${modes.map(mode => client(mode, mode)).join('')}`)
    browser = await launch()
  }, 60_000)
  beforeEach(async () => {
    await context?.close()
    await open({ userAgent })
  })
  afterAll(async () => {
    await browser?.close()
    await site?.close()
  })

  async function open(look: { userAgent?: string; javaScriptEnabled?: boolean }): Promise<void> {
    context = await browser.newContext({ locale: 'zh-CN', ...look })
    page = await context.newPage()
    faults = []
    redirects = []
    page.on('console', message => faults.push(message.text()))
    page.on('pageerror', error => faults.push(String(error)))
    page.on('response', response => {
      if (response.status() >= 300 && response.status() < 400) redirects.push(response.request())
    })
  }
  const steps = () => redirects.map(each => `${each.method()} ${new URL(each.url()).pathname}`)

  it.each(['new', 'old'])('signs in without a click: a client of the %s kind', async mode => {
    await page.goto(`${site.url}/auth/${mode}/in-app?corpId=$CORPID$&returnTo=/account`)
    await page.waitForURL(`${site.url}/account`)
    expect(await page.textContent('h1')).toContain('李四')
    // the only answer that sends the browser on, after the page itself
    expect(steps()).toEqual([`POST /auth/${mode}/in-app`])
    expect(faults).toEqual([])
    await context.clearCookies()
  })

  it('from the start page: two redirects, and the person is in', async () => {
    await site.restart(`${registering}\nsources:${client('new', 'new')}`)
    await page.goto(`${site.url}/signin?returnTo=/account`)
    await page.waitForURL(`${site.url}/account`)
    expect(steps()).toEqual(['GET /signin', 'POST /auth/new/in-app'])
    expect(faults).toEqual([])
  })

  it('nobody comes back by the back button to a page that asks again', async () => {
    await page.goto(`${site.url}/auth/new/in-app?returnTo=/account`)
    await page.waitForURL(`${site.url}/account`)
    await page.goBack()
    await page.waitForURL(url => url.pathname !== '/auth/new/in-app')
    expect(await page.locator('[role=alert], .id').count()).toBe(0)
  })

  describe('where no code comes', () => {
    beforeAll(() => site.restart(`${registering}\nsources:${modes.map(mode => client(mode, mode)).join('')}`))

    /** At DingTalk's own page, and from there on as in any browser. */
    async function expectOrdinaryWay(source: string): Promise<void> {
      await page.waitForURL(`${site.vendor.origin}/${source}/login/oauth2/auth**`)
      await page.click('[data-person=lisi]')
      await page.waitForURL(`${site.url}/account?in=time`)
    }
    const from = (source: string) => `${site.url}/auth/${source}/in-app?returnTo=/account%3Fin=time`

    it('it goes the ordinary way, when the client refuses', async () => {
      await page.goto(from('refuse'))
      await expectOrdinaryWay('refuse')
    })

    it('when the library cannot be loaded', async () => {
      await page.route('**/new/jsapi*', route => route.abort())
      await page.goto(from('new'))
      await expectOrdinaryWay('new')
    })

    it('when the library is none', async () => {
      await page.route('**/new/jsapi*', route => route.fulfill({ contentType: 'text/javascript', body: '' }))
      await page.goto(from('new'))
      await expectOrdinaryWay('new')
    })

    it.each(['hang', 'new'])('when nothing answers for five seconds: %s', async source => {
      if (source === 'new') await page.route('**/new/jsapi*', () => {})
      await page.clock.install()
      await page.goto(from(source), { waitUntil: 'commit' })
      await page.locator('#in-app').waitFor({ state: 'attached' })
      expect(await page.textContent('h1')).toBe('正在登录…')
      await page.clock.fastForward(4_900)
      expect(new URL(page.url()).pathname).toBe(`/auth/${source}/in-app`)
      await page.clock.fastForward(200)
      await expectOrdinaryWay(source)
    })

    it('when the browser only says that it is DingTalk and has no scripts', async () => {
      await open({ userAgent, javaScriptEnabled: false })
      await page.goto(from('new'))
      await page.click('noscript a, a.button')
      await expectOrdinaryWay('new')
    })

    it('when it is another browser: without the page', async () => {
      await open({})
      site.vendor.calls.length = 0
      await page.goto(from('new'))
      await expectOrdinaryWay('new')
      expect(site.vendor.calls.filter(call => call.endsWith('/new/jsapi'))).toEqual([])
    })
  })

  it('runs no script but its own and the library’s', async () => {
    await page.clock.install()
    await page.goto(`${site.url}/auth/hang/in-app`, { waitUntil: 'commit' })
    await page.locator('#in-app').waitFor({ state: 'attached' })
    const title = await page.title()
    await page.evaluate(own => {
      for (const change of [{ text: `document.title = 'planted'` }, { src: `${own}/planted.js` }])
        document.body.append(Object.assign(document.createElement('script'), change))
    }, site.url)
    expect(await page.title()).toBe(title)
    expect(faults.filter(fault => /Content.Security.Policy/i.test(fault))).toHaveLength(2)
  })
})
