import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from '../browser.ts'
import { dingtalk, openSite, registering, type Site } from '../site.ts'
import { atPostingIdp, openPostingIdp, postAcross } from './posting-idp.ts'
import { openPublicSite } from './public-site.ts'
import { get } from './raw.ts'
import {
  accountOf,
  boundTo,
  countSessions,
  isSignedIn,
  postByHand,
  refusal,
  sessionOf,
  signedIn,
  usernames,
} from './steps.ts'

let site: Site
let idp: Awaited<ReturnType<typeof openPostingIdp>>

beforeAll(async () => {
  idp = await openPostingIdp()
})
afterAll(() => idp.close())

/** A site for each subject: sixty starts and callbacks a minute are all that one address gets. */
function useSite(): void {
  beforeAll(async () => {
    site = await openSite(`${registering}\nsources:${dingtalk}${idp.source}`, [idp.origin])
  })
  afterAll(() => site.close())
}

describe('an answer that another site posts', () => {
  useSite()

  it('signs a person in, though no SameSite=Lax cookie comes with it', async () => {
    const browser = site.browser()
    const { status, location } = await postAcross(browser, await atPostingIdp(browser, 'lisi'))
    expect([status, location]).toEqual([303, `${site.url}/`])
    expect(await isSignedIn(browser)).toBe(true)
    expect(await usernames(site)).toEqual(['lisi'])
  })

  it('is taken once', async () => {
    const browser = site.browser()
    const posting = await atPostingIdp(browser, 'lisi')
    await postAcross(browser, posting)
    expect(refusal(site, await postAcross(browser, posting))).toEqual([400, 'state_invalid'])
  })

  it('says that the person cancelled', async () => {
    const browser = site.browser()
    const start = new URL((await browser.get('/auth/company')).location ?? '')
    start.searchParams.set('refuse', '1')
    const { page } = await browser.get(start.href)
    const fields = Object.fromEntries(
      [...page.matchAll(/name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]),
    )
    const answer = await postAcross(browser, { action: '/auth/company/callback', fields })
    expect(refusal(site, answer)).toEqual([403, 'source_denied'])
  })

  it('ends the session before it, whose cookie did not come', async () => {
    const browser = await signedIn(site, 'dingtalk', 'zhaomin')
    const before = sessionOf(browser)
    const sessions = await countSessions(site)
    await postAcross(browser, await atPostingIdp(browser, 'lisi'))
    expect(sessionOf(browser)).not.toBe(before)
    expect(await countSessions(site)).toBe(sessions)
  })
})

describe('a bind whose answer another site posts', () => {
  useSite()

  async function began(browser: Browser) {
    const { page } = await postByHand(browser, '/account/bind/company')
    const start = /content="0;url=([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&')
    return atPostingIdp(browser, 'lisi', start)
  }

  it('ends in the session that began it, under a new id', async () => {
    const browser = await signedIn(site, 'dingtalk', 'zhaomin')
    const before = sessionOf(browser)
    const { status, location } = await postAcross(browser, await began(browser))
    expect([status, location]).toEqual([303, `${site.url}/account?done=bound`])
    expect(sessionOf(browser)).not.toBe(before)
    expect(await boundTo(site, await accountOf(site, browser))).toEqual(['company', 'dingtalk'])
  })

  it('is refused once that session has ended', async () => {
    const browser = await signedIn(site, 'dingtalk', 'wangwu')
    const posting = await began(browser)
    const account = await accountOf(site, browser)
    await site.storage.sessions.endAll(account.id)
    expect(refusal(site, await postAcross(browser, posting))).toEqual([400, 'state_invalid'])
    expect(await boundTo(site, account)).toEqual(['dingtalk'])
  })

  it('is refused in another browser, whoever is signed in there', async () => {
    const browser = await signedIn(site, 'dingtalk', 'chenjing')
    const posting = await began(browser)
    const other = await signedIn(site, 'dingtalk', 'huangli')
    await other.get('/auth/company')
    expect(refusal(site, await postAcross(other, posting))).toEqual([400, 'state_invalid'])
    expect(await boundTo(site, await accountOf(site, other))).toEqual(['dingtalk'])
  })
})

describe('the size of an answer that another site posts', () => {
  useSite()

  it.each([
    ['200 KB', 200_000, [502, 'source_reply_invalid']],
    ['361 KB, more than any answer', 361_000, [400, 'request_invalid']],
    ['600 KB, more than any form', 600_000, [400, 'request_invalid']],
  ])('is looked at with %s', async (_, size, expected) => {
    const browser = site.browser()
    const { action, fields } = await atPostingIdp(browser, 'lisi')
    const answer = await postAcross(browser, {
      action,
      fields: { ...fields, SAMLResponse: 'A'.repeat(size) },
    })
    expect(refusal(site, answer)).toEqual(expected)
  })
})

describe('an answer that another site posts is refused', () => {
  useSite()

  it('in another browser, and then in its own too', async () => {
    const browser = site.browser()
    const posting = await atPostingIdp(browser, 'lisi')
    const other = site.browser()
    await other.get('/auth/company')
    expect(refusal(site, await postAcross(other, posting))).toEqual([400, 'state_invalid'])
    expect(sessionOf(other)).toBeUndefined()
    expect(refusal(site, await postAcross(browser, posting))).toEqual([400, 'state_invalid'])
  })

  it('in a browser that has only the cookie of other sources', async () => {
    const browser = site.browser()
    await browser.get('/auth/dingtalk')
    const posting = await atPostingIdp(browser, 'lisi')
    browser.cookies.get('localhost')?.delete('sso_post')
    const { status } = await browser.post(posting.action, posting.fields)
    expect([status, sessionOf(browser)]).toEqual([400, undefined])
  })

  it('where its cookie is the one of other sources', async () => {
    const browser = site.browser()
    const posting = await atPostingIdp(browser, 'lisi')
    const jar = browser.cookies.get('localhost')
    jar?.set('sso_flow', jar.get('sso_post') ?? '')
    jar?.delete('sso_post')
    expect((await browser.post(posting.action, posting.fields)).status).toBe(400)
  })

  it('as a GET, which does not use it up', async () => {
    const browser = site.browser()
    const { action, fields } = await atPostingIdp(browser, 'lisi')
    const answer = await browser.get(`${action}?RelayState=${fields.RelayState}`)
    expect(refusal(site, answer)).toEqual([405, 'method_not_allowed'])
    expect((await postAcross(browser, { action, fields })).status).toBe(303)
  })

  it('with the answer to another sign-in of the same browser', async () => {
    const browser = site.browser()
    const first = await atPostingIdp(browser, 'lisi')
    const second = await atPostingIdp(browser, 'lisi')
    const mixed = { ...first, fields: { ...first.fields, SAMLResponse: second.fields.SAMLResponse ?? '' } }
    expect(refusal(site, await postAcross(browser, mixed))).toEqual([502, 'source_reply_invalid'])
    expect(sessionOf(browser)).toBeUndefined()
  })

  const without = ({ state: _, ...rest }: Record<string, string>) => rest

  it.each<[what: string, change: Record<string, string>, expected: [number, string]]>([
    ['no state', { RelayState: '' }, [400, 'state_invalid']],
    ['a state under another name', { RelayState: '', state: 'own' }, [400, 'state_invalid']],
    ['a state of 5 KB', { RelayState: 's'.repeat(5_000) }, [400, 'request_invalid']],
    ['another field of 5 KB', { more: 's'.repeat(5_000) }, [400, 'request_invalid']],
    [
      'a field named like a member of objects, of 5 KB',
      { toString: 's'.repeat(5_000) },
      [400, 'request_invalid'],
    ],
  ])('with %s', async (_, change, expected) => {
    const browser = site.browser()
    const { action, fields } = await atPostingIdp(browser, 'lisi')
    const { RelayState = '' } = fields
    const sent = { ...fields, ...('state' in change && { state: RelayState }), ...without(change) }
    const answer = await postAcross(browser, { action, fields: sent })
    expect(refusal(site, answer)).toEqual(expected)
  })

  it('with nothing of it in the log', async () => {
    const browser = site.browser()
    const { action, fields } = await atPostingIdp(browser, 'lisi')
    const { SAMLResponse = '', RelayState = '' } = fields
    const broken = `${SAMLResponse.slice(0, -40)}${'A'.repeat(40)}`
    await postAcross(browser, { action, fields: { RelayState, SAMLResponse: broken } })
    const said = JSON.stringify(site.log)
    for (const secret of [RelayState, broken.slice(0, 200), 'saml:', 'Assertion ID'])
      expect(said).not.toContain(secret)
  })
})

describe('the cookie of posted answers', () => {
  useSite()
  const cookies = (headers: Headers) => headers.getSetCookie().filter(line => line.startsWith('sso_post='))
  const gone = 'sso_post=; Path=/; HttpOnly; SameSite=None; Secure; Max-Age=0'

  it('is SameSite=None, and Secure on loopback too, where browsers take it only so', async () => {
    const { headers } = await site.browser().get('/auth/company')
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(/^sso_post=[\w-]{43}; Path=\/; HttpOnly; SameSite=None; Secure; Max-Age=600$/),
    ])
  })

  it('is not set by other sources, and signs nobody in there', async () => {
    const browser = site.browser()
    const { headers } = await browser.get('/auth/dingtalk')
    expect(cookies(headers)).toEqual([])
    const address = await browser.atVendor('dingtalk', 'lisi')
    const jar = browser.cookies.get('localhost')
    jar?.set('sso_post', jar.get('sso_flow') ?? '')
    jar?.delete('sso_flow')
    expect(refusal(site, await browser.get(address))).toEqual([400, 'state_invalid'])
  })

  it('stays the same for two sign-ins at once, so that either can end first', async () => {
    const browser = site.browser()
    const [first, second] = [await atPostingIdp(browser, 'lisi'), await atPostingIdp(browser, 'lisi')]
    expect(first.fields.RelayState).not.toBe(second.fields.RelayState)
    expect((await postAcross(browser, first)).status).toBe(303)
  })

  it('is gone after any sign-in, and takes along what the last person here has begun', async () => {
    const browser = site.browser()
    const planted = await atPostingIdp(browser, 'zhaomin')
    const answer = await browser.signIn('dingtalk', 'wangwu')
    expect(cookies(answer.headers)).toEqual([gone])
    expect(refusal(site, await postAcross(browser, planted))).toEqual([400, 'state_invalid'])
  })

  it('is gone after signing out', async () => {
    const browser = await signedIn(site, 'dingtalk', 'wangwu')
    await browser.get('/auth/company')
    const { headers } = await browser.submit('/account', '/signout')
    expect(cookies(headers)).toEqual([gone])
  })

  it('has the prefix __Host- where the address is https', async () => {
    const secured = await openPublicSite(
      `sources:${idp.source.replace(/"http:[^"]*"/, 'https://idp.example.com/sso')}`,
    )
    const { headers } = await get(secured.port, '/auth/company', ['Host: sso.example.com'])
    expect(headers.get('set-cookie')?.[0]).toMatch(
      /__Host-sso_post=[\w-]{43}; Path=\/; HttpOnly; SameSite=None; Secure; Max-Age=600/,
    )
    await secured.stop()
  })
})
