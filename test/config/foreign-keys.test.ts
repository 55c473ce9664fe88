import { describe, expect, it } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { outputs } from './secrets.ts'

/** A password as people make one up: two words and a number. */
const password = 'Kranich77Moor'

const site = (line: string, source = '    clientSecret: { env: GITHUB_CLIENT_SECRET }\n') => `version: 1
publicUrl: https://sso.example.com
sources:
  - id: github
    type: github
    name: GitHub
    clientId: 0a1b2c3d4e5f60718293
    allow: { organizations: [example] }
${source}${line}
`

/** Nobody knows what stands behind a key that is none of the language, whatever it is called. */
describe('what is below a key that nobody knows is shown only where it can hardly be a secret:', () => {
  it.each([
    'appSec',
    'client-sec',
    'psw',
    'sign',
    'mima',
    'gh_pat',
    'kennwort',
    'contraseña',
    'пароль',
    '安全码',
    'old',
    'backup',
    'smtp',
    'ak',
  ])('%s', async key => {
    for (const value of [password, 'b6ctzkk8oamo', '693a91f6-7b0d-4c1e-9a52-1f0e8d7c6b5a', '123456'])
      for (const line of [`${key}: ${value}`, `${key}: [${value}]`, `${key}: { user: sso, was: ${value} }`])
        expect(await outputs(site(`    ${line}`))).not.toContain(value)
  })

  it.each(['!Vn6Rk2pZx8w', '&Vn6Rk2pZx8w', '!Vn6Rk2pZx8w 30m'])('a tag or an anchor: %s', async value => {
    expect(await outputs(site(`    label: ${value}`))).not.toContain('Vn6Rk2pZx8w')
  })

  it.each(['users: { admin: Kranich77Moor }', 'accounts: ["admin:Kranich77Moor", wang Kranich77Moor]'])(
    'people of a source of passwords: %s',
    async line => {
      const text = `version: 1\npublicUrl: https://sso.example.com\nsources:\n  - { id: local, type: local, name: Password, ${line} }\n`
      expect(await outputs(text)).toContain('schema/unknown-key')
      expect(await outputs(text)).not.toContain(password)
    },
  )

  it.each([
    '30m',
    'true',
    '8080',
    '[developers, example-tech]',
    '研发部',
    '/srv/data',
    'https://id.example.com/callback',
    '10.0.0.0/8',
    'dingtalk',
  ])('as %s is', async value => {
    const { files } = await compile(site(`    foo: ${value}`), { file: 'x.yaml' })
    expect(files.get('x.yaml')?.text).toContain(`foo: ${value}`)
  })
})

describe('where the map has not its secret,', () => {
  it.each([
    `    client: ${password}`,
    `    client_id: ${password}`,
    `    clientld: ${password}`,
    `    clientId: ${password}`,
  ])('what may be it is not shown: %s', async line => {
    expect(await outputs(site(line, ''))).not.toContain(password)
  })

  it('neither is it among the keys of a directory', async () => {
    const ldap = (line: string) =>
      `version: 1\npublicUrl: https://sso.example.com\nsources:\n  - id: corp\n    type: ldap\n    name: Company\n    url: ldaps://ldap.example.com\n    directory: openldap\n    baseDn: dc=example,dc=com\n    bindDn: cn=reader,dc=example,dc=com\n    ${line}\n`
    for (const line of [`bind: ${password}`, `bind: ["cn=reader", "${password}"]`, `bindDn: ${password}`])
      expect(await outputs(ldap(line))).not.toContain(password)
  })
})

describe('a comment beside a mistake does not show', () => {
  it.each([
    `curl -u admin:${password} https://x`,
    `pass ${password}`,
    `口令${password}`,
    `管理员 admin/${password}`,
    `mysql -p${password}`,
    `user sso, pass ${password}.`,
    'alist-3f0c9b71-52ad-4e86-9c1f-b07d35ea6c42',
    'old 9f3c1be07a52d84e6cb1f09d35ea7c42',
    'https://p.example/?sig=x7Q8.Vd2pLrT',
    `sso-kit: ignore[${password}]`,
  ])('%s', async comment => {
    const told = await outputs(site(`    nam: x # ${comment}`))
    expect(told).toContain('schema/unknown-key')
    const secrets = [password, '3f0c9b71', '9f3c1be0', 'x7Q8']
    for (const secret of secrets) expect(told).not.toContain(secret)
  })

  it.each([
    'since 2026-01-01, see RFC6749 and SEC-1234',
    'sso-kit 0.1.0, v1.2.3-rc, sha256, 10.0.0.0/8',
    'https://wiki.example.com/sso/callback',
  ])('but shows what it says otherwise: %s', async comment => {
    const { files } = await compile(site(`    nam: x # ${comment}`), { file: 'x.yaml' })
    expect(files.get('x.yaml')?.text).toContain(`# ${comment}`)
  })
})

it.each([
  password,
  `admin:${password}`,
  `[${password}, x]`,
  `- ${password}`,
  `{"GITHUB":"${password}","list":["${password}"]}`,
  `INSERT INTO users VALUES ('admin','${password}')`,
  `sources: ${password}`,
])('a file that is no configuration is not shown: %s', async text => {
  expect(await outputs(`${text}\n`)).not.toContain(password)
})

it('a grant whose groups are no list is told, and nothing else of groups', async () => {
  const text = `version: 1
publicUrl: https://sso.example.com
sources: [{ id: local, type: local, name: Password }]
grants: [{ id: rd, when: { source: local }, groups: developer }]
apps: [{ id: wiki, type: link, name: Wiki, allow: { groups: [developers] }, url: https://wiki.example.com }]
`
  const { diagnostics } = await compile(text, { file: 'x.yaml' })
  expect(diagnostics.map(({ rule }) => rule)).toEqual(['schema/wrong-type'])
})
