import { afterEach, describe, expect, it } from 'vitest'
import { passwordOf } from '../../plugins/ldap/simulator/index.ts'
import type { Browser } from '../browser.ts'
import { dingtalk, ldap, openSite, registering, type Site } from '../site.ts'
import { accountOf, signedIn } from './steps.ts'

const endpoints = (id: string, ...keys: string[]) =>
  `    endpoints: { ${keys.map(key => `${key}: "{vendor}/${id}/${key}"`).join(', ')} }`

/** A source of each type that has a directory, with fields that its sign-in tells otherwise or not at all. */
const sources = {
  dingtalk: `${dingtalk}
    sync: { fields: { title: job_number, displayName: job_number, attributes.name: name } }`,
  welink: `
  - id: welink
    type: welink
    name: WeLink
    clientId: "20190828163922073733756"
    clientSecret: { env: SECRET }
    tenantId: E22BD2CC5F8B4EE69B931113F678A694
${endpoints('welink', 'login', 'api')}
    sync: { fields: { title: userNameCn, attributes.name: userNameCn } }`,
  feishu: `
  - id: feishu
    type: feishu
    name: 飞书
    clientId: cli_a5ca35a685b0x26e
    clientSecret: { env: SECRET }
    tenantKey: 736588c92lxf175d
${endpoints('feishu', 'login', 'api')}
    sync: { fields: { title: name, attributes.name: name } }`,
  wecom: `
  - id: wecom
    type: wecom
    name: 企业微信
    corpId: ww0a1b2c3d4e5f6071
    agentId: 1000002
    clientSecret: { env: SECRET }
${endpoints('wecom', 'login', 'connect', 'api')}
    sync: { fields: { title: name, attributes.name: name } }`,
  casdoor: `
  - id: casdoor
    type: casdoor
    name: Casdoor
    endpoint: "{vendor}"
    organization: example
    application: sso-kit
    clientId: 0ba528121ea87b3eb54d
    clientSecret: { env: SECRET }
    sync: { fields: { title: displayName, attributes.name: name } }`,
  microsoft: `
  - id: microsoft
    type: microsoft
    name: Microsoft
    tenant: 72f988bf-86f1-41af-91ab-2d7cd011db47
    clientId: app
    clientSecret: { env: SECRET }
${endpoints('microsoft', 'login', 'graph')}
    sync: { fields: { title: displayName, attributes.name: displayName } }`,
  google: `
  - id: google
    type: google
    name: Google
    clientId: app
    clientSecret: { env: SECRET }
    serviceAccountKey: { env: SECRET }
    directoryAdmin: reader@example.com
    allow: { domains: [example.com] }
${endpoints('google', 'login', 'token', 'api', 'directory')}
    sync: { fields: { title: primaryEmail, attributes.name: name.fullName } }`,
  ldap: `${ldap}
    sync: { fields: { title: mail, attributes.name: cn } }`,
}

/** Where people type their passwords at our page, the vendor has no page of its own. */
async function enter(site: Site, source: string, person: string): Promise<Browser> {
  if (source !== 'ldap') return signedIn(site, source, person)
  const found = site.world.people.find(({ id }) => id === person)
  const browser = site.browser()
  const answer = await browser.submit('/signin', `/auth/${source}/password`, {
    username: person,
    password: found ? passwordOf(found) : '',
  })
  expect(answer.status).toBe(303)
  return browser
}

let site: Site
afterEach(() => site?.close())

describe('a sign-in of somebody whom the directory follows', () => {
  it.each(Object.entries(sources))('undoes nothing of what it said: %s', async (source, yaml) => {
    site = await openSite(`sources:${yaml}\n${registering}`, [], '', 5000, 'vendor')
    // the start reads it by itself: one at a time
    await site.directories.tick()
    const bindings = () => site.storage.bindings.list()
    const before = await bindings()
    const browser = await enter(site, source, 'lisi')
    const { id } = await accountOf(site, browser)
    // in what order departments come means nothing
    const own = (list: typeof before) => {
      const found = list.find(({ accountId }) => accountId === id)
      return { ...found, facts: { ...found?.facts, departments: found?.facts?.departments.toSorted() } }
    }
    expect(own(before).facts.title).toBeTruthy()
    expect(own(before).facts.attributes?.name).toBeTruthy()
    expect(own(await bindings())).toEqual(own(before))
    site.clock.now += 60_000
    expect((await site.directories.run(source))?.changes).toMatchObject({
      created: 0,
      updated: 0,
      disabled: 0,
    })
  })
})
