import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Account } from '../../src/model.ts'
import type { Answer, Browser } from '../browser.ts'
import { hiddenFields } from '../browser.ts'
import { dingtalk, github, local, partner, registering, type Site } from '../site.ts'
import {
  accountOf,
  beginBinding,
  boundTo,
  formToken,
  isSignedIn,
  openReadySite,
  postByHand,
  refusal,
  sessionOf,
  signedIn as signedInAt,
  usernames,
} from './steps.ts'

const everything = `${registering}\nsources:${dingtalk}${github}${partner}${local}`
let site: Site

/** A site for each subject: sixty starts and callbacks a minute are all that one address gets. */
function useSite(text = everything): void {
  beforeAll(async () => {
    site = await openReadySite(text)
  })
  afterAll(() => site.close())
}

async function signedIn(source: string, person: string): Promise<{ browser: Browser; account: Account }> {
  const browser = await signedInAt(site, source, person)
  return { browser, account: await accountOf(site, browser) }
}

/** A post with exactly these headers. */
async function bare(
  browser: Browser,
  path: string,
  form: Record<string, string>,
  headers: Record<string, string>,
): Promise<Answer> {
  const cookie = [...(browser.cookies.get('localhost') ?? [])]
    .map(([name, value]) => `${name}=${value}`)
    .join('; ')
  const reply = await fetch(site.url + path, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: { cookie, ...headers },
    redirect: 'manual',
  })
  return {
    status: reply.status,
    headers: reply.headers,
    location: reply.headers.get('location'),
    page: await reply.text(),
  }
}

describe('the beginning of a bind', () => {
  useSite()

  it('is no GET', async () => {
    const { browser } = await signedIn('dingtalk', 'lisi')
    const begun = vi.spyOn(site.storage.transactions, 'insert')
    for (const path of [
      '/account/bind/github',
      '/account/unbind/dingtalk',
      '/account/password',
      '/signout',
    ]) {
      expect(refusal(site, await browser.get(path))).toEqual([404, 'not_found'])
      expect((await browser.request('HEAD', path)).status).toBe(404)
    }
    expect(begun).not.toHaveBeenCalled()
    begun.mockRestore()
    expect(await isSignedIn(browser)).toBe(true)
  })

  let other: Browser | undefined
  const own = () => ({ origin: site.url, 'sec-fetch-site': 'same-origin' })
  const posts: [
    string,
    (
      token: string,
      others: Record<'session' | 'page', string>,
    ) => [Record<string, string>, Record<string, string>],
  ][] = [
    ['no token', () => [{}, own()]],
    ['an empty token', () => [{ form_token: '' }, own()]],
    [
      'a wrong token',
      token => [{ form_token: `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}` }, own()],
    ],
    ['the token of another session', (_, { session }) => [{ form_token: session }, own()]],
    ['the token of the sign-in page', (_, { page }) => [{ form_token: page }, own()]],
    ['a foreign Origin', token => [{ form_token: token }, { ...own(), origin: 'https://evil.example' }]],
    [
      'an Origin with another port',
      token => [{ form_token: token }, { ...own(), origin: 'http://localhost:1' }],
    ],
    [
      'an Origin with another scheme',
      token => [{ form_token: token }, { ...own(), origin: site.url.replace('http:', 'https:') }],
    ],
    ['a foreign Origin alone', token => [{ form_token: token }, { origin: 'https://evil.example' }]],
    ['Origin null alone', token => [{ form_token: token }, { origin: 'null' }]],
    [
      'Origin null from another site',
      token => [{ form_token: token }, { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ],
    [
      'Sec-Fetch-Site cross-site',
      token => [{ form_token: token }, { ...own(), 'sec-fetch-site': 'cross-site' }],
    ],
    [
      'Sec-Fetch-Site same-site',
      token => [{ form_token: token }, { ...own(), 'sec-fetch-site': 'same-site' }],
    ],
    ['Sec-Fetch-Site none', token => [{ form_token: token }, { 'sec-fetch-site': 'none' }]],
    ['neither Origin nor Sec-Fetch-Site', token => [{ form_token: token }, {}]],
  ]

  it.each(posts)('refuses a post with %s, and begins nothing', async (_, attack) => {
    const { browser, account } = await signedIn('dingtalk', 'lisi')
    other ??= (await signedIn('dingtalk', 'zhaomin')).browser
    const page =
      hiddenFields((await site.browser().get('/signin')).page, '/auth/local/password').form_token ?? ''
    const session = await formToken(other)
    const begun = vi.spyOn(site.storage.transactions, 'insert')
    const [form, headers] = attack(await formToken(browser), { session, page })

    const calls = site.vendor.calls.length
    for (const path of ['/account/bind/github', '/account/unbind/dingtalk', '/signout']) {
      expect(refusal(site, await bare(browser, path, form, headers))).toEqual([403, 'form_expired'])
    }
    expect(begun).not.toHaveBeenCalled()
    begun.mockRestore()
    expect(site.vendor.calls).toHaveLength(calls)
    expect(await boundTo(site, account)).toEqual(['dingtalk'])
    expect(await isSignedIn(browser)).toBe(true)
  })
})

describe('the beginning of a bind by a page of ours', () => {
  useSite()

  it.each<[string, () => Record<string, string>]>([
    ['both headers', () => ({ origin: site.url, 'sec-fetch-site': 'same-origin' })],
    [
      'Origin null, as browsers say it of pages without a referrer',
      () => ({ origin: 'null', 'sec-fetch-site': 'same-origin' }),
    ],
    ['Sec-Fetch-Site alone', () => ({ 'sec-fetch-site': 'same-origin' })],
    ['Origin alone, as old browsers do', () => ({ origin: site.url })],
  ])('is accepted with %s', async (_, headers) => {
    const { browser } = await signedIn('dingtalk', 'lisi')
    const { status, page } = await bare(
      browser,
      '/account/bind/github',
      { form_token: await formToken(browser) },
      headers(),
    )
    expect(status).toBe(200)
    expect(page).toContain('http-equiv="refresh"')
  })

  it.each([
    ['an unknown source', '/account/bind/nobody', 404],
    ['a source that has no page to go to', '/account/bind/local', 404],
    ['a name of every object', '/account/bind/__proto__', 404],
  ])('knows no %s', async (_, path, status) => {
    const { browser } = await signedIn('dingtalk', 'lisi')
    expect(refusal(site, await postByHand(browser, path))).toEqual([status, 'source_unknown'])
  })

  it('sends who is not signed in to the sign-in page', async () => {
    const begun = vi.spyOn(site.storage.transactions, 'insert')
    const { status, location } = await site.browser().post('/account/bind/github', { form_token: 'x' })
    expect([status, location]).toEqual([303, `${site.url}/signin?returnTo=%2Faccount`])
    expect(begun).not.toHaveBeenCalled()
    begun.mockRestore()
  })
})

describe('an identity that is bound', () => {
  useSite()

  it('opens the same account as the first one', async () => {
    const { browser, account } = await signedIn('dingtalk', 'lisi')
    const { status, location } = await browser.bind('github', 'lisi')
    expect([status, location]).toEqual([302, `${site.url}/account?done=bound`])
    expect((await browser.get('/account?done=bound')).page).toContain('bound to your account')
    const other = await signedIn('github', 'lisi')
    expect(other.account.id).toBe(account.id)
    expect(await usernames(site)).toHaveLength(1)
    expect(await boundTo(site, account)).toEqual(['dingtalk', 'github'])
  })

  it('changes nothing of the account: no permission, name, mail or role', async () => {
    const { browser, account } = await signedIn('dingtalk', 'wangwu')
    await browser.bind('github', 'zhaomin')
    expect(await site.storage.accounts.find(account.id)).toEqual(account)
  })

  it('may be bound again by the same person, which changes nothing', async () => {
    const { browser } = await signedIn('dingtalk', 'chenjing')
    await browser.bind('github', 'chenjing')
    const before = await site.storage.bindings.list()
    const answer = await browser.get(await beginBinding(browser, 'github', 'chenjing'))
    expect([answer.status, answer.location]).toEqual([302, `${site.url}/account?done=bound`])
    expect(await site.storage.bindings.list()).toEqual(before)
  })

  it('stays where it is when another account wants it', async () => {
    const holder = await signedIn('dingtalk', 'anyi')
    await holder.browser.bind('github', 'anyi')
    const { browser: thief } = await signedIn('dingtalk', 'liqiang')
    const before = await site.storage.bindings.list()
    expect(refusal(site, await thief.bind('github', 'anyi'))).toEqual([409, 'identity_taken'])
    expect(await site.storage.bindings.list()).toEqual(before)
    expect(await isSignedIn(thief)).toBe(true)
  })

  it('is the only one of its source', async () => {
    const { browser, account } = await signedIn('dingtalk', 'huangli')
    await browser.bind('github', 'huangli')
    expect((await browser.get('/account')).page).not.toContain('action="/account/bind/github"')
    const answer = await browser.get(await beginBinding(browser, 'github', 'dfischer'))
    expect(refusal(site, answer)).toEqual([409, 'source_already_bound'])
    expect(await boundTo(site, account)).toEqual(['dingtalk', 'github'])
  })

  it.each([
    ['github', 'stranger', 'not_allowed'],
    ['github', 'renyi', 'not_allowed'], // invited, and has not accepted
  ])('must be one that the file lets in: not %s of %s', async (source, person, code) => {
    const { browser, account } = await signedIn('dingtalk', 'zhouyu')
    expect(refusal(site, await browser.bind(source, person))).toEqual([403, code])
    expect(await boundTo(site, account)).toEqual(['dingtalk'])
  })
})

describe('a membership', () => {
  useSite()

  it.each(['stranger', 'supplier', 'impostor'])('is needed for a bind too: not %s', async person => {
    const { browser, account } = await signedIn('partner', 'zhouyu')
    expect(refusal(site, await browser.bind('dingtalk', person))).toEqual([403, 'not_member'])
    expect(await boundTo(site, account)).toEqual(['partner'])
  })

  it('goes to one of two accounts that bind one identity at once', async () => {
    const [{ browser: one }, { browser: two }] = [
      await signedIn('dingtalk', 'xufei'),
      await signedIn('dingtalk', 'sunlei'),
    ]
    const addresses = [
      await beginBinding(one, 'github', 'mahui'),
      await beginBinding(two, 'github', 'mahui'),
    ] as const
    const answers = await Promise.all([one.get(addresses[0]), two.get(addresses[1])])
    expect(answers.map(({ status }) => status).sort()).toEqual([302, 409])
    const held = (await site.storage.bindings.list()).filter(({ source }) => source === 'github')
    expect(held).toHaveLength(1)
  })

  it('goes to an account or to a bind, when somebody signs in with it at the same time', async () => {
    const { browser } = await signedIn('dingtalk', 'pnair')
    const bind = await beginBinding(browser, 'github', 'gaopeng')
    const fresh = site.browser()
    const signIn = await fresh.atVendor('github', 'gaopeng')
    const [bound, entered] = await Promise.all([browser.get(bind), fresh.get(signIn)])
    expect(entered.status).toBe(302)
    expect([302, 409]).toContain(bound.status)
    const held = (await site.storage.bindings.list()).filter(
      ({ source, label }) => source === 'github' && label?.includes('高鹏'),
    )
    expect(held.length).toBeLessThanOrEqual(1)
  })
})

describe('the end of a bind', () => {
  useSite()

  it('is refused in another browser, whoever is signed in there', async () => {
    const attacker = await signedIn('dingtalk', 'lisi')
    const lure = await beginBinding(attacker.browser, 'github', 'lisi')
    const victim = await signedIn('dingtalk', 'wangwu')
    await victim.browser.get('/auth/github') // has begun something of its own
    expect(refusal(site, await victim.browser.get(lure))).toEqual([400, 'state_invalid'])
    expect(refusal(site, await attacker.browser.get(lure))).toEqual([400, 'state_invalid'])
    expect(await boundTo(site, victim.account)).toEqual(['dingtalk'])
    expect(await boundTo(site, attacker.account)).toEqual(['dingtalk'])
  })

  it('is refused in the same browser with the session of somebody else', async () => {
    const { browser, account } = await signedIn('dingtalk', 'lisi')
    const callback = await beginBinding(browser, 'github', 'lisi')
    await browser.signIn('dingtalk', 'zhaomin')
    expect(refusal(site, await browser.get(callback))).toEqual([400, 'state_invalid'])
    expect(await boundTo(site, await accountOf(site, browser))).toEqual(['dingtalk'])
    expect(await boundTo(site, account)).toEqual(['dingtalk'])
  })

  it('is refused after a new sign-in of the same person', async () => {
    const { browser } = await signedIn('dingtalk', 'lisi')
    const callback = await beginBinding(browser, 'github', 'lisi')
    await browser.signIn('dingtalk', 'lisi')
    expect(refusal(site, await browser.get(callback))).toEqual([400, 'state_invalid'])
  })

  it('is refused after signing out, and signs nobody in', async () => {
    const { browser, account } = await signedIn('dingtalk', 'chenjing')
    const callback = await beginBinding(browser, 'github', 'chenjing')
    await browser.submit('/account', '/signout')
    expect(refusal(site, await browser.get(callback))).toEqual([400, 'state_invalid'])
    expect(await isSignedIn(browser)).toBe(false)
    expect(await boundTo(site, account)).toEqual(['dingtalk'])
  })

  it('is refused for an account that was disabled meanwhile', async () => {
    const { browser, account } = await signedIn('dingtalk', 'anyi')
    const callback = await beginBinding(browser, 'github', 'anyi')
    await site.storage.accounts.update(account.id, { disabled: true })
    expect(refusal(site, await browser.get(callback))).toEqual([400, 'state_invalid'])
    expect(await boundTo(site, account)).toEqual(['dingtalk'])
  })

  it('binds nothing when the person cancels', async () => {
    const { browser, account } = await signedIn('dingtalk', 'huangli')
    const { page } = await postByHand(browser, '/account/bind/github')
    const departure = new URL(/content="0;url=([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '')
    departure.searchParams.set('refuse', '1')
    const back = (await browser.get(departure.href)).location ?? ''
    expect(refusal(site, await browser.get(back))).toEqual([403, 'source_denied'])
    expect(await boundTo(site, account)).toEqual(['dingtalk'])
    expect(await isSignedIn(browser)).toBe(true)
  })
})

describe('taking an identity away', () => {
  useSite()

  it('is not offered and not done for the last one', async () => {
    const { browser, account } = await signedIn('dingtalk', 'lisi')
    const { page } = await browser.get('/account')
    expect(page).toContain('your only way in')
    expect(page).not.toContain('action="/account/unbind/dingtalk"')
    expect(refusal(site, await postByHand(browser, '/account/unbind/dingtalk'))).toEqual([
      409,
      'last_credential',
    ])
    expect(await boundTo(site, account)).toEqual(['dingtalk'])
  })

  it('leaves one of two that are taken away at once', async () => {
    const { browser, account } = await signedIn('dingtalk', 'wangwu')
    await browser.bind('github', 'wangwu')
    const form = { form_token: await formToken(browser) }
    const answers = await Promise.all(
      ['dingtalk', 'github'].map(source => browser.post(`/account/unbind/${source}`, form)),
    )
    // the second comes too late for its session, or finds the last one
    const done = answers.filter(({ location }) => location?.includes('done=unbound'))
    expect(done).toHaveLength(1)
    expect(await boundTo(site, account)).toHaveLength(1)
  })

  it('says 404 of one that is not bound', async () => {
    const { browser } = await signedIn('dingtalk', 'chenjing')
    for (const source of ['github', 'nobody', '__proto__']) {
      expect(refusal(site, await postByHand(browser, `/account/unbind/${source}`))).toEqual([
        404,
        'not_found',
      ])
    }
  })

  it('shuts that way in, makes no second account, and can be undone by binding again', async () => {
    const { browser, account } = await signedIn('partner', 'zhaomin')
    await browser.bind('github', 'zhaomin')
    const { location } = await browser.submit('/account', '/account/unbind/partner')
    expect(location).toBe(`${site.url}/account?done=unbound`)
    const before = await usernames(site)
    expect(refusal(site, await site.browser().signIn('partner', 'zhaomin'))).toEqual([
      403,
      'identity_unbound',
    ])
    expect(await usernames(site)).toEqual(before)
    await browser.bind('partner', 'zhaomin')
    expect(await boundTo(site, account)).toEqual(['github', 'partner'])
    expect((await site.browser().signIn('partner', 'zhaomin')).status).toBe(302)
  })

  it('is no way back in for somebody who is disabled', async () => {
    const { browser, account } = await signedIn('partner', 'xufei')
    await browser.bind('github', 'xufei')
    await browser.submit('/account', '/account/unbind/partner')
    await site.storage.accounts.update(account.id, { disabled: true })
    expect(refusal(site, await site.browser().signIn('partner', 'xufei'))).toEqual([403, 'account_disabled'])
    expect(await boundTo(site, account)).toEqual(['github'])
  })

  it('never takes one of another account', async () => {
    const [one, two] = [await signedIn('dingtalk', 'anyi'), await signedIn('dingtalk', 'liqiang')]
    await two.browser.bind('github', 'liqiang')
    expect(refusal(site, await postByHand(one.browser, '/account/unbind/github'))).toEqual([404, 'not_found'])
    expect(await boundTo(site, two.account)).toEqual(['dingtalk', 'github'])
  })
})

describe('a source whose people get no account by themselves', () => {
  const closed = github.replace('type: github', 'type: github\n    autoRegister: { enabled: false }')
  useSite(`${registering}\nsources:${dingtalk}${closed}`)

  it('can be bound, and after unbinding lets nobody in', async () => {
    const { browser } = await signedIn('dingtalk', 'lisi')
    await browser.bind('github', 'lisi')
    expect((await site.browser().signIn('github', 'lisi')).status).toBe(302)
    await browser.submit('/account', '/account/unbind/github')
    expect(refusal(site, await site.browser().signIn('github', 'lisi'))).toEqual([403, 'identity_unbound'])
    expect(await usernames(site)).toHaveLength(1)
  })
})

describe('a session whose sign-in is ten minutes old', () => {
  useSite()

  it.each([
    ['binding', '/account/bind/github', {}],
    ['unbinding', '/account/unbind/partner', {}],
    ['a password', '/account/password', { password: 'a long enough sentence' }],
  ])('asks for a new sign-in before %s, and nothing changes', async (what, path, fields) => {
    const person = { binding: 'lisi', unbinding: 'wangwu' }[what] ?? 'chenjing'
    const { browser } = await signedIn('partner', person)
    await browser.bind('dingtalk', person)
    const before = await site.storage.bindings.list()
    site.clock.now += 600_000
    const begun = vi.spyOn(site.storage.transactions, 'insert')
    const { status, location } = await postByHand(browser, path, fields)
    expect([status, location]).toEqual([303, `${site.url}/signin?returnTo=%2Faccount&again`])
    expect(begun).not.toHaveBeenCalled()
    begun.mockRestore()
    expect(await site.storage.bindings.list()).toEqual(before)

    const { page } = await browser.get(location ?? '')
    expect(page).toContain('Please sign in again')
    const onward = await browser.get(
      await browser.atVendor(
        'dingtalk',
        person,
        (await browser.get('/auth/dingtalk?returnTo=%2Faccount')).location ?? '',
      ),
    )
    expect([onward.status, onward.location]).toEqual([302, `${site.url}/account`])
    expect((await postByHand(browser, path, fields)).status).not.toBe(401)
    site.clock.now -= 600_000
  })

  it('is refused without a good token first: a foreign page learns nothing', async () => {
    const { browser } = await signedIn('dingtalk', 'anyi')
    site.clock.now += 600_000
    expect(refusal(site, await browser.post('/account/bind/github', { form_token: 'x' }))).toEqual([
      403,
      'form_expired',
    ])
  })

  it('may still sign out', async () => {
    const { browser } = await signedIn('dingtalk', 'zhaomin')
    site.clock.now += 600_000
    expect((await browser.submit('/account', '/signout')).location).toBe(`${site.url}/signin?out`)
    expect(await isSignedIn(browser)).toBe(false)
  })

  it('counts as new again after a bind, since a source has just vouched for the person', async () => {
    const { browser } = await signedIn('dingtalk', 'liqiang')
    site.clock.now += 599_999
    const callback = await beginBinding(browser, 'github', 'liqiang')
    site.clock.now += 300_000
    expect((await browser.get(callback)).status).toBe(302)
    expect((await postByHand(browser, '/account/unbind/github')).location).toContain('done=unbound')
  })
})

describe('the id of a session', () => {
  useSite()

  it('changes at every sign-in, bind, unbind and password, and the old one opens nothing', async () => {
    const browser = site.browser()
    const seen: string[] = []
    const step = async (act: () => Promise<Answer>) => {
      const { status, page } = await act()
      if (status >= 400) throw new Error(page)
      const id = sessionOf(browser) ?? ''
      expect(id).toMatch(/^[\w-]{43}$/)
      expect(seen).not.toContain(id)
      for (const old of seen) {
        const { status: dead } = await site.browser({ cookie: `sso_sid=${old}` }).get('/account')
        expect(dead).toBe(302)
      }
      seen.push(id)
    }
    await step(() => browser.signIn('dingtalk', 'lisi'))
    await step(() => browser.signIn('dingtalk', 'lisi'))
    await step(() => browser.bind('github', 'lisi'))
    await step(() => browser.submit('/account', '/account/unbind/github'))
    await step(() => browser.submit('/account', '/account/password', { password: 'a long enough sentence' }))
    await step(() =>
      browser.submit('/account', '/account/password', {
        current: 'a long enough sentence',
        password: 'another long sentence',
      }),
    )
    await step(() => browser.submit('/account', '/account/unbind/local'))
  })
})
