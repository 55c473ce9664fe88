import { randomBytes } from 'node:crypto'
import AxeBuilder from '@axe-core/playwright'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Simulator } from '../../src/plugin.ts'
import { loadPlugin } from '../../src/plugins.ts'
import { createWorld } from '../../src/sandbox/organisation.ts'
import { listen } from '../loopback.ts'
import { hasChromium, launch } from './chromium.ts'

/** The simulated console of a vendor in a real browser, as whoever tries the sandbox uses it. */
describe.skipIf(!hasChromium)('the console of the simulated DingTalk', () => {
  const world = createWorld({ now: Date.now, random: randomBytes })
  let server: Awaited<ReturnType<typeof listen>>
  let vendor: Simulator | undefined
  let browser: Browser
  beforeAll(async () => {
    server = await listen()
    const plugin = await loadPlugin('dingtalk')
    const at = (path: string) => `${server.origin}/dingtalk/${path}`
    const endpoints = { login: at('login'), api: at('api'), oapi: at('oapi'), jsapi: at('jsapi') }
    vendor = await plugin?.simulate?.({ corpId: 'dingcorp', clientId: 'dingapp', endpoints }, world)
    server.serve(async request => vendor?.(request) ?? Response.error())
    browser = await launch()
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  it('moves, removes and takes in people by plain forms, and axe finds nothing', async () => {
    const page = await (await browser.newContext({ viewport: { width: 375, height: 700 } })).newPage()
    const lisi = page.locator('li', { has: page.locator('#lisi') })
    const group = () => page.locator('section', { has: lisi }).locator('h2').textContent()
    await page.goto(vendor?.console ?? '')
    expect(await page.textContent('header')).toContain('SANDBOX')
    expect(await group()).toBe('研发部 › 平台组')

    await lisi.locator('summary').click()
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)).toBe(false)

    await lisi.locator('select').selectOption({ label: '财务部' })
    await lisi.locator('button[value=move]').click()
    expect(await group()).toBe('财务部')
    await lisi.locator('summary').click()
    await lisi.locator('button[value=remove]').click()
    expect(await group()).toBe('组织以外 Outside the organisation')
    await lisi.locator('summary').click()
    await lisi.locator('button[value=take-in]').click()
    expect(await group()).toBe('财务部')

    await page.getByText('管理部门').click()
    await page.locator('button[value=remove-department]').click()
    expect(await page.textContent('[role=alert]')).toBe('没有这个部门')
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  })
})
