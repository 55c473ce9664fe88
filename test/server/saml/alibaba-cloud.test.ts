import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judge } from '../../../src/sandbox/apps/saml/assertion.ts'
import type { Answer } from '../../browser.ts'
import { dingtalk, github, openSite, registering, type Site } from '../../site.ts'
import { formIn, serviceProvider, xmlIn } from './sp.ts'

let site: Site

const role = 'https://www.aliyun.com/SAML-Role/Attributes/Role'
const sessionName = 'https://www.aliyun.com/SAML-Role/Attributes/RoleSessionName'
const pair = (name: string, account = '1234567890123456', provider = 'sso-kit') =>
  `acs:ram::${account}:role/${name},acs:ram::${account}:saml-provider/${provider}`

beforeAll(async () => {
  site = await openSite(`${registering}
sources:${dingtalk}${github}
grants:
  - { id: staff, when: { source: dingtalk }, groups: [staff] }
  - { id: rd, when: { department: 研发部 }, groups: [developers] }
apps:
  - id: aliyun
    type: alibaba-cloud
    name: 阿里云
    site: china
    sso: role
    accountId: "1234567890123456"
    sessionDuration: 2h
    startPage: https://home.console.aliyun.com
    roles:
      - { role: reader, when: { source: dingtalk } }
      - { role: dev, when: { group: developers } }
      - { role: ops, accountId: "6543210987654321", when: { group: developers } }
    allow: everyone
  - { id: abroad, type: alibaba-cloud, name: Abroad, site: international, sso: role, accountId: "1234567890123456", provider: kit, roles: [{ role: dev }], sessionName: "{id}", allow: everyone }
  - { id: ram, type: alibaba-cloud, name: RAM, site: china, sso: user, accountId: "1234567890123456", domain: example.onaliyun.com, allow: everyone }
  - { id: far, type: alibaba-cloud, name: Far, site: international, sso: user, accountId: "1234567890123456", allow: everyone }
  - id: cloud
    type: alibaba-cloud
    name: Cloud
    site: china
    sso: cloudsso
    directory: { entityId: "https://signin-cn-shanghai.alibabacloudsso.com/saml/sp/d-1", acsUrl: "https://signin-cn-shanghai.alibabacloudsso.com/saml/acs/51298e1d" }
    allow: everyone`)
})
afterAll(() => site.close())

const signedIn = async (person: string, source = 'dingtalk') => {
  const browser = site.browser()
  await browser.signIn(source, person)
  return browser
}

/** What Alibaba Cloud makes of an answer. */
async function judged(
  answer: Answer,
  audience: string,
  sso: 'role' | 'user' | 'cloudsso' = 'role',
  acsUrl = formIn(answer).action,
) {
  const { page: metadata } = await site.browser().get('/saml/metadata')
  const { SAMLResponse = '' } = formIn(answer).fields
  return judge(SAMLResponse, { sso, audience, acsUrl, metadata, now: site.clock.now })
}

describe('role SSO', () => {
  it('gives the roles that grants choose, a session name without Han, and the page to land on', async () => {
    const answer = await (await signedIn('lisi')).get('/apps/aliyun/start')
    expect(formIn(answer)).toMatchObject({
      action: 'https://signin.aliyun.com/saml-role/sso',
      fields: { RelayState: 'https://home.console.aliyun.com' },
    })
    expect(await judged(answer, 'urn:alibaba:cloudcomputing')).toMatchObject({
      nameId: expect.stringMatching(/^[\w-]{43}$/),
      attributes: {
        [role]: [pair('reader'), pair('dev'), pair('ops', '6543210987654321')],
        [sessionName]: [expect.stringMatching(/^user-[0-9a-f]{10}$/)],
        'https://www.aliyun.com/SAML-Role/Attributes/SessionDuration': ['7200'],
      },
    })
  })

  it('gives only what somebody meets, and to nobody without a role anything', async () => {
    const sales = await (await signedIn('hejun')).get('/apps/aliyun/start')
    const verdict = await judged(sales, 'urn:alibaba:cloudcomputing')
    expect(verdict).toMatchObject({ attributes: { [role]: [pair('reader')] } })
    const stranger = await (await signedIn('anyi', 'github')).get('/apps/aliyun/start')
    expect([stranger.status, stranger.page.includes('SAMLResponse')]).toEqual([403, false])
    expect(site.log.at(-1)).toMatchObject({
      code: 'app_refused',
      app: 'aliyun',
      cause: 'none of the app’s roles is for them',
    })
  })

  it('is another system abroad', async () => {
    const answer = await (await signedIn('lisi')).get('/apps/abroad/start')
    expect(formIn(answer).action).toBe('https://signin.alibabacloud.com/saml-role/sso')
    const verdict = await judged(answer, 'urn:alibaba:cloudcomputing:international')
    expect(verdict).toMatchObject({
      attributes: {
        [role]: [pair('dev', undefined, 'kit')],
        [sessionName]: [expect.stringMatching(/^[0-9a-f]{32}$/)],
      },
    })
    expect(await judged(answer, 'urn:alibaba:cloudcomputing')).toMatchObject({
      why: expect.stringMatching(/Audience/),
    })
  })

  it('cannot be begun from there', async () => {
    const sp = await serviceProvider(site, {
      issuer: 'urn:alibaba:cloudcomputing',
      entryPoint: `${site.url}/saml/aliyun/sso`,
    })
    const browser = await signedIn('lisi')
    expect((await browser.get(await sp.getAuthorizeUrlAsync('', undefined, {}))).status).toBe(400)
  })
})

describe('user SSO', () => {
  it('names RAM users by their domain, and nobody whose name no RAM user can have', async () => {
    const browser = await signedIn('anyi', 'github')
    const answer = await browser.get('/apps/ram/start')
    expect(formIn(answer).action).toBe('https://signin.aliyun.com/saml/SSO')
    expect(await judged(answer, 'https://signin.aliyun.com/1234567890123456/saml/SSO', 'user')).toMatchObject(
      {
        nameId: 'anyi-907@example.onaliyun.com',
        attributes: {},
      },
    )
  })

  it.each(['ram', 'cloud'])('says why whoever is called in Han is no user there: %s', async app => {
    const refused = await (await signedIn('lisi')).get(`/apps/${app}/start`)
    expect(refused.status).toBe(403)
    expect(refused.page).toContain('Your user name there would have characters that no user of this app has')
    // the log of a site is written from `info` on
    expect(site.log.at(-1)).toMatchObject({
      ...{ code: 'app_refused', app },
      cause: expect.stringMatching(/^the user name has characters .* let userName be "\{employeeNumber\}"/),
    })
  })

  it('answers a request that Alibaba Cloud has signed in its own old way, and at its own address abroad', async () => {
    const sp = await serviceProvider(site, {
      issuer: 'https://signin-intl.aliyun.com/1234567890123456/saml/SSO',
      callbackUrl: 'https://signin-intl.aliyun.com/saml/SSO',
      entryPoint: `${site.url}/saml/far/sso`,
      identifierFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
      disableRequestedAuthnContext: true,
    })
    const address = await sp.getAuthorizeUrlAsync('https://home.console.alibabacloud.com', undefined, {})
    const signed = `${address}&SigAlg=${encodeURIComponent('http://www.w3.org/2000/09/xmldsig#rsa-sha1')}&Signature=AAAA`
    const answer = await (await signedIn('anyi', 'github')).get(signed)
    expect(xmlIn(answer)).toMatch(/<saml:SubjectConfirmationData InResponseTo="_/)
    const audience = 'https://signin-intl.aliyun.com/1234567890123456/saml/SSO'
    expect(await judged(answer, audience, 'user', 'https://signin-intl.aliyun.com/saml/SSO')).toMatchObject({
      nameId: 'anyi-907',
    })
  })
})

describe('CloudSSO', () => {
  it('names its users at the addresses of its directory', async () => {
    const answer = await (await signedIn('anyi', 'github')).get('/apps/cloud/start')
    const audience = 'https://signin-cn-shanghai.alibabacloudsso.com/saml/sp/d-1'
    expect(await judged(answer, audience, 'cloudsso')).toMatchObject({ nameId: 'anyi-907' })
    expect(formIn(answer).action).toBe('https://signin-cn-shanghai.alibabacloudsso.com/saml/acs/51298e1d')
  })
})

describe('the simulated Alibaba Cloud lets nobody in', () => {
  it('on an assertion that was changed, moved, of another audience, address or time', async () => {
    const answer = await (await signedIn('lisi')).get('/apps/aliyun/start')
    const { page: metadata } = await site.browser().get('/saml/metadata')
    const expected = {
      sso: 'role',
      audience: 'urn:alibaba:cloudcomputing',
      acsUrl: formIn(answer).action,
      metadata,
      now: site.clock.now,
    } as const
    const verdict = (change: (xml: string) => string, more = {}) =>
      judge(Buffer.from(change(xmlIn(answer))).toString('base64'), { ...expected, ...more })
    const same = (xml: string) => xml
    expect(verdict(same)).toHaveProperty('nameId')
    const attempts: [change: (xml: string) => string, more: object, why: RegExp][] = [
      [xml => xml.replace('role/dev', 'role/admin'), {}, /not signed with a certificate/],
      [xml => xml.replace(/<ds:Signature.*<\/ds:Signature>/, ''), {}, /not signed/],
      [same, { audience: 'urn:x' }, /Audience/],
      [same, { acsUrl: 'https://signin.aliyun.com/saml-role/SSO' }, /Destination/],
      [same, { now: site.clock.now + 300_001 }, /too old/],
      [same, { now: site.clock.now - 300_000 }, /not valid yet/],
      [() => 'x', {}, /cannot be read/],
    ]
    for (const [change, more, why] of attempts)
      expect(verdict(change, more)).toEqual({ why: expect.stringMatching(why) })
  })
})
