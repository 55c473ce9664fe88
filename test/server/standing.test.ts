import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { unbind } from '../../src/accounts/bind.ts'
import { keepPassword } from '../../src/accounts/local.ts'
import { hashPassword } from '../../src/accounts/passwords.ts'
import type { Account } from '../../src/model.ts'
import type { Browser } from '../browser.ts'
import { dingtalk, local, partner, registering, type Site } from '../site.ts'
import { accountOf, isSignedIn, openReadySite, postByHand, refusal, signedIn } from './steps.ts'

let site: Site
beforeAll(async () => {
  site = await openReadySite(`${registering}\nsources:${dingtalk}${partner}${local}`)
})
afterAll(() => site.close())

let owner: Browser
let account: Account
let other: Browser
beforeEach(async () => {
  owner = await signedIn(site, 'dingtalk', 'zhangwei')
  account = await accountOf(site, owner)
  other = site.browser()
  real = site.storage.bindings.refresh
})

let real: Site['storage']['bindings']['refresh']
/** Between the source's word and the session that comes of it. */
function meanwhile(work: () => Promise<unknown>): void {
  site.storage.bindings.refresh = async (...of) => {
    site.storage.bindings.refresh = real
    await work()
    await real(...of)
  }
}
afterEach(() => {
  site.storage.bindings.refresh = real
})

describe('nobody comes in by what held only when they began', () => {
  it('the password that is changed', async () => {
    await keepPassword(site.storage, 'local', account, await hashPassword('the old password 12'), 1)
    const change = { current: 'the old password 12', password: 'the new password 34' }
    let changed: string | null = null
    meanwhile(async () => {
      changed = (await postByHand(owner, '/account/password', change)).location
    })
    const fields = { username: account.username, password: 'the old password 12' }
    const answer = await other.submit('/signin', '/auth/local/password', fields)
    expect(changed).toBe(`${site.url}/account?done=password`)
    expect(refusal(site, answer)).toEqual([401, 'sign_in_again'])
    expect(await isSignedIn(other)).toBe(false)
    await other.submit('/signin', '/auth/local/password', { ...fields, password: 'the new password 34' })
    expect(await isSignedIn(other)).toBe(true)
  })

  it('the identity that is taken away', async () => {
    await owner.bind('partner', 'zhangwei')
    meanwhile(() => unbind(site.storage, 'partner', account.id, 2, { isUsable: () => true }))
    expect(refusal(site, await other.signIn('partner', 'zhangwei'))).toEqual([401, 'sign_in_again'])
    expect(await isSignedIn(other)).toBe(false)
  })

  it('the account that is disabled, and enabled again before the next request', async () => {
    meanwhile(() => site.storage.accounts.update(account.id, { disabled: true }))
    expect(refusal(site, await other.signIn('dingtalk', 'zhangwei'))).toEqual([403, 'account_disabled'])
    await site.storage.accounts.update(account.id, { disabled: false })
    expect(await isSignedIn(other)).toBe(false)
  })
})
