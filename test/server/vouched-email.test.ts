import { afterAll, beforeAll, expect, it } from 'vitest'
import { kept } from '../../src/accounts/fields.ts'
import { tokensFor, userinfo, wiki } from '../apps/oidc/relying-party.ts'
import type { Browser } from '../browser.ts'
import { dingtalk, local, openSite, partner, registering, type Site } from '../site.ts'
import { ask } from './asking.ts'
import { cloudSso, scimOf } from './saml/cloudsso.ts'
import { xmlIn } from './saml/sp.ts'
import { accountOf, postByHand, signedIn } from './steps.ts'

let site: Site
let scim: ReturnType<typeof scimOf>

beforeAll(async () => {
  site = await openSite(
    `${registering}
sources:${dingtalk}${partner}${local}
apps:${wiki}
  - { id: named, type: saml, name: Named, entityId: named, acsUrl: "https://named.example.com/acs", nameId: email, idpInitiated: true, allow: everyone }
  - { id: told, type: saml, name: Told, entityId: told, acsUrl: "https://told.example.com/acs", nameId: persistent, attributes: { mail: email }, idpInitiated: true, allow: everyone }
  - { id: intranet, type: forward-auth, name: Intranet, hosts: [intranet.localhost], allow: everyone }${cloudSso('everyone', 'userName: "{email}"')}`,
    [],
    ', trustedProxies: [127.0.0.1/32]',
  )
  scim = scimOf(site)
  await fetch(`${site.vendor.origin}/partner/issuer/jwks`)
})
afterAll(() => site.close())

/** What somebody has written into their profile at the sources. */
function called(id: string, email: string): void {
  const person = site.world.people.find(each => each.id === id)
  if (!person) throw new Error(`there is no ${id}`)
  person.email = email
}

/** By which address each door names whoever is signed in; null: by none. */
async function namedBy(browser: Browser): Promise<Record<string, unknown>> {
  const start = await browser.get('/apps/named/start')
  const attribute = />([^<>]*@[^<>]*)<\/saml:AttributeValue>/
  const { access_token } = await tokensFor(site, browser)
  const claims = await (await userinfo(site, access_token)).json()
  await site.provisioner.tick()
  const account = await accountOf(site, browser)
  const user = [...scim.users.values()].find(({ externalId, active }) => externalId === account.id && active)
  return {
    nameId: start.status === 403 ? null : /<saml:NameID[^>]*>([^<]*)</.exec(xmlIn(start))?.[1],
    attribute: attribute.exec(xmlIn(await browser.get('/apps/told/start')))?.[1] ?? null,
    claim: claims.email ?? null,
    isVerified: claims.email_verified ?? null,
    header: (await remoteEmail(browser)) || null,
    scim: user?.userName ?? null,
  }
}

async function remoteEmail(browser: Browser): Promise<string | undefined> {
  const port = Number(new URL(site.url).port)
  const jar = new Map<string, string>()
  const visit = async (url: string) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = ['Accept: text/html', ...(cookie ? [`Cookie: ${cookie}`] : [])]
    const answer = await ask(port, 'traefik', url, { headers })
    for (const line of answer.headers.get('set-cookie') ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      jar.set(name, value)
    }
    return answer
  }
  const start = (await visit('http://intranet.localhost/')).headers.get('location')?.[0] ?? ''
  await visit((await browser.get(start)).location ?? '')
  const { status, headers } = await visit('http://intranet.localhost/')
  expect(status).toBe(200)
  return headers.get('remote-email')?.[0]
}

const nobody = { nameId: null, attribute: null, claim: null, isVerified: null, header: null, scim: null }
const everywhere = (email: string) => ({
  ...{ nameId: email, attribute: email, claim: email, isVerified: true, header: email, scim: email },
})

it('an address that the person proved names them at every door', async () => {
  const browser = await signedIn(site, 'partner', 'mlindqvist')
  expect(await namedBy(browser)).toEqual(everywhere('mlindqvist@example.com'))
})

it('one that they wrote into their profile names them at none, nor with a password in the place of the source', async () => {
  called('zhangwei', 'boss@example.com')
  const browser = await signedIn(site, 'dingtalk', 'zhangwei')
  expect((await accountOf(site, browser)).email).toBe('boss@example.com')
  expect(await namedBy(browser)).toEqual(nobody)
  await postByHand(browser, '/account/password', { password: 'correct-horse-xx-staple-9' })
  await postByHand(browser, '/account/unbind/dingtalk')
  expect(
    (await site.storage.bindings.of((await accountOf(site, browser)).id)).map(one => one.source),
  ).toEqual(['local'])
  expect(await namedBy(browser)).toEqual(nobody)
})

it('nor by the proof of another address of the same domain', async () => {
  called('wangwu', 'cfo@example.com')
  const browser = await signedIn(site, 'dingtalk', 'wangwu')
  called('wangwu', 'wangwu@example.com')
  expect((await browser.bind('partner', 'wangwu')).status).toBe(302)
  expect((await accountOf(site, browser)).email).toBe('cfo@example.com')
  expect(await namedBy(browser)).toEqual(nobody)
})

it('who claims the address of a colleague has not got it, and takes it from nobody', async () => {
  called('chenjing', 'MLindqvist@example.com')
  const thief = await signedIn(site, 'dingtalk', 'chenjing')
  expect(await namedBy(thief)).toEqual(nobody)
  const browser = await signedIn(site, 'partner', 'mlindqvist')
  expect(await namedBy(browser)).toEqual(everywhere('mlindqvist@example.com'))
})

it('one that an administrator set names them, until it is another one; two who have it are named by none', async () => {
  const browser = await signedIn(site, 'dingtalk', 'liqiang')
  const { id } = await accountOf(site, browser)
  await site.storage.accounts.update(id, kept({ email: 'li.qiang@example.com' }))
  expect(await namedBy(browser)).toEqual(everywhere('li.qiang@example.com'))
  await site.storage.accounts.update(id, { email: 'ceo@example.com' })
  expect(await namedBy(browser)).toEqual(nobody)
  await site.storage.accounts.update(id, kept({ email: 'mlindqvist@example.com' }))
  expect(await namedBy(browser)).toEqual(nobody)
  expect(await namedBy(await signedIn(site, 'partner', 'mlindqvist'))).toEqual(nobody)
})

it('the address that the organisation gave counts while its directory is followed', async () => {
  const file = (sync: string) => `${registering}
sources:${dingtalk}${sync}
apps:
  - { id: named, type: saml, name: Named, entityId: named, acsUrl: "https://named.example.com/acs", nameId: email, idpInitiated: true, allow: everyone }`
  const other = await openSite(file('\n    sync: {}'))
  try {
    await other.directories.tick()
    const browser = await signedIn(other, 'dingtalk', 'zhangwei')
    const { email } = await accountOf(other, browser)
    expect(email).toMatch(/@/)
    expect(xmlIn(await browser.get('/apps/named/start'))).toContain(`>${email}</saml:NameID>`)
    await other.restart(file(''))
    const later = await signedIn(other, 'dingtalk', 'zhangwei')
    expect((await accountOf(other, later)).email).toBe(email)
    expect((await later.get('/apps/named/start')).status).toBe(403)
  } finally {
    await other.close()
  }
})
