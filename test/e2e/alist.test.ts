import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { alist, compatible } from '../server/alist-steps.ts'
import { openReadySite } from '../server/steps.ts'
import { github, partner, registering, type Site } from '../site.ts'
import { hasChromium, launch } from './chromium.ts'

/**
 * As much of AList's own pages as signs in and binds, as they behave: they listen to every origin, take `token` and
 * `sso_id` from their address too, and post what they find without asking.
 */
const frontEnd = (api: string, mode: 'window' | 'redirect') => `<!doctype html>
<title>AList</title>
<button id="login">Single sign-on</button> <button id="connect">Connect</button> <button id="disconnect">Disconnect</button>
<pre id="me"></pre><pre id="said"></pre>
<script>
const api = ${JSON.stringify(api)}
const ask = (path, init = {}) => fetch(api + path, {
  ...init,
  headers: { Authorization: localStorage.token ?? '', ...(init.body && { 'Content-Type': 'application/json' }) },
}).then(reply => reply.json())
const show = (id, value) => { document.getElementById(id).textContent = JSON.stringify(value) }
let user
const load = async () => {
  const { code, message, data } = await ask('/api/me')
  user = data
  show('me', { code, message, user: data && { username: data.username, permission: data.permission, bound: data.sso_id !== '' } })
}
const update = async sso_id => {
  await load()
  show('said', await ask('/api/me/update', { method: 'POST', body: JSON.stringify({ username: user.username, password: '', sso_id }) }))
  await load()
}
const open_ = method => {
  const url = api + '/api/auth/sso?method=' + method
  ${mode === 'window' ? `window.open(url, 'authPopup', 'width=500,height=600')` : 'location.href = url'}
}
document.getElementById('login').onclick = () => open_('sso_get_token')
document.getElementById('connect').onclick = () => open_('get_sso_id')
document.getElementById('disconnect').onclick = () => update('')
const take = ({ token, sso_id }) => {
  if (token) { localStorage.token = token; load() }
  if (sso_id) update(sso_id)
}
window.addEventListener('message', ({ data }) => take(data))
take(Object.fromEntries(new URLSearchParams(location.search)))
ask('/api/public/settings').then(({ data }) => { document.title = 'AList ' + data.sso_login_platform })
</script>`

/** Opens the address of the sign-in from a third origin, and keeps whatever it is told. */
const evil = (api: string) => `<!doctype html><title>evil</title><button>Win a prize</button>
<script>
window.heard = []
window.addEventListener('message', ({ data, origin }) => heard.push([origin, data]))
document.querySelector('button').onclick = () => { window.open(api + '/api/auth/sso?method=sso_get_token', 'w') }
const api = ${JSON.stringify(api)}
</script>`

describe.skipIf(!hasChromium)('a front end made for AList', () => {
  let site: Site
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let faults: string[]
  let pages: Record<string, string>
  const servers: Server[] = []
  let home: string
  let elsewhere: string

  /** A web server that serves one page under every path. */
  async function serve(name: string): Promise<string> {
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.end(pages[name])
    })
    servers.push(server)
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  const body = (more = '') => `${registering}${alist('github', more, [home])}\nsources:${github}${partner}`

  beforeAll(async () => {
    home = await serve('home')
    elsewhere = await serve('elsewhere')
    site = await openReadySite(body())
    pages = { home: frontEnd(site.url, 'window'), elsewhere: evil(site.url) }
    browser = await launch()
  }, 60_000)
  beforeEach(async () => {
    await context?.close()
    context = await browser.newContext({ locale: 'zh-CN' })
    page = await context.newPage()
    faults = []
    context.on('weberror', error => faults.push(String(error.error())))
  })
  afterAll(async () => {
    await browser?.close()
    await site?.close()
    for (const server of servers) server.close()
  })

  const shown = async (id: string): Promise<unknown> =>
    JSON.parse((await page.textContent(`#${id}`)) || 'null')
  const isShown = (id: string, part: string) => page.locator(`#${id}`, { hasText: part }).waitFor()
  const popup = async (button: string) => {
    const [opened] = await Promise.all([page.waitForEvent('popup'), page.click(button)])
    return opened
  }
  const signInByWindow = async (person: string) => {
    const window = await popup('#login')
    await Promise.all([window.waitForEvent('close'), window.click(`[data-person=${person}]`)])
    await isShown('me', 'username')
  }
  const binding = async (window: Page) => {
    await window.waitForURL(`${site.url}/api/auth/sso?method=get_sso_id`)
    expect(await window.textContent('h1')).toContain('将 GitHub 绑定到账号')
    await window.click('main button')
    await window.waitForURL(`${site.vendor.origin}/**`)
  }

  it('signs in through its window, which closes by itself', async () => {
    await page.goto(`${home}/@login`)
    await signInByWindow('lisi')
    expect(await shown('me')).toMatchObject({ code: 200, user: { permission: 768, bound: true } })
    expect(await page.title()).toBe('AList Github')
    expect(faults).toEqual([])
  })

  it('disconnects, and connects again by a click on a page of ours', async () => {
    // another way in, or the last one could not be given up
    const own = await context.newPage()
    await own.goto(`${site.url}/auth/partner?returnTo=/account`)
    await own.click('[data-person=wangwu]')
    await own.click('#source-github button')
    await own.click('[data-person=wangwu]')
    await own.waitForURL('**/account?done=bound')

    await page.goto(`${home}/@manage`)
    await signInByWindow('wangwu')
    await page.click('#disconnect')
    await isShown('me', '"bound":false')
    const window = await popup('#connect')
    await binding(window)
    await Promise.all([window.waitForEvent('close'), window.click('[data-person=wangwu]')])
    await isShown('me', '"bound":true')
    expect(await shown('said')).toEqual({ code: 200, message: 'success', data: null })
    expect(faults).toEqual([])
  })

  it('is the only one that hears: a page elsewhere opens the window and gets nothing', async () => {
    await page.goto(elsewhere)
    const [window] = await Promise.all([page.waitForEvent('popup'), page.click('button')])
    const handed = () =>
      site.log.filter(({ event, frontend }) => event === 'sign-in' && frontend === home).length
    const before = handed()
    // it closes itself only after it has posted to its opener
    await Promise.all([window.waitForEvent('close'), window.click('[data-person=lisi]')])
    expect(handed()).toBe(before + 1)
    expect(await page.evaluate('heard')).toEqual([])
  })

  it('without a page that opened it the window says so, and leads back', async () => {
    await page.goto(`${site.url}/api/auth/sso?method=sso_get_token`)
    await page.click('[data-person=lisi]')
    await page.waitForURL('**/api/auth/sso_callback?**')
    expect(await page.textContent('h1')).toBe('您可以关闭此窗口。')
    expect(await page.getAttribute('main a', 'href')).toBe(home)
  })

  it('is told in the window what went wrong, in AList’s words', async () => {
    await page.goto(`${home}/@login`)
    const window = await popup('#login')
    await window.click('[data-person=stranger]')
    await window.waitForURL('**/api/auth/sso_callback?**')
    expect(JSON.parse((await window.textContent('body')) ?? '')).toMatchObject({ code: 403, data: null })
    expect(await shown('me')).toBeNull()
  })

  it('that is not listed reads nothing', async () => {
    await page.goto(elsewhere)
    const read = (path: string) =>
      page.evaluate(
        url =>
          fetch(url, { headers: { authorization: 'x' } }).then(
            () => 'read',
            () => 'refused',
          ),
        site.url + path,
      )
    expect([await read('/api/me'), await read('/api/public/settings')]).toEqual(['refused', 'refused'])
  })

  describe('in compatibility mode', () => {
    beforeAll(async () => {
      await site.restart(body(compatible))
      pages.home = frontEnd(site.url, 'redirect')
    })

    it('signs in by redirects alone', async () => {
      await page.goto(`${home}/@login`)
      await page.click('#login')
      await page.click('[data-person=chenjing]')
      await page.waitForURL(`${home}/@login?token=*`)
      await isShown('me', '"bound":true')
      expect(faults).toEqual([])
    })

    it('connects by redirects, and a link with somebody else’s id connects nothing', async () => {
      await page.goto(`${site.url}/auth/partner?returnTo=/account`)
      await page.click('[data-person=zhaomin]')
      await page.click('#source-github button')
      await page.click('[data-person=zhaomin]')
      await page.waitForURL('**/account?done=bound')
      await page.goto(`${home}/@login`)
      await page.click('#login')
      await page.click('[data-person=zhaomin]')
      await isShown('me', '"bound":true')
      await page.click('#disconnect')
      await isShown('me', '"bound":false')

      await page.goto(`${home}/@manage?sso_id=${'A'.repeat(43)}`)
      await isShown('said', 'unknown or expired sso_id')
      await isShown('me', '"bound":false')

      await page.click('#connect')
      await binding(page)
      await page.click('[data-person=zhaomin]')
      await page.waitForURL(`${home}/@manage?sso_id=*`)
      await isShown('me', '"bound":true')
      expect(faults).toEqual([])
    })
  })
})
