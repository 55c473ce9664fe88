import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noFacts } from '../../src/accounts/facts.ts'
import type { Explanation } from '../../src/apps/explain.ts'
import { sha256 } from '../../src/hash.ts'
import type { Account } from '../../src/model.ts'
import { dingtalk, github, openSite, partner, type Site } from '../site.ts'
import { command } from './io.ts'

const sources = `sources:${dingtalk}${github}${partner}`
// its groups are those of strangers
const withPublicPartner = `sources:${dingtalk}${github}${partner.replace('type: oidc', 'type: oidc\n    public: true')}`
let site: Site
beforeAll(async () => {
  site = await openSite(sources)
})
afterAll(() => site.close())

/** The file that the site runs, for the command. */
function keepFile(body: string): void {
  const text = `version: 1
publicUrl: ${site.url}
storage: { url: "sqlite:./sso.db" }
outbound: { allowPrivate: ["${new URL(site.vendor.origin).host}"] }
${body.replaceAll('{vendor}', site.vendor.origin)}`
  writeFileSync(join(site.data, 'sso.config.yaml'), text)
}
const ask = (...args: string[]) => command(['explain', 'access', ...args], { cwd: site.data })

interface Somebody {
  disabled: boolean
  /** By source. */
  identities: Partial<
    Record<string, { departments: string[]; groups: string[]; gone: boolean; public?: boolean }>
  >
}

/** Straight into the store, with a session: a sign-in would vouch anew. Answers the account's id and the cookie. */
async function settle({ disabled, identities }: Somebody): Promise<{ id: string; cookie: string }> {
  const { storage, clock } = site
  const [id, token] = [randomBytes(16).toString('hex'), randomBytes(32).toString('base64url')]
  const account = { id, username: `u${id.slice(0, 10)}`, usernameKey: `u${id.slice(0, 10)}` }
  await storage.accounts.insert({
    ...account,
    ...{ displayName: null, email: null, phone: null, role: 'general', lastSignInAt: null },
    ...{ givenPermission: 0, givenBaseDir: '/', disabled, createdAt: clock.now },
  })
  for (const [source, facts] of Object.entries(identities)) {
    if (!facts) continue
    const { departments, groups, gone, public: isPublic = false } = facts
    await storage.bindings.insert({
      ...{ source, issuer: `issuer of ${source}`, subject: id, accountId: id, boundAt: clock.now },
      ...{ directoryId: null, label: null, password: null, told: null, goneAt: gone ? clock.now : null },
      facts: { ...noFacts, departments, groups, public: isPublic },
    })
  }
  await storage.sessions.insert({
    ...{ id: randomBytes(16).toString('hex'), hash: sha256(token), accountId: id, source: 'dingtalk' },
    ...{ createdAt: clock.now, provedAt: clock.now, seenAt: clock.now, endsAt: clock.now + 3_600_000 },
    ...{ address: '', userAgent: '' },
  })
  return { id, cookie: `sso_sid=${token}` }
}

/** What the running server does about somebody and an app, in the words of the command. */
async function doorOf(app: string, cookie: string): Promise<Pick<Explanation, 'allowed'> & { by: string }> {
  const { status, location } = await site.browser().get(`/apps/${app}/start`, { cookie })
  if (location?.startsWith('https://app.example.com')) return { allowed: true, by: 'let in' }
  if (location?.includes('/signin?')) return { allowed: false, by: 'account-disabled' }
  expect(status).toBe(403)
  const { code } = site.log.at(-1) as { code: string }
  return { allowed: false, by: code === 'app_refused' ? 'lists' : code.replace('_', '-') }
}

const names = ['ops', 'dev', '研发部', '1001'] as const
const lists = fc.subarray([...names])
const ids = fc.subarray(['dingtalk', 'github', 'partner'])
const somebody: fc.Arbitrary<Somebody> = fc.record({
  disabled: fc.constantFrom(false, false, false, true),
  identities: fc.dictionary(
    fc.constantFrom('dingtalk', 'github', 'partner'),
    fc.record({ departments: lists, groups: lists, gone: fc.boolean(), public: fc.boolean() }),
    { minKeys: 1, maxKeys: 3 },
  ),
})
const allow = fc.oneof(
  fc.constant('everyone'),
  // an empty map is a mistake of the file
  fc
    .record({ groups: lists, departments: lists, sources: ids }, { requiredKeys: [] })
    .filter(lists => Object.keys(lists).length > 0),
)
const condition = fc.oneof(
  ids.filter(list => list.length > 0).map(source => ({ source })),
  fc.record({ source: ids, group: fc.constantFrom(...names) }).filter(({ source }) => source.length > 0),
  fc.constantFrom(...names).map(department => ({ department })),
  fc.constantFrom(...names).map(group => ({ group })),
  fc.constantFrom(...names).map(group => ({ not: { group } })),
)
type Drawn = typeof file extends fc.Arbitrary<infer T> ? T : never
const file = fc.record({
  grants: fc.array(fc.record({ when: condition, groups: lists.filter(list => list.length > 0) }), {
    maxLength: 3,
  }),
  apps: fc.array(fc.record({ allow, enabled: fc.boolean() }), { minLength: 1, maxLength: 4 }),
})

/** Each answer there is, whatever else is drawn. */
const each: [Drawn, Somebody[]] = [
  {
    grants: [],
    apps: [
      { allow: 'everyone', enabled: true },
      { allow: { groups: ['ops'] }, enabled: true },
      { allow: 'everyone', enabled: false },
    ],
  },
  [false, true].map(disabled => ({
    disabled,
    identities: { dingtalk: { departments: [], groups: [], gone: false } },
  })),
]

describe('explain access', () => {
  it('says what the server does, whoever asks for whichever app', async () => {
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(file, fc.array(somebody, { minLength: 4, maxLength: 6 }), async (drawn, people) => {
        const apps = drawn.apps.map((app, index) => ({
          ...{ id: `app-${index}`, type: 'link', name: `App ${index}`, url: 'https://app.example.com' },
          ...app,
        }))
        const grants = drawn.grants.map((grant, index) => ({ id: `grant-${index}`, ...grant }))
        const anyOrder = '# sso-kit: ignore[grant/group-given-later] whatever the order is'
        const body = `${withPublicPartner}\n${anyOrder}\ngrants: ${JSON.stringify(grants)}\napps: ${JSON.stringify(apps)}`
        await site.restart(body)
        keepFile(body)
        for (const person of people) {
          const { id, cookie } = await settle(person)
          const [source = ''] = Object.keys(person.identities)
          // a disabled account's session ends at the first door
          for (const app of person.disabled ? apps.slice(0, 1) : apps) {
            const flags = ['--source', source, '--subject', id, '--app', app.id, '--format', 'json']
            const { code, stdout } = await ask(...flags)
            const { allowed, by } = JSON.parse(stdout) as Explanation
            expect(code).toBe(allowed ? 0 : 1)
            expect({ allowed, by: allowed ? 'let in' : by }).toEqual(await doorOf(app.id, cookie))
            seen.add(allowed ? 'let in' : by)
          }
        }
      }),
      { numRuns: 12, examples: [each] },
    )
    // a draw that never refuses, or never lets in, would say nothing
    expect([...seen].sort()).toEqual(['account-disabled', 'app-closed', 'let in', 'lists'])
  }, 120_000)
})

describe('its words', () => {
  const cloud = (id: string, group: string) =>
    `{ id: ${id}, type: alibaba-cloud, name: ${id}, site: china, sso: role, accountId: "1234567890123456", provider: sso-kit, sessionName: "{username}", allow: everyone, roles: [{ role: reader, when: { group: ${group} } }] }`
  const body = `${sources}
grants:
  - { id: rd, when: { source: dingtalk, department: 研发部 }, groups: [dev] }
  - { id: late, when: { group: dev, not: { title: 总监 } }, groups: [ops] }
apps:
  - { id: wiki, type: link, name: Wiki, url: "https://wiki.example.com", allow: { groups: [admins, ops], sources: [github] } }
  - { id: mail, type: link, name: Mail, url: "https://mail.example.com", allow: everyone }
  - { id: vault, type: link, name: Vault, url: "https://vault.example.com", allow: { groups: [] } }
  - { id: grafana, type: saml, name: Grafana, entityId: "urn:grafana", acsUrl: "https://grafana.example.com/acs", nameId: email, idpInitiated: true, allow: everyone }
  - { id: door, type: alibaba-cloud, name: Door, site: china, sso: cloudsso, directory: { entityId: "https://signin-cn-shanghai.alibabacloudsso.com/saml/sp/d-1", acsUrl: "https://signin-cn-shanghai.alibabacloudsso.com/saml/acs/1" }, scim: { url: "https://cloudsso-scim-cn-shanghai.aliyun.com/scim/v2", token: { env: TOKEN } }, allow: everyone }
  - ${cloud('cloud', 'admins')}
  - ${cloud('tower', 'dev')}`
  const identities: Somebody['identities'] = {
    dingtalk: { departments: ['研发部'], groups: ['staff'], gone: false },
    partner: { departments: [], groups: ['dev'], gone: true },
  }
  let account: Account | undefined
  beforeAll(async () => {
    keepFile(body)
    const { id } = await settle({ disabled: false, identities })
    account = await site.storage.accounts.find(id)
  })
  const of = (app: string) => ask('--username', account?.username ?? '', '--app', app)

  it('go from the identities by the grants to the list that decides', async () => {
    const { code, stdout } = await of('wiki')
    const { username = '', id = '' } = account ?? {}
    expect(code).toBe(1)
    expect(stdout).toBe(`${username} may not enter wiki

account      ${username} (${id})
identity     dingtalk  ${id}  of issuer of dingtalk
identity     partner  ${id}  of issuer of partner: does not count, the directory of the source has them no longer
applies      grant rd (identity of dingtalk, department 研发部): groups dev
applies      grant late (identity of dingtalk, group dev, not {"title":"总监"}): groups ops
groups       staff, dev, ops
departments  研发部
sources      dingtalk
decision     yes by allow.groups [admins, ops]: has ops
             no by allow.sources [github]: has none of them
`)
  })

  it('say which groups count only where a condition names their source', async () => {
    keepFile(body.replace(sources, withPublicPartner))
    const { id } = await settle({
      disabled: false,
      identities: {
        partner: { departments: ['1001'], groups: ['admins', 'ops'], gone: false, public: true },
      },
    })
    const flags = ['--source', 'partner', '--subject', id, '--app', 'wiki']
    const { code, stdout } = await ask(...flags)
    keepFile(body)
    expect(code).toBe(1)
    expect(stdout).toContain(
      `identity     partner  ${id}  of issuer of partner: admins, ops, 1001 only where a condition names partner, which is public\n`,
    )
    expect(stdout).toContain('groups       none\n')
    // the file has closed it to strangers since
    expect((await ask(...flags)).stdout).toContain(
      'of issuer of partner: does not count, the file has opened the source to anybody, or closed it to strangers,',
    )
  })

  it('are a yes with exit 0, and a no for a list that lets nobody in', async () => {
    expect((await of('mail')).stdout).toContain('may enter mail\n')
    expect((await of('mail')).code).toBe(0)
    expect((await of('vault')).stdout).toContain('no by allow.groups []: an empty list lets nobody in')
  })

  it('are a no where none of the roles of an app is for them', async () => {
    const { code, stdout } = await of('cloud')
    expect([code, stdout.split('\n')[0]]).toEqual([1, `${account?.username} may not enter cloud`])
    expect(stdout).toContain(
      'decision     yes: allow is everyone\n             no: none of the roles of cloud is for them\n',
    )
    expect((await of('tower')).stdout).toContain('may enter tower\n')
  })

  it('are a no where the app could be told nothing of them, as at its door', async () => {
    const { code, stdout } = await of('grafana')
    expect(code).toBe(1)
    expect(stdout).toContain(
      'decision     yes: allow is everyone\n             no: no e-mail address that a source answers for\n',
    )
    const { id = '', username = '' } = account ?? {}
    expect((await of('door')).stdout).toContain('no: CloudSSO has not taken them under this name')
    await site.storage.provisioned.put({
      ...{ app: 'door', kind: 'user', name: id, remote: 'u-1', digest: 'x', knownAs: username, seenAt: null },
    })
    expect((await of('door')).code).toBe(0)

    await site.storage.accounts.update(id, { email: 'lisi@example.com', manualEmail: 'lisi@example.com' })
    expect((await of('grafana')).code).toBe(0)
    const json = await ask('--username', username, '--app', 'grafana', '--format', 'json')
    expect(JSON.parse(json.stdout)).toMatchObject({ allowed: true, by: 'everyone', unsayable: null })
    await site.storage.accounts.update(id, { email: null, manualEmail: null })
    // the words of the door itself
    await site.restart(body)
    const settled = await settle({ disabled: false, identities })
    await site.browser().get('/apps/grafana/start', { cookie: settled.cookie })
    expect(site.log.at(-1)).toMatchObject({ cause: 'no e-mail address that a source answers for' })
  })

  it.each([
    [['--app', 'wiki'], 2, 'who?'],
    [['--username', 'x', '--source', 'dingtalk', '--app', 'wiki'], 2, 'one person, please'],
    [['--source', 'dingtalk', '--app', 'wiki'], 2, 'who?'],
    [['--username', 'nobody'], 2, 'which app?'],
    [['--username', 'nobody', '--app', 'wikki'], 2, 'did you mean wiki?'],
    [['--username', 'nobody', '--app', 'wiki'], 1, 'there is no account "nobody"'],
    [
      ['--source', 'github', '--subject', '1', '--app', 'wiki'],
      1,
      'there is no account with the identity 1 of github',
    ],
    [
      ['--source', 'githb', '--subject', '1', '--app', 'wiki'],
      2,
      'there is no source "githb"\n  help: did you mean github?',
    ],
    [['--username', 'x', '--app', 'wiki', '--format', 'xml'], 2, 'there is no format "xml"'],
  ])('%j: exit %i', async (args, exit, words) => {
    const { code, stdout, stderr } = await ask(...args)
    expect([code, stdout]).toEqual([exit, ''])
    expect(stderr).toContain(words)
  })

  it('ask for the issuer where two have the same subject', async () => {
    const subject = 'twice'
    for (const [issuer, owner] of [
      ['one', (await settle({ disabled: false, identities: {} })).id],
      ['other', (await settle({ disabled: false, identities: {} })).id],
    ] as const)
      await site.storage.bindings.insert({
        ...{ source: 'github', issuer, subject, accountId: owner, boundAt: 1, facts: noFacts },
        ...{ directoryId: null, label: null, password: null, told: null, goneAt: null },
      })
    const flags = ['--source', 'github', '--subject', subject, '--app', 'mail']
    expect((await ask(...flags)).stderr).toContain('give --issuer, one of one or other')
    expect((await ask(...flags, '--issuer', 'other')).code).toBe(0)
  })
})
