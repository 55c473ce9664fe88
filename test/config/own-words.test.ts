import { expect, test } from 'vitest'
import { compile } from '../../src/config/compile.ts'

/** A help says what its reader has written, in the right form; followed as it stands, it gives nobody more than was meant. */
const site = ({ dingtalk = '', github = '', more = '', rest = '' }) => `version: 1
publicUrl: https://sso.example.com
sources:
  - { id: dingtalk, type: dingtalk, name: DingTalk, corpId: ding3608be7c4e5266ce4ac5d6980864, clientId: dingwjlht8b93ara, clientSecret: { env: A }, membership: required${dingtalk} }
  - { id: github, type: github, name: GitHub, clientId: 0a1b2c3d4e5f60718293, clientSecret: { env: B }${github} }
${more}
${rest}
`
type Site = Parameters<typeof site>[0]

const told = async (parts: Site) => {
  const { diagnostics } = await compile(site(parts), { file: 'sso.config.yaml' })
  // what the words mean that it leaves open: left-open.test.ts
  return diagnostics.map(({ help }) => help.replace(/\n(?:(?:in|without) "|if the secret itself)[^\n]*/g, ''))
}
const isRight = async (parts: Site) =>
  (await compile(site(parts), { file: 'sso.config.yaml' })).config !== undefined

/** In every place the wrong value, its help, and the value of who does what it says. */
const places: Readonly<Record<string, (value: string) => Site>> = {
  when: value => ({ rest: `grants: [{ id: fin, when: ${value}, groups: [finance] }]` }),
  organizations: value => ({ github: `, allow: { organizations: ${value} }` }),
  teams: value => ({ github: `, allow: { teams: ${value} }` }),
  'allow of a source': value => ({ dingtalk: `, allow: ${value}` }),
  'allow of an app': value => ({
    rest: `grants: [{ id: d, when: { source: github }, groups: [developers, finance] }]
apps:
  - id: wiki
    type: link
    name: Wiki
    url: https://wiki.example.com
    allow: ${value}`,
  }),
  autoRegister: value => ({ rest: `autoRegister: ${value}` }),
  events: value => ({
    dingtalk: `, sync: { auto: true }, events: ${value}`,
  }),
  every: value => ({ dingtalk: `, sync: { every: ${value} }` }),
  fields: value => ({ dingtalk: `, sync: { fields: ${value} }` }),
  rest: value => ({ rest: value }),
  ldap: value => ({
    more: `  - { id: l, type: ldap, name: LDAP, url: "ldaps://l.example.com", ${value} }`,
  }),
  microsoft: value => ({
    more: `  - { id: ms, type: microsoft, name: MS, clientId: a, clientSecret: { env: C }, ${value} }`,
  }),
  oidc: value => ({
    rest: `apps: [{ id: wiki, type: oidc, name: Wiki, redirectUris: [https://wiki.example.com/cb], allow: everyone, ${value} }]`,
  }),
  saml: value => ({
    rest: `apps: [{ id: g, type: saml, name: Grafana, entityId: a, acsUrl: https://g.example.com/acs, allow: everyone, ${value} }]`,
  }),
}
const dn = 'baseDn: "dc=example,dc=com"'
const bind = 'directory: openldap, bindDn: "cn=a,dc=example,dc=com"'
const instead = 'instead of "department" it may be "source", "group", "domain" or "title"'

test.each<[string, string, string, string?]>([
  ['when', '[{ department: 财务部 }]', 'write when: { department: 财务部 }', '{ department: 财务部 }'],
  ['when', '{ not: [{ department: 财务部 }] }', 'write not: { department: 财务部 }'],
  [
    'when',
    '{ any: { department: 财务部, title: 会计 } }',
    'write any: [{ department: 财务部 }, { title: 会计 }]',
    '{ any: [{ department: 财务部 }, { title: 会计 }] }',
  ],
  [
    'when',
    '[{ department: 财务部 }, { title: 会计 }]',
    'write when: { any: [{ department: 财务部 }, { title: 会计 }] } where one of these is enough, or { all: [{ department: 财务部 }, { title: 会计 }] } where each of them must be met',
  ],
  ['when', '财务部', `write when: { department: 财务部 }; ${instead}`, '{ department: 财务部 }'],
  ['when', '[财务部, 会计]', `write when: { department: [财务部, 会计] }; ${instead}`],
  ['when', 'group == "developers"', 'write when: { group: developers }', '{ group: developers }'],
  ['when', 'group != "developers"', 'write when: { not: { group: developers } }'],
  ['when', 'group == "a" && title == "b"', 'write when: { group: a, title: b }', '{ group: a, title: b }'],
  ['when', 'group == "a" || title == "b"', 'write when: { group: … }'],
  [
    'when',
    '"source=dingtalk, department=研发部"',
    'write when: { source: dingtalk, department: 研发部 }',
    '{ source: dingtalk, department: 研发部 }',
  ],
  ['when', '"group: a, b"', 'write when: { group: [a, b] }', '{ group: [a, b] }'],
  ['when', '{}', 'write when: { department: … }'],
  [
    'when',
    'everyone',
    'write when: { department: … }\nif everybody is meant: when: { source: [dingtalk, github] }',
    '{ source: [dingtalk, github] }',
  ],
  [
    'organizations',
    '[mingyuan/platform]',
    'write mingyuan for the whole organisation; for that team alone, teams: [mingyuan/platform] in place of organizations: where both are given, both must match',
    '[mingyuan]',
  ],
  ['organizations', '[https://github.com/orgs/mingyuan/people]', 'write mingyuan', '[mingyuan]'],
  [
    'organizations',
    '[https://github.com/orgs/mingyuan/teams/platform]',
    'write teams: [mingyuan/platform] in place of organizations: where both are given, both must match',
  ],
  ['organizations', '["@mingyuan"]', 'write mingyuan', '[mingyuan]'],
  ['teams', '[https://github.com/orgs/mingyuan/teams/ops]', 'write mingyuan/ops', '[mingyuan/ops]'],
  [
    'allow of a source',
    'everyone',
    'write allow: { departments: […] }\nif everybody is meant: remove "allow", for without it everyone whom the source vouches for may sign in',
  ],
  ['allow of a source', 'nobody', 'write allow: { departments: [] }', '{ departments: [] }'],
  ['allow of a source', '{ organizations: [mingyuan] }', 'the only key here is "departments"'],
  [
    'allow of an app',
    'groups [developers, finance]',
    'write allow: { groups: [developers, finance] }',
    '{ groups: [developers, finance] }',
  ],
  [
    'allow of an app',
    '"[developers, finance]"',
    'write allow: { groups: [developers, finance] }; instead of "groups" it may be "departments" or "sources"',
  ],
  [
    'oidc',
    'secretEnv: WIKI_SECRET',
    'write clientSecret: { env: WIKI_SECRET }',
    'clientSecret: { env: WIKI_SECRET }',
  ],
  ['oidc', 'clientSecretFile: /run/secrets/wiki', 'write clientSecret: { file: /run/secrets/wiki }'],
  ['oidc', 'clientSecretFile: hunter2Hunter2', 'write clientSecret: { file: … }'],
  [
    'oidc',
    'clientSecret: { env: A }, clientSecretFile: ./a',
    '"clientSecret" is there already: make one of the two',
  ],
  ['oidc', 'public: true', 'remove it: an app without "clientSecret" is a public client', 'pkce: required'],
  [
    'oidc',
    'public: false',
    'write clientSecret: { env: WIKI_CLIENT_SECRET } in its place: an app without one is a public client',
    'clientSecret: { env: WIKI_CLIENT_SECRET }',
  ],
  [
    'autoRegister',
    '{ permissions: { webdav_read: true, webdav_manage: true, remove: false } }',
    'write permissions: [webdav_read, webdav_manage]',
    '{ permissions: [webdav_read, webdav_manage] }',
  ],
  ['autoRegister', '{ baseDir: ／rd／a }', 'write baseDir: /rd/a', '{ baseDir: /rd/a }'],
  ['ldap', `${dn}, ${bind}, bindPW: { env: P }`, 'write "bindPassword": that is what it is called here'],
  [
    'ldap',
    `${dn}, ${bind}, bindPassword: { env: P }, rootCA: ./ca.pem`,
    'write ca: { file: ./ca.pem }',
    `${dn}, ${bind}, bindPassword: { env: P }, ca: { file: ./ca.pem }`,
  ],
  [
    'ldap',
    `${dn}, implementation: activedirectory, anonymousSearch: true`,
    'write directory: active-directory; it is required',
    `${dn}, directory: active-directory, anonymousSearch: true`,
  ],
  [
    'ldap',
    `baseDn: staff.example.com, ${bind}, bindPassword: { env: P }`,
    'write baseDn: dc=staff,dc=example,dc=com',
  ],
  [
    'microsoft',
    'tenant: "{72F988BF-86F1-41AF-91AB-2D7CD011DB47}"',
    'write tenant: 72f988bf-86f1-41af-91ab-2d7cd011db47',
    'tenant: 72f988bf-86f1-41af-91ab-2d7cd011db47',
  ],
  ['events', 'stream', 'write events: { mode: stream }', '{ mode: stream }'],
  ['every', '12', 'write every: 12h', '12h'],
  ['every', '43200', 'write every: 12h', '12h'],
  ['every', '12小时', 'write every: 12h', '12h'],
  ['every', 'PT12H', 'write every: 12h', '12h'],
  ['every', '半天', 'write a duration from 1h to 24h, such as every: 24h', '24h'],
  ['fields', '[{ email: mail }, { phone: tel }]', 'write fields: { email: mail, phone: tel }'],
  ['fields', '[email, phone]', 'write fields: { email: …, phone: … }'],
  ['saml', 'attributes: { mail: mail }', 'write mail: email', 'attributes: { mail: email }'],
  ['rest', 'session: { idle: 3600 }', 'write idle: 3600s', 'session: { idle: 3600s }'],
  [
    'rest',
    'session: 2h',
    'write session: { idle: 2h }; instead of "idle" it may be "lifetime"',
    'session: { idle: 2h }',
  ],
  ['rest', 'audit: { keep: 3个月 }', 'write keep: 90d', 'audit: { keep: 90d }'],
  [
    'rest',
    'server: { listen: 0.0.0.0：8080 }',
    'write listen: 0.0.0.0:8080',
    'server: { listen: 0.0.0.0:8080 }',
  ],
  [
    'rest',
    'server: { host: 0.0.0.0, port: 8080 }',
    'write listen: 0.0.0.0:8080 in place of both',
    'server: { listen: 0.0.0.0:8080 }',
  ],
  [
    'rest',
    'outbound: { ca: ./corp.pem }',
    'write ca: { file: ./corp.pem }',
    'outbound: { ca: { file: ./corp.pem } }',
  ],
  ['rest', `outbound: { proxy: "\${HTTPS_PROXY}" }`, 'write proxy: { env: HTTPS_PROXY }'],
  [
    'rest',
    `storage: { url: "\${DATABASE_URL}" }`,
    'write storage: { url: { env: DATABASE_URL } }',
    'storage: { url: { env: DATABASE_URL } }',
  ],
  ['rest', 'permissionProfile: alist-3.45', 'write permissionProfile: alist', 'permissionProfile: alist'],
  ['rest', 'ui: { locale: cn }', 'write locale: zh-CN', 'ui: { locale: zh-CN }'],
  [
    'rest',
    'callbacks: { alist: true }',
    'write alist: { source: …, frontends: [https://files.example.com] }',
  ],
  ['rest', 'keys: { session: [{ env: A }] }', 'write "cookie": that is what it is called here'],
  [
    'rest',
    'apps: [{ id: wiki, type: link, name: Wiki, url: https://wiki.example.com, groups: [a] }]',
    'move it under "allow"',
  ],
  [
    'rest',
    'apps:\n  - wiki:\n      type: link\n      name: Wiki\n      url: https://wiki.example.com\n      allow: everyone',
    'write id: wiki in its place, and what is below it beside that, no deeper',
    'apps:\n  - id: wiki\n    type: link\n    name: Wiki\n    url: https://wiki.example.com\n    allow: everyone',
  ],
  [
    'rest',
    'grants:\n  - id: a\n    when: { source: github }\n    groups: [a]\n  - baseDir: /a',
    'write a space in place of the "-"',
    'grants:\n  - id: a\n    when: { source: github }\n    groups: [a]\n    baseDir: /a',
  ],
])('%s with %s', async (place, wrong, help, right) => {
  const at = places[place] ?? (() => ({}))
  expect(await told(at(wrong))).toContain(help)
  if (right !== undefined) expect(await isRight(at(right))).toBe(true)
})

test.each([
  ['wework', 'wecom'],
  ['azuread', 'microsoft'],
  ['keycloak', 'oidc'],
])('type: %s is %s', async (type, meant) => {
  const [help] = await told({ more: `  - { id: x, type: ${type}, name: Work }` })
  expect(help).toContain(`write type: ${meant}\n`)
})

test('what keeps people out is one mistake, wherever it stands', async () => {
  const orgs = { github: ', orgs: [example], autoRegister: { enabled: true }' }
  expect(await told(orgs)).toEqual(['move it under "allow", as "organizations"'])
})

test('a source that any tenant may come from is limited by tenants alone', async () => {
  const open = places.microsoft?.('tenant: common, autoRegister: { enabled: true }') ?? {}
  expect(await told(open)).toEqual(['add allow: { tenants: […] }, or set enabled: false'])
})

test('a help that leaves something open is not the end', async () => {
  const { diagnostics } = await compile(site({ dingtalk: ', allow: { departments: […] }' }), {
    file: 'sso.config.yaml',
  })
  expect(diagnostics.map(({ rule }) => rule)).toEqual(['value/placeholder'])
})

test('an overlay is not made up', async () => {
  const text = site({}).replace('publicUrl', 'issuer')
  const { diagnostics } = await compile(text, { file: 'base.yaml' })
  expect(diagnostics.map(({ help }) => help)).toEqual([
    'write "publicUrl": that is what it is called here; it is required',
  ])
})
