import { describe, expect, test } from 'vitest'
import { corp, gitlab, ldap } from './more-sources.ts'
import { eachSlip, find, site } from './slip.ts'

/** What follows from a slip is no second mistake. */
const backend = `  - id: backend
    when: { source: github, group: example/backend }
    groups: [backend]
`
const moved = 'moved: [{ from: sources.old, to: sources.local }]\n'
const file = site
  .replace('sources:\n', `${moved}sources:\n${ldap}${gitlab}${corp}`)
  .replace('grants:\n', `grants:\n${backend}`)
const list = '    allow: { organizations: [example, example-labs] }\n'

test('the file is right', async () => expect(await find(file)).toEqual([]))

eachSlip(file, [
  [
    moved,
    moved.replace('old', 'local').replace('to: sources.local', 'to: sources.old'),
    'give the one that is there the id "old"; if the two are the wrong way round, write from: sources.old and to: sources.local',
  ],
  [moved, moved.replaceAll('sources.', ''), 'write from: sources.old and to: sources.local'],
  ['  - id: rd\n', '  - id: rd\n  - id: rd\n', 'remove this line'],
  [
    '  - id: local\n    type: local\n',
    '    type: local\n  - id: local\n',
    'move this line to where it is missing: below the first line of the next entry',
  ],
  [
    '  - id: fin\n    when:\n      source: dingtalk\n      department: 财务部\n',
    '    when:\n      source: dingtalk\n      department: 财务部\n  - id: fin\n',
    'move this line to where it is missing: below the first line of the next entry',
  ],
  // which of the two is right, nobody knows where the next entry needs none
  [
    '    autoRegister: { enabled: false }\n',
    '    enabled: true\n    autoRegister: { enabled: false }\n    enabled: true\n',
    'keep one of the two',
  ],
  [
    'url: ldaps://dc1.example.com:636\n',
    'host: dc1.example.com\n    port: 636\n',
    'write url: ldaps://dc1.example.com:636 in place of both; it is required',
  ],
  ['module: passport', 'strategy: passport', 'rename the key to "module"; it is required'],
  ['module: passport', 'package: passport', 'write "module": that is what it is called here; it is required'],
  ...['metadata: { file: ./idp.xml }', 'metadataUrl: https://idp.partner.example/metadata'].map(
    key =>
      [
        corp,
        `${corp.slice(0, corp.indexOf('entityId'))}${key}\n`,
        `write in its place what the metadata says:
entityId: https://idp.your-company.example/metadata
signOnUrl: https://idp.your-company.example/sso
certificate: { file: ./idp.pem }`,
      ] as const,
  ),
  // nobody, or everybody, may sign in: that nobody has its groups follows from it
  [list, '    allow: { organizations: [] }\n', 'name who may, or write enabled: false'],
  [
    `${list}    autoRegister: { enabled: false }\n`,
    '    autoRegister: { enabled: true }\n',
    'add allow: { organizations: […] } (or "teams"), or set enabled: false',
  ],
])

test('the groups of a source that has some only with an allow', async () => {
  const few = `version: 1
publicUrl: https://sso.example.com
sources:
  - id: github
    type: github
    name: GitHub
    clientId: Ov23liAbCdEfGhIjKlMn
    clientSecret: { env: GITHUB_CLIENT_SECRET }
    autoRegister: { enabled: false }
`
  expect((await find(`${few}grants:\n${backend}`)).map(({ help }) => help)).toEqual([
    'say allow: { organizations: […] } at "github": only then its people come with groups',
  ])
  expect(await find(`${few}    allow: { organizations: [example] }\ngrants:\n${backend}`)).toEqual([])
})

test('any tenant, where everybody may get an account', async () => {
  const microsoft = `version: 1
publicUrl: https://sso.example.com
admins: [{ source: local, subject: a1b2c3d4 }, { source: ms, subject: "6731de76-14a6-49ae-97bc-6eba6914391e" }]
autoRegister: { enabled: true, baseDir: /staff }
sources:
  - { id: local, type: local, name: Password }
  - id: ms
    type: microsoft
    name: Microsoft
    tenant: common
    clientId: 6731de76-14a6-49ae-97bc-6eba6914391e
    clientSecret: { env: MICROSOFT_CLIENT_SECRET }
`
  expect((await find(microsoft)).map(({ rule }) => rule)).toEqual(['autoregister/open-source'])
})

describe('two keys that are the wrong way round', () => {
  const address = 'publicUrl: https://sso.example.com\n'
  const sync = '    sync:\n      auto: true\n      users: true\n    allow:\n      departments: ["1"]\n'
  const swappedSync = sync.replace('sync', '·').replace('allow', 'sync').replace('·', 'allow')
  const corporate = file.replace(/ {4}sync:\n[\s\S]*?市场部\]\n/, sync)
  eachSlip(file, [
    [
      `${address}server:\n`,
      'server: https://sso.example.com\npublicUrl:\n',
      'write "publicUrl" in place of "server", and "server" in place of "publicUrl"',
    ],
  ])
  eachSlip(corporate, [
    [sync, swappedSync, 'write "sync" in place of "allow", and "allow" in place of "sync"'],
  ])

  const headers = ['server', 'session', 'audit', 'ui', 'admins', 'autoRegister', 'sources', 'grants', 'apps']
  const pairs = headers.flatMap((one, index) => headers.slice(index + 1).map(other => [one, other] as const))
  test.each(pairs)('%s and %s', async (one, other) => {
    const key = (name: string) => new RegExp(`^${name}:`, 'm')
    const wrong = file.replace(key(one), '·:').replace(key(other), `${one}:`).replace('·', other)
    expect((await find(wrong)).map(({ help }) => help)).toEqual([
      `write "${one}" in place of "${other}", and "${other}" in place of "${one}"`,
    ])
  })

  test('two that are each wrong for itself', async () => {
    const wrong = file.replace('keep: 1100d', 'listen: 1').replace('listen: 0', 'keeps: 0')
    expect(await find(wrong)).toHaveLength(2)
  })
})

describe('JSON without a comma', () => {
  const json = `{
"version":1,
"publicUrl":"https://sso.example.com",
"sources":[{"id":"local","type":"local",
"enabled":true,
"name":"Password"}]
}`
  eachSlip(json, [
    ['"version":1,\n', '"version":1\n', 'write "," here'],
    ['"version":1,\n', '"version":1 ', 'write "," here', '"version":1, '],
    ['"enabled":true,\n', '"enabled":true\n', 'write "," here'],
    ['"version":1', '"version" 1', 'write ":" after it'],
  ])
  const pretty = JSON.stringify(
    {
      version: 1,
      publicUrl: 'https://sso.example.com',
      server: { listen: '127.0.0.1:8080', trustedProxies: ['127.0.0.1/32', '10.0.0.0/8'] },
      autoRegister: { enabled: true, baseDir: '/staff' },
      sources: [
        { id: 'local', enabled: true, type: 'local', name: 'Password' },
        {
          id: 'github',
          type: 'github',
          name: 'GitHub',
          clientId: 'a',
          clientSecret: { env: 'A' },
          allow: { organizations: ['example'] },
        },
      ],
    },
    null,
    2,
  )
  eachSlip(pretty, [
    ['"server": {\n    "l', '"server": \n    "l', 'write "{" before it', '"server": \n    {"l'],
  ])
  const lines = pretty.split('\n')
  const commas = lines.flatMap((line, index) => (line.endsWith(',') ? [index] : []))
  test.each(commas.map(index => [index + 1, lines[index] ?? ''] as const))(
    'line %i: %s',
    async (number, line) => {
      const told = await find(lines.with(number - 1, line.slice(0, -1)).join('\n'))
      expect(told.map(({ line, help }) => [line, help])).toEqual([[number, 'write "," here']])
    },
  )
})
