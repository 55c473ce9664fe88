import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dingtalk, github, local, openSite, registering, type Site } from '../site.ts'
import { hasChromium, launch } from './chromium.ts'

describe.skipIf(!hasChromium)('axe finds nothing', () => {
  let site: Site
  let browser: Browser
  beforeAll(async () => {
    site = await openSite(`${registering}
sources:${dingtalk}
    sync: {}${github}${local}
ui: { contact: help@example.com }
grants: [{ id: rd, when: { source: dingtalk }, groups: [staff], permissions: [write], baseDir: /rd }]
apps:
  - { id: wiki, type: link, name: Wiki, description: 知识库, url: "https://wiki.example.com", allow: { groups: [staff] } }
  - { id: wages, type: link, name: Wages, url: "https://wages.example.com", allow: { sources: [github], departments: [] } }`)
    browser = await launch()
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await site?.close()
  })

  /** Somebody, and an administrator from now on. */
  async function signedIn(name: string): Promise<{ person: string }> {
    const account = (await site.storage.accounts.list()).find(({ displayName }) => displayName === name)
    await site.storage.accounts.update(account?.id ?? '', { role: 'admin' })
    return { person: account?.id ?? '' }
  }
  const pagesOf = (person: string) => [
    '/admin',
    '/admin/accounts',
    '/admin/accounts?q=%E6%9D%8E',
    `/admin/accounts/${person}`,
    '/admin/accounts/nope',
    '/admin/sources',
    '/admin/directories',
    '/admin/apps',
    '/admin/audit',
  ]

  const looks = [
    { colorScheme: 'light', locale: 'zh-CN', viewport: { width: 1280, height: 800 } },
    { colorScheme: 'dark', locale: 'en-US', viewport: { width: 375, height: 700 } },
  ] as const

  it.each(looks)(
    'on any page, $colorScheme, $locale',
    async look => {
      const page = await (await browser.newContext(look)).newPage()
      const faults = async () => {
        // no page has frames; for those the other mode opens a window each time, and takes twice as long
        const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
        return violations.map(({ id, nodes }) => [page.url(), id, ...nodes.map(({ html }) => html)].join(' '))
      }
      const wide = (shown: Page) =>
        shown.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)

      await page.goto(`${site.url}/signin`)
      expect(await faults()).toEqual([])
      expect(await wide(page)).toBe(false)

      await page.goto(`${site.url}/auth/dingtalk`)
      await page.click(`[data-person=${look.colorScheme === 'light' ? 'lisi' : 'wangwu'}]`)
      await page.waitForURL(`${site.url}/`)
      const { person } = await signedIn(look.colorScheme === 'light' ? '李四' : '王五')
      for (const path of ['/', '/?q=wi', '/?q=none', '/apps/wages/start', ...pagesOf(person), '/account']) {
        await page.goto(site.url + path)
        expect(await faults(), path).toEqual([])
        expect(await wide(page), path).toBe(false)
      }

      await page.fill('[name=password]', '123456789012')
      await page.locator('form[action="/account/password"] button').click()
      expect(await page.locator('[role=alert]').count()).toBe(1)
      expect(await faults()).toEqual([])

      await page.goto(`${site.url}/auth/dingtalk/callback?state=wrong`)
      expect(await faults()).toEqual([])
      expect(await wide(page)).toBe(false)
    },
    120_000,
  )
})
