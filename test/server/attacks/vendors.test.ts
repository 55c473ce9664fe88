import { describe, expect, it } from 'vitest'
import { lineOf, postByHand, refusal, sessionOf, signedIn, usernames } from '../steps.ts'
import { altered, site, useSite } from './attacked.ts'

const tokenCalls: [source: string, path: string, field: string][] = [
  ['dingtalk', '/oauth2/userAccessToken', 'accessToken'],
  ['dingtalk', '/oauth2/accessToken', 'accessToken'],
  ['github', '/login/oauth/access_token', 'access_token'],
  ['partner', '/partner/issuer/token', 'access_token'],
]

describe('a token of a vendor', () => {
  useSite()

  const values: [what: string, value: string][] = [
    ['a line break', 'hush-0123456789\nhush: x'],
    ['a carriage return', 'hush-0123456789\r\nhush: x'],
    ['a space', 'hush-0123456789 hush'],
    ['a character that no header takes', 'hush-0123456789…hush'],
    ['a control character', 'hush-0123456789\u0000hush'],
  ]
  it.each(tokenCalls.flatMap(call => values.map(value => [...call, ...value] as const)))(
    'of %s at %s, in %s: with %s lets nobody in, and is in no page and no log line',
    async (source, path, field, _, token) => {
      const browser = site.browser()
      site.vendor.fault = altered(path, { [field]: token })
      const before = await usernames(site)
      const answer = await browser.signIn(source, 'lisi')
      expect(refusal(site, answer)).toEqual([502, 'source_reply_invalid'])
      expect(answer.page + site.lines.join('')).not.toContain('hush')
      expect(sessionOf(browser)).toBeUndefined()
      expect(await usernames(site)).toEqual(before)
    },
  )
})

describe('a token that is in no JSON', () => {
  useSite()

  it.each(tokenCalls)('of %s at %s is not quoted either', async (source, path) => {
    for (const body of ['hush-0123456789', '{"access_token": hush-0123456789}', '{"a":"b"hush-0123456789']) {
      const headers = { 'content-type': 'application/json' }
      site.vendor.fault = request =>
        request.url.endsWith(path) ? new Response(body, { headers }) : undefined
      const answer = await site.browser().signIn(source, 'lisi')
      expect(answer.status).toBe(502)
      expect(answer.page + site.lines.join('')).not.toContain('hush')
    }
  })
})

describe('a vendor that repeats in its error code what it was sent', () => {
  useSite()
  const secret = 'a secret that only tests know'

  /** What a token request carries, and what came with the return. */
  type Sent = Record<'secret' | 'code' | 'verifier' | 'state' | 'nonce', string>
  const calls = {
    dingtalk: ['/oauth2/userAccessToken', (text: string) => ({ code: text, message: text })],
    github: ['/login/oauth/access_token', (text: string) => ({ error: text, error_description: text })],
    partner: ['/partner/issuer/token', (text: string) => ({ error: text, error_description: text })],
  } as const
  const echoed: (keyof Sent)[] = ['secret', 'code', 'verifier', 'state', 'nonce']

  it.each(
    (['dingtalk', 'github', 'partner'] as const).flatMap(source =>
      echoed.map(what => [source, what] as const),
    ),
  )('%s, the %s: is in no page and no log line', async (source, what) => {
    const [path, reply] = calls[source]
    const browser = site.browser()
    const { location: start } = await browser.get(`/auth/${source}`)
    const { searchParams: departure } = new URL(start ?? '')
    const address = await browser.atVendor(source, 'lisi', start ?? '')
    const { searchParams: back } = new URL(address)
    const sent: Partial<Sent> = {
      secret,
      ...{ code: back.get('authCode') ?? back.get('code') ?? '', state: back.get('state') ?? '' },
      nonce: departure.get('nonce') ?? undefined,
    }
    site.vendor.fault = async request => {
      if (!request.url.endsWith(path)) return undefined
      const body = new URLSearchParams(await request.clone().text())
      sent.verifier = body.get('code_verifier') ?? undefined
      const value = sent[what]
      return value === undefined ? undefined : Response.json(reply(`no_${value}_`), { status: 400 })
    }
    const answer = await browser.get(address)
    // DingTalk has no nonce and no verifier: then there is nothing to repeat, and the person is let in
    if (sent[what] === undefined) return expect([source, answer.status]).toEqual([source, 302])
    expect(refusal(site, answer)).toEqual([502, 'source_refused'])
    expect(lineOf(site, answer).vendorCode).toContain('no_‹redacted›_')
    for (const value of Object.values(sent)) expect(answer.page + site.lines.join('')).not.toContain(value)
  })

  it.each(['dingtalk', 'github', 'partner'])('%s, in the return: the same', async source => {
    const browser = site.browser()
    const { location } = await browser.get(`/auth/${source}`)
    const state = new URL(location ?? '').searchParams.get('state') ?? ''
    const words = { state, error: `no_${state}_${secret}`, error_description: `${state} ${secret}` }
    const answer = await browser.get(`/auth/${source}/callback?${new URLSearchParams(words)}`)
    expect(refusal(site, answer)).toEqual([502, 'source_refused'])
    for (const value of [state, secret]) expect(answer.page + site.lines.join('')).not.toContain(value)
  })
})

describe('an address that the server of a source names as its own', () => {
  useSite()

  it.each([
    ['javascript', (host: string) => `javascript://${host}/%0aalert(document.domain)//`],
    ['data', (host: string) => `data://${host}/text/html,x`],
    ['file', (host: string) => `file://${host}/etc/passwd`],
    ['another listed-looking name', (host: string) => `https://localhost.:${host.split(':')[1]}/`],
  ])('is nothing people are sent to or shown: %s', async (_, address) => {
    // what was discovered before is forgotten
    site.clock.now += 700_000
    const browser = await signedIn(site, 'dingtalk', 'lisi')
    const authorization_endpoint = address(new URL(site.vendor.origin).host)
    site.vendor.fault = altered('/.well-known/openid-configuration', { authorization_endpoint })
    const start = await browser.get('/auth/partner')
    expect([start.location, start.status]).toEqual([null, 502])
    const bind = await postByHand(browser, '/account/bind/partner')
    expect(bind.status).toBe(502)
    expect(bind.page).not.toContain('http-equiv')
    for (const { page } of [start, bind]) expect(page).not.toMatch(/javascript:|alert|passwd|text\/html,/)
  })
})
