import { afterEach, describe, expect, it } from 'vitest'
import { dingtalk, openSite, registering, type Site } from '../site.ts'
import { accountOf, isSignedIn, refusal, signedIn } from './steps.ts'

const file = `sources:${dingtalk}\n    sync: {}\n${registering}`
let site: Site
afterEach(() => site?.close())

const readNow = async () => {
  // the start reads it by itself: one at a time
  await site.directories.tick()
  site.clock.now += 60_000
  expect(await site.directories.run('dingtalk')).toBeDefined()
}

describe('the page of directories', () => {
  it('tells an administrator how each read went, newest first, and why', async () => {
    site = await openSite(file)
    const browser = await signedIn(site, 'dingtalk', 'lisi')
    const { id } = await accountOf(site, browser)
    await site.storage.accounts.update(id, { role: 'admin' })
    await readNow()
    site.world.people.splice(
      site.world.people.findIndex(person => person.id === 'wangwu'),
      1,
    )
    await readNow()
    site.vendor.fault = request =>
      request.url.includes('department/listsub') ? new Response('<html>', { status: 502 }) : undefined
    await readNow()
    expect((await browser.get('/account')).page).toContain('href="/admin"')
    const { status, page } = await browser.get('/admin/directories')
    expect(status).toBe(200)
    const [failed, complete] = page.split('<time').slice(1)
    expect(failed).toContain('failed: nothing was changed')
    // open to the eye, and said once
    expect(failed).toContain('<small>source_reply_invalid')
    expect(failed).not.toContain('<details')
    for (const each of ['/admin', '/admin/sources'])
      expect((await browser.get(each)).page).toMatch(
        /failed: nothing was changed[\s\S]*>source_reply_invalid/,
      )
    expect(complete).toContain('complete')
    expect(complete).toContain('1 disabled')
    expect(complete).toContain('王五: disabled')
  })

  it('is there for nobody else', async () => {
    site = await openSite(file)
    const browser = await signedIn(site, 'dingtalk', 'lisi')
    expect(await isSignedIn(browser)).toBe(true)
    expect((await browser.get('/account')).page).not.toContain('/admin/')
    expect(refusal(site, await browser.get('/admin/directories'))).toEqual([404, 'not_found'])
    const stranger = await site.browser().get('/admin/directories')
    expect(stranger.page).not.toContain('departments')
  })
})
