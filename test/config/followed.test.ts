import { expect, test } from 'vitest'
import { eachSlip, find, site } from './slip.ts'

/** Helps that once led to the next mistake when somebody did just what they say. */
const roles = `    roles:
      - when: { group: developers }
        role: dev
`
const guard = 'guard: { accounts: 20, percent: 5 }'
const session = 'session: { idle: 30m, lifetime: 8h }'
const proxy = 'outbound: { proxy: http://proxy.example.com:3128 }\naudit:\n'
const sso = '    sso: role\n'
const moved = 'moved: [{ from: sources.old, to: sources.github }]\napps:\n'
const callbacks = ['https://wiki.example.com/a', 'https://wiki.example.com/b']
const keys = 'version: 1\nkeys: { cookie: [{ env: COOKIE_KEY }] }\n'

eachSlip(site, [
  ...['{ env: COOKIE_KEY }', '[{ env: COOKIE_KEY }]', '$' + '{COOKIE_KEY}'].map(
    value =>
      [
        'version: 1\n',
        `version: 1\ncookieSecret: ${value}\n`,
        'write keys: { cookie: [{ env: COOKIE_KEY }] }',
        keys,
      ] as const,
  ),
  [
    'version: 1\n',
    'version: 1\nsession_secret: { file: ./cookie }\n',
    'write keys: { cookie: [{ file: ./cookie }] }',
    'version: 1\nkeys: { cookie: [{ file: ./cookie }] }\n',
  ],
  [
    'version: 1\n',
    'version: 1\nkeys: { env: COOKIE_KEY }\n',
    'write keys: { cookie: [{ env: COOKIE_KEY }] }',
    keys,
  ],
  ['        role: dev\n', '        roles: [dev]\n', 'write role: dev; it is required'],
  ['        role: dev\n', '        roles: [dev, ops]\n', 'write role: dev or role: ops; it is required'],
  ['[write, rename]', '-write', 'write permissions: [write]', '[write]'],
  ['[write, rename]', '-write, -rename', 'write permissions: [write, rename]'],
  [
    'departments: [研发部, 市场部]',
    'departments: -研发部',
    'write departments: [研发部]',
    'departments: [研发部]',
  ],
  [
    sso,
    `${sso}    sessionDuration: 3600\n`,
    'write sessionDuration: 3600s',
    `${sso}    sessionDuration: 3600s\n`,
  ],
  [sso, `${sso}    sessionDuration: 60\n`, 'write sessionDuration: 60m', `${sso}    sessionDuration: 60m\n`],
  [
    session,
    'session: { idle: 45, lifetime: 10h }',
    'write its unit behind it: idle: 45s or idle: 45m',
    'session: { idle: 45m, lifetime: 10h }',
  ],
  [session, 'session: { idle: 30m, lifetime: 8 }', 'write its unit behind it: lifetime: 8h or lifetime: 8d'],
  [
    'audit:\n',
    'outbound: { proxy: { url: http://proxy.example.com:3128 } }\naudit:\n',
    'write proxy: http://proxy.example.com:3128',
    proxy,
  ],
  [
    'clientId: Ov23liAbCdEfGhIjKlMn',
    'clientId: {72F988BF-86F1-41AF-91AB-2D7CD011DB47}',
    'remove the braces around it',
    'clientId: 72F988BF-86F1-41AF-91AB-2D7CD011DB47',
  ],
  [
    'clientId: Ov23liAbCdEfGhIjKlMn',
    'clientId: { GITHUB_CLIENT_ID }',
    'write clientId: { env: GITHUB_CLIENT_ID }',
    'clientId: { env: GITHUB_CLIENT_ID }',
  ],
  [
    'clientId: Ov23liAbCdEfGhIjKlMn',
    'clientId: { env GITHUB_CLIENT_ID }',
    'write env: GITHUB_CLIENT_ID',
    'clientId: { env: GITHUB_CLIENT_ID }',
  ],
  [
    guard,
    'guard: { users: 10 }',
    'write "accounts": that is what it is called here',
    'guard: { accounts: 10 }',
  ],
  [
    'server:\n',
    'server:\n  publicUrl: https://sso.example.com\n',
    '"publicUrl" is there already at the top level: make one of the two',
    'server:\n',
  ],
  ['apps:\n', 'moved: [{ from: sources[old], to: sources.github }]\napps:\n', 'write sources.old', moved],
  [
    'apps:\n',
    'moved:\n  - from: sources[old]\n    to: sources.github\napps:\n',
    'write from: sources.old',
    moved,
  ],
  [
    'redirectUris: [https://wiki.example.com/callback]',
    `redirectUris:\n      - "${callbacks.join('", "')}"`,
    'begin a line with "- " for each of them',
    `redirectUris:\n      - "${callbacks.join('"\n      - "')}"`,
  ],
])

test('names of roles become entries of their own', async () => {
  for (const value of ['dev', '[dev]']) {
    const [found, ...others] = await find(site.replace(roles, `    role: ${value}\n`))
    expect(others).toEqual([])
    expect(found?.help).toBe('write roles: [{ role: dev, when: { group: … } }]')
  }
  expect(await find(site.replace(roles, '    roles: [{ role: dev, when: { group: leads } }]\n'))).toEqual([])
})

test('a grant is not sent to the group that it gives itself', async () => {
  const file = `version: 1
publicUrl: https://sso.example.com
sources:
  - id: ad
    type: ldap
    name: AD
    url: ldaps://dc1.example.com
    directory: active-directory
    baseDn: dc=example,dc=com
    bindDn: cn=sso,dc=example,dc=com
    bindPassword: { env: AD_BIND_PASSWORD }
grants:
  - id: engineering
    when: { group: Engineering }
    groups: [engineering]
`
  const [found, ...others] = await find(file)
  expect(others).toEqual([])
  expect(found?.help).toBe(
    'write a group of the source, such as cn=wiki,ou=groups,dc=example,dc=com, or one that a grant above gives',
  )
  expect(await find(file.replace('group: Engineering', 'group: "cn=eng,dc=example,dc=com"'))).toEqual([])
  // where the condition names the source, another rule tells it
  const named = file.replace('{ group', '{ source: ad, group')
  expect((await find(named)).map(({ help }) => help)).toEqual([
    'write cn=wiki,ou=groups,dc=example,dc=com, or a group that a grant above gives',
  ])
  const above = named.replace(
    'grants:\n',
    'grants:\n  - { id: all, when: { source: ad }, groups: [engineering] }\n',
  )
  expect((await find(above)).map(({ help }) => help)).toEqual(['write "engineering"'])
  expect(await find(above.replace('group: Engineering', 'group: engineering'))).toEqual([])
})

test('a misspelt group that an entry above gives is still named', async () => {
  const later = site.replace('department: 财务部\n', 'department: 财务部\n      group: develpers\n')
  expect((await find(later)).map(({ help }) => help)).toEqual(['write developers'])
})

test.each(['http://proxy:@proxy.example.com', 'https://proxy:@proxy.example.com:3128', 'http://:@proxy'])(
  'a proxy with half a password: %s',
  async address => {
    const file = site.replace('audit:\n', `outbound: { proxy: "${address}" }\naudit:\n`)
    const told = await find(file)
    expect(told.map(({ rule, help }) => [rule, help])).toEqual([
      [
        'secret/looks-like-secret',
        'remove the ":" where the name is enough, or put the whole address into a variable and write { env: HTTPS_PROXY }',
      ],
    ])
    expect(await find(file.replace(':@', '@'))).toEqual([])
    expect(await find(file.replace(`"${address}"`, '{ env: HTTPS_PROXY }'))).toEqual([])
  },
)
