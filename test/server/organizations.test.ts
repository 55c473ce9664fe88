import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import type { Answer, Browser } from '../browser.ts'
import { dingtalk, github, local, partner, registering, type Site } from '../site.ts'
import { openPublicSite } from './public-site.ts'
import { get } from './raw.ts'
import { openReadySite, refusal, signedIn } from './steps.ts'

/** The partner belongs to nobody; the order of the organisation is not that of the file. */
const sources = `${registering}\nsources:${dingtalk}${github}${partner}${local}`
const organizations = `
organizations:
  - { id: example, name: Example Ltd., domains: [example.com], sources: [github, dingtalk] }
  - { id: other, name: 例子公司, domains: [xn--fsqu00a.xn--55qx5d], sources: [local] }`
const everything = sources + organizations
let site: Site

/** A site for each subject: the limits are those of one address. */
function useSite(text = everything, server = ''): void {
  beforeAll(async () => {
    site = await openReadySite(text, server)
  })
  afterAll(() => site.close())
}

const type = (browser: Browser, organization: string, page = '/signin'): Promise<Answer> =>
  browser.submit(page, '/signin', { organization })

/** The ways in that a page offers, in its order. */
const offered = ({ page }: Answer): string[] =>
  [...page.matchAll(/(?:href|action)="\/auth\/([a-z]+)(?:\/password)?[?"]/g)].map(([, id = '']) => id)

const asks = ({ page }: Answer): boolean => page.includes('<form method="post" action="/signin"')
const chosen = (browser: Browser) => browser.cookies.get('localhost')?.get('sso_organization')
const unknown = 'There is no organisation with this id or for this address.'
const unescaped = (text: string | undefined) => text?.replaceAll('&amp;', '&')
const otherLink = ({ page }: Answer) => unescaped(/href="(\/signin\?organization=&[^"]*)"/.exec(page)?.[1])

describe('the first page', () => {
  useSite()

  it.each(['/', '/signin'])(
    'asks at %s where people belong, and offers what belongs to nobody',
    async path => {
      const answer = await site.browser().get(path)
      expect([answer.status, asks(answer), offered(answer)]).toEqual([200, true, ['partner']])
    },
  )

  it('names no organisation and no source of one', async () => {
    const { page } = await site.browser().get('/signin')
    for (const name of ['Example Ltd.', 'example.com', '例子公司', 'GitHub', '钉钉', 'other'])
      expect(page).not.toContain(name)
  })

  it('says nothing about sources that are not there, where each belongs to one', async () => {
    await site.restart(`sources:${local}\norganizations: [{ id: other, name: Other, sources: [local] }]`)
    const answer = await site.browser().get('/signin')
    expect([asks(answer), offered(answer)]).toEqual([true, []])
    expect(answer.page).not.toMatch(/class="or"|No way to sign in/)
    await site.restart(everything)
  })
})

describe('who types where they belong', () => {
  useSite()

  it.each([
    ['example', 'example'],
    [' Example ', 'example'],
    ['ｅｘａｍｐｌｅ', 'example'],
    ['lisi@example.com', 'example'],
    ['LiSi@EXAMPLE.Com', 'example'],
    ['ｌｉｓｉ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'example'],
    ['"li@si"@example.com', 'example'],
    ['张三@例子.公司', 'other'],
    ['张三＠例子。公司', 'other'],
    ['zhang@xn--fsqu00a.xn--55qx5d', 'other'],
    ['EXAMPLE.com', 'example'],
    ['例子。公司', 'other'],
  ])('%j is led to %s', async (typed, id) => {
    const { status, location } = await type(site.browser(), typed)
    expect([status, new URL(location ?? '').pathname]).toEqual([303, '/signin'])
    expect(new URL(location ?? '').searchParams.get('organization')).toBe(id)
  })

  it('sees its sources alone, in its order, and its name', async () => {
    const browser = site.browser()
    const answer = await browser.get((await type(browser, 'example')).location ?? '')
    expect([answer.status, asks(answer), offered(answer)]).toEqual([200, false, ['github', 'dingtalk']])
    expect(answer.page).toContain('<strong>Example Ltd.</strong>')
  })

  it('finds the way to what belongs to nobody, such as the administrators’ password', async () => {
    const browser = site.browser()
    const { page } = await browser.get('/signin?organization=example')
    const others = /<p class="others"><a href="([^"]*)">Other ways to sign in</.exec(page)?.[1]
    const answer = await browser.get(unescaped(others) ?? '')
    expect([answer.status, offered(answer)]).toEqual([200, ['partner']])
    await site.restart(everything.replace('type: oidc', 'type: oidc\n    enabled: false'))
    expect((await browser.get('/signin?organization=example')).page).not.toContain('class="others"')
    await site.restart(everything)
  })

  it('has the form of its password', async () => {
    const browser = site.browser()
    const answer = await browser.get((await type(browser, 'other')).location ?? '')
    expect(offered(answer)).toEqual(['local'])
  })

  it('sees no source that is closed', async () => {
    await site.restart(everything.replace('type: github', 'type: github\n    enabled: false'))
    expect(offered(await site.browser().get('/signin?organization=example'))).toEqual(['dingtalk'])
    await site.restart(everything.replace('type: local', 'type: local\n    enabled: false'))
    const none = await site.browser().get('/signin?organization=other')
    expect(none.page).toContain('No way to sign in is open')
    await site.restart(everything)
  })
})

describe('what leads nowhere', () => {
  useSite()
  const nowhere = [
    'nobody',
    'exampl',
    'lisi@sub.example.com',
    'lisi@notexample.com',
    'lisi@example.com.evil.example',
    'lisi@example.com.',
    'lisi@example.com/x',
    'lisi@example.com:443',
    'lisi@exa%6dple.com',
    'lisi@exam\u00adple.com',
    'example.com@evil.example',
    'lisi@',
    '@example.com',
    'sub.example.com',
    'example.com/x',
    'other@',
    '',
    'constructor',
    '__proto__',
    'lisi@__proto__',
    '\u0000',
    '<script>alert(1)</script>',
    `${'x'.repeat(5000)}@example.com`,
  ]
  /** All but what is typed again and what is random. */
  const bare = (page: string) =>
    page.replace(/name="form_token" value="[^"]*"/g, '').replace(/(maxlength="320") value(?:="[^"]*")?/, '$1')

  it('gets one answer, whatever it was: the sentence and the field again', async () => {
    const answers = []
    for (const typed of nowhere) answers.push(await type(site.browser(), typed))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([422]))
    const [page = '', ...others] = new Set(answers.map(answer => bare(answer.page)))
    expect(others).toEqual([])
    expect(page).toContain(unknown)
    expect(page).toContain('aria-invalid="true"')
    expect(asks({ page } as Answer)).toBe(true)
  })

  it('is typed again in the field, as text', async () => {
    const { page } = await type(site.browser(), '"><b>no one</b>')
    expect(page).toContain('value="&quot;>&lt;b>no one&lt;/b>"')
  })

  it('is no error page in a link, and changes no choice', async () => {
    const browser = site.browser()
    await browser.get('/signin?organization=other')
    for (const query of [
      'organization=nobody',
      'organization=EXAMPLE',
      'organization=example&organization=other',
    ]) {
      const answer = await browser.get(`/signin?${query}`)
      expect([answer.status, asks(answer)]).toEqual([200, true])
      expect(answer.page).toContain(unknown)
    }
    expect(chosen(browser)).toBe('other')
  })

  it('is not shown from a link', async () => {
    const { page } = await site.browser().get('/signin?organization=call-0190-now')
    expect(page).not.toContain('0190')
  })

  it('is an address in a link: those are for ids', async () => {
    expect(asks(await site.browser().get('/signin?organization=lisi@example.com'))).toBe(true)
  })
})

describe('guessing', () => {
  useSite(everything, ', trustedProxies: [127.0.0.1/32]')
  const from = (address: string) => site.browser({ 'x-forwarded-for': address })

  it('ends after sixty names a minute, whatever carries them; then what is there is not told either', async () => {
    const browser = from('192.0.2.1')
    const { page } = await browser.get('/signin')
    const token = /name="form_token" value="([^"]+)"/.exec(page)?.[1] ?? ''
    for (let count = 0; count < 20; count++) {
      const guess = `guess-${count}`
      expect((await browser.get(`/signin?organization=${guess}`)).status).toBe(200)
      expect((await browser.post('/signin', { organization: guess, form_token: token })).status).toBe(422)
      const expired = { organization: guess, username: 'a', password: 'b' }
      expect((await browser.post('/auth/local/password', expired)).status).toBe(403)
    }
    for (const name of ['guess', 'example'])
      expect(refusal(site, await browser.get(`/signin?organization=${name}`))).toEqual([
        429,
        'too_many_requests',
      ])
    for (const organization of ['guess', 'example', 'lisi@example.com']) {
      const answer = await browser.post('/signin', { organization, form_token: token })
      expect(refusal(site, answer)).toEqual([429, 'too_many_requests'])
      expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
    }
    const wrong = { organization: 'example', username: 'a', password: 'b' }
    expect((await browser.post('/auth/local/password', wrong)).status).toBe(429)
    expect((await from('192.0.2.2').get('/signin?organization=example')).status).toBe(200)
  })

  it('does not get round it by cookies', async () => {
    const withCookie = (id: string) => from('192.0.2.3').get('/signin', { cookie: `sso_organization=${id}` })
    for (let count = 0; count < 60; count++) expect(asks(await withCookie(`guess-${count}`))).toBe(true)
    const answer = await withCookie('example')
    expect([answer.status, asks(answer), offered(answer)]).toEqual([200, true, ['partner']])
    // and those whose organisation has left the file can still say where they belong now
    expect((await type(from('192.0.2.3'), 'example')).status).toBe(303)
  })

  it('is nothing that people do who know where they belong', async () => {
    const browser = from('192.0.2.4')
    for (let count = 0; count < 70; count++)
      expect((await browser.get('/signin?organization=example')).status).toBe(200)
    expect(offered(await browser.get('/signin'))).toEqual(['github', 'dingtalk'])
  })
})

describe('the choice', () => {
  useSite()

  it('is remembered for a year: the id alone', async () => {
    const browser = site.browser()
    const { headers } = await browser.get('/signin?organization=example')
    expect(headers.getSetCookie()).toContain(
      'sso_organization=example; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000',
    )
    for (const path of ['/', '/signin', '/signin?out'])
      expect(offered(await browser.get(path))).toEqual(['github', 'dingtalk'])
  })

  it('is kept under a name that no other host can set', async () => {
    const where = `sources:${local}\norganizations: [{ id: example, name: Example, sources: [local] }]`
    const running = await openPublicSite(where)
    const host = ['Host: sso.example.com']
    const { headers } = await get(running.port, '/signin?organization=example', host)
    expect(headers.get('set-cookie')).toContain(
      '__Host-sso_organization=example; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=31536000',
    )
    const page = async (cookie: string) => (await get(running.port, '/signin', [...host, cookie])).body
    expect(await page('Cookie: __Host-sso_organization=example')).toContain('<strong>Example</strong>')
    expect(await page('Cookie: sso_organization=example')).not.toContain('<strong>Example</strong>')
    await running.stop()
  })

  it.each([
    ['twice', 'sso_organization=example; sso_organization=other'],
    ['malformed', 'sso_organization=Example'],
    ['an address', 'sso_organization=lisi@example.com'],
  ])('is asked for where the cookie is %s', async (_, cookie) => {
    expect(asks(await site.browser().get('/signin', { cookie }))).toBe(true)
  })

  it('is asked for, and forgotten, once it has left the file', async () => {
    const browser = site.browser()
    await browser.get('/signin?organization=other')
    await site.restart(everything.replace('id: other', 'id: renamed'))
    const answer = await browser.get('/signin')
    expect([asks(answer), answer.page.includes('role="alert"')]).toEqual([true, false])
    expect(chosen(browser)).toBeUndefined()
    await site.restart(everything)
  })

  it('can be made anew, and stands until it is', async () => {
    const browser = site.browser()
    const first = await browser.get('/signin?organization=example')
    const question = await browser.get(otherLink(first) ?? '')
    expect([asks(question), question.page.includes('role="alert"')]).toEqual([true, false])
    expect(offered(await browser.get('/signin'))).toEqual(['github', 'dingtalk'])
    await browser.get((await type(browser, 'other', otherLink(first))).location ?? '')
    expect(offered(await browser.get('/signin'))).toEqual(['local'])
  })

  it('says nothing about who may bind what: the account page offers every source', async () => {
    const browser = await signedIn(site, 'dingtalk', 'lisi')
    const { page } = await browser.get('/account')
    for (const source of ['github', 'partner']) expect(page).toContain(`action="/account/bind/${source}"`)
  })

  it('bars no way in: an address of a source works without it', async () => {
    expect((await site.browser().signIn('github', 'lisi')).status).toBe(302)
  })
})

describe('where people wanted to go', () => {
  useSite()
  const wish = '/account?from=mail'
  const query = new URLSearchParams({ returnTo: wish })

  it('survives the question, the choice, a second thought and the sign-in', async () => {
    const browser = site.browser()
    const first = await type(browser, 'other', `/signin?${query}`)
    const second = otherLink(await browser.get(first.location ?? '')) ?? ''
    const answer = await browser.get((await type(browser, 'example', second)).location ?? '')
    const start = unescaped(/href="(\/auth\/dingtalk\?[^"]*)"/.exec(answer.page)?.[1]) ?? ''
    const departure = (await browser.get(start)).location ?? ''
    const { status, location } = await browser.get(await browser.atVendor('dingtalk', 'lisi', departure))
    expect([status, location]).toEqual([302, site.url + wish])
  })

  it('survives what leads nowhere', async () => {
    const { page } = await type(site.browser(), 'nobody', `/signin?${query}`)
    expect(page).toContain(`name="returnTo" value="${wish}"`)
  })

  it('is nowhere else', async () => {
    const { location } = await type(site.browser(), 'example', '/signin?returnTo=https://evil.example/')
    expect(new URL(location ?? '').searchParams.get('returnTo')).toBe('/')
    const { page } = await site.browser().get(`${location}&returnTo=//evil.example`)
    expect(page).not.toContain('evil')
  })

  it('waits for a fresh sign-in, where one is needed', async () => {
    const browser = await signedIn(site, 'dingtalk', 'lisi')
    const { location } = await type(browser, 'other', `/signin?again&${query}`)
    const answer = await browser.get(location ?? '')
    expect([answer.status, offered(answer)]).toEqual([200, ['local']])
    expect(answer.page).toContain('this change needs a fresh sign-in')
    const wrong = await browser.submit(location ?? '', '/auth/local/password', {
      username: 'a',
      password: 'b',
    })
    expect(wrong.status).toBe(401)
    expect((await browser.get(otherLink(wrong) ?? '')).status).toBe(200)
  })
})

describe('what goes wrong', () => {
  useSite()

  it('leads back to the same organisation from an error page', async () => {
    const browser = site.browser()
    await browser.get('/signin?organization=example')
    const refused = await browser.signIn('github', 'stranger')
    expect(refused.status).toBe(403)
    const back = /class="button" href="([^"]+)"/.exec(refused.page)?.[1] ?? ''
    expect(offered(await browser.get(back))).toEqual(['github', 'dingtalk'])
  })

  it('shows a wrong password on the page it was typed on, whatever another tab has chosen since', async () => {
    const browser = site.browser()
    const form = await browser.get('/signin?organization=other')
    await browser.get('/signin?organization=example')
    const token = /name="form_token" value="([^"]+)"/.exec(form.page)?.[1] ?? ''
    expect(form.page).toContain('name="organization" value="other"')
    const typed = { form_token: token, organization: 'other', username: 'lisi', password: 'wrong' }
    const answer = await browser.post('/auth/local/password', typed)
    expect([answer.status, offered(answer)]).toEqual([401, ['local']])
    expect(answer.page).toContain('The username or password is wrong')
    expect(chosen(browser)).toBe('example')
  })

  it('shows a wrong password on the first page, for a source that belongs to nobody', async () => {
    await site.restart(everything.replace('sources: [local]', 'sources: [partner]'))
    const browser = site.browser()
    await browser.get('/signin?organization=example')
    const first = '/signin?organization=&choose='
    const answer = await browser.submit(first, '/auth/local/password', { username: 'a', password: 'b' })
    expect([answer.status, asks(answer), offered(answer)]).toEqual([401, true, ['local']])
    expect(answer.page).not.toContain('aria-invalid')
    await site.restart(everything)
  })

  it('asks again where the form is not ours or too old', async () => {
    const browser = site.browser()
    for (const [fields, headers] of [
      [{ organization: 'example' }, {}],
      [{ organization: 'example', form_token: 'x' }, {}],
      [{ organization: 'example' }, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ] as const) {
      const answer = await browser.post('/signin', fields, headers)
      expect([answer.status, asks(answer)]).toEqual([403, true])
      expect(answer.page).toContain('This page was open too long')
    }
    expect(chosen(browser)).toBeUndefined()
  })
})

describe('an address that is typed', () => {
  useSite()

  it('is not kept, not logged and not passed on', async () => {
    const browser = site.browser()
    const address = 'somebody.in.particular@example.com'
    const answer = await type(browser, address)
    const shown = await browser.get(answer.location ?? '')
    const start = unescaped(/href="(\/auth\/github[^"]*)"/.exec(shown.page)?.[1]) ?? ''
    const departure = await browser.get(start)
    await type(browser, 'somebody.in.particular@nowhere.example')
    const traces = [
      ...[answer, shown, departure].flatMap(({ location, headers, page }) => [location, page, [...headers]]),
      ...[...browser.cookies.values()].flatMap(jar => [...jar]),
      ...site.lines,
    ]
    expect(JSON.stringify(traces)).not.toContain('particular')
  })
})

describe('inside DingTalk', () => {
  useSite()
  const app = { 'user-agent': 'Mozilla/5.0 (iPhone) AliApp(DingTalk/7.6.0) com.laiwang.DingTalk/1' }

  it('the silent sign-in goes first, and a link is remembered for when it fails', async () => {
    const browser = site.browser(app)
    const { location } = await browser.get('/signin?organization=other')
    expect(location).toMatch(/\/auth\/dingtalk\/in-app\?returnTo=/)
    expect(offered(await browser.get('/signin?choose'))).toEqual(['local'])
  })

  it('who has typed their organisation is asked no more by it', async () => {
    const browser = site.browser(app)
    const { location } = await type(browser, 'other', '/signin?out')
    expect(offered(await browser.get(location ?? ''))).toEqual(['local'])
  })
})

describe('a file without organisations', () => {
  useSite(sources)

  it('shows every source, whatever link or cookie says', async () => {
    const answer = await site
      .browser()
      .get('/signin?organization=example', { cookie: 'sso_organization=example' })
    expect([asks(answer), offered(answer)]).toEqual([false, ['dingtalk', 'github', 'partner', 'local']])
    expect(answer.headers.getSetCookie().join()).not.toContain('organization')
    expect(answer.page).not.toContain('name="organization"')
  })

  it('has nothing to post to', async () => {
    expect(refusal(site, await site.browser().post('/signin', { organization: 'x' }))).toEqual([
      404,
      'not_found',
    ])
  })
})

it('the example of docs/operation.md is one that is valid', async () => {
  const page = await readFile(new URL('../../docs/operation.md', import.meta.url), 'utf8')
  const [, example = ''] = /```yaml\n(organizations:.*?)```/s.exec(page) ?? []
  const text = `version: 1\npublicUrl: https://sso.example.com\n${sources.replaceAll('{vendor}', 'https://id.example.com')}\n${example}`
  const { config } = await compile(text, { file: 'sso.config.yaml' })
  expect(config?.organizations.map(({ id }) => id)).toEqual(['example', 'partner'])
})
