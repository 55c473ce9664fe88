import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dingtalk, github, local, openSite, partner, registering, type Site } from '../site.ts'

describe('a first sign-in', () => {
  let site: Site
  beforeAll(async () => {
    site = await openSite(`${registering}\nsources:${dingtalk}${github}${partner}${local}`)
  })
  afterAll(() => site.close())

  it('makes an account with the defaults of the file and shows it', async () => {
    const browser = site.browser()
    const { status, location } = await browser.signIn('dingtalk', 'lisi')
    expect([status, location]).toEqual([302, `${site.url}/`])
    const { page } = await browser.get('/account')
    for (const part of ['webdav_read', 'webdav_manage', 'sum 768', '/staff']) expect(page).toContain(part)
  })
})
