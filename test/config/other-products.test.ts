import { expect, test } from 'vitest'
import { compile } from '../../src/config/compile.ts'

/** What somebody writes who knows Dex, Authelia, Keycloak or oauth2-proxy is one message, and followed to the letter it is right. */
const right = `version: 1
publicUrl: https://sso.example.com
server:
  listen: 0.0.0.0:8080
  trustedProxies: [10.0.0.0/8]
storage:
  url: sqlite:./data/sso.db
session:
  lifetime: 8h
sources:
  - id: corp
    type: ldap
    name: Corp
    url: ldaps://ldap.corp.example
    directory: openldap
    baseDn: ou=people,dc=corp,dc=example
    bindDn: cn=sso,dc=corp,dc=example
    bindPassword: { env: LDAP_PASSWORD }
  - id: keycloak
    type: oidc
    name: Keycloak
    issuer: https://id.example.com/realms/main
    clientId: sso-kit
    clientSecret: { env: KEYCLOAK_SECRET }
  - id: github
    type: github
    name: GitHub
    clientId: 0a1b2c3d4e5f60718293
    clientSecret: { env: GITHUB_CLIENT_SECRET }
    allow: { organizations: [example] }
grants:
  - { id: dev, when: { source: github }, groups: [developers] }
apps:
  - id: grafana
    type: oidc
    name: Grafana
    clientSecret: { env: GRAFANA_SECRET }
    redirectUris: [https://grafana.example.com/login/generic_oauth]
    pkce: required
    allow: { groups: [developers] }
  - id: intra
    type: forward-auth
    name: Intra
    hosts: [intra.example.com]
    allow: everyone
`
const tell = async (text: string) => (await compile(text, { file: 'x.yaml' })).diagnostics
const put = (from: string, to: string) => {
  expect(right).toContain(from)
  return right.replace(from, () => to)
}

test('the file without a mistake has nothing to be said about', async () => {
  expect(await tell(right)).toEqual([])
})

test.each([
  ['  listen: 0.0.0.0:8080', '  port: 9091', 'listen: 127.0.0.1:9091'],
  ['  listen: 0.0.0.0:8080', "  address: 'tcp://:9091/'", 'listen: 0.0.0.0:9091'],
  [
    'storage:\n  url: sqlite:./data/sso.db',
    'storage:\n  type: sqlite3\n  config:\n    file: /var/dex/dex.db',
    'storage: { url: sqlite:/var/dex/dex.db }',
  ],
  [
    'storage:\n  url: sqlite:./data/sso.db',
    'storage:\n  local:\n    path: /config/db.sqlite3',
    'storage: { url: sqlite:/config/db.sqlite3 }',
  ],
  ['  lifetime: 8h', "  expiration: '1 hour'", 'lifetime: 1h'],
  [
    '  listen: 0.0.0.0:8080',
    '  http_addr: 0.0.0.0\n  http_port: 3000',
    'listen: 0.0.0.0:3000 in place of both',
    'listen: 0.0.0.0:3000',
  ],
  ['version: 1', 'apiVersion: v1', 'version: 1'],
  ['version: 1', 'version: 1\nautoRegister: on', 'autoRegister: { enabled: true }', 'version: 1'],
  [
    'version: 1',
    'version: 1\ncallbacks: { alist: { source: github, frontends: a.example.com } }',
    'frontends: [https://a.example.com]',
    'version: 1',
  ],
  [
    'version: 1',
    'version: 1\ncallbacks: { alist: { source: github, frontends: ["https://a.example.com/"] } }',
    'https://a.example.com',
    'version: 1',
  ],
  [
    'when: { source: github }',
    'when: { attribute: department=rd }',
    'attribute: { department: rd }',
    'when: { attribute: { department: rd } }',
  ],
  [
    '    url: ldaps://ldap.corp.example',
    '    host: ldap.corp.example:636',
    'url: ldaps://ldap.corp.example:636',
  ],
  [
    '    url: ldaps://ldap.corp.example',
    '    url: ldap.corp.example:389',
    'url: ldap://ldap.corp.example:389',
  ],
  ['    directory: openldap', '    directory: AD', 'directory: active-directory'],
  ['    directory: openldap', '    implementation: activedirectory', 'directory: active-directory'],
  [
    '    clientSecret: { env: GRAFANA_SECRET }',
    '    secret: $GRAFANA_OIDC',
    'clientSecret: { env: GRAFANA_OIDC }',
  ],
  ['    pkce: required', '    require_pkce: true', 'pkce: required'],
  ['    pkce: required', '    pkce: false', 'pkce: optional'],
  ['    pkce: required', '    pkce: S256', 'pkce: required'],
  ['    hosts: [intra.example.com]', '    domain: intra.example.com', 'hosts: [intra.example.com]'],
  [
    '    issuer: https://id.example.com/realms/main',
    '    discoveryUrl: https://id.example.com/realms/main/.well-known/openid-configuration',
    'issuer: https://id.example.com/realms/main',
  ],
] as [from: string, wrong: string, help: string, mended?: string][])(
  '%s as %s',
  async (from, wrong, help, mended = help) => {
    const found = await tell(put(from, wrong))
    expect(found.map(told => told.help.replace('; it is required', ''))).toEqual([`write ${help}`])
    const left = await tell(put(from, `${/^ */.exec(from)?.[0]}${mended}`))
    expect(left.filter(({ severity }) => severity === 'error')).toEqual([])
  },
)

test('of a database with a password nothing is said again', async () => {
  const wrong = 'storage:\n  type: postgres\n  config: { host: db, user: dex, password: hunter2 }'
  const found = await tell(put('storage:\n  url: sqlite:./data/sso.db', wrong))
  expect(found.map(({ help }) => help)).toEqual([expect.stringContaining('{ env: SSO_DATABASE_URL }')])
  expect(JSON.stringify(found)).not.toContain('hunter2')
})

test.each([
  ['    userSearch:\n      baseDN: ou=people,dc=corp,dc=example', /^remove "userSearch" alone: /],
  ['    baseDn: ou=a,dc=b\n    groupSearch: { baseDN: "ou=g,dc=b" }', /^remove it; the keys here are /],
  ['    baseDn: ou=a,dc=b\n    trustEmail: true', /; if it keeps people out, say that under "allow"$/],
])('keys of another kind are no other names: %s', async (wrong, help) => {
  const found = await tell(put('    baseDn: ou=people,dc=corp,dc=example', wrong))
  expect(found.map(told => told.help)).toEqual([expect.stringMatching(help)])
})

/** The own keys of a source. */
const ownKeys: Readonly<Record<string, string>> = {
  dingtalk: 'corpId: ding3608be7c4e5266ce4ac5d6980864, clientId: dingwjlht8b93ara, clientSecret: { env: A }',
  github: 'clientId: 0a1b2c3d4e5f60718293, clientSecret: { env: A }',
  oidc: 'issuer: https://id.example.com, clientId: sso-kit, clientSecret: { env: A }',
  ldap: 'url: ldaps://ldap.example.com, directory: openldap, baseDn: "dc=example", bindDn: cn=sso, bindPassword: { env: A }',
  passport: 'module: passport-gitlab2, identity: { issuer: "https://git.example.com", subject: id }',
}
const checked = 'remove it: certificates are always checked; that of an authority of your own goes into'
const asked = 'remove it: what a vendor is asked for follows from the type of the source'
test.each([
  ['dingtalk', 'scope: openid corpid', asked],
  ['dingtalk', 'scope: all', 'move it under "sync"'],
  ['dingtalk', 'scope: { departments: ["1001"] }', 'move it under "sync"'],
  ['github', 'scopes: [user:email, read:org]', asked],
  ['github', 'response_type: code', asked],
  ['oidc', 'scope: openid email', 'write scopes: [openid, email]'],
  ['oidc', 'grantType: authorization_code', asked],
  [
    'oidc',
    'token_endpoint: https://id.example.com/token',
    'remove it: the addresses are read from what the issuer publishes',
  ],
  [
    'github',
    'tokenUrl: https://github.com/login/oauth/access_token',
    'remove it: the addresses of the vendor are known; another one of them goes under "endpoints"',
  ],
  ['oidc', 'insecureSkipVerify: true', `${checked} outbound.ca`],
  ['github', 'tls_skip_verify: true', `${checked} outbound.ca`],
  ['ldap', 'insecureNoSSL: true', `${checked} "ca"`],
  ['passport', 'scope: [read_user]', 'move it under "options" if it is a key of the package'],
  ['passport', 'clientID: abc', 'move it under "options" if it is a key of the package'],
])('what a client is told elsewhere, at %s: %s', async (type, key, help) => {
  const source = `  - { id: one, type: ${type}, name: One, ${ownKeys[type]}, ${key} }`
  const found = await tell(put('sources:', `sources:\n${source}`))
  expect(found.map(told => told.help)).toEqual([help])
})

test('entries that are maps of a name are the names', async () => {
  const wrong = 'allow:\n      organizations:\n        - name: mingyuan'
  const found = await tell(put('allow: { organizations: [example] }', wrong))
  expect(found.map(({ help }) => help)).toEqual(['write mingyuan'])
})

test('an address of a part of Keycloak is no issuer', async () => {
  const found = await tell(put('realms/main', 'realms/main/protocol/openid-connect/auth'))
  expect(found.map(({ rule }) => rule)).toEqual(['oidc/issuer-inexact'])
  expect(found[0]?.help).toMatch(/^write issuer: https:\/\/id\.example\.com\/realms\/main, /)
})
