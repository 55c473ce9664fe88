import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import type { Profile, SAML, SamlConfig } from '@node-saml/node-saml'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hiddenFields } from '../../browser.ts'
import { dingtalk, openSite, registering, type Site } from '../../site.ts'
import { accountOf } from '../steps.ts'
import { signed } from './signed.ts'
import { acsUrl, entityId, letIn, newPair, serviceProvider } from './sp.ts'

let site: Site
const pair = await newPair()
const folder = mkdtempSync(join(tmpdir(), 'sso-kit-slo-'))
const certificate = join(folder, 'sp.pem')
writeFileSync(certificate, pair.certificate)

const other = (id: string, more = '') =>
  `\n  - { id: ${id}, type: saml, name: ${id}, entityId: ${id}, acsUrl: "https://${id}.example.com/acs", idpInitiated: true, allow: everyone${more} }`

beforeAll(async () => {
  site = await openSite(`${registering}
sources:${dingtalk}
apps:
  - id: grafana
    type: saml
    name: Grafana
    entityId: ${entityId}
    acsUrl: ${acsUrl}
    sloUrl: https://sp.example.com/slo
    certificate: { file: ${certificate} }
    allow: everyone${other('wiki', ', sloUrl: "https://wiki.example.com/slo?x=1"')}${other('quiet')}${other('bare', ', sloUrl: "https://bare.example.com/slo"')}`)
})
afterAll(() => site.close())
const sp = (more: Partial<SamlConfig> = {}): Promise<SAML> =>
  serviceProvider(site, {
    privateKey: pair.key,
    publicCert: pair.certificate,
    signatureAlgorithm: 'sha256',
    digestAlgorithm: 'sha256',
    ...more,
  })

/** Somebody who has all the apps open. */
async function everywhere(person = 'zhangwei') {
  const browser = site.browser()
  await browser.signIn('dingtalk', person)
  const party = await sp()
  const profile = await letIn(party, await browser.get(await party.getAuthorizeUrlAsync('', undefined, {})))
  for (const id of ['wiki', 'quiet', 'bare']) await browser.get(`/apps/${id}/start`)
  return { browser, party, profile }
}

const isSignedIn = async (browser: ReturnType<Site['browser']>) =>
  (await browser.get('/account')).status === 200

describe('an app that signs somebody out', () => {
  it('ends the session, tells the other apps, and gets its answer last', async () => {
    const { browser, party, profile } = await everywhere()
    const first = await browser.get(await party.getLogoutUrlAsync(profile, 'rs', {}))
    expect(first.status).toBe(303)
    expect(await isSignedIn(browser)).toBe(false)

    const toWiki = new URL(first.location ?? '')
    expect(toWiki.href).toMatch(/^https:\/\/wiki\.example\.com\/slo\?x=1&SAMLRequest=/)
    const wiki = await serviceProvider(site, {
      issuer: 'wiki',
      entryPoint: `${site.url}/saml/wiki/slo`,
      logoutUrl: `${site.url}/saml/wiki/slo`,
    })
    const query = toWiki.search.slice(1)
    const asked = await wiki.validateRedirectAsync(Object.fromEntries(toWiki.searchParams) as never, query)
    expect(asked.profile?.sessionIndex).toMatch(/^_[0-9a-f]{40}$/)
    const yes = await wiki.getLogoutResponseUrlAsync(
      asked.profile as Profile,
      toWiki.searchParams.get('RelayState') ?? '',
      {},
      true,
    )

    const toBare = new URL((await browser.get(yes)).location ?? '')
    expect(toBare.origin).toBe('https://bare.example.com')
    const bare = await serviceProvider(site, { issuer: 'bare', logoutUrl: `${site.url}/saml/bare/slo` })
    const no = await bare.validateRedirectAsync(
      Object.fromEntries(toBare.searchParams) as never,
      toBare.search.slice(1),
    )
    // one that refuses is skipped
    const end = await browser.get(
      await bare.getLogoutResponseUrlAsync(
        no.profile as Profile,
        toBare.searchParams.get('RelayState') ?? '',
        {},
        false,
      ),
    )
    const last = new URL(end.location ?? '')
    expect(last.origin + last.pathname).toBe('https://sp.example.com/slo')
    expect(last.searchParams.get('RelayState')).toBe('rs')
    expect(
      await party.validateRedirectAsync(Object.fromEntries(last.searchParams) as never, last.search.slice(1)),
    ).toMatchObject({ loggedOut: true })
    expect(await site.storage.openings.toTell(10, site.clock.now)).toEqual([])
  })

  it('may do so by HTTP-POST, which brings no cookie', async () => {
    const { browser, profile } = await everywhere('lisi')
    const address = new URL(
      await (await sp({ skipRequestCompression: true })).getLogoutUrlAsync(profile, '', {}),
    )
    const xml = Buffer.from(address.searchParams.get('SAMLRequest') ?? '', 'base64').toString()
    const posted = await site
      .browser()
      .post(
        '/saml/grafana/slo',
        { SAMLRequest: Buffer.from(signed(xml, pair.key)).toString('base64') },
        { origin: 'https://sp.example.com', 'sec-fetch-site': 'cross-site' },
      )
    expect(posted.location).toMatch(/^https:\/\/wiki\.example\.com\/slo/)
    expect(await isSignedIn(browser)).toBe(false)
  })

  it('signs nobody out without a signature, with another’s, or of an old message', async () => {
    const { browser, party, profile } = await everywhere()
    const good = await party.getLogoutUrlAsync(profile, '', {})
    const stranger = await newPair()
    const forged = await (await sp({ privateKey: stranger.key })).getLogoutUrlAsync(profile, '', {})
    for (const url of [good.replace(/&Signature=.*/, ''), forged])
      expect((await browser.get(url)).status).toBe(400)
    site.clock.now += 700_000
    expect((await browser.get(good)).status).toBe(400)
    site.clock.now -= 700_000
    expect(await isSignedIn(browser)).toBe(true)
  })

  it('that does not sign and names no index has the person asked', async () => {
    const { browser } = await everywhere('wangwu')
    const account = await accountOf(site, browser)
    const wiki = await serviceProvider(site, { issuer: 'wiki', logoutUrl: `${site.url}/saml/wiki/slo` })
    const name = {
      nameID: (await subjectOf('wiki', account.id)) ?? '',
      nameIDFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
      issuer: 'x',
    }
    const url = await wiki.getLogoutUrlAsync(name, 'rs', {})
    const asked = await browser.get(url, { 'sec-fetch-site': 'cross-site' })
    expect([asked.status, asked.location]).toEqual([200, null])
    const fields = hiddenFields(asked.page, '/saml/wiki/slo')
    expect(await isSignedIn(browser)).toBe(true)
    // another site's own form
    const forged = { ...fields, form_token: 'x' }
    expect((await browser.post('/saml/wiki/slo', forged)).status).toBe(403)
    expect(await isSignedIn(browser)).toBe(true)

    const { page } = await browser.post('/saml/wiki/slo', fields)
    expect(await isSignedIn(browser)).toBe(false)
    const leave = /content="0;url=([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const next = new URL((await browser.get(leave)).location ?? '')
    expect(next.origin).toBe('https://sp.example.com')
  })

  it('that does not sign is believed of this browser’s own session, and of an index that it was told', async () => {
    const { browser } = await everywhere()
    const { browser: victim } = await everywhere('lisi')
    const wiki = await serviceProvider(site, { issuer: 'wiki', logoutUrl: `${site.url}/saml/wiki/slo` })
    const account = await site.storage.accounts.findByUsername('李四')
    const [opening] = await site.storage.openings.ofSubject(
      'wiki',
      (await subjectOf('wiki', account?.id)) ?? '',
    )
    const name = {
      nameID: opening?.subject ?? '',
      nameIDFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
      issuer: 'x',
    }
    // from somebody else's browser, without the index
    const no = await browser.get(await wiki.getLogoutUrlAsync(name, '', {}))
    expect(new URL(no.location ?? '').origin).toBe('https://wiki.example.com')
    expect(await isSignedIn(victim)).toBe(true)
    // an index with another name
    await browser.get(
      await wiki.getLogoutUrlAsync({ ...name, nameID: 'x', sessionIndex: opening?.handle ?? '' }, '', {}),
    )
    expect(await isSignedIn(victim)).toBe(true)
    await browser.get(await wiki.getLogoutUrlAsync({ ...name, sessionIndex: opening?.handle ?? '' }, '', {}))
    expect(await isSignedIn(victim)).toBe(false)
    expect(await isSignedIn(browser)).toBe(true)
  })

  async function subjectOf(app: string, accountId: string | undefined): Promise<string | undefined> {
    const sessions = await site.storage.sessions.of(accountId ?? '', { now: site.clock.now, seenSince: 0 })
    const openings = await Promise.all(sessions.map(({ id }) => site.storage.openings.of(id)))
    return openings.flat().find(each => each.app === app)?.subject
  }
})

describe('a sign-out here', () => {
  it('leads through the SAML apps that are open, and to our page at last', async () => {
    const { browser } = await everywhere()
    const page = await browser.submit('/account', '/signout')
    expect(await isSignedIn(browser)).toBe(false)
    const next = /content="0;url=([^"]+)"/.exec(page.page)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(next).toContain(`${site.url}/saml/slo?leave=`)
    const first = new URL((await browser.get(next)).location ?? '')
    expect(first.origin).toBe('https://sp.example.com')
    // the address works once
    expect((await browser.get(next)).location).toBe(`${site.url}/signin?out`)
    // an app without a word that can be believed is passed by
    let relayState = first.searchParams.get('RelayState') ?? ''
    const visited = [first.origin]
    for (const app of ['grafana', 'wiki', 'bare']) {
      const xml = `<p:LogoutResponse xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol"><a:Issuer xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion">${app === 'grafana' ? entityId : app}</a:Issuer></p:LogoutResponse>`
      const query = new URLSearchParams({
        SAMLResponse: deflateRawSync(xml).toString('base64'),
        RelayState: relayState,
      })
      const { location } = await browser.get(`/saml/${app}/slo?${query}`)
      const on = new URL(location ?? '')
      visited.push(on.origin)
      relayState = on.searchParams.get('RelayState') ?? ''
      if (app === 'bare') expect(location).toBe(`${site.url}/signin?out`)
    }
    expect(visited).toEqual([
      'https://sp.example.com',
      'https://wiki.example.com',
      'https://bare.example.com',
      site.url,
    ])
  })

  it('is one redirect where no app is to be told', async () => {
    const browser = site.browser()
    await browser.signIn('dingtalk', 'zhangwei')
    await browser.get('/apps/quiet/start')
    expect((await browser.submit('/account', '/signout')).location).toBe(`${site.url}/signin?out`)
    expect(await site.storage.openings.toTell(10, site.clock.now)).toEqual([])
  })
})
