import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { unionIdOf } from '../../plugins/dingtalk/simulator/people.ts'
import { type Answer, type Browser, hiddenFields } from '../browser.ts'
import { dingtalk as dingTalkOnly, github, local, registering, type Site } from '../site.ts'
import { isSignedIn, lineOf, openReadySite, refusal, sessionOf, usernames } from './steps.ts'

const dingtalk = dingTalkOnly.replace('endpoints: {', 'endpoints: { jsapi: "{vendor}/dingtalk/jsapi",')
const second = dingtalk.replace('id: dingtalk', 'id: other').replaceAll('{vendor}/dingtalk', '{vendor}/other')
const closed = (source: string) => source.replace('type: dingtalk', 'type: dingtalk\n    inApp: false')
const inDingTalk = {
  'user-agent': 'Mozilla/5.0 (Linux; Android 12) AliApp(DingTalk/7.0.50) com.alibaba.android.rimet/1',
}
const page = '/auth/dingtalk/in-app'

let site: Site
/** A site for each subject: sixty sign-ins a minute are all that one address gets. */
function useSite(sources: string): void {
  beforeAll(async () => {
    site = await openReadySite(`${registering}\nsources:${sources}`)
  })
  afterEach(() => {
    site.vendor.fault = undefined
  })
  afterAll(() => site.close())
}

/** What DingTalk's own app would give to the page for this person. */
async function codeOf(person: string, source = 'dingtalk'): Promise<string> {
  const script = await (await fetch(`${site.vendor.origin}/${source}/jsapi?person=${person}`)).text()
  const window: { dd?: { requestAuthCode(asked: object): void } } = {}
  new Function('window', 'navigator', script)(window, { userAgent: inDingTalk['user-agent'] })
  const asked = { corpId: 'ding3608be7c4e5266ce4ac5d6980864', clientId: 'dingwjlht8b93ara' }
  return new Promise((resolve, reject) =>
    window.dd?.requestAuthCode({
      ...asked,
      onSuccess: ({ code }: { code: string }) => resolve(code),
      onFail: reject,
    }),
  )
}

const formOf = ({ page: html }: Answer, action = page) => hiddenFields(html, action)
const refusedWith = (answer: Answer) => refusal(site, answer)

async function signInSilently(browser: Browser, person: string, from = page): Promise<Answer> {
  const { state = '' } = formOf(await browser.get(from))
  return browser.post(page, { state, code: await codeOf(person) })
}

describe('inside DingTalk', () => {
  useSite(`${dingtalk}${github}${local}`)

  it('signs a member in without a click, and on to where they wanted to go', async () => {
    const browser = site.browser(inDingTalk)
    const answer = await signInSilently(browser, 'lisi', `${page}?returnTo=/account%3Fa=b`)
    expect([answer.status, answer.location]).toEqual([303, `${site.url}/account?a=b`])
    expect(await isSignedIn(browser)).toBe(true)
    expect((await browser.get('/account')).page).toContain('李四')
    const [account] = await site.storage.accounts.list()
    const bindings = await site.storage.bindings.of(account?.id ?? '')
    expect(bindings).toMatchObject([{ subject: unionIdOf({ id: 'lisi' }), directoryId: 'lisi' }])
    const events = site.log.map(({ event }) => event).filter(event => event !== undefined)
    expect(events).toEqual(['registered', 'sign-in'])
  })

  it('is the same account as in the browser', async () => {
    const before = await usernames(site)
    expect((await site.browser().signIn('dingtalk', 'lisi')).status).toBe(302)
    expect(await usernames(site)).toEqual(before)
  })

  it('shows a page that may run its own script and load the library, and nothing else', async () => {
    const answer = await site.browser(inDingTalk).get(page)
    const policy = answer.headers.get('content-security-policy') ?? ''
    const [, nonce = ''] = /script-src 'nonce-([\w-]{22})'/.exec(policy) ?? []
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src 'nonce-${nonce}' ${site.vendor.origin}`,
      // our own address, and from there on to whichever app was wanted
      'form-action *',
      "style-src 'self'",
      "img-src 'self' data:",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ])
    expect(answer.page.match(/<script\b[^>]*>/g)).toEqual([`<script nonce="${nonce}">`])
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const other = await site.browser(inDingTalk).get(page)
    expect(other.headers.get('content-security-policy')).not.toContain(nonce)
  })

  it('gives the page no secret, and a way on without a script', async () => {
    const { page: html } = await site.browser(inDingTalk).get(`${page}?returnTo=/account`)
    expect(html).not.toContain('a secret that only tests know')
    const [, link] = /<noscript><a[^>]*href="([^"]+)"/.exec(html) ?? []
    expect(link).toBe(`${site.url}/auth/dingtalk?returnTo=%2Faccount`)
  })

  it.each(['zh-CN', 'en'])('says what happens in %s', async language => {
    const { page: html } = await site.browser({ ...inDingTalk, 'accept-language': language }).get(page)
    expect(html).toContain(language === 'en' ? '<h1>Signing you in …</h1>' : '<h1>正在登录…</h1>')
  })

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'leads to no other place: %s',
    async returnTo => {
      const query = new URLSearchParams({ returnTo })
      const browser = site.browser(inDingTalk)
      const { location } = await signInSilently(browser, 'wangwu', `${page}?${query}`)
      expect(location).toBe(`${site.url}/`)
      const outside = await site.browser().get(`${page}?${query}`)
      expect(outside.location).toBe(`${site.url}/auth/dingtalk?returnTo=%2F`)
    },
  )

  it('asks for no code where somebody is signed in already', async () => {
    const browser = site.browser(inDingTalk)
    await signInSilently(browser, 'lisi')
    const answer = await browser.get(`${page}?corpId=$CORPID$&returnTo=/account`)
    expect([answer.status, answer.location]).toEqual([302, `${site.url}/account`])
  })

  it('takes no code of a page that was open before another sign-in', async () => {
    const browser = site.browser(inDingTalk)
    const { state = '' } = formOf(await browser.get(page))
    await browser.signIn('dingtalk', 'wangwu')
    const before = sessionOf(browser)
    const answer = await browser.post(page, { state, code: await codeOf('lisi') })
    expect(refusedWith(answer)).toEqual([400, 'state_invalid'])
    expect(sessionOf(browser)).toBe(before)
  })
})

describe('the sign-in page', () => {
  useSite(`${dingtalk}${github}`)

  it.each(['/', '/signin'])('leads to the silent sign-in at once, inside DingTalk: %s', async path => {
    const { status, location } = await site.browser(inDingTalk).get(`${path}?returnTo=/account`)
    expect([status, location]).toEqual([302, `${site.url}${page}?returnTo=%2Faccount`])
    expect((await site.browser().get(path)).status).toBe(200)
  })

  it.each(['out', 'again', 'choose'])('stays for somebody who must be able to choose: ?%s', async word => {
    const answer = await site.browser(inDingTalk).get(`/signin?${word}`)
    expect(answer.status).toBe(200)
    expect(answer.page).toContain('/auth/dingtalk')
  })

  it('is shown to whoever signs out, and after a failure', async () => {
    const browser = site.browser(inDingTalk)
    await signInSilently(browser, 'lisi')
    const out = await browser.submit('/account', '/signout')
    expect((await browser.get(out.location ?? '')).status).toBe(200)
    const failure = await browser.get('/auth/dingtalk/callback?state=wrong')
    const [, back = ''] = /class="button" href="([^"]+)"/.exec(failure.page) ?? []
    expect((await browser.get(back)).page).toContain('/auth/dingtalk')
  })
})

describe('outside of DingTalk', () => {
  useSite(dingtalk)

  it.each([
    ['a browser', 'Mozilla/5.0 (Windows NT 10.0) Chrome/130.0.0.0 Safari/537.36'],
    ['WeLink', 'Mozilla/5.0 HuaWei-AnyOffice/1.0.0'],
    ['nothing', ''],
  ])('the page leads the ordinary way: %s', async (_who, userAgent) => {
    const browser = site.browser({ 'user-agent': userAgent })
    const { status, location } = await browser.get(`${page}?returnTo=/account`)
    expect([status, location]).toEqual([302, `${site.url}/auth/dingtalk?returnTo=%2Faccount`])
    expect(browser.cookies.get('localhost')?.has('sso_flow') ?? false).toBe(false)
  })
})

describe('a code is not taken', () => {
  useSite(`${dingtalk}${second}${github}`)

  const opened = async () => {
    const browser = site.browser(inDingTalk)
    const { state = '' } = formOf(await browser.get(page))
    return { browser, state }
  }
  /** Refused before the vendor hears of the code. */
  async function expectRefused(answer: Answer, browser: Browser, code: string): Promise<void> {
    expect(refusedWith(answer)).toEqual([400, code])
    expect(sessionOf(browser)).toBeUndefined()
    expect(await usernames(site)).toEqual([])
    expect(site.vendor.calls.filter(call => call.includes('getuserinfo'))).toEqual([])
  }

  it.each([
    ['made up', () => 'A'.repeat(43)],
    ['empty', () => ''],
    ['cut short', (state: string) => state.slice(0, -1)],
  ])('with a state that is %s', async (_what, change) => {
    const { browser, state } = await opened()
    const code = await codeOf('lisi')
    await expectRefused(await browser.post(page, { state: change(state), code }), browser, 'state_invalid')
  })

  it('with the state of another browser', async () => {
    const { state } = await opened()
    const { browser } = await opened()
    const code = await codeOf('lisi')
    await expectRefused(await browser.post(page, { state, code }), browser, 'state_invalid')
  })

  it('with the state of another source', async () => {
    const { browser, state } = await opened()
    const code = await codeOf('lisi', 'other')
    await expectRefused(await browser.post('/auth/other/in-app', { state, code }), browser, 'state_invalid')
  })

  it('with the state of a sign-in by redirect', async () => {
    const browser = site.browser(inDingTalk)
    const departure = new URL((await browser.get('/auth/dingtalk')).location ?? '')
    const state = departure.searchParams.get('state') ?? ''
    const code = await codeOf('lisi')
    await expectRefused(await browser.post(page, { state, code }), browser, 'state_invalid')
  })

  it('after ten minutes', async () => {
    const { browser, state } = await opened()
    site.clock.now += 600_000
    const code = await codeOf('lisi')
    await expectRefused(await browser.post(page, { state, code }), browser, 'state_invalid')
  })

  it('where there is none, or two', async () => {
    const none = await opened()
    await expectRefused(await none.browser.post(page, { state: none.state }), none.browser, 'request_invalid')
    const two = await opened()
    const cookie = [...(two.browser.cookies.get('localhost') ?? [])].map(pair => pair.join('=')).join('; ')
    const body = new URLSearchParams([
      ['state', two.state],
      ['code', 'a'],
      ['code', 'b'],
    ])
    const reply = await fetch(site.url + page, { method: 'POST', headers: { cookie }, body })
    expect(reply.status).toBe(400)
  })

  it('by HEAD, which would use up nothing', async () => {
    expect((await site.browser(inDingTalk).request('HEAD', page)).status).toBe(405)
  })
})

describe('a code', () => {
  useSite(`${dingtalk}${second}`)

  it('works once, and so does the state', async () => {
    const code = await codeOf('lisi')
    const first = site.browser(inDingTalk)
    const { state = '' } = formOf(await first.get(page))
    expect((await first.post(page, { state, code })).status).toBe(303)
    expect(refusedWith(await first.post(page, { state, code }))).toEqual([400, 'state_invalid'])
    const thief = site.browser(inDingTalk)
    const form = formOf(await thief.get(page))
    const answer = await thief.post(page, { ...form, code })
    expect(refusedWith(answer)).toEqual([502, 'source_refused'])
    expect(lineOf(site, answer)).toMatchObject({ source: 'dingtalk', step: 'exchange', vendorCode: '40078' })
    expect(sessionOf(thief)).toBeUndefined()
  })

  it('of another app is none of this one', async () => {
    const browser = site.browser(inDingTalk)
    const form = formOf(await browser.get(page))
    const answer = await browser.post(page, { ...form, code: await codeOf('lisi', 'other') })
    expect(refusedWith(answer)).toEqual([502, 'source_refused'])
  })

  it('of the page in the browser is none either', async () => {
    const browser = site.browser(inDingTalk)
    const code = new URL(await browser.atVendor('dingtalk', 'lisi')).searchParams.get('code') ?? ''
    const form = formOf(await browser.get(page))
    expect(refusedWith(await browser.post(page, { ...form, code }))).toEqual([502, 'source_refused'])
  })

  it.each([
    ['somebody of another organisation', { errcode: 60121, errmsg: '找不到该用户' }, 'not_member', 403],
    ['an external contact', { errcode: 0, result: { contact_type: 1, userid: 'lisi' } }, 'not_member', 403],
    [
      'somebody with two userids',
      { errcode: 0, result: { contact_type: 0, userid: 'anyi' } },
      'identity_conflict',
      409,
    ],
  ])('of %s lets nobody in', async (_who, membership, code, status) => {
    site.vendor.fault = ({ url }) => (url.includes('/getbyunionid') ? Response.json(membership) : undefined)
    const before = await usernames(site)
    const browser = site.browser(inDingTalk)
    expect(refusedWith(await signInSilently(browser, 'chenjing'))).toEqual([status, code])
    expect(sessionOf(browser)).toBeUndefined()
    expect(await usernames(site)).toEqual(before)
  })

  it('is in no page and no log line, whatever the vendor answers', async () => {
    const code = await codeOf('lisi')
    site.vendor.fault = ({ url }) =>
      url.includes('/getuserinfo')
        ? Response.json({ errcode: 88, sub_code: code, sub_msg: code, errmsg: code })
        : undefined
    const browser = site.browser(inDingTalk)
    const form = formOf(await browser.get(page))
    const answer = await browser.post(page, { ...form, code })
    expect(refusedWith(answer)).toEqual([502, 'source_refused'])
    expect(answer.page + site.lines.join('')).not.toContain(code)
    expect(site.lines.join('')).not.toContain(form.state)
  })

  it('is sent once, though the app’s token has ended meanwhile', async () => {
    let asked = 0
    site.vendor.fault = ({ url }) => {
      if (!url.includes('/getuserinfo')) return undefined
      asked += 1
      return Response.json({ errcode: 88, sub_code: '42001', sub_msg: 'x', errmsg: 'x' })
    }
    expect(refusedWith(await signInSilently(site.browser(inDingTalk), 'lisi'))).toEqual([
      502,
      'source_refused',
    ])
    expect(asked).toBe(1)
    site.vendor.fault = undefined
    expect((await signInSilently(site.browser(inDingTalk), 'lisi')).status).toBe(303)
  })
})

describe('where the file switches it off', () => {
  useSite(`${closed(dingtalk)}${github}`)

  it('there is no such address, for its page and its code', async () => {
    const browser = site.browser(inDingTalk)
    const [unknown, shown] = [await browser.get('/auth/dingtalk/elsewhere'), await browser.get(page)]
    expect([unknown.status, shown.status]).toEqual([404, 404])
    expect(refusedWith(shown)).toEqual([404, 'not_found'])
    expect(refusedWith(await browser.post(page, { state: 'a', code: 'b' }))).toEqual([404, 'not_found'])
    expect((await browser.get('/signin')).status).toBe(200)
  })

  it('nor is there one of a source that has no app, or is none', async () => {
    const browser = site.browser(inDingTalk)
    expect((await browser.get('/auth/github/in-app')).status).toBe(404)
    expect((await browser.get('/auth/nobody/in-app')).status).toBe(404)
  })
})

describe('two organisations', () => {
  useSite(`${dingtalk}${second}`)

  it('are both offered: nobody guesses which one is meant', async () => {
    const { status, page: html } = await site.browser(inDingTalk).get('/signin')
    expect(status).toBe(200)
    expect(html).toContain('/auth/other')
  })

  it('are not, where only one signs in silently', async () => {
    await site.restart(`${registering}\nsources:${closed(dingtalk)}${second}`)
    const { location } = await site.browser(inDingTalk).get('/signin')
    expect(location).toBe(`${site.url}/auth/other/in-app?returnTo=%2F`)
  })
})

describe('too many', () => {
  useSite(dingtalk)

  it('are refused like other sign-ins', async () => {
    const browser = site.browser(inDingTalk)
    const statuses = new Set<number>()
    for (let count = 0; count < 60; count++) statuses.add((await browser.get(page)).status)
    expect([...statuses]).toEqual([200])
    expect(refusedWith(await browser.get(page))).toEqual([429, 'too_many_requests'])
    expect(refusedWith(await browser.post(page, { state: 'a', code: 'b' }))).toEqual([
      429,
      'too_many_requests',
    ])
  })
})
