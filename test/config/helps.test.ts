import { expect, test } from 'vitest'
import { compile } from '../../src/config/compile.ts'

const small = `version: 1
publicUrl: https://sso.example.com
sources:
  - id: dingtalk
    type: dingtalk
    name: DingTalk
    corpId: ding3608be7c4e5266ce4ac5d6980864
    clientId: dingwjlht8b93ara
    clientSecret: { env: DINGTALK_CLIENT_SECRET }
    membership: required
  - id: github
    type: github
    name: GitHub
    clientId: Iv1.0a1b2c3d4e5f6789
    clientSecret: { env: GITHUB_CLIENT_SECRET }
`
const mended = async (text: string) => (await compile(text, { file: 'sso.config.yaml' })).config

/** What is wrong, what is told of it, and what one has who does just that. */
test.each([
  ['disabled: true', 'write enabled: false', 'enabled: false'],
  ['inactive: no', 'write enabled: true', 'enabled: true'],
  ['noInApp: true', 'write inApp: false', 'inApp: false'],
  ['allowDepartments: [a]', 'move it under "allow", as "departments"', 'allow: { departments: [a] }'],
])('dingtalk: %s', async (wrong, help, right) => {
  const written = (line: string) => small.replace('    type: dingtalk', `    type: dingtalk\n    ${line}`)
  expect(await helpsOf(written(wrong))).toEqual([help])
  expect(await mended(written(right))).toBeDefined()
})

test.each([['orgs'], ['org'], ['allowed_organizations']])('github: %s', async key => {
  const written = (line: string) => `${small}    ${line}\n`
  expect(await helpsOf(written(`${key}: [example]`))).toEqual(['move it under "allow", as "organizations"'])
  expect(await mended(written('allow: { organizations: [example] }'))).toBeDefined()
})

const inVariable = /^write storage: \{ url: \{ env: SSO_DATABASE_URL \} \}\nthat variable/
test.each([
  ['{ url: "postgres://sso:S3cret@db/sso" }', inVariable, undefined],
  ['{ url: "mysql://db/sso" }', inVariable, undefined],
  ['{ url: "jdbc:postgresql://db/sso" }', inVariable, undefined],
  ['{ url: "postgres://db" }', inVariable, undefined],
  ['{ type: postgres, host: db, password: hunter2 }', inVariable, undefined],
  ['"postgres://sso:S3cret@db/sso"', inVariable, undefined],
  ['"postgres://sso@db/sso?password=hunter2"', inVariable, undefined],
  ['{ env: DB_URL }', 'write storage: { url: { env: DB_URL } }', '{ url: { env: DB_URL } }'],
  [
    '"postgres://sso@db/sso"',
    'write storage: { url: postgres://sso@db/sso }',
    '{ url: postgres://sso@db/sso }',
  ],
  ['{ path: ./a.db }', 'write storage: { url: sqlite:./a.db }', '{ url: sqlite:./a.db }'],
  ['{ url: ./a.db }', 'write storage: { url: sqlite:./a.db }', '{ url: sqlite:./a.db }'],
])('storage: %s', async (wrong, help, right = '{ url: { env: SSO_DATABASE_URL } }') => {
  const told = await helpsOf(`${small}storage: ${wrong}\n`)
  expect(told).toEqual([help instanceof RegExp ? expect.stringMatching(help) : help])
  expect(told.join()).not.toMatch(/S3cret|hunter2/)
  expect(await mended(`${small}storage: ${right}\n`)).toBeDefined()
})

test.each([
  ['"768"', 'write permissions: 768', '768'],
  ['[256, 512]', 'write permissions: 768, the sum, or the names alone', '768'],
  ['[512, 512, 256]', 'write permissions: 768, the sum, or the names alone', '768'],
  ['none', 'write permissions: []', '[]'],
  ['all', 'write names such as [webdav_read], a sum such as 256, or { names, sum }', '[webdav_read]'],
])('permissions: %s', async (wrong, help, right) => {
  const written = (value: string) => `${small}autoRegister: { permissions: ${value} }\n`
  expect(await helpsOf(written(wrong))).toEqual([help])
  expect(await mended(written(right))).toBeDefined()
})

test.each([
  ['keys: { cookie: { env: A } }', 'write cookie: [{ env: A }]', 'keys: { cookie: [{ env: A }] }'],
  ['grants: {}', 'write grants: []', 'grants: []'],
  [
    'admins: { source: github, subject: "7" }',
    'begin the entry with "- ", or write admins: [{ source: github, subject: "7" }]',
    'admins:\n  - source: github\n    subject: "7"',
  ],
])('a list: %s', async (wrong, help, right) => {
  expect(await helpsOf(`${small}${wrong}\n`)).toEqual([help])
  expect(await mended(`${small}${right}\n`)).toBeDefined()
})

test.each([
  ['server: { listen: %s }', '0.0.0.0', 'write listen: 0.0.0.0:8080', '0.0.0.0:8080'],
  ['server: { listen: %s }', '":8080"', 'write listen: 0.0.0.0:8080', '0.0.0.0:8080'],
  ['server: { listen: %s }', '"*:80"', 'write listen: 0.0.0.0:80', '0.0.0.0:80'],
  ['server: { listen: %s }', '"[::1]"', 'write listen: "[::1]:8080"', '"[::1]:8080"'],
  ['outbound: { proxy: %s }', 'a.cn:3128', 'write proxy: http://a.cn:3128', 'http://a.cn:3128'],
  ['outbound: { allowPrivate: [%s] }', 'git.a.cn', 'write git.a.cn:443', 'git.a.cn:443'],
  ['session: { lifetime: %s }', '8h30m', 'write lifetime: 510m', '510m'],
  ['session: { lifetime: %s }', '1d12h', 'write lifetime: 36h', '36h'],
  ['session: { lifetime: %s }', '1.5h', 'write lifetime: 90m', '90m'],
  ['session: { idle: %s }', '0m', 'write a time of more than 0, such as idle: 30m', '30m'],
  ['session: { idle: %s }', '500ms', 'write a duration such as 30m, 8h or 7d', '30m'],
])('%s with %s', async (place, wrong, help, right) => {
  const written = (value: string) => `${small}${place.replace('%s', value)}\n`
  expect(await helpsOf(written(wrong))).toEqual([help])
  expect(await mended(written(right))).toBeDefined()
})

test.each([
  [
    'a wrapped map',
    'config:\n      clientID: a\n      clientSecret: { env: A }',
    'remove "config" alone: its keys belong one level up',
    'clientId: a\n    clientSecret: { env: A }',
  ],
  [
    'a reference beside its key',
    'clientId: a\n    clientSecret:\n    env: A',
    'indent it below "clientSecret"',
    'clientId: a\n    clientSecret:\n      env: A',
  ],
  [
    'a reference further to the left',
    'clientId: a\n    clientSecret:\n  env: A',
    'write 6 spaces before it',
    'clientId: a\n    clientSecret:\n      env: A',
  ],
  [
    'entries without a space',
    'clientId: a\n    clientSecret: { env: A }\n    allow:\n      organizations:\n        -a\n        -b',
    'write "- " before each entry, with a space after the "-"',
    'clientId: a\n    clientSecret: { env: A }\n    allow:\n      organizations:\n        - a\n        - b',
  ],
  [
    'the last key without a space',
    'clientId: a\n    clientSecret: { env: A }\n    enabled:true',
    'write a space after the colon',
    'clientId: a\n    clientSecret: { env: A }\n    enabled: true',
  ],
])('%s', async (_what, wrong, help, right) => {
  const written = (lines: string) => `version: 1
publicUrl: https://sso.example.com
sources:
  - id: github
    type: github
    name: GitHub
    ${lines}
`
  expect(await helpsOf(written(wrong))).toEqual([help])
  expect(await mended(written(right))).toBeDefined()
})

test.each([
  'deny: { groups: [x] }',
  'restrict: { organizations: [x] }',
  'denyOrganizations: [x]',
  'limit: [x]',
  'members: [x]',
  'whitelistUsers: [x]',
  'private: true',
  '禁止: [x]',
])('who is told of %j keeps it', async line => {
  const told = await helpsOf(`${small}    ${line}\n${line}\nsession: { ${line} }\n`)
  expect(told).toHaveLength(3)
  for (const help of told) expect(help).not.toContain('remove')
})

async function helpsOf(text: string) {
  const { diagnostics } = await compile(text, { file: 'sso.config.yaml' })
  return diagnostics.flatMap(({ severity, help }) => (severity === 'error' ? [help] : []))
}

const wiki = (line: string) =>
  `${small}apps:\n  - id: wiki\n    type: oidc\n    name: Wiki\n    redirectUris: [https://wiki.example.com/callback]\n    allow: everyone\n    ${line}\n`

/** What newcomers followed to something else than was meant. */
test.each([
  ['clientSecret = { env: WIKI }', 'write clientSecret: { env: WIKI_CLIENT_SECRET }'],
  ['clientSecret: { env: }', 'write env: WIKI_CLIENT_SECRET, or remove the line'],
  ['-- launchUrl: https://wiki.example.com/', 'remove it, or make it a comment: those begin with "# " here'],
  ['// launchUrl: https://wiki.example.com/', 'write "# " in its place'],
  ['description: {{ a: b }}', 'write one "{" and one "}"'],
])('oidc: %s', async (line, help) => {
  const { diagnostics } = await compile(wiki(line), { file: 'sso.config.yaml' })
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  expect(errors.map(({ help }) => help)).toEqual([help])
  // what was taken out is not put in again
  expect(errors.map(({ fix }) => fix)).toEqual([undefined])
})

test.each(['accessKeySecret: abc', 'accessKeyId: abc', 'accessToken: abc'])(
  '%s is about nobody who may get in',
  async line => {
    const [help] = await helpsOf(wiki(`clientSecret: { env: WIKI }\n    ${line}`))
    expect(help).toMatch(/^remove it; the keys here are /)
  },
)
