import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from '../browser.ts'
import { dingtalk, github, partner, registering, type Site } from '../site.ts'
import { isSignedIn, lineOf, openReadySite, refusal, sessionOf, usernames } from './steps.ts'

const body = `${registering}\nsources:${dingtalk}${github}${partner}`
let site: Site

/** A site for each subject: sixty starts and callbacks a minute are all that one address gets. */
function useSite(text = body): void {
  beforeAll(async () => {
    site = await openReadySite(text)
  })
  afterEach(() => {
    site.vendor.fault = undefined
  })
  afterAll(() => site.close())
}

function changed(address: string, change: (query: URLSearchParams) => void): string {
  const url = new URL(address)
  change(url.searchParams)
  return url.href
}

/** What the server itself asked of the vendors, without the page where people choose who they are. */
const calls = () => site.vendor.calls.filter(call => !/authorize$|oauth2\/auth$/.test(call))

async function expectNothingHappened(
  browser: Browser,
  before: { calls: number; accounts: string[] },
): Promise<void> {
  expect(calls()).toHaveLength(before.calls)
  expect(await usernames(site)).toEqual(before.accounts)
  expect(sessionOf(browser)).toBeUndefined()
}

const before = async () => ({ calls: calls().length, accounts: await usernames(site) })

describe('a state that is not good', () => {
  useSite()

  it.each<[string, (address: string, browser: Browser) => Promise<[string, Browser]> | [string, Browser]]>([
    ['is made up', (address, own) => [changed(address, q => q.set('state', 'A'.repeat(43))), own]],
    ['is missing', (address, own) => [changed(address, q => q.delete('state')), own]],
    ['is empty', (address, own) => [changed(address, q => q.set('state', '')), own]],
    [
      'is cut short',
      (address, own) => [changed(address, q => q.set('state', (q.get('state') ?? '').slice(0, -1))), own],
    ],
    [
      'has a space behind it',
      (address, own) => [changed(address, q => q.set('state', `${q.get('state')} `)), own],
    ],
    [
      'is ten minutes old',
      (address, own) => {
        site.clock.now += 600_000
        return [address, own]
      },
    ],
    ['comes from a browser without cookies', address => [address, site.browser()]],
    [
      'comes from another browser that signs in too',
      async address => {
        const other = site.browser()
        await other.get('/auth/dingtalk')
        return [address, other]
      },
    ],
    [
      'belongs to another source',
      (address, own) => [address.replace('/auth/dingtalk/', '/auth/github/'), own],
    ],
  ])(
    'refuses one that %s: no call, no account, no session, a number that the log repeats',
    async (_, attack) => {
      const browser = site.browser()
      const address = await browser.atVendor('dingtalk', 'lisi')
      const at = await before()
      const [target, sender] = await attack(address, browser)
      const answer = await sender.get(target)

      expect(answer.status).toBe(400)
      expect(lineOf(site, answer)).toMatchObject({
        code: 'state_invalid',
        step: 'return',
        cause: expect.any(String),
        path: new URL(target).pathname,
      })
      await expectNothingHappened(sender, at)
    },
  )

  it('burns a state that another browser brought, for its own browser too', async () => {
    const browser = site.browser()
    const address = await browser.atVendor('dingtalk', 'lisi')
    await site.browser().get(address)
    expect(refusal(site, await browser.get(address))).toEqual([400, 'state_invalid'])
  })

  it('says the same of every kind, so that nobody learns which states exist', async () => {
    const browser = site.browser()
    const address = await browser.atVendor('dingtalk', 'lisi')
    const foreign = await site.browser().get(address)
    const madeUp = await site.browser().get(changed(address, q => q.set('state', 'x')))
    const withoutNumber = (page: string) => page.replace(/<code>\w{9}<\/code>/, '')
    expect(withoutNumber(foreign.page)).toBe(withoutNumber(madeUp.page))
  })

  it('never logs a state, a code or a cookie', async () => {
    const browser = site.browser()
    const address = await browser.atVendor('dingtalk', 'wangwu')
    await browser.get(address)
    await browser.get(address)
    const query = new URL(address).searchParams
    const said = JSON.stringify(site.log)
    for (const value of [
      query.get('state'),
      query.get('code'),
      ...(browser.cookies.get('localhost')?.values() ?? []),
    ]) {
      expect(value).toMatch(/.{20}/)
      expect(said).not.toContain(value)
    }
  })
})

describe('a state that was used', () => {
  useSite()

  it('has its refusal again in the same browser, without another word to the vendor or the audit log', async () => {
    const browser = site.browser()
    const address = await browser.atVendor('dingtalk', 'stranger')
    expect(refusal(site, await browser.get(address))).toEqual([403, 'not_member'])
    const other = calls().length
    site.clock.now += 1
    expect(refusal(site, await browser.get(address))).toEqual([403, 'not_member'])
    expect(site.log.at(-1)?.cause).toMatch('the page was loaded again')
    expect(calls()).toHaveLength(other)
    expect(await site.storage.audit.page({ since: site.clock.now, most: 1 })).toEqual([])
    // it is about that return alone, and that browser's
    for (const [sender, target] of [
      [site.browser(), address],
      [browser, changed(address, q => q.set('state', 'x'))],
    ] as const)
      expect(refusal(site, await sender.get(target))).toEqual([400, 'state_invalid'])
  })

  it('is refused the second time', async () => {
    const browser = site.browser()
    const address = await browser.atVendor('dingtalk', 'lisi')
    expect((await browser.get(address)).status).toBe(302)
    const other = calls().length
    expect(refusal(site, await browser.get(address))).toEqual([400, 'state_invalid'])
    expect(calls()).toHaveLength(other)
    expect(await isSignedIn(browser)).toBe(true)
  })

  it.each([2, 10])('lets exactly one of %i requests at once through', async count => {
    const person = count === 2 ? 'wangwu' : 'chenjing'
    const browser = site.browser()
    const address = await browser.atVendor('dingtalk', person)
    const exchanges = () => calls().filter(call => call.endsWith('/userAccessToken')).length
    const at = exchanges()
    const answers = await Promise.all(Array.from({ length: count }, () => browser.get(address)))
    expect(answers.map(({ status }) => status).sort()).toEqual([302, ...Array(count - 1).fill(400)])
    expect(exchanges()).toBe(at + 1)
    const holders = (await site.storage.bindings.list()).filter(({ directoryId }) => directoryId === person)
    expect(holders).toHaveLength(1)
  })
})

describe('an answer that is an error', () => {
  useSite()

  it.each(['dingtalk', 'github', 'partner'])('says that the person cancelled at %s', async source => {
    const browser = site.browser()
    const start = (await browser.get(`/auth/${source}`)).location ?? ''
    const { location } = await browser.get(changed(start, q => q.set('refuse', '1')))
    const answer = await browser.get(location ?? '')
    expect(refusal(site, answer)).toEqual([403, 'source_denied'])
    expect(sessionOf(browser)).toBeUndefined()
  })

  it.each<[string, Record<string, string>]>([
    ['a script', { error: '<script>alert(1)</script>' }],
    [
      'a description',
      {
        error: 'server_error',
        error_description: 'Call <b>0800-EVIL</b>',
        error_uri: 'https://evil.example/',
      },
    ],
    ['nothing', { error: '' }],
    ['a code beside it', { error: 'server_error', code: 'abc' }],
  ])('shows nothing of an error that carries %s', async (_, error) => {
    const browser = site.browser()
    const address = await browser.atVendor('dingtalk', 'lisi')
    const at = await before()
    const answer = await browser.get(
      changed(address, q => {
        q.delete('code')
        q.delete('authCode')
        for (const [name, value] of Object.entries(error)) q.set(name, value)
      }),
    )
    expect(refusal(site, answer)).toEqual([502, 'source_refused'])
    for (const part of ['alert(', 'EVIL', 'evil.example', 'server_error'])
      expect(answer.page).not.toContain(part)
    await expectNothingHappened(browser, at)
    // and it has used up the state: the good answer comes too late
    expect((await browser.get(address)).status).toBe(400)
  })

  it('keeps what a vendor calls its error short in the log', async () => {
    const browser = site.browser()
    const address = await browser.atVendor('dingtalk', 'lisi')
    const answer = await browser.get(changed(address, q => q.set('error', 'e'.repeat(4000))))
    expect(String(lineOf(site, answer).vendorCode).length).toBeLessThanOrEqual(100)
  })
})

describe('parameters that are not as they should be', () => {
  useSite()

  it.each<[string, (query: URLSearchParams) => void]>([
    ['a second state', q => q.append('state', 'other')],
    ['the same state twice', q => q.append('state', q.get('state') ?? '')],
    ['a second code', q => q.append('code', 'other')],
    ['a second parameter that nobody reads', q => [q.append('x', '1'), q.append('x', '2')]],
    ['a code of 5 KB', q => q.set('code', 'c'.repeat(5_000))],
    ['a state of 5 KB', q => q.set('state', 's'.repeat(5_000))],
  ])('refuses %s', async (_, change) => {
    const browser = site.browser()
    const address = await browser.atVendor('dingtalk', 'lisi')
    const at = await before()
    const answer = await browser.get(changed(address, change))
    expect(refusal(site, answer)).toEqual([400, 'request_invalid'])
    await expectNothingHappened(browser, at)
  })

  it.each(['dingtalk', 'github', 'partner'])('refuses an answer of %s without a code', async source => {
    const browser = site.browser()
    const address = await browser.atVendor(source, 'lisi')
    const answer = await browser.get(
      changed(address, q => {
        q.delete('code')
        q.delete('authCode')
      }),
    )
    expect([400, 502]).toContain(answer.status)
    lineOf(site, answer)
    expect(sessionOf(browser)).toBeUndefined()
    expect(await usernames(site)).toEqual([])
  })

  it.each([undefined, 'https://evil.example', ''])(
    'refuses an answer of an OpenID server that says it is from %s',
    async iss => {
      const browser = site.browser()
      const address = await browser.atVendor('partner', 'lisi')
      const at = calls().filter(call => call.endsWith('/token')).length
      const answer = await browser.get(
        changed(address, q => (iss === undefined ? q.delete('iss') : q.set('iss', iss))),
      )
      expect(answer.status).toBe(502)
      expect(calls().filter(call => call.endsWith('/token'))).toHaveLength(at)
    },
  )

  it("refuses another sign-in's code, even with a good state", async () => {
    const [victim, attacker] = [site.browser(), site.browser()]
    const stolen = new URL(await victim.atVendor('partner', 'zhaomin')).searchParams.get('code') ?? ''
    const own = await attacker.atVendor('partner', 'stranger')
    const answer = await attacker.get(changed(own, q => q.set('code', stolen)))
    expect(answer.status).toBe(502)
    expect(sessionOf(attacker)).toBeUndefined()
    expect(await usernames(site)).toEqual([])
  })
})

describe('methods and addresses', () => {
  useSite()

  it('does nothing for HEAD of a callback: the GET behind it still works', async () => {
    const browser = site.browser()
    const address = await browser.atVendor('dingtalk', 'lisi')
    const at = calls().length
    expect((await browser.request('HEAD', address)).status).toBe(405)
    expect(calls()).toHaveLength(at)
    expect((await browser.get(address)).status).toBe(302)
  })

  it('begins nothing for HEAD of a start', async () => {
    const browser = site.browser()
    const { status, headers } = await browser.request('HEAD', '/auth/dingtalk')
    expect([status, headers.get('location'), headers.getSetCookie()]).toEqual([405, null, []])
  })

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])('does not know %s', async method => {
    const browser = site.browser()
    const address = await browser.atVendor('dingtalk', 'lisi')
    expect(refusal(site, await browser.request(method, address))).toEqual([405, 'method_not_allowed'])
    expect((await browser.get(address)).status).toBe(302)
  })

  it.each([
    '/auth/nobody',
    '/auth/nobody/callback?code=a&state=b',
    '/auth/__proto__',
    '/auth/constructor',
    '/auth/DingTalk',
    '/Auth/dingtalk',
    '/auth/dingtalk/',
    '/auth/dingtalk/callback/?code=a&state=b',
    '/auth/dingtalk/Callback?code=a&state=b',
    '/auth/',
    '/auth',
  ])('knows nothing at %s', async path => {
    const answer = await site.browser().get(path)
    expect(answer.status).toBe(404)
    lineOf(site, answer)
  })

  it.each(['/auth/%', '/auth/%E0%A4%A', '/auth/%00', '/auth/dingtalk%2Fcallback', '/auth/..%2Faccount'])(
    'is not upset by %s',
    async path => {
      const answer = await site.browser().get(path)
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.status).toBeLessThan(500)
      lineOf(site, answer)
    },
  )
})

describe('a callback that is posted', () => {
  useSite()
  const posted = (browser: Browser, address: string, headers: Record<string, string> = {}) => {
    const url = new URL(address)
    return browser.post(url.pathname, Object.fromEntries(url.searchParams), {
      origin: site.vendor.origin,
      'sec-fetch-site': 'cross-site',
      ...headers,
    })
  }

  it.each(['dingtalk', 'github', 'partner'])('signs in by %s like one that is asked for', async source => {
    const browser = site.browser()
    const address = await browser.atVendor(source, 'lisi')
    const { status, location } = await posted(browser, address)
    expect([status, location]).toEqual([303, `${site.url}/`])
    expect(await isSignedIn(browser)).toBe(true)
    expect(refusal(site, await posted(browser, address))).toEqual([400, 'state_invalid'])
  })

  it('is held to the same rules', async () => {
    const browser = site.browser()
    const address = await browser.atVendor('partner', 'wangwu')
    expect(refusal(site, await posted(site.browser(), address))).toEqual([400, 'state_invalid'])
    expect(refusal(site, await posted(browser, address))).toEqual([400, 'state_invalid'])
  })

  it('reads its parameters from the body alone', async () => {
    const browser = site.browser()
    const address = await browser.atVendor('partner', 'wangwu')
    expect(refusal(site, await browser.post(address, {}))).toEqual([400, 'state_invalid'])
  })

  it('refuses parameters that come twice', async () => {
    const browser = site.browser()
    const url = new URL(await browser.atVendor('partner', 'wangwu'))
    const cookie = [...(browser.cookies.get('localhost') ?? [])]
      .map(([name, value]) => `${name}=${value}`)
      .join('; ')
    const twice = new URLSearchParams([...url.searchParams, ['state', 'x']])
    const reply = await fetch(url.origin + url.pathname, {
      method: 'POST',
      body: twice,
      headers: { cookie },
      redirect: 'manual',
    })
    expect(reply.status).toBe(400)
  })
})

describe('a callback at an address of its own', () => {
  useSite(`${registering}\ncallbacks: { path: "/back/{source}" }\nsources:${dingtalk}${github}`)

  it('is not used up by HEAD either', async () => {
    const browser = site.browser()
    const address = await browser.atVendor('dingtalk', 'lisi')
    expect(new URL(address).pathname).toBe('/back/dingtalk')
    expect((await browser.request('HEAD', address)).status).toBe(405)
    expect((await browser.get(address)).status).toBe(302)
  })
})

describe('how much is held for one browser and one address', () => {
  describe('open sign-ins', () => {
    useSite()

    it('drops the oldest of more than twenty', async () => {
      const browser = site.browser()
      const other = site.browser()
      const untouched = await other.atVendor('dingtalk', 'wangwu')
      const oldest = await browser.atVendor('dingtalk', 'lisi')
      site.clock.now += 1
      const second = await browser.atVendor('dingtalk', 'lisi')
      for (let more = 0; more < 19; more++) {
        site.clock.now += 1
        await browser.get('/auth/dingtalk')
      }
      expect(refusal(site, await browser.get(oldest))).toEqual([400, 'state_invalid'])
      expect((await browser.get(second)).status).toBe(302)
      expect((await other.get(untouched)).status).toBe(302)
    })
  })

  describe('requests', () => {
    useSite()

    it('refuses the sixty-first start or callback of a minute, with a pause to keep', async () => {
      const browser = site.browser()
      const address = await browser.atVendor('dingtalk', 'lisi')
      for (let more = 0; more < 59; more++) await browser.get('/auth/dingtalk/callback')
      const at = calls().length
      for (const path of ['/auth/dingtalk', '/auth/github', address]) {
        const answer = await browser.get(path)
        expect(refusal(site, answer)).toEqual([429, 'too_many_requests'])
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
      }
      expect(calls()).toHaveLength(at)
      expect((await browser.get('/signin')).status).toBe(200)
    })
  })
})
