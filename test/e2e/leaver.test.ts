import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts'
import { createLog } from '../../src/server/log.ts'
import { hasChromium, launch } from './chromium.ts'

const file = `version: 1
publicUrl: https://sso.example.com
ui: { contact: it@example.com }
autoRegister: { enabled: true }
sources:
  - id: dingtalk
    type: dingtalk
    name: 钉钉
    corpId: ding3608be7c4e5266ce4ac5d6980864
    clientId: dingwjlht8b93ara
    clientSecret: { env: DINGTALK_CLIENT_SECRET }
    sync: {}
    events: { aesKey: { env: DINGTALK_AES_KEY }, token: { env: DINGTALK_EVENT_TOKEN } }
`

/** The story that the directory is for: two windows beside each other, no script in either. */
describe.skipIf(!hasChromium)('an administrator removes a person in DingTalk', () => {
  let sandbox: Sandbox
  let browser: Browser
  beforeAll(async () => {
    const { config } = await compile(file, { file: 'test.yaml' })
    if (!config) throw new Error("the test's own file is wrong")
    sandbox = await startSandbox(config, { log: createLog('silent', () => {}), port: 0 })
    browser = await launch()
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await sandbox?.close()
  })

  const open = async (): Promise<Page> =>
    (await browser.newContext({ locale: 'zh-CN', javaScriptEnabled: false })).newPage()

  async function enter(page: Page): Promise<void> {
    await page.goto(`${sandbox.url}/signin`)
    await page.click('a[href="/auth/dingtalk"]')
    await page.click('[data-person=lisi]')
  }

  const account = async () => {
    const accounts = await sandbox.storage.accounts.list()
    return accounts.find(({ displayName }) => displayName === '李四')
  }

  it('whose browser is signed out at its next click, who cannot come back, and can when taken in again', async () => {
    const person = await open()
    await person.setViewportSize({ width: 375, height: 700 })
    await enter(person)
    expect(await person.textContent('h1')).toContain('李四')

    const admin = await open()
    await admin.goto(sandbox.consoles[0]?.url ?? '')
    const lisi = admin.locator('li', { has: admin.locator('#lisi') })
    const press = async (button: string) => {
      await lisi.locator('summary').click()
      await lisi.locator(`button[value=${button}]`).click()
    }
    await press('remove')

    await person.reload()
    expect(new URL(person.url()).pathname).toBe('/signin')
    const told = person.locator('[role=alert]')
    expect(await told.textContent()).toContain('您的访问权限已终止')
    expect(await told.locator('a').getAttribute('href')).toBe('mailto:it@example.com')
    if (process.env.SHOT_ENDED) await person.screenshot({ path: process.env.SHOT_ENDED, fullPage: true })
    await person.reload()
    expect(await told.count()).toBe(0)
    await enter(person)
    expect(await person.textContent('main')).toContain('您不是该组织的成员')

    await press('take-in')
    // an event is acknowledged first and worked through then
    await expect.poll(async () => (await account())?.disabled).toBe(false)
    await enter(person)
    expect(await person.textContent('h1')).toContain('李四')
  })

  it('is read about by administrators, on a page in which axe finds nothing', async () => {
    const { id } = (await account()) ?? { id: '' }
    await sandbox.storage.accounts.update(id, { role: 'admin' })
    const page = await (
      await browser.newContext({ locale: 'zh-CN', viewport: { width: 375, height: 700 } })
    ).newPage()
    await enter(page)
    await page.goto(`${sandbox.url}/admin/directories`)
    expect(await page.textContent('main')).toMatch(/钉钉.*完整.*名成员/)
    expect(
      (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html]),
    ).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)).toBe(false)
    if (process.env.SHOT) await page.screenshot({ path: process.env.SHOT, fullPage: true })
  })
})
