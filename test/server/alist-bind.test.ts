import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hiddenFields } from '../browser.ts'
import { github, partner, registering, type Site } from '../site.ts'
import {
  accepted,
  agreeToBind,
  alist,
  envelopeOf,
  files,
  handedOver,
  me,
  said,
  tokenFor,
  update,
} from './alist-steps.ts'
import { accountOf, boundTo, formToken, openReadySite, signedIn } from './steps.ts'

const badState = 'incorrect or expired state parameter'
let site: Site
/** A site for each subject: sixty starts and callbacks a minute are all that one address gets. */
function useSite(text: string): void {
  beforeAll(async () => {
    site = await openReadySite(text)
  })
  afterAll(() => site.close())
}

describe('a bind', () => {
  useSite(`${registering}${alist('github')}\nsources:${github}${partner}`)

  /** Signed in at the front end, with another way in, and without the platform's identity. */
  async function unbound(person: string) {
    const browser = await signedIn(site, 'github', person)
    await browser.bind('partner', person)
    const token = await tokenFor(site, browser, 'github', person)
    const account = await accountOf(site, browser)
    expect(said(await update(site, token, { username: account.username, password: '', sso_id: '' }))).toEqual(
      accepted,
    )
    expect(await boundTo(site, account)).toEqual(['partner'])
    return { browser, token, account }
  }

  it('is undone and done again from the profile page', async () => {
    const { browser, token, account } = await unbound('lisi')
    expect(envelopeOf(await me(site, token)).data?.sso_id).toBe('')
    const answer = await browser.get(await agreeToBind(browser, 'github', 'lisi'))
    const { message, target } = handedOver(answer)
    expect([Object.keys(message), target]).toEqual([['sso_id'], files])
    // a handle: nothing of the person is in it, and nothing is bound before the front end asks
    expect(message.sso_id).toMatch(/^[\w-]{43}$/)
    expect(await boundTo(site, account)).toEqual(['partner'])
    const { username } = account
    expect(said(await update(site, token, { username, password: '', sso_id: message.sso_id }))).toEqual(
      accepted,
    )
    expect(await boundTo(site, account)).toEqual(['github', 'partner'])
    expect(said(await update(site, token, { username, password: '', sso_id: message.sso_id }))).toEqual([
      400,
      'unknown or expired sso_id',
    ])
    const events = (await site.storage.audit.of(account.id, 10)).map(({ event }) => event)
    expect(events.filter(event => event === 'bound' || event === 'unbound').sort()).toEqual([
      'bound',
      'bound',
      'unbound',
    ])
    // and as the page sends it back when it changes something else
    const { sso_id } = envelopeOf(await me(site, token)).data ?? {}
    expect(said(await update(site, token, { username, password: '', sso_id }))).toEqual(accepted)
    expect(said(await update(site, token, { username, password: '' }))).toEqual(accepted)
    expect(await boundTo(site, account)).toEqual(['github', 'partner'])
  })

  it('is not made by an id that the browser asserts', async () => {
    const { token, account } = await unbound('wangwu')
    const { username } = account
    const subjects = (await site.storage.bindings.list()).map(({ subject }) => subject)
    for (const sso_id of [...subjects, '1', '583231', 'true', 0, 1, null, {}, ['x'], 'A'.repeat(43)])
      expect(said(await update(site, token, { username, password: '', sso_id }))).toEqual([
        400,
        'unknown or expired sso_id',
      ])
    expect(await boundTo(site, account)).toEqual(['partner'])
  })

  it('is not made by a link: a handle is its own session’s', async () => {
    const attacker = await unbound('chenjing')
    const victim = await unbound('zhaomin')
    const back = await agreeToBind(attacker.browser, 'github', 'chenjing')
    const { sso_id } = handedOver(await attacker.browser.get(back)).message
    const { username } = victim.account
    // what AList's page posts when somebody opens /@manage?sso_id=… in their browser
    expect(said(await update(site, victim.token, { username, password: '', sso_id }))).toEqual([
      400,
      'unknown or expired sso_id',
    ])
    expect(await boundTo(site, victim.account)).toEqual(['partner'])
    // and the attacker's own was not used up by it
    const own = await update(site, attacker.token, {
      username: attacker.account.username,
      password: '',
      sso_id,
    })
    expect(said(own)).toEqual(accepted)
  })
})

describe('the beginning of a bind', () => {
  useSite(`${registering}${alist('github')}\nsources:${github}${partner}`)

  it('is a form of ours: its address begins nothing', async () => {
    const browser = await signedIn(site, 'partner', 'lisi')
    const { page, status, headers } = await browser.get('/api/auth/sso?method=get_sso_id')
    expect([status, page.includes('Bind GitHub to the account')]).toEqual([200, true])
    expect(headers.get('cross-origin-opener-policy')).toBe('unsafe-none')
    const { form_token: _, ...rest } = hiddenFields(page, '/api/auth/sso')
    for (const [fields, sent] of [
      [rest, {}],
      [{ ...rest, form_token: 'x' }, {}],
      [
        { ...rest, form_token: await formToken(browser) },
        { origin: files, 'sec-fetch-site': 'cross-site' },
      ],
    ] as const) {
      const [code] = said(await browser.post('/api/auth/sso', fields, sent))
      expect(code).toBe(403)
    }
    expect(said(await browser.post('/api/auth/sso', { method: 'sso_get_token' }))).toEqual([
      500,
      'invalid request',
    ])
  })

  it('needs a recent sign-in, and so does the end of one', async () => {
    const browser = await signedIn(site, 'github', 'wangwu')
    await browser.bind('partner', 'wangwu')
    const token = await tokenFor(site, browser, 'github', 'wangwu')
    const { username } = await accountOf(site, browser)
    site.clock.now += 600_000
    const again = /^Please sign in again \([2-9a-z]{9}\)$/
    for (const answer of [
      await browser.get('/api/auth/sso?method=get_sso_id'),
      await update(site, token, { username, password: '', sso_id: '' }),
    ]) {
      const [code, message] = said(answer)
      expect([code, again.test(message)]).toEqual([401, true])
    }
  })

  it('belongs to its session: another person in the browser does not end it', async () => {
    const browser = await signedIn(site, 'partner', 'chenjing')
    const back = await agreeToBind(browser, 'github', 'chenjing')
    const [flow] = [browser.cookies.get('localhost')?.get('sso_flow') ?? '']
    await browser.signIn('partner', 'zhaomin')
    browser.cookies.get('localhost')?.set('sso_flow', flow)
    expect(said(await browser.get(back))).toEqual([400, badState])
  })

  it('waits a minute for its front end', async () => {
    const browser = await signedIn(site, 'github', 'anyi')
    await browser.bind('partner', 'anyi')
    const token = await tokenFor(site, browser, 'github', 'anyi')
    const account = await accountOf(site, browser)
    const { username } = account
    await update(site, token, { username, password: '', sso_id: '' })
    const { sso_id } = handedOver(await browser.get(await agreeToBind(browser, 'github', 'anyi'))).message
    site.clock.now += 60_000
    expect(said(await update(site, token, { username, password: '', sso_id }))).toEqual([
      400,
      'unknown or expired sso_id',
    ])
    expect(await boundTo(site, account)).toEqual(['partner'])
  })

  it('takes no identity away from another account', async () => {
    await signedIn(site, 'github', 'liqiang')
    const browser = await signedIn(site, 'github', 'yoshino')
    await browser.bind('partner', 'yoshino')
    const token = await tokenFor(site, browser, 'github', 'yoshino')
    const account = await accountOf(site, browser)
    await update(site, token, { username: account.username, password: '', sso_id: '' })
    const { sso_id } = handedOver(await browser.get(await agreeToBind(browser, 'github', 'liqiang'))).message
    const [code, message] = said(
      await update(site, token, { username: account.username, password: '', sso_id }),
    )
    expect([code, message.startsWith('This identity belongs to another account')]).toEqual([409, true])
    expect(await boundTo(site, account)).toEqual(['partner'])
  })
})
