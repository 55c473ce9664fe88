import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts'
import { createLog } from '../../src/server/log.ts'
import { hasChromium, launch } from './chromium.ts'

/** The apps of the reference file, each on the side of the app: what it was told, and that it is told of the end. */
describe.skipIf(!hasChromium)('somebody who signs in once', () => {
  let sandbox: Sandbox
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    const text = await readFile(new URL('../../sso.config.yaml', import.meta.url), 'utf8')
    const { config } = await compile(text, { file: 'sso.config.yaml' })
    if (!config) throw new Error('the reference file is not valid')
    sandbox = await startSandbox(config, { log: createLog('silent', () => {}), port: 0 })
    browser = await launch()
    page = await (await browser.newContext({ locale: 'zh-CN' })).newPage()
    await page.goto(sandbox.url)
    await page.click('text=使用钉钉账号登录')
    await page.click('[data-person=lisi]')
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await sandbox?.close()
  })

  const open = async (name: string): Promise<string> => {
    await page.goto(`${sandbox.url}/`)
    await page.click(`a:has-text("${name}")`)
    await page.waitForLoadState('networkidle')
    return (await page.textContent('main')) ?? ''
  }

  it('finds the apps that are open to them in the portal', async () => {
    await page.goto(`${sandbox.url}/`)
    const shown = await page.textContent('main')
    for (const name of ['Wiki', '网盘', '阿里云', 'Grafana', 'Intranet', 'Mail'])
      expect(shown).toContain(name)
  })

  it('is in an OpenID app without another click', async () => {
    expect(await open('Wiki')).toMatch(/李四，你好[\s\S]*preferred_username[\s\S]*李四/)
  })

  it('is in AList', async () => {
    expect(await open('网盘')).toMatch(/李四，你好/)
  })

  it('has the role in Alibaba Cloud that their group has', async () => {
    const shown = await open('阿里云')
    expect(shown).toContain('你好')
    expect(shown).toContain(
      'acs:ram::1234567890123456:role/dev,acs:ram::1234567890123456:saml-provider/sso-kit',
    )
  })

  it('is in a SAML app', async () => {
    expect(await open('Grafana')).toMatch(/李四，你好[\s\S]*lisi@[\s\S]*developers/)
  })

  it('is known to a site behind a proxy', async () => {
    expect(await open('Intranet')).toMatch(/李四，你好[\s\S]*Remote-User[\s\S]*developers/)
  })

  it('is out of all of them when they sign out', async () => {
    const site = page.url()
    await page.goto(`${sandbox.url}/`)
    await page.click('text=退出登录')
    await page.waitForURL('**/signin?out**')
    await page.goto(site)
    expect(new URL(page.url()).pathname).toBe('/signin')
    await page.goto(`${sandbox.url}/apps/wiki/start`)
    expect(new URL(page.url()).pathname).toBe('/signin')
  })
})
