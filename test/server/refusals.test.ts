import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Browser } from '../browser.ts'
import { dingtalk, github, registering, type Site } from '../site.ts'
import { accountOf, isSignedIn, openReadySite, refusal, signedIn } from './steps.ts'

let site: Site
beforeAll(async () => {
  site = await openReadySite(
    `${registering}\nsources:${dingtalk}${github}`,
    ', trustedProxies: ["127.0.0.1/32"]',
  )
})
afterAll(() => site.close())
beforeEach(() => {
  // each of these is the newest of its second
  site.clock.now += 60_000
})

const lines = async (most: number) => {
  const records = await site.storage.audit.page({ since: site.clock.now, most })
  return records.map(({ event, source, accountId, detail }) => ({
    event,
    source,
    accountId,
    ...JSON.parse(detail),
  }))
}

describe('the audit log has', () => {
  it('whom a source does not vouch for, though they have no account', async () => {
    const answer = await site.browser().signIn('dingtalk', 'supplier')
    expect(refusal(site, answer)).toEqual([403, 'not_member'])
    const { who } = site.log.at(-1) as { who: string }
    expect(await lines(10)).toEqual([
      { event: 'refused', source: 'dingtalk', accountId: null, code: 'not_member', who },
    ])
  })

  it('whom the file does not let in, by the key of their identity', async () => {
    const answer = await site.browser().signIn('github', 'stranger')
    expect(refusal(site, answer)).toEqual([403, 'not_allowed'])
    expect(await lines(10)).toEqual([
      {
        ...{ event: 'refused', source: 'github', accountId: null, code: 'not_allowed' },
        who: expect.stringContaining('('),
        issuer: expect.stringMatching(/^http/),
        subject: expect.stringMatching(/^\d+$/),
      },
    ])
  })

  it('somebody who is disabled with their account, at every door', async () => {
    const owner = await signedIn(site, 'dingtalk', 'zhouyu')
    const { id } = await accountOf(site, owner)
    await site.storage.accounts.update(id, { disabled: true })
    site.clock.now += 60_000
    expect(refusal(site, await site.browser().signIn('dingtalk', 'zhouyu'))).toEqual([
      403,
      'account_disabled',
    ])
    expect(await lines(10)).toMatchObject([{ event: 'refused', accountId: id, code: 'account_disabled' }])
  })

  it('no sign-in of somebody whom the door then refused', async () => {
    const { id } = await accountOf(site, await signedIn(site, 'dingtalk', 'xufei'))
    site.clock.now += 60_000
    const { refresh } = site.storage.bindings
    site.storage.bindings.refresh = async (...of) => {
      site.storage.bindings.refresh = refresh
      await site.storage.accounts.update(id, { disabled: true })
      await refresh(...of)
    }
    const other: Browser = site.browser()
    expect(refusal(site, await other.signIn('dingtalk', 'xufei'))).toEqual([403, 'account_disabled'])
    expect(await isSignedIn(other)).toBe(false)
    expect(await lines(10)).toMatchObject([{ event: 'refused', accountId: id, code: 'account_disabled' }])
  })

  it('somebody who binds what they may not, with their account', async () => {
    const browser = await signedIn(site, 'dingtalk', 'sunlei')
    const { id } = await accountOf(site, browser)
    site.clock.now += 60_000
    expect(refusal(site, await browser.bind('github', 'stranger'))).toEqual([403, 'not_allowed'])
    expect(await lines(10)).toMatchObject([
      { event: 'refused', source: 'github', accountId: id, code: 'not_allowed' },
    ])
  })

  it('no more than so many refusals of a source in a minute, and the log all of them', async () => {
    const before = site.log.length
    for (let n = 0; n < 125; n += 1)
      await site.browser({ 'x-forwarded-for': `203.0.113.${n % 5}` }).signIn('dingtalk', 'supplier')
    expect((await lines(200)).length).toBeLessThanOrEqual(120)
    expect((await lines(200)).length).toBeGreaterThan(110)
    const told = site.log.slice(before).filter(({ msg, code }) => msg === 'refused' && code === 'not_member')
    expect(told).toHaveLength(125)
  })
})
