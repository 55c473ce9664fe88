import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountView } from '../../src/accounts/view.ts'
import type { Config } from '../../src/config/config.ts'
import type { Somebody } from '../../src/scenarios/file.ts'
import { type Entered, type Outcome, play } from '../../src/scenarios/play.ts'
import { emptyStore } from '../../src/scenarios/run.ts'
import type { Way } from '../../src/scenarios/telling.ts'
import { undone } from '../../src/scenarios/undone.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { tokensFor, userinfo, wiki } from '../apps/oidc/relying-party.ts'
import type { Browser } from '../browser.ts'
import { xmlIn } from '../server/saml/sp.ts'
import { accountOf, refusal, signedIn } from '../server/steps.ts'
import { dingtalk, github, openSite, registering, type Site } from '../site.ts'
import { configOf } from './playing.ts'

const body = `${registering}
sources:${dingtalk}
    allow: { departments: [研发部, 市场部] }${github}
admins: [{ source: github, subject: "1001" }]
grants:
  - { id: rd, when: { department: 研发部 }, groups: [developers], permissions: [write], baseDir: /rd }
  - { id: heads, when: { title: [研发总监, 市场总监] }, groups: [heads] }
apps:${wiki}
  - { id: mail, type: link, name: Mail, url: "https://mail.example.com", allow: { sources: [dingtalk] } }
  - { id: books, type: link, name: Books, url: "https://books.example.com", allow: { groups: [developers], sources: [github] } }
  - id: grafana
    type: saml
    name: Grafana
    entityId: https://grafana.example.com/metadata
    acsUrl: https://grafana.example.com/acs
    nameId: username
    attributes: { login: username, mail: email, name: displayName, teams: groups, places: departments, rights: permissions }
    idpInitiated: true
    allow: everyone
  - { id: mailed, type: saml, name: Mailed, entityId: mailed, acsUrl: "https://mailed.example.com/acs", nameId: email, idpInitiated: true, allow: everyone }
  - id: aliyun
    type: alibaba-cloud
    name: Aliyun
    site: china
    sso: role
    accountId: "1234567890123456"
    roles: [{ role: dev, when: { group: developers } }, { role: head, when: { group: heads } }]
    allow: everyone`

let site: Site
let config: Config
let store: Storage
beforeAll(async () => {
  site = await openSite(body)
  store = await emptyStore()
  config = await configOf(`version: 1
publicUrl: ${site.url}
outbound: { allowPrivate: ["${new URL(site.vendor.origin).host}"] }
${body.replaceAll('{vendor}', site.vendor.origin)}`)
  // the provider makes its keys when the first app asks
  await claimsAt(await signedIn(site, 'dingtalk', 'wangwu'))
})
afterAll(async () => {
  await store.close()
  await site.close()
})

/** What a scenario makes of somebody. */
const played = <T>(somebody: Somebody, look: (outcome: Outcome) => Promise<T> | T): Promise<T> =>
  undone(store, async storage => {
    let ids = 0
    const newId = () => String(ids++).padStart(32, '0')
    const scenario = { name: 'one', signIn: somebody, expect: {} }
    return look(await play(scenario, { config, storage, now: site.clock.now, newId }))
  })

/** Somebody as the source has vouched for them to the running server. */
async function vouchedOf(browser: Browser, organizations?: string[]): Promise<Somebody> {
  const account = await accountOf(site, browser)
  const [binding] = await site.storage.bindings.of(account.id)
  if (!binding?.facts) throw new Error('nothing was vouched for')
  const { source, subject, issuer, facts } = binding
  const { departments, groups, title, attributes, email } = facts
  return {
    ...{
      source,
      subject,
      issuer,
      username: account.username,
      departments: [...departments],
      groups: [...groups],
    },
    ...(account.displayName !== null && { displayName: account.displayName }),
    ...(account.email !== null && { email: account.email, emailAssigned: email !== null }),
    ...(account.phone !== null && { phone: account.phone }),
    ...(title !== null && { title, attributes }),
    ...(organizations && { organizations }),
  }
}

/** The ids of the apps in the portal. */
async function inPortal(browser: Browser): Promise<(string | undefined)[]> {
  const { page } = await browser.get('/')
  return [...page.matchAll(/href="\/apps\/([^/]+)\/start"/g)].map(([, id]) => id)
}

/** The name and the attributes in the assertion that an app's door posts; undefined where it refuses. */
async function asserted(browser: Browser, app: string): Promise<Record<string, string[]> | undefined> {
  const answer = await browser.get(`/apps/${app}/start`)
  if (answer.status === 403) return undefined
  const xml = xmlIn(answer)
  const [, name = ''] = /<saml:NameID[^>]*>([^<]*)</.exec(xml) ?? []
  const attributes = [...xml.matchAll(/<saml:Attribute Name="([^"]*)"[^>]*>(.*?)<\/saml:Attribute>/gs)]
  const values = (inside: string) =>
    [...inside.matchAll(/<saml:AttributeValue[^>]*>([^<]*)</g)].map(([, value = '']) => value)
  return {
    NameID: [name],
    ...Object.fromEntries(attributes.map(([, key = '', inside = '']) => [key, values(inside)])),
  }
}

const saidTo = async ({ telling, apps }: Entered, way: Way, id: string) => {
  const app = config.apps.find(one => one.id === id)
  if (!app || !apps.get(id)?.allowed) return undefined
  return Object.fromEntries(await telling(way, app))
}

const lists = (told: Record<string, unknown> | undefined) =>
  told && Object.fromEntries(Object.entries(told).map(([key, value]) => [key, [value].flat()]))

const people: [source: string, person: string, organizations?: string[]][] = [
  ['dingtalk', 'lisi'],
  ['dingtalk', 'zhaomin'],
  ['dingtalk', 'linxiao'],
  ['dingtalk', 'gaopeng'],
  ['github', 'anyi', ['example']],
]

describe.each(people)('somebody of %s, %s', (source, person, organizations) => {
  it('gets from a scenario what the running server gives', async () => {
    const browser = await signedIn(site, source, person)
    const account = await accountOf(site, browser)
    const view = accountView(account, await site.storage.bindings.of(account.id), 0, config)
    const server = {
      account: {
        ...{ username: view.username, displayName: view.displayName, email: view.email, phone: view.phone },
        ...{ role: view.role, permission: view.permission, baseDir: view.baseDir, groups: view.groups },
      },
      apps: await inPortal(browser),
      grafana: await asserted(browser, 'grafana'),
      mailed: await asserted(browser, 'mailed'),
      aliyun: await asserted(browser, 'aliyun'),
      wiki: await claimsAt(browser),
    }
    const scenario = await played(await vouchedOf(browser, organizations), async outcome => {
      if (!('account' in outcome)) throw new Error(`refused: ${JSON.stringify(outcome)}`)
      const { account, role, person, apps } = outcome
      return {
        account: {
          ...{ username: account.username, displayName: account.displayName, email: account.email },
          ...{ phone: account.phone, role, permission: person.rights.permission },
          ...{ baseDir: person.rights.baseDir, groups: person.rights.groups },
        },
        apps: [...apps.values()].filter(({ allowed }) => allowed).map(({ app }) => app),
        grafana: lists(await saidTo(outcome, 'saml', 'grafana')),
        mailed: lists(await saidTo(outcome, 'saml', 'mailed')),
        aliyun: lists(await saidTo(outcome, 'saml', 'aliyun')),
        wiki: await saidTo(outcome, 'oidc', 'wiki'),
      }
    })
    expect(server.grafana?.NameID).toEqual([account.username])
    expect(withoutMade(scenario)).toEqual(withoutMade(server))
  })
})

async function claimsAt(browser: Browser): Promise<Record<string, unknown>> {
  const scope = 'openid profile email phone groups permissions'
  const { access_token: token } = await tokensFor(site, browser, { scope })
  const { sub: _, ...claims } = (await (await userinfo(site, token)).json()) as Record<string, unknown>
  return claims
}

/** Names that are made of an account's random id. */
function withoutMade<T extends { aliyun: Record<string, unknown> | undefined }>(all: T): T {
  const { aliyun } = all
  if (!aliyun) return all
  const made = Object.entries(aliyun).map(([key, value]) => [
    key,
    key === 'NameID'
      ? 'a persistent name'
      : JSON.parse(JSON.stringify(value).replace(/-[0-9a-f]{10}(?=")/g, '-digits')),
  ])
  return { ...all, aliyun: Object.fromEntries(made) }
}

describe('who is refused by the running server', () => {
  it('is refused by a scenario, with the same code', async () => {
    const outside = site.browser()
    const answer = await outside.signIn('dingtalk', 'fangyuan')
    expect(refusal(site, answer)).toEqual([403, 'not_allowed'])
    const somebody = { source: 'dingtalk', subject: 'any', departments: ['1008', '人力资源部'] }
    expect(await played(somebody, outcome => outcome)).toMatchObject({ refused: 'not_allowed' })
  })
})
