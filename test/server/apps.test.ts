import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dingtalk, github, openSite, registering, type Site } from '../site.ts'

let site: Site

beforeAll(async () => {
  site = await openSite(`${registering}
sources:${dingtalk}${github}
grants: [{ id: rd, when: { source: dingtalk }, groups: [staff] }]
ui: { contact: help@example.com }
apps:
  - { id: mail, type: link, name: Mail, url: "https://mail.example.com/inbox", allow: everyone }
  - { id: wages, type: link, name: Wages, url: "https://wages.example.com", allow: { groups: [staff] } }
  - { id: old, type: link, name: Old, url: "https://old.example.com", enabled: false, allow: everyone }
  - { id: forum, type: oidc, name: Forum, clientSecret: { env: SECRET }, redirectUris: ["https://forum.example.com/cb"], allow: everyone }`)
})
afterAll(() => site.close())

const inDingTalk = { 'user-agent': 'Mozilla/5.0 AliApp(DingTalk/7.6.0)' }

describe('the access link of an app', () => {
  it('leads whoever is signed in to the app in one redirect', async () => {
    const browser = site.browser()
    await browser.signIn('dingtalk', 'zhangwei')
    const { status, location, headers } = await browser.get('/apps/mail/start')
    expect([status, location]).toEqual([302, 'https://mail.example.com/inbox'])
    expect(headers.get('cache-control')).toBe('no-store')
    expect(site.log.at(-1)).toMatchObject({ event: 'app-opened', app: 'mail' })
  })

  it('leads through the sign-in page and back to itself in a browser', async () => {
    const browser = site.browser()
    const { location } = await browser.get('/apps/mail/start')
    expect(location).toBe(`${site.url}/signin?returnTo=%2Fapps%2Fmail%2Fstart`)
    const { location: away } = await browser.get('/auth/dingtalk?returnTo=/apps/mail/start')
    const back = await browser.get(await browser.atVendor('dingtalk', 'lisi', away ?? ''))
    expect(back.location).toBe(`${site.url}/apps/mail/start`)
  })

  it('takes the silent way inside the app of a source, without a page to choose at', async () => {
    const { status, page } = await site.browser(inDingTalk).get('/apps/mail/start')
    expect(status).toBe(200)
    expect(page).toContain('action="/auth/dingtalk/in-app"')
    expect(page).toContain('returnTo=%2Fapps%2Fmail%2Fstart')
  })

  it('refuses whom the file does not let in, with a page, a log line and an audit record', async () => {
    const browser = site.browser()
    await browser.signIn('github', 'anyi')
    const { status, page } = await browser.get('/apps/wages/start')
    expect(status).toBe(403)
    expect(page).toContain('You may not open this app')
    expect(page).toContain('<strong>Wages</strong>')
    expect(page).toContain('It asks for one of these groups, and you are in none of them: staff.')
    expect(page).toContain('<a href="mailto:help@example.com">help@example.com</a>')
    expect(page).toContain('href="/"')
    expect(site.log.at(-1)).toMatchObject({ code: 'app_refused', app: 'wages', cause: 'groups: staff' })
  })

  it('names the app that is opened from its own side only', async () => {
    const browser = site.browser()
    await browser.signIn('dingtalk', 'zhangwei')
    const { status, page } = await browser.get('/apps/forum/start')
    expect(status).toBe(404)
    expect(page).toContain('This app is opened from its own side')
    expect(page).toContain('<strong>Forum</strong>')
  })

  it('asks anew at every click: a person whom another source vouches for may', async () => {
    const browser = site.browser()
    await browser.signIn('github', 'anyi')
    expect((await browser.get('/apps/wages/start')).status).toBe(403)
    await browser.bind('dingtalk', 'wangwu')
    expect((await browser.get('/apps/wages/start')).location).toBe('https://wages.example.com')
  })

  it('is closed with the app, and unknown without one', async () => {
    const browser = site.browser()
    await browser.signIn('dingtalk', 'zhangwei')
    expect((await browser.get('/apps/old/start')).page).toContain('This app is closed')
    expect((await browser.get('/apps/none/start')).status).toBe(404)
  })
})
