import { describe, expect, it } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { hasLogin, mayHaveLogin } from '../../src/diagnostics/address-login.ts'
import { addresses } from './logins.ts'
import { outputs } from './secrets.ts'

const head = `version: 1
publicUrl: https://sso.example.com
sources:
  - { id: local, type: local, name: Password }
`
const file = (lines: string) =>
  lines.startsWith('publicUrl') ? head.replace(/publicUrl.*/, lines) : head + lines

/** The text of a frame, and all that is said. */
const shown = async (text: string) => {
  const { files } = await compile(text, { file: 'x.yaml' })
  return `${files.get('x.yaml')?.text}${await outputs(text)}`
}

/** Where addresses are written: each is there as ADDRESS. */
const places = [
  'publicUrl: "ADDRESS"',
  '  - { id: kc, type: oidc, name: Kc, issuer: "ADDRESS", clientId: sso, clientSecret: { env: KC } }',
  '  - { id: kc, type: oidc, name: Kc, isuer: "ADDRESS", clientId: sso, clientSecret: { env: KC } }',
  '  - { id: d, type: casdoor, name: Door, endpoint: "ADDRESS", organization: o, application: a, clientId: c, clientSecret: { env: KC } }',
  '  - { id: g, type: github, name: Git, clientId: Iv1.0123456789abcdef, clientSecret: { env: G }, endpoints: { login: "ADDRESS", api: "ADDRESS" } }',
  '  - { id: g, type: github, name: Git, clientId: Iv1.0123456789abcdef, clientSecret: { env: G }, endpoints: "ADDRESS" }',
  '  - { id: s, type: saml, name: Saml, idpEntityId: x, idpSsoUrl: "ADDRESS", idpCertificates: [{ file: ./a.pem }] }',
  '  - { id: l, type: ldap, name: Ldap, url: "ADDRESS", baseDn: "dc=x" }',
  '  - { id: p, type: passport, name: Pass, module: m, options: { baseURL: "ADDRESS", clientSecret: { env: P } } }',
  'outbound: { proxy: "ADDRESS" }',
  'outbound: { allow: ["ADDRESS"] }',
  'apps: [{ id: a, type: link, name: App, url: "ADDRESS", launchUrl: "ADDRESS", allow: everyone }]',
  'apps: [{ id: a, type: oidc, name: App, redirectUris: ["ADDRESS"], clientSecret: { env: A }, allow: everyone }]',
  'apps: [{ id: a, type: oidc, name: App, redirectUris: { a: "ADDRESS" }, clientSecret: { env: A }, allow: everyone }]',
  'callbacks: { alist: { source: local, frontends: ["ADDRESS"] } }',
  'colour: "ADDRESS"',
]

it.each([
  ['issuer: "https://hunter2token:@id.example.com"'],
  ['issuer: "https://hunter2token@id.example.com"'],
  ['issuer: "https://svc%3Ahunter2token@id.example.com"'],
])('a name before the host of what is called is an error: %s', async issuer => {
  const text = `${head}  - { id: kc, type: oidc, name: Kc, ${issuer}, clientId: sso, clientSecret: { env: KC } }\n`
  const { diagnostics } = await compile(text, { file: 'x.yaml' })
  expect(diagnostics.map(({ rule }) => rule)).toEqual(['secret/looks-like-secret'])
  expect(await shown(text)).not.toContain('hunter2token')
})

describe('a password in an address is not shown:', () => {
  it.each(addresses)('%s', async address => {
    for (const place of places) {
      expect(await shown(file(place.replaceAll('ADDRESS', address))), place).not.toContain('CANARY')
    }
  })
})

describe('the wider question, of texts that need be no address, covers no less:', () => {
  it.each(addresses)('%s', address =>
    expect([hasLogin(address), mayHaveLogin(address)]).toEqual([true, true]),
  )

  it.each([
    'user::CANARY@door.example.com',
    'us/er:CANARY@door',
    'https :user:CANARY@door',
    'u:"CANARY"@door',
  ])('and more: %s', address => expect(mayHaveLogin(address)).toBe(true))
})

describe('nor accepted where only somebody else knows what an address is:', () => {
  it.each(['https://svc:Zk/v9Q2mX7rT@git.example.com', 'https//svc:hunter2@git.example.com'])(
    '%s',
    async address => {
      const source = `  - id: p
    type: passport
    name: Pass
    module: passport-x
    identity: { issuer: https://git.example.com, subject: id }
    options: { baseURL: "${address}", clientSecret: { env: P } }
`
      const { diagnostics } = await compile(head + source, { file: 'x.yaml' })
      expect(diagnostics).toMatchObject([{ rule: 'secret/looks-like-secret', secret: true }])
    },
  )
})

describe('what has none is shown:', () => {
  it.each([
    'https://kc.example.com/realms/a',
    'https://kc.example.com:8443/@team/a',
    'https://files.example.com/@team/li:x',
    'https://[fe80::1]:8443/@team',
    'http://localhost:8080/people/li@example.com',
    'https://kc.example.com:port',
    'https://kc.example.com:8443,https://b.example.com:8444',
    'https:/kc.example.com/realms',
    'https//kc.example.com:8443/realms',
    'https://https://kc.example.com',
    'https://kc.example.com/search?q=a:b',
  ])('%s', async address => {
    const line = `publicUrl: "${address}"`
    expect(await shown(file(line))).toContain(`${line}\n`)
  })
})
