import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readScenarios } from '../../src/scenarios/read.ts'
import { stage } from './playing.ts'

let played: Awaited<ReturnType<typeof stage>>
beforeAll(async () => {
  played = await stage()
})
afterAll(() => played.close())

const who = 'signIn: { source: dingtalk, subject: u1 }'
const in1 = (rest: string) => `  - { name: one, ${rest} }\n`

interface Mistake {
  text: string
  rule: string
  where: string
  message: string
  help: string
}

const cases: [name: string, Mistake][] = [
  [
    'a misspelt key',
    {
      text: in1(`${who.replace('subject', 'subjct')}, expect: { refused: not-allowed }`),
      ...{ rule: 'schema/unknown-key', where: 'tests[0].signIn.subjct' },
      ...{ message: 'unknown key "subjct" in "signIn"', help: 'rename it to "subject"; it is required' },
    },
  ],
  [
    'a key that is missing',
    {
      text: in1(who),
      ...{
        rule: 'schema/missing-key',
        where: 'tests[0]',
        message: 'missing key "expect" in entry 1 of "tests"',
      },
      help: expect.stringContaining('add expect: '),
    },
  ],
  [
    'a number for a text',
    {
      text: in1(`signIn: { source: dingtalk, subject: 42 }, expect: { refused: not-allowed }`),
      ...{ rule: 'schema/wrong-type', where: 'tests[0].signIn.subject' },
      ...{ message: '"subject" must be text, not the number 42', help: 'put it in quotes: "42"' },
    },
  ],
  [
    'a code of the log',
    {
      text: in1(`${who}, expect: { refused: not_allowed }`),
      ...{ rule: 'schema/wrong-type', where: 'tests[0].expect.refused' },
      message: expect.stringMatching(/^"refused" must be "account-disabled", .* not "not_allowed"$/),
      help: 'write refused: not-allowed',
    },
  ],
  [
    'a source that there is not',
    {
      text: in1(`signIn: { source: dingtlk, subject: u1 }, expect: { refused: not-allowed }`),
      ...{ rule: 'ref/unknown', where: 'tests[0].signIn.source' },
      ...{ message: 'the configuration has no source "dingtlk"', help: 'write source: dingtalk' },
    },
  ],
  [
    'a source of an account that there is not',
    {
      text: in1(
        `accounts: [{ username: a, identities: [{ source: nobody, subject: a }] }], ${who}, expect: { refused: not-allowed }`,
      ),
      ...{ rule: 'ref/unknown', where: 'tests[0].accounts[0].identities[0].source' },
      message: 'the configuration has no source "nobody"',
      help: 'name one of these: "dingtalk", "github", "partner", "closed" or "local"',
    },
  ],
  [
    'an app that there is not',
    {
      text: in1(`${who}, expect: { apps: { denied: [wiky] } }`),
      ...{ rule: 'ref/unknown', where: 'tests[0].expect.apps.denied[0]' },
      ...{ message: 'the configuration has no app "wiky"', help: 'write wiki' },
    },
  ],
  [
    'an app of another type',
    {
      text: in1(`${who}, expect: { saml: { wiki: { groups: [] } } }`),
      ...{ rule: 'ref/unknown', where: 'tests[0].expect.saml.wiki' },
      message: 'the configuration has no app "wiki" of type saml or alibaba-cloud',
      help: 'name one of these: "aliyun", "cloudsso" or "grafana"',
    },
  ],
  [
    'an attribute that an app is never told: null would be met by it',
    {
      text: in1(`${who}, expect: { saml: { grafana: { grops: null } } }`),
      ...{ rule: 'ref/unknown', where: 'tests[0].expect.saml.grafana.grops' },
      ...{ message: 'grafana is never told "grops"', help: 'write groups' },
    },
  ],
  [
    'a claim that no scope of the app lets out',
    {
      text: in1(`${who}, expect: { oidc: { files: { email: null } } }`),
      ...{ rule: 'ref/unknown', where: 'tests[0].expect.oidc.files.email' },
      ...{ message: 'files is never told "email"', help: 'it is told "name" and "preferred_username"' },
    },
  ],
  [
    'a header that no site is told',
    {
      text: in1(`${who}, expect: { headers: { intranet: { Remote-Usr: a } } }`),
      ...{ rule: 'ref/unknown', where: 'tests[0].expect.headers.intranet.Remote-Usr' },
      ...{ message: 'intranet is never told "Remote-Usr"', help: 'write Remote-User' },
    },
  ],
  [
    'a name that is made with a key',
    {
      text: in1(`${who}, expect: { saml: { aliyun: { NameID: a } } }`),
      ...{ rule: 'ref/unknown', where: 'tests[0].expect.saml.aliyun.NameID' },
      message: "the NameID of aliyun is made of the account's random id, and is another one on each server",
      help: 'leave it out; the attributes can be expected',
    },
  ],
  [
    'a permission that there is not',
    {
      text: in1(`${who}, expect: { account: { permissions: [webdav_red] } }`),
      ...{ rule: 'permission/unknown-name', where: 'tests[0].expect.account.permissions[0]' },
      ...{ message: 'unknown permission "webdav_red"', help: 'write "webdav_read"' },
    },
  ],
  [
    'a permission of an account that another profile has',
    {
      text: in1(
        `accounts: [{ username: a, permissions: [ftp_access] }], ${who}, expect: { refused: not-allowed }`,
      ),
      ...{ rule: 'permission/unknown-name', where: 'tests[0].accounts[0].permissions[0]' },
      message: 'permission profile "alist-3.22" has no permission "ftp_access"',
      help: 'remove it, or write permissionProfile: alist',
    },
  ],
  [
    'something for who is refused',
    {
      text: in1(`${who}, expect: { refused: not-allowed, apps: { allowed: [] } }`),
      ...{ rule: 'schema/wrong-type', where: 'tests[0].expect.refused' },
      message: 'who is refused gets nothing: "apps" cannot be expected beside "refused"',
      help: 'remove refused, or "apps"',
    },
  ],
  [
    'a directory that nobody reads for the account',
    {
      text: in1(
        `accounts: [{ username: a, directory: github, identities: [{ source: github, subject: a }] }], ${who}, expect: { refused: not-allowed }`,
      ),
      ...{ rule: 'ref/unknown', where: 'tests[0].accounts[0].directory' },
      message: 'the account cannot follow the directory of "github"',
      help: 'leave it out: no source of its identities has sync with users: true',
    },
  ],
]

it.each(cases)('tells of %s, at its place', (_name, { text, ...told }) => {
  expect(played.mistakes(text)).toMatchObject([told])
})

it('tells of all of them at once', () => {
  const found = played.mistakes(
    in1(
      `signIn: { source: a1, subject: u1 }, expect: { apps: { allowed: [b1, b2] }, oidc: { c1: { x: y } } }`,
    ),
  )
  expect(found.map(({ where }) => where)).toEqual([
    'tests[0].signIn.source',
    'tests[0].expect.apps.allowed[0]',
    'tests[0].expect.apps.allowed[1]',
    'tests[0].expect.oidc.c1',
  ])
})

describe('a file', () => {
  const read = (input: string) => readScenarios({ file: 'a.sso-test.yaml', input })

  it.each([
    ['that is empty', '', 'the file is empty'],
    ['that is a list', '- a\n', 'the file must be a map of keys'],
    ['that is no YAML', 'tests: [\n', expect.any(String)],
    ['without scenarios', 'config: ./a.yaml\ntests: []\n', expect.stringContaining('"tests"')],
    ['with a key twice', 'config: a\nconfig: b\ntests: []\n', expect.stringContaining('config')],
  ])('%s is not played', (_what, text, message) => {
    const { content, diagnostics } = read(text)
    expect(content).toBeUndefined()
    expect(diagnostics.map(one => one.message)).toContainEqual(message)
  })

  it('is offered no correction: nothing here would make it', () => {
    const { diagnostics } = read('confg: ./a.yaml\ntests: []\n')
    expect(diagnostics.length).toBeGreaterThan(0)
    for (const one of diagnostics) expect(one.fix).toBeUndefined()
  })
})
