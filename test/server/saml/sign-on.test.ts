import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dingtalk, github, openSite, registering, type Site } from '../../site.ts'
import { acsUrl, entityId, follow, formIn, letIn, serviceProvider, xmlIn } from './sp.ts'

let site: Site

const grafana = (more = '') => `
  - id: grafana
    type: saml
    name: Grafana
    entityId: ${entityId}
    acsUrl: ${acsUrl}
    attributes: { login: username, name: displayName, teams: groups, mail: email }
    allow: { groups: [staff] }${more}`

beforeAll(async () => {
  site = await openSite(`${registering}
sources:${dingtalk}${github}
grants: [{ id: rd, when: { source: dingtalk }, groups: [staff] }]
apps:${grafana()}
  - { id: open, type: saml, name: Open, entityId: open, acsUrl: "https://open.example.com/acs", nameId: username, idpInitiated: true, allow: everyone }
  - { id: mailed, type: saml, name: Mailed, entityId: mailed, acsUrl: "https://mailed.example.com/acs", nameId: email, idpInitiated: true, allow: everyone }
  - { id: silent, type: saml, name: Silent, entityId: silent, acsUrl: "https://silent.example.com/acs", allow: everyone }
  - { id: shut, type: saml, name: Shut, entityId: shut, acsUrl: "https://shut.example.com/acs", enabled: false, allow: everyone }`)
})
afterAll(() => site.close())

const signedIn = async (person = 'zhangwei', source = 'dingtalk') => {
  const browser = site.browser()
  await browser.signIn(source, person)
  return browser
}

describe('a request of an app', () => {
  it('by HTTP-Redirect is answered at once to who is signed in', async () => {
    const sp = await serviceProvider(site)
    const browser = await signedIn()
    const answer = await browser.get(await sp.getAuthorizeUrlAsync('deep/link?x=1&y', undefined, {}))
    expect(answer.status).toBe(200)
    const { action, fields } = formIn(answer)
    expect([action, fields.RelayState]).toEqual([acsUrl, 'deep/link?x=1&y'])
    const profile = await letIn(sp, answer)
    expect(profile).toMatchObject({
      issuer: `${site.url}/saml/metadata`,
      nameIDFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
      login: '张伟',
      teams: 'staff',
    })
    expect(profile.nameID).toMatch(/^[\w-]{43}$/)
    expect(site.log.at(-1)).toMatchObject({ event: 'app-opened', app: 'grafana' })
  })

  it('is answered 120 times a minute to one person, like every other door', async () => {
    const browser = await signedIn('chenjing')
    const address = await (await serviceProvider(site)).getAuthorizeUrlAsync('', undefined, {})
    const statuses = new Map<number, number>()
    for (let n = 0; n < 122; n += 1) {
      const { status } = await browser.get(address)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
    expect([...statuses]).toEqual([
      [200, 120],
      [429, 2],
    ])
    expect(site.log.at(-1)).toMatchObject({ code: 'too_many_requests' })
    expect((await (await signedIn()).get(address)).status).toBe(200)
  })

  it('waits for who is not, and is answered when they come back', async () => {
    const sp = await serviceProvider(site)
    const browser = site.browser()
    const { location } = await browser.get(await sp.getAuthorizeUrlAsync('here', undefined, {}))
    expect(location).toMatch(
      new RegExp(`^${site.url}/signin\\?returnTo=%2Fsaml%2Fgrafana%2Fsso%3Fcontinue%3D`),
    )
    const returnTo = new URL(location ?? '').searchParams.get('returnTo') ?? ''
    const away = await browser.get(`/auth/dingtalk?${new URLSearchParams({ returnTo })}`)
    const back = await browser.get(await browser.atVendor('dingtalk', 'lisi', away.location ?? ''))
    const answer = await follow(browser, back)
    expect((await letIn(sp, answer)).login).toBe('李四')
    expect(formIn(answer).fields.RelayState).toBe('here')
    // it was answered: the address is worth nothing any more
    expect((await browser.get(returnTo)).status).toBe(400)
  })

  it('by HTTP-POST comes without a cookie, and is answered by the address that brings it', async () => {
    const sp = await serviceProvider(site, { authnRequestBinding: 'HTTP-POST', skipRequestCompression: true })
    const form = await sp.getAuthorizeFormAsync('there')
    const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(form)?.[1] ?? ''
    const browser = await signedIn()
    const cookies = new Map(browser.cookies)
    browser.cookies.clear()
    const posted = await browser.post(
      '/saml/grafana/sso',
      { SAMLRequest: field('SAMLRequest'), RelayState: field('RelayState') },
      { origin: 'https://sp.example.com', 'sec-fetch-site': 'cross-site' },
    )
    expect([posted.status, posted.location]).toEqual([
      303,
      expect.stringMatching(/\/saml\/grafana\/sso\?continue=[\w-]{43}$/),
    ])
    for (const [host, jar] of cookies) browser.cookies.set(host, jar)
    const answer = await browser.get(posted.location ?? '')
    expect((await letIn(sp, answer)).login).toBe('张伟')
    expect(formIn(answer).fields.RelayState).toBe('there')
  })

  it('is answered at the address of all apps too, which finds the app by its issuer', async () => {
    const sp = await serviceProvider(site, { entryPoint: `${site.url}/saml/sso` })
    const browser = await signedIn()
    const answer = await browser.get(await sp.getAuthorizeUrlAsync('', undefined, {}))
    expect((await letIn(sp, answer)).login).toBe('张伟')
  })

  it('with ForceAuthn takes a new sign-in, whoever is signed in', async () => {
    const sp = await serviceProvider(site, { forceAuthn: true })
    const browser = await signedIn()
    const { location } = await browser.get(await sp.getAuthorizeUrlAsync('', undefined, {}))
    expect(location).toContain('/signin?again=&returnTo=')
    const returnTo = new URL(location ?? '').searchParams.get('returnTo') ?? ''
    // the address alone proves nothing
    expect((await browser.get(returnTo)).location).toContain('/signin?again=')
    site.clock.now += 5_000
    await browser.signIn('dingtalk', 'zhangwei')
    expect((await letIn(sp, await browser.get(returnTo))).login).toBe('张伟')
  })

  it('with IsPassive never shows a page to sign in at', async () => {
    const sp = await serviceProvider(site, { passive: true })
    const answer = await site.browser().get(await sp.getAuthorizeUrlAsync('p', undefined, {}))
    expect(formIn(answer)).toMatchObject({ action: acsUrl, fields: { RelayState: 'p' } })
    expect(xmlIn(answer)).toContain('urn:oasis:names:tc:SAML:2.0:status:NoPassive')
    expect(xmlIn(answer)).not.toContain('Assertion ')
    // node-saml takes that as nobody
    expect(
      await sp.validatePostResponseAsync({ SAMLResponse: formIn(answer).fields.SAMLResponse ?? '' }),
    ).toMatchObject({ profile: null })
    // who is signed in and may not enter is no page either
    const stranger = await signedIn('anyi', 'github')
    const no = await stranger.get(await sp.getAuthorizeUrlAsync('p', undefined, {}))
    expect(xmlIn(no)).toContain('status:RequestDenied')
  })

  it('for another kind of name or of proof gets a status and no name', async () => {
    const browser = await signedIn()
    const email = await serviceProvider(site, {
      identifierFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
    })
    const named = xmlIn(await browser.get(await email.getAuthorizeUrlAsync('', undefined, {})))
    expect(named).toContain('status:InvalidNameIDPolicy')
    const card = await serviceProvider(site, {
      authnContext: ['urn:oasis:names:tc:SAML:2.0:ac:classes:Smartcard'],
    })
    const proved = xmlIn(await browser.get(await card.getAuthorizeUrlAsync('', undefined, {})))
    expect(proved).toContain('status:NoAuthnContext')
    for (const xml of [named, proved]) expect(xml).not.toContain('<saml:NameID')
  })
})

describe('an assertion', () => {
  it('names one account at one app always the same, and another at every other app', async () => {
    const sp = await serviceProvider(site)
    const name = async (person: string) => {
      const browser = await signedIn(person)
      return (await letIn(sp, await browser.get(await sp.getAuthorizeUrlAsync('', undefined, {})))).nameID
    }
    const first = await name('zhangwei')
    expect(await name('zhangwei')).toBe(first)
    expect(await name('lisi')).not.toBe(first)
  })

  it('is not made for who may not enter, who is disabled, or for a closed app', async () => {
    const sp = await serviceProvider(site)
    const url = await sp.getAuthorizeUrlAsync('', undefined, {})
    const stranger = await signedIn('anyi', 'github')
    const refused = await stranger.get(url)
    expect([refused.status, refused.page.includes('SAMLResponse')]).toEqual([403, false])

    const leaver = await signedIn('wangwu')
    const account = await site.storage.accounts.findByUsername('王五')
    await site.storage.accounts.update(account?.id ?? '', { disabled: true })
    expect((await leaver.get(url)).location).toContain('/signin?')

    const shut = await serviceProvider(site, { issuer: 'shut', entryPoint: `${site.url}/saml/shut/sso` })
    expect((await (await signedIn()).get(await shut.getAuthorizeUrlAsync('', undefined, {}))).status).toBe(
      403,
    )
  })

  it('has an e-mail address for a name only where a source answers for it and nobody else has it', async () => {
    const browser = await signedIn('zhaomin')
    const account = await site.storage.accounts.findByUsername('赵敏')
    const start = async () => browser.get('/apps/mailed/start')
    await site.storage.accounts.update(account?.id ?? '', { email: 'boss@example.com' })
    // nobody has vouched for this one
    expect((await start()).status).toBe(403)
    expect(site.log.at(-1)).toMatchObject({
      code: 'app_refused',
      app: 'mailed',
      cause: 'no e-mail address that a source answers for',
    })
  })

  it.skipIf(!existsSync('/usr/bin/xmlsec1'))(
    'is signed to the satisfaction of xmlsec1, and so is the answer',
    async () => {
      const sp = await serviceProvider(site)
      const browser = await signedIn()
      const xml = xmlIn(await browser.get(await sp.getAuthorizeUrlAsync('<&>"\'', undefined, {})))
      const file = join(site.data, 'response.xml')
      const pem = join(site.data, 'idp.pem')
      writeFileSync(file, xml)
      const certificate = /<ds:X509Certificate>([^<]*)</.exec(xml)?.[1] ?? ''
      writeFileSync(
        pem,
        `-----BEGIN CERTIFICATE-----\n${certificate.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
      )
      const verify = (node: string) =>
        execFileSync(
          '/usr/bin/xmlsec1',
          [
            '--verify',
            ...['--id-attr:ID', 'Response', '--id-attr:ID', 'Assertion'],
            ...['--pubkey-cert-pem', pem, '--enabled-key-data', 'x509,rsa'],
            ...['--node-xpath', node, file],
          ],
          { stdio: 'pipe' },
        )
      verify("/*/*[local-name()='Signature']")
      verify("//*[local-name()='Assertion']/*[local-name()='Signature']")
      writeFileSync(file, xml.replace('>张伟<', '>李四<'))
      expect(() => verify("//*[local-name()='Assertion']/*[local-name()='Signature']")).toThrow()
    },
  )
})

describe('the access link of a SAML app', () => {
  it('lets people in without a request where the file says so, and else says where to begin', async () => {
    const browser = await signedIn()
    const answer = await browser.get('/apps/open/start')
    const sp = await serviceProvider(site, {
      issuer: 'open',
      audience: 'open',
      callbackUrl: 'https://open.example.com/acs',
    })
    expect(formIn(answer).action).toBe('https://open.example.com/acs')
    expect(formIn(answer).fields).not.toHaveProperty('RelayState')
    expect(xmlIn(answer)).not.toContain('InResponseTo')
    expect((await letIn(sp, answer)).nameID).toBe('张伟')
    expect((await browser.get('/apps/silent/start')).status).toBe(404)
  })

  it('takes a click when another site sends the browser, unless it comes from signing in or from a workbench', async () => {
    const browser = await signedIn()
    const from = (site: string, more = {}) =>
      browser.get('/apps/open/start', { 'sec-fetch-site': site, ...more })
    // just proved: the redirect of the vendor is another site's
    expect((await from('cross-site')).page).toContain('SAMLResponse')
    site.clock.now += 61_000
    for (const sender of ['cross-site', 'same-site']) {
      const { page, status } = await from(sender)
      expect([status, page.includes('SAMLResponse')]).toEqual([200, false])
      expect(page).toContain('Open Open?')
      expect(page).toContain(`href="${site.url}/apps/open/start"`)
    }
    expect((await from('same-origin')).page).toContain('SAMLResponse')
    expect((await from('none')).page).toContain('SAMLResponse')
    const workbench = { 'user-agent': 'Mozilla/5.0 AliApp(DingTalk/7.6.0)' }
    expect((await from('cross-site', workbench)).page).toContain('SAMLResponse')
  })

  it('has a page that posts by itself, only to where forms may go, and by a button without scripts', async () => {
    const { page, headers } = await (await signedIn()).get('/apps/open/start')
    const nonce = /<script nonce="([^"]+)"/.exec(page)?.[1] ?? 'none'
    expect(headers.get('content-security-policy')).toContain(`script-src 'nonce-${nonce}'`)
    expect(headers.get('content-security-policy')).toContain('form-action https://open.example.com https:;')
    expect(page).toContain('<button type="submit">')
    expect(headers.get('cache-control')).toBe('no-store')
  })
})
