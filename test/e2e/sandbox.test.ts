import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts'
import { createLog } from '../../src/server/log.ts'
import { hasChromium, launch } from './chromium.ts'

/** The reference file, in the sandbox, in a real browser: the story that a newcomer clicks through. */
describe.skipIf(!hasChromium)('a person in the sandbox', () => {
  let sandbox: Sandbox
  let browser: Browser
  let page: Page
  const faults: string[] = []

  beforeAll(async () => {
    const file = 'sso.config.yaml'
    const { config } = await compile(await readFile(new URL(`../../${file}`, import.meta.url)), { file })
    if (!config) throw new Error('the reference file is wrong')
    sandbox = await startSandbox(config, { log: createLog('silent', () => {}), port: 0 })
    browser = await launch()
    page = await (await browser.newContext({ locale: 'zh-CN', javaScriptEnabled: false })).newPage()
    page.on('console', message => faults.push(message.text()))
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await sandbox?.close()
  })

  const accounts = () => sandbox.storage.accounts.list()
  const identity = (source: string) => page.locator(`#source-${source}`)
  const atVendor = async (person: string) => {
    expect(await page.textContent('body')).toContain('SANDBOX')
    await page.click(`[data-person=${person}]`)
    await page.waitForURL(`${sandbox.url}/**`)
    expect(await page.textContent('.sandbox')).toContain('SANDBOX')
  }

  it('signs in with DingTalk and gets an account with 768 = webdav_read + webdav_manage', async () => {
    await page.goto(sandbox.url)
    expect(await page.title()).toBe('登录 · 示例科技')
    await page.click('text=使用钉钉账号登录')
    await atVendor('lisi')
    expect(await page.textContent('main')).toContain('Wiki')
    await page.goto(`${sandbox.url}/account`)
    const shown = await page.textContent('main')
    // 768 by the file's defaults, and 24 by the grant of 研发部
    for (const part of ['李四', 'webdav_read', 'webdav_manage', '合计 792', '/staff'])
      expect(shown).toContain(part)
    const [account] = (await accounts()).filter(({ username }) => username === '李四')
    expect(account).toMatchObject({
      givenPermission: 256 + 512,
      givenBaseDir: '/staff',
      role: 'general',
      disabled: false,
    })
  })

  it('cannot take away what the organisation follows', async () => {
    expect(await identity('dingtalk').textContent()).toContain('由组织管理')
    expect(await identity('dingtalk').locator('button').count()).toBe(0)
  })

  it('binds GitHub from the account page', async () => {
    await identity('github').locator('button').click()
    await page.waitForURL('**/login/oauth/authorize**')
    await atVendor('lisi')
    expect(await page.textContent('[role=status]')).toBe('身份已绑定到您的账号。')
    expect(await identity('github').textContent()).toContain('绑定于')
  })

  it('signs out, and the account page is closed', async () => {
    await page.click('text=退出登录')
    expect(await page.textContent('[role=status]')).toBe('您已退出登录。')
    await page.goto(`${sandbox.url}/account`)
    expect(new URL(page.url()).pathname).toBe('/signin')
  })

  it('signs in with GitHub and is the same account', async () => {
    await page.click('text=使用 GitHub 账号登录')
    await atVendor('lisi')
    await page.goto(`${sandbox.url}/account`)
    expect(await page.textContent('h1')).toContain('李四')
    expect((await accounts()).filter(({ displayName }) => displayName === '李四')).toHaveLength(1)
  })

  it('unbinds GitHub, and DingTalk is the only way in', async () => {
    await identity('github').locator('summary').click()
    await identity('github').locator('button').click()
    expect(await page.textContent('[role=status]')).toBe('身份已解除绑定。')
    expect(await identity('github').textContent()).toContain('未绑定')
  })

  it('sets a password and goes on without any of the vendors', async () => {
    await page.fill('[name=password]', 'rivers run to the sea')
    await page.click('text=保存密码')
    expect(await page.textContent('[role=status]')).toContain('新密码已生效')
    await page.click('text=退出登录')
    await page.fill('[name=username]', '李四')
    await page.fill('[name=password]', 'rivers run to the sea')
    await page.click('button:text-is("登录")')
    await page.waitForSelector('text=Wiki')
    expect(await page.textContent('header')).toContain('李四')
  })

  it('a stranger is told why, with a number', async () => {
    await page.click('text=退出登录')
    await page.click('text=使用钉钉账号登录')
    await page.click('[data-person=stranger]')
    expect(await page.textContent('h1')).toBe('您不是该组织的成员')
    expect(await page.textContent('.id code')).toMatch(/^[2-9a-z]{9}$/)
  })

  it('has a sign-in page that fits a phone', async () => {
    const other = await browser.newPage({ viewport: { width: 390, height: 844 } })
    await other.goto(`${sandbox.url}/signin?choose`)
    expect(await other.evaluate('document.documentElement.scrollHeight')).toBe(844)
    await other.close()
  })

  it('no page was stopped by the content policy', () => {
    expect(faults.filter(fault => /Content.Security.Policy|Refused/i.test(fault))).toEqual([])
  })
})
