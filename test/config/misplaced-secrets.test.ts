import { describe, expect, it } from 'vitest'
import { compile, compileAll } from '../../src/config/compile.ts'
import { json } from '../../src/diagnostics/json.ts'
import { pretty } from '../../src/diagnostics/pretty.ts'
import { outputs } from './secrets.ts'

const head = `version: 1
publicUrl: https://sso.example.com
sources:
  - { id: local, type: local, name: Password }
`
const secret = 'Tr0ub4dor7Kx9'
const github = (keys: string) => `  - { id: gh, type: github, name: Git, clientSecret: { env: GH }, ${keys} }`
const dingtalk = (keys: string) =>
  `  - { id: d, type: dingtalk, name: Ding, clientId: dingabcdefghijklmnop, clientSecret: { env: D }, ${keys} }`
const casdoor = (keys: string) =>
  `  - { id: c, type: casdoor, name: Door, endpoint: "https://door.example.com", organization: o, clientId: c, clientSecret: { env: C }, ${keys} }`
const app = (keys: string) =>
  `apps: [{ id: a, type: link, name: App, url: "https://a.example.com", ${keys} }]`

it.each(['K8s-Prod1', 'Office365-E3', 'Q3-Reorg2024', 'SZ-R7-Bldg3A'])(
  'words with a number behind them are a name: %s',
  async name => {
    const { diagnostics, files } = await compile(`${head}${app(`allow: { groups: ["${name}"] }`)}\n`, {
      file: 'x.yaml',
    })
    expect(diagnostics.map(({ message }) => message)).toEqual([
      `nobody is in the group "${name}": no grant gives it`,
    ])
    expect(files.get('x.yaml')?.text).toContain(name)
  },
)

describe('in JSON without blanks a key directly behind a comma is one:', () => {
  it.each([
    `{"version":1,"clientSecret":"${secret}"`,
    `{"version":1,"clientSecret":"${secret},"sources":[]}`,
    `{"version":1,"sources":[{"id":"gh","enabled":true,"clientSecret":"${secret}"}}`,
    `sources:\n  - {id: gh, enabled: true,"clientSecret":"${secret}", name: x`,
    `sources:\n  - {id: gh,type: github,"clientSecret":"${secret}", name: x`,
  ])('%s', async text => {
    expect(await outputs(text)).not.toContain(secret)
  })
})

describe('what is wrong where it stands and looks random is not shown:', () => {
  it.each([
    `  - { id: ${secret}, type: local, name: Password }`,
    `plugins: ["${secret}"]`,
    `permissionProfile: ${secret}`,
    github(
      `clientId: Ov23liAbCdEfGhIjKlMn, autoRegister: { enabled: true, permissions: [${secret}, webdav_read] }`,
    ),
    github(`clientId: [Ov23liAbCdEfGhIjKlMn, ${secret}]`),
    github(`clientId: Ov23liAbCdEfGhIjKlMn, allow: { organizations: ${secret} }`),
    dingtalk(`corpId: ding0123456789abcdef, sync: { scope: ${secret} }`),
    dingtalk(`corpId: [ding0123456789abcdef, ${secret}]`),
    casdoor(`application: [${secret}]`),
    app(`allow: ${secret}`),
    app(`allow: { groups: [${secret}] }`),
    app(`allow: { sources: [${secret}] }`),
    `admins: [{ source: ${secret}, subject: x }]`,
    `callbacks: { alist: { source: ${secret}, frontends: ["https://files.example.com"] } }`,
    `organizations: [{ id: ${secret}, name: Org, sources: [local] }]`,
    `ui: { locale: [${secret}] }`,
  ])('%s', async line => {
    const { files, diagnostics } = await compile(`${head}${line}\n`, { file: 'x.yaml' })
    expect(diagnostics).not.toEqual([])
    const told = `${files.get('x.yaml')?.text}${await outputs(`${head}${line}\n`)}`
    expect(told.toLowerCase()).not.toContain(secret.toLowerCase())
  })

  it('nor the other places of it that one message speaks of', async () => {
    const grant = `grants: [{ id: g, when: { source: ${secret} }, groups: [a] }]\n`
    expect(await outputs(`${head}admins: [{ source: ${secret}, subject: x }]\n${grant}`)).not.toContain(
      secret,
    )
    const apps = ['a', 'b', 'c', 'd', 'e', 'f'].map(
      id =>
        `  - { id: ${id}, type: link, name: App, url: "https://a.example.com", allow: { groups: [${secret}] } }\n`,
    )
    expect(await outputs(`${head}apps:\n${apps.join('')}`)).not.toContain(secret)
  })

  it('in the file that says it', async () => {
    const { files, diagnostics } = await compileAll([
      { file: 'a.yaml', input: head },
      { file: 'b.yaml', input: `admins: [{ source: ${secret}, subject: x }]\n` },
    ])
    const documents = json([{ path: 'b.yaml', sha256: '', configVersion: 1, diagnostics }], '0.0.0')
    expect(diagnostics.map(({ rule }) => rule)).toContain('ref/unknown')
    expect(`${pretty(files, diagnostics)}${documents}`).not.toContain(secret)
  })
})

describe('a name that is wrong, and an id of a vendor, is shown:', () => {
  it.each([
    ['admins: [{ source: dingtalk2, subject: x }]', 'there is no source "dingtalk2"'],
    [app('allow: { groups: [team-2024] }'), '"team-2024"'],
    [casdoor('application: [kit2]'), 'write application: kit2'],
    ['  - { id: GitHub1, type: local, name: Password }', 'write id: github1'],
  ])('%s', async (line, told) => {
    expect(await outputs(`${head}${line}\n`)).toContain(told)
  })

  it('also beside a problem', async () => {
    const line = github('clientId: Ov23liAb1dEf2hIj3lMn, colour: x')
    const { files } = await compile(`${head}${line}\n`, { file: 'x.yaml' })
    expect(files.get('x.yaml')?.text).toContain('clientId: Ov23liAb1dEf2hIj3lMn')
  })
})

describe('what people read and says a password is told, and not shown:', () => {
  it.each([
    'ui: { title: 密码 hunter2Admin }',
    'ui: { title: "示例 密码 hunter2Admin!" }',
    app('description: 登录 密码 hunter2Admin'),
    'outbound: { proxy: "http://sso%3Ahunter2Admin@proxy:80" }',
  ])('%s', async line => {
    const told = await outputs(`${head}${line}\n`)
    expect(told).toContain('secret/looks-like-secret')
    expect(told).not.toContain('hunter2Admin')
  })

  it('nor before a second colon', async () => {
    expect(await outputs(`${head}ui:\n  title: password hunter2Admin: x\n`)).not.toContain('hunter2Admin')
  })
})
