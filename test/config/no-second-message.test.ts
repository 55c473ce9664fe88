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
    /^move lines \d+ to \d+ to where they are missing: below the first line of the next entry$/,
  ],
  // the last lines of an entry below the first of the next one
  [
    `${list}    autoRegister: { enabled: false }\n  - id: partner\n    type: oidc\n`,
    `${list}  - id: partner\n    autoRegister: { enabled: false }\n    type: oidc\n    autoRegister: { enabled: false }\n`,
    'move this line to where it is missing: above the first line of this entry',
    `${list}    autoRegister: { enabled: false }\n  - id: partner\n    type: oidc\n    autoRegister: { enabled: false }\n`,
  ],
  [
    `    clientSecret: { env: GITHUB_CLIENT_SECRET }\n${list}    autoRegister: { enabled: false }\n  - id: partner\n`,
    `  - id: partner\n    clientSecret: { env: GITHUB_CLIENT_SECRET }\n${list}    autoRegister: { enabled: false }\n`,
    /^move lines \d+ to \d+ to where they are missing: above the first line of this entry$/,
  ],
  [
    `${list}    autoRegister: { enabled: false }\n  - id: partner\n`,
    `  - id: partner\n${list}    autoRegister: { enabled: false }\n`,
    'move "allow" and "autoRegister" to where they are missing: above the first line of this entry',
  ],
  [
    '    clientId: sso-kit\n    clientSecret: { env: PARTNER_CLIENT_SECRET }\n  - id: local\n',
    '  - id: local\n    clientId: sso-kit\n    clientSecret: { env: PARTNER_CLIENT_SECRET }\n',
    'move "clientId" and "clientSecret" to where they are missing: above the first line of this entry',
  ],
  [
    '    allow: { groups: [developers, finance] }\n  - id: files\n',
    '  - id: files\n    allow: { groups: [developers, finance] }\n',
    'move this line to where it is missing: above the first line of this entry',
  ],
  [
    '    allow: everyone\n  - id: aliyun\n',
    '  - allow: everyone\n    id: aliyun\n',
    /^write the "-" of line \d+ before "id" in line \d+$/,
  ],
  [
    '  - id: local\n    type',
    '    id: local\n  - type',
    'move this line to where it is missing: below the first line of the next entry',
  ],
  [
    '  - id: local\n    type: local\n    name: Password\n',
    '    type: local\n    name: Password\n  - id: local\n',
    /^move lines \d+ to \d+ to where they are missing: below the first line of the next entry$/,
  ],
  // a map that has none of its own keys
  ...['{ all: true }', '{ all }', '{ mode: all }', '{ everyone: true }'].map(
    scope => ['scope: { departments: ["1001", "1002"] }', `scope: ${scope}`, 'write scope: all'] as const,
  ),
  [
    'scope: { departments: ["1001", "1002"] }',
    'scope: { root: true }',
    /^write scope: \{ departments: \[…\] \}\nif everybody is meant: scope: all\n/,
  ],
  [
    '  - { source: local, subject: "a1b2c3d4" }',
    '  - local: a1b2',
    /^write \{ source: local, subject: … \}$/,
    '  - { source: local, subject: a1b2 }',
  ],
  [
    '  - { source: local, subject: "a1b2c3d4" }',
    '  - local: a1b2\n  - dingtalk: x1',
    /^write \{ source: local, subject: … \}, and so the other entry$/,
    '  - { source: local, subject: a1b2 }\n  - { source: dingtalk, subject: x1 }',
  ],
  [
    '  - { source: local, subject: "a1b2c3d4" }',
    '  - email: a@example.com',
    /^write \{ source: …, subject: … \}/,
  ],
  ...[
    'old: sources.old, new: sources.local',
    'new: sources.local, old: sources.old',
    'old_id: old, new_id: local',
    'before: sources.old, after: sources.local',
    'sources.old: sources.local',
    'old: local',
  ].map(
    entry => [moved, `moved: [{ ${entry} }]\n`, 'write { from: sources.old, to: sources.local }'] as const,
  ),
  ...[
    'from: "sources[old]", to: "sources[local]"',
    'from: source.old, to: source.local',
    'from: sources/old, to: sources/local',
    'from: { sources: old }, to: { sources: local }',
  ].map(
    entry => [moved, `moved: [{ ${entry} }]\n`, 'write from: sources.old and to: sources.local'] as const,
  ),
  // or all of them under other names
  [
    'session: { idle: 30m, lifetime: 8h }',
    'session: { timeout: 30m, maxAge: 8h }',
    'write session: { idle: 30m, lifetime: 8h }',
  ],
  [
    'when: { source: dingtalk, department: 研发部 }',
    'when: { provider: dingtalk, dept: 研发部 }',
    'write when: { source: dingtalk, department: 研发部 }',
  ],
  [
    '      - when: { group: developers }\n        role: dev\n',
    '      - { developers: dev }\n',
    'write { role: dev, when: { group: developers } }',
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
admins: [{ source: local, subject: a1b2 }, { source: ms, subject: "6731de76-14a6-49ae-97bc-6eba6914391e" }]
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

// one name, asked for by several places and given by none: the grant has another
eachSlip(site, [
  ...['devs', 'Dev', 'develop'].map(
    name =>
      ['[developers, leads]', `[${name}, leads]`, 'write developers, or add a grant that gives it'] as const,
  ),
  ['[developers, leads]', '[developer, leads]', 'write developers'],
  // a source that is not there may have told what is asked for beside it
  [
    'source: dingtalk, department: 研发部',
    'source: gihub, group: example/rd',
    'write source: github',
    'source: github, group: example/rd',
  ],
  [
    'source: dingtalk, department: 研发部',
    'all: [{ source: gihub }, { group: example/rd }]',
    'write source: github',
    'all: [{ source: github }, { group: example/rd }]',
  ],
  [
    'source: dingtalk, department: 研发部',
    'source: feishu, attribute: { costCenter: "1" }',
    'name a source of this file: "dingtalk", "github", "partner" or "local"',
  ],
  ['[developers, leads]', '[developers leads]', 'write developers, leads'],
  ['[developers, leads]', '[engineering, leads]', 'write developers, or add a grant that gives it'],
])

describe('a key whose name is gone is what is missing', () => {
  const nameless = 'write a key before it, or put the text around it in quotes'
  eachSlip(site, [
    ['grants:\n', ':\n', nameless, 'grants:\n'],
    ['publicUrl:', ':', nameless, 'publicUrl:'],
    ['    clientId:', '    :', nameless, '    clientId:'],
    ['    name:', '    :', nameless, '    name:'],
  ])
})

describe('a number below a section is no lost permission', () => {
  eachSlip(site, [
    [
      '  trustedProxies: [10.0.0.0/8, 127.0.0.1/32]\n',
      '  trustedProxies: [10.0.0.0/8]\n  pool: 8\n',
      /^remove it/,
    ],
  ])
})
