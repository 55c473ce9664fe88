import { describe, expect, test } from 'vitest'
import { eachSlip, find, type Slip, site } from './slip.ts'

/** What people write by what they know from elsewhere: one message, and a help that leads to a file that is right. */
const mobile =
  'mobileApp: { iosBundleId: com.example.sso, androidPackage: com.example.sso, androidSignature: '
const signature = '294e7d6880381b01ea56d91ee6656ff0'
const colons = signature.replace(/..(?!$)/g, '$&:')
const scope = 'scope: { departments: ["1001", "1002"] }'
const guard = '      guard: { accounts: 20, percent: 5 }\n'

eachSlip(site, [
  ['  - id: dingtalk\n', '  - name: dingtalk\n', 'write - id: dingtalk'],
  ['  - id: wiki\n', '  - name: wiki\n', 'write - id: wiki'],
  ['  - id: rd\n', '  - name: rd\n', 'write "id": that is what it is called here; it is required'],
  [
    guard,
    `${guard}      fields:\n        attributes: { costCenter: extension.cost }\n`,
    'write attributes.costCenter: …',
    `${guard}      fields:\n        attributes.costCenter: extension.cost\n`,
  ],
  [
    scope,
    'scope: { depts: ["1001", "1002"] }',
    'write "departments": that is what it is called here; it is required',
  ],
  [
    scope,
    'scope: { teams: ["1001", "1002"] }',
    'the only key here is "departments"; whom it keeps out has to be said otherwise',
  ],
  [
    'clientId: dingwjlht8b93ara\n',
    `clientId: dingwjlht8b93ara\n    ${mobile}${colons} }\n`,
    `write androidSignature: ${signature}`,
    `clientId: dingwjlht8b93ara\n    ${mobile}${signature} }\n`,
  ],
  ['version: 1\n', 'version: 12345678901234567890\n', 'write version: 1'],
  [
    'https://sso.example.com\n',
    'https://sso.example.com/auth/{source}/callback\n',
    'write publicUrl: https://sso.example.com',
  ],
  [
    'audit:\n',
    'storage: { url: sqlite://./data/sso.db }\naudit:\n',
    'write storage: { url: sqlite:./data/sso.db }',
    'storage: { url: sqlite:./data/sso.db }\naudit:\n',
  ],
  [
    '{ env: WIKI_CLIENT_SECRET }',
    '{ file: ~/wiki }',
    'write the whole path: file: /home/NAME/wiki',
    '{ file: /home/NAME/wiki }',
  ],
  [
    '{ env: WIKI_CLIENT_SECRET }',
    '~/wiki',
    'write clientSecret: { file: /home/NAME/wiki }\nit may be in the git history already: replace the secret at the vendor',
    '{ file: /home/NAME/wiki }',
  ],
  ...['partial', 'all'].map(
    (word): Slip => [
      scope,
      `scope: ${word}\n      departments: ["1001", "1002"]`,
      `write ${scope} in place of both`,
    ],
  ),
  [scope, 'scope: partial\n      departments: [1001, 1002]', `write ${scope} in place of both`],
  [
    'allow: everyone',
    'allow: everyone\n    groups: [developers]',
    'write allow: { groups: [developers] } in place of both',
    'allow: { groups: [developers] }',
  ],
  ['{ accounts: 20,', '{ accounts: 12345678901234567890,', 'write a smaller number'],
  ['  - id: wiki\n', '  - id: wik\u0456\n', 'write id: wiki'],
])

test('a letter of another alphabet is named', async () => {
  const { message } = (await find(site.replace('id: wiki', 'id: wik\u0456')))[0] ?? {}
  expect(message).toBe('"id" has a letter of another alphabet that only looks like a Latin one')
})

describe('where a type is misspelt', () => {
  test('nobody says what its values should be', async () => {
    const told = await find(site.replace('    type: dingtalk\n', '    type: dingtalkk\n    inApp: yes\n'))
    expect(told.map(({ rule }) => rule)).toEqual(['schema/unknown-type'])
  })
})

test('a key of `identity` in the place of the one that is missing', async () => {
  const gitlab = `  - id: gitlab
    type: passport
    name: GitLab
    module: passport-gitlab2
    options: { clientID: abc }
    allow: { groups: [x] }
    identity: { issuer: "https://gitlab.example.com", id: id }
`
  const told = await find(site.replace('  - id: local\n', `${gitlab}  - id: local\n`))
  expect(told.map(({ help }) => help?.split('\n')[0])).toEqual(['rename it to "subject"; it is required'])
})

test('a place that another entry moves on', async () => {
  const moved = 'moved: [{ from: sources.a, to: sources.b }, { from: sources.b, to: sources.github }]\n'
  const [found, ...others] = await find(`${site}${moved}`)
  expect(others).toEqual([])
  expect(found?.help).toBe('write to: sources.github, where another entry moves "b"')
  expect(await find(`${site}${moved.replace('to: sources.b', 'to: sources.github')}`)).toEqual([])
})

test('a word that is no id does not become one', async () => {
  const [found, ...others] = await find(site.replace(scope, 'scope: partial'))
  expect(others).toEqual([])
  expect(found?.help.split('\n')[0]).toBe('write scope: { departments: […] }')
})

test('what a text says of people is not lost', async () => {
  const told = await find(site.replace('allow: everyone', 'allow: leads\n    groups: [developers]'))
  expect(told[0]?.help).toMatch('write allow: { groups: [leads] }')
  expect(told[1]?.help).toBe('move it under "allow"')
})
