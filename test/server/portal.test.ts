import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dingtalk, github, openSite, registering, type Site } from '../site.ts'
import { accountOf, signedIn } from './steps.ts'

let site: Site
const file = `${registering}
sources:${dingtalk}${github}
grants: [{ id: rd, when: { source: dingtalk }, groups: [staff] }]`
const apps = `
apps:
  - { id: mail, type: link, name: Mail, description: 收发邮件, url: "https://mail.example.com", allow: everyone }
  - { id: wages, type: link, name: 工资条, url: "https://wages.example.com", allow: { groups: [staff] } }
  - { id: code, type: link, name: Code, description: "a <b> in it", url: "https://code.example.com", allow: { sources: [github] } }
  - { id: old, type: link, name: Old, url: "https://old.example.com", enabled: false, allow: everyone }`

beforeAll(async () => {
  site = await openSite(file + apps)
})
afterAll(() => site.close())

/** The ids of the apps on the page, in its order. */
const shown = (page: string) => [...page.matchAll(/href="\/apps\/([^/]+)\/start"/g)].map(([, id]) => id)

describe('the portal', () => {
  it('shows no app whose door refuses them for what it could say of them', async () => {
    const saml = (id: string, more: string) =>
      `\n  - { id: ${id}, type: saml, name: ${id}, entityId: ${id}, acsUrl: "https://${id}.example.com/acs", idpInitiated: true, allow: everyone, ${more} }`
    const role = (id: string, group: string) =>
      `\n  - { id: ${id}, type: alibaba-cloud, name: ${id}, site: china, sso: role, accountId: "1234567890123456", provider: sso-kit, sessionName: "{username}", allow: everyone, roles: [{ role: reader, when: { group: ${group} } }] }`
    const cloud = await openSite(
      `${file}\napps:${saml('named', 'nameId: persistent')}${saml('mailed', 'nameId: email')}${role('theirs', 'staff')}${role('others', 'admins')}`,
    )
    try {
      const browser = await signedIn(cloud, 'dingtalk', 'gaopeng')
      const { page } = await browser.get('/')
      expect(shown(page)).toEqual(['named', 'theirs'])
      const doors = ['named', 'mailed', 'theirs', 'others'].map(id => browser.get(`/apps/${id}/start`))
      expect((await Promise.all(doors)).map(({ status }) => status)).toEqual([200, 403, 200, 403])
    } finally {
      await cloud.close()
    }
  })

  it('shows the apps that the person may open, in the order of the file, and each of them opens', async () => {
    const browser = await signedIn(site, 'dingtalk', 'zhangwei')
    const { page } = await browser.get('/')
    expect(shown(page)).toEqual(['mail', 'wages'])
    expect(page).toContain('收发邮件')
    for (const id of shown(page)) expect((await browser.get(`/apps/${id}/start`)).status).toBe(302)
    expect((await browser.get('/apps/code/start')).status).toBe(403)
  })

  it('is where a sign-in leads', async () => {
    const { location } = await site.browser().signIn('dingtalk', 'zhangwei')
    expect(location).toBe(`${site.url}/`)
  })

  it('follows what the person is: another identity, another app', async () => {
    const browser = await signedIn(site, 'dingtalk', 'lisi')
    await browser.bind('github', 'anyi')
    const { page } = await browser.get('/')
    expect(shown(page)).toEqual(['mail', 'wages', 'code'])
    expect(page).toContain('a &lt;b> in it')
  })

  it.each([
    ['MAIL', ['mail']],
    ['邮件', ['mail']],
    ['工资', ['wages']],
    ['ｍａｉｌ 收发', ['mail']],
    ['mail wages', []],
    ['  ', ['mail', 'wages']],
    ['code', []],
    ['"><script>', []],
  ])('looks for %j', async (words, ids) => {
    const browser = await signedIn(site, 'dingtalk', 'zhangwei')
    const { page } = await browser.get(`/?q=${encodeURIComponent(words)}`)
    expect(shown(page)).toEqual(ids)
    expect(page).not.toContain('<script>')
  })

  it('takes no list and no novel for a search', async () => {
    const browser = await signedIn(site, 'dingtalk', 'zhangwei')
    expect(shown((await browser.get('/?q=mail&q=wages')).page)).toEqual(['mail', 'wages'])
    expect((await browser.get(`/?q=${'m'.repeat(5000)}`)).page).not.toContain('m'.repeat(101))
  })

  it('leads administrators, and nobody else, to their pages', async () => {
    const browser = await signedIn(site, 'dingtalk', 'zhangwei')
    expect((await browser.get('/')).page).not.toContain('/admin')
    const { id } = await accountOf(site, browser)
    await site.storage.accounts.update(id, { role: 'admin' })
    expect((await browser.get('/')).page).toContain('href="/admin"')
    await site.storage.accounts.update(id, { role: 'general' })
  })

  it('is the sign-in page for who is not signed in, and names no app there', async () => {
    const { status, page } = await site.browser().get('/')
    expect(status).toBe(200)
    expect(page).toContain('Sign in to')
    expect(page).not.toContain('Mail')
  })

  it('says so where there is no app for somebody, and is their own page where the file has none', async () => {
    await site.restart(`${file}
apps: [{ id: code, type: link, name: Code, url: "https://code.example.com", allow: { sources: [github] } }]`)
    const browser = await signedIn(site, 'dingtalk', 'zhangwei')
    expect((await browser.get('/')).page).toContain('There is no app for you yet')
    await site.restart(file)
    expect((await browser.get('/')).location).toBe(`${site.url}/account`)
  })
})
