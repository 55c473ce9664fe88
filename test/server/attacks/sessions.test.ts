import { describe, expect, it, vi } from 'vitest'
import type { Browser } from '../../browser.ts'
import { command } from '../../cli/io.ts'
import { dingtalk, local, registering } from '../../site.ts'
import {
  accountOf,
  beginBinding,
  boundTo,
  formToken,
  isSignedIn,
  postByHand,
  refusal,
  sessionOf,
  signedIn,
} from '../steps.ts'
import { desk, everything, site, useSite } from './attacked.ts'

describe('unbinding', () => {
  useSite()

  it('ends what the source has opened in other browsers, and nothing else', async () => {
    const owner = await signedIn(site, 'dingtalk', 'lisi')
    await owner.bind('github', 'lisi')
    const thief = await signedIn(site, 'github', 'lisi')
    const phone = await signedIn(site, 'dingtalk', 'lisi')
    const stranger = await signedIn(site, 'github', 'wangwu')
    await owner.submit('/account', '/account/unbind/github')
    expect(await Promise.all([owner, thief, phone, stranger].map(isSignedIn))).toEqual([
      true,
      false,
      true,
      true,
    ])
  })

  it('does not sign out the browser that asks for it, though it came in by that source', async () => {
    const owner = await signedIn(site, 'github', 'chenjing')
    await owner.bind('dingtalk', 'chenjing')
    const thief = await signedIn(site, 'github', 'chenjing')
    const { location } = await owner.submit('/account', '/account/unbind/github')
    expect(location).toBe(`${site.url}/account?done=unbound`)
    expect([await isSignedIn(owner), await isSignedIn(thief)]).toEqual([true, false])
    expect(await boundTo(site, await accountOf(site, owner))).toEqual(['dingtalk'])
  })

  it('that is refused ends nothing', async () => {
    const owner = await signedIn(site, 'dingtalk', 'anyi')
    const other = await signedIn(site, 'dingtalk', 'anyi')
    expect((await postByHand(owner, '/account/unbind/dingtalk')).status).toBe(409)
    expect([await isSignedIn(owner), await isSignedIn(other)]).toEqual([true, true])
  })

  it('on the command line ends all of them', async () => {
    const owner = await signedIn(site, 'dingtalk', 'zhaomin')
    await owner.bind('github', 'zhaomin')
    const thief = await signedIn(site, 'github', 'zhaomin')
    const { id } = await accountOf(site, owner)
    const said = await command(['accounts', 'unbind', id, '--source', 'github'], { cwd: desk() })
    expect(said).toMatchObject({ code: 0, stderr: '' })
    expect([await isSignedIn(owner), await isSignedIn(thief)]).toEqual([true, false])
  })
})

describe('a source that the file closes', () => {
  useSite()

  it('has all out who came in by it, and nobody else, when the server has started again', async () => {
    const [one, other] = [await signedIn(site, 'github', 'lisi'), await signedIn(site, 'dingtalk', 'wangwu')]
    await other.bind('github', 'wangwu')
    await site.restart(everything)
    expect([await isSignedIn(one), await isSignedIn(other)]).toEqual([true, true])

    await site.restart(everything.replace('type: github', 'type: github\n    enabled: false'))
    expect([await isSignedIn(one), await isSignedIn(other)]).toEqual([false, true])
    expect((await one.post('/signout', { form_token: 'x' })).location).toContain('/signin')
  })

  it('has them out too when it is gone from the file', async () => {
    await site.restart(everything)
    const one = await signedIn(site, 'github', 'lisi')
    await site.restart(`${registering}\nsources:${dingtalk}${local}`)
    expect(await isSignedIn(one)).toBe(false)
  })
})

describe('the beginning of a bind', () => {
  useSite()

  it('counts like the beginning of a sign-in: sixty a minute for both', async () => {
    const browser = await signedIn(site, 'dingtalk', 'lisi')
    const form = { form_token: await formToken(browser) }
    // the sign-in itself was two
    for (let count = 2; count < 60; count++)
      expect((await browser.post('/account/bind/github', form)).status).toBe(200)
    const begun = vi.spyOn(site.storage.transactions, 'insert')
    const answer = await browser.post('/account/bind/github', form)
    expect(refusal(site, answer)).toEqual([429, 'too_many_requests'])
    expect(Number(answer.headers.get('retry-after'))).toSatisfy((wait: number) => wait > 0 && wait <= 60)
    expect((await browser.get('/auth/dingtalk')).status).toBe(429)
    expect(begun).not.toHaveBeenCalled()
    begun.mockRestore()
    expect(await isSignedIn(browser)).toBe(true)
  })
})

describe('what ties a sign-in to its browser', () => {
  useSite()
  const flowOf = (browser: Browser) => browser.cookies.get('localhost')?.get('sso_flow')

  it.each(['dingtalk', 'github', 'partner'])('is gone after it, and after signing out: %s', async source => {
    const browser = site.browser()
    await browser.get('/signin')
    const first = flowOf(browser)
    await browser.signIn(source, 'lisi')
    expect([first, flowOf(browser)]).toEqual([expect.stringMatching(/^[\w-]{43}$/), undefined])
    await beginBinding(browser, source === 'github' ? 'partner' : 'github', 'lisi')
    expect(flowOf(browser)).toBeDefined()
    await browser.submit('/account', '/signout')
    expect(flowOf(browser)).toBeUndefined()
    await browser.get('/signin')
    expect(flowOf(browser)).not.toBe(first)
  })

  it('is gone after a password too', async () => {
    const browser = await signedIn(site, 'dingtalk', 'wangwu')
    await browser.submit('/account', '/account/password', { password: 'a long enough sentence' })
    const { username } = await accountOf(site, browser)
    const fields = { username, password: 'a long enough sentence' }
    const other = site.browser()
    expect((await other.submit('/signin', '/auth/local/password', fields)).status).toBe(303)
    expect(flowOf(other)).toBeUndefined()
  })

  it('takes with it what the last person at this browser has begun', async () => {
    const browser = site.browser()
    const planted = await browser.atVendor('dingtalk', 'zhaomin')
    await browser.signIn('github', 'chenjing')
    await browser.submit('/account', '/signout')
    expect(refusal(site, await browser.get(planted))).toEqual([400, 'state_invalid'])
    expect(sessionOf(browser)).toBeUndefined()
  })
})
