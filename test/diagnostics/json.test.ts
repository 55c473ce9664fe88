import { expect, test } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { json } from '../../src/diagnostics/json.ts'

const file = 'sso.config.yaml'
const text = `version: 1
publicUrl: https://sso.example.com
sources:
  - id: dingtalk
    type: dingtalk
    name: 钉钉
    corpId: ding3608be7c4e5266ce4ac5d6980864
    AppKey: dingwjlht8b93ara
    clientSecret: hunter2
`

async function report(input: string) {
  const { diagnostics } = await compile(input, { file })
  return JSON.parse(json([{ path: file, sha256: 'abc', configVersion: 1, diagnostics }], '1.2.3'))
}

test('says what facts/config-as-code.md §2.2 says', async () => {
  const document = await report(text)
  expect(document).toMatchObject({
    formatVersion: '1.1',
    tool: { name: 'sso-kit', version: '1.2.3' },
    valid: false,
    counts: { error: 2, warning: 0, info: 0, suppressed: 0, baseline: 0 },
    files: [{ path: file, sha256: 'abc', configVersion: 1 }],
  })
  expect(document.diagnostics[0]).toEqual({
    rule: 'schema/unknown-key',
    severity: 'error',
    message: 'unknown key "AppKey" for source type "dingtalk"',
    help: 'write "clientId": that is what it is called here; it is required',
    file,
    pointer: '/sources/0/AppKey',
    path: 'sources[dingtalk].AppKey',
    range: {
      start: { line: 8, column: 5, offset: text.indexOf('AppKey') },
      end: { line: 8, column: 11, offset: text.indexOf('AppKey') + 6 },
    },
    label: 'did you mean "clientId"?',
    related: [],
    fix: {
      safety: 'safe',
      edits: [{ file, start: text.indexOf('AppKey'), end: text.indexOf('AppKey') + 6, text: 'clientId' }],
    },
    docs: 'docs/rules/schema/unknown-key.md',
    fingerprint: expect.stringMatching(/^[0-9a-f]{12}$/),
    suppressed: null,
    baseline: null,
  })
})

test('a fingerprint stays when lines are added above, and is another one for another place', async () => {
  const before = await report(text)
  const after = await report(`# a comment\n\n${text}`)
  const prints = (document: { diagnostics: { fingerprint: string }[] }) =>
    document.diagnostics.map(one => one.fingerprint)
  expect(prints(after)).toEqual(prints(before))
  expect(new Set(prints(before)).size).toBe(2)
})

test('a fingerprint stays when an entry without an id is inserted above, and two are told apart', async () => {
  const prints = async (...admins: string[]) => {
    const list = `admins:\n${admins.map(source => `  - { source: ${source}, subject: VZrUnionIdOfTheFirstAdmin }\n`).join('')}`
    const { diagnostics } = await report(text.replace('sources:\n', `${list}sources:\n`))
    return diagnostics
      .filter(({ path }: { path: string }) => path.startsWith('admins['))
      .map((one: { fingerprint: string }) => one.fingerprint)
  }
  const [missing] = await prints('nobody')
  const [known] = await prints('dingtalk')
  expect([missing, known]).toEqual([expect.any(String), undefined])
  expect(await prints('dingtalk', 'nobody')).toEqual([missing])
  const unnamed = await prints('null', 'null')
  expect([unnamed.length, new Set(unnamed).size]).toEqual([2, 2])
})

test('a fingerprint stays when sources change their places, and is another one for another message', async () => {
  const prints = async (input: string) =>
    (await report(input)).diagnostics.map((one: { fingerprint: string }) => one.fingerprint).sort()
  const other =
    '  - { id: github, type: github, name: GitHub, clientId: a, clientSecret: { env: A }, allow: { organizations: [example] } }\n'
  expect(await prints(text.replace('sources:\n', `sources:\n${other}`))).toEqual(await prints(text))
  // the same place, and one thing more is missing in it
  const lacking = text.replace(/ {4}(AppKey|corpId).*\n/g, '')
  expect(await prints(lacking.replace(/ {4}name.*\n/, ''))).not.toEqual(await prints(lacking))
})

test('a failure is JSON too', () => {
  const document = JSON.parse(json([], '1.2.3', { message: 'there is no file', help: undefined }))
  expect(document).toMatchObject({
    valid: false,
    failure: { message: 'there is no file', help: null },
    diagnostics: [],
  })
})
