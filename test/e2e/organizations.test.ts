import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dingtalk, github, local, openSite, partner, registering, type Site } from '../site.ts'
import { hasChromium, launch } from './chromium.ts'

const logo = join(tmpdir(), `sso-kit-logo-${process.pid}.svg`)
const drawing =
  '<svg xmlns="http://www.w3.org/2000/svg" width="240" height="80"><rect width="240" height="80" fill="teal"/></svg>'

/** A title that needs two lines on a phone, and a wide logo before it. */
const text = `ui: { title: 示例科技（集团）有限责任公司, logo: "${logo}" }
${registering}
sources:${dingtalk}${github}${partner}${local}
organizations:
  - { id: example, name: 示例科技, domains: [example.com], sources: [github, dingtalk] }
  - { id: other, name: An organisation that has quite a long name, sources: [dingtalk, local] }`

describe.skipIf(!hasChromium)('a person of one organisation among several', () => {
  let site: Site
  let browser: Browser
  const faults: string[] = []
  beforeAll(async () => {
    await writeFile(logo, drawing)
    site = await openSite(text)
    browser = await launch()
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await site?.close()
    await rm(logo, { force: true })
  })

  async function newPage(options: Parameters<Browser['newContext']>[0]): Promise<Page> {
    const page = await (await browser.newContext(options)).newPage()
    page.on('console', message => faults.push(message.text()))
    return page
  }

  it('says where they belong and signs in, without a script and without a mouse', async () => {
    const page = await newPage({ locale: 'zh-CN', javaScriptEnabled: false })
    const tabTo = async (name: string) => {
      for (let count = 0; count < 10; count++) {
        await page.keyboard.press('Tab')
        if ((await page.locator(':focus').textContent())?.includes(name)) return
        if ((await page.locator(':focus').getAttribute('name')) === name) return
      }
      throw new Error(`no way to ${name} by the keyboard`)
    }
    await page.goto(`${site.url}/signin?returnTo=/account%3Ffrom=mail`)
    await tabTo('organization')
    await page.keyboard.type('lisi@nowhere.example')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[role=alert]')
    const field = page.getByLabel('组织标识或邮箱地址')
    expect(await field.inputValue()).toBe('lisi@nowhere.example')
    expect(await field.getAttribute('aria-describedby')).toBe('notice hint')

    await tabTo('organization')
    await page.keyboard.press('Control+A')
    await page.keyboard.type('lisi＠example.com')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.belongs')
    expect(await page.textContent('.belongs strong')).toBe('示例科技')
    expect(await page.locator('.sources strong').allTextContents()).toEqual(['GitHub', '钉钉'])

    await tabTo('选择其他组织')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[name=organization]:not([type=hidden])')
    await tabTo('organization')
    await page.keyboard.type('example')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.belongs')
    await tabTo('钉钉')
    await page.keyboard.press('Enter')
    await page.click('[data-person=lisi]')
    await page.waitForURL(`${site.url}/account?from=mail`)

    await page.click('text=退出登录')
    expect(await page.textContent('[role=status]')).toBe('您已退出登录。')
    expect(await page.textContent('.belongs strong')).toBe('示例科技')
  })

  const looks = [
    { colorScheme: 'light', locale: 'zh-CN', viewport: { width: 1280, height: 800 } },
    { colorScheme: 'dark', locale: 'en-US', viewport: { width: 320, height: 640 } },
  ] as const

  it.each(looks)('axe finds nothing and nothing is too wide, $colorScheme, $locale', async look => {
    const page = await newPage(look)
    const person = look.colorScheme === 'light' ? 'lisi' : 'wangwu'
    const shows = async (address: string) => {
      if (address !== '') await page.goto(site.url + address)
      const { violations } = await new AxeBuilder({ page }).analyze()
      const found = violations.map(({ id, nodes }) =>
        [page.url(), id, ...nodes.map(({ html }) => html)].join(' '),
      )
      expect(found).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)).toBe(false)
    }
    await shows('/signin')
    await page.fill('[name=organization]', 'nobody')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[role=alert]')
    await shows('')
    for (const id of ['example', 'other', 'nobody']) await shows(`/signin?organization=${id}`)
    await page.goto(`${site.url}/auth/dingtalk`)
    await page.click(`[data-person=${person}]`)
    await page.waitForURL(`${site.url}/account`)
    await shows('')
  })

  it('sees the logo before the name of the place, and hears the name alone', async () => {
    const page = await newPage({ locale: 'zh-CN' })
    await page.goto(`${site.url}/signin`)
    const place = page.getByRole('link', { name: '示例科技（集团）有限责任公司', exact: true })
    const size = await place
      .locator('img')
      .evaluate(image => [(image as HTMLImageElement).naturalWidth, image.getBoundingClientRect().height])
    expect(size).toEqual([240, 32])
    expect(await page.getByRole('img').count()).toBe(0)
  })

  it('was stopped by the content policy nowhere', () => {
    expect(faults.filter(fault => /Content.Security.Policy|Refused/i.test(fault))).toEqual([])
  })
})
