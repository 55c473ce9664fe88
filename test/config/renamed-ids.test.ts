import { expect, test } from 'vitest'
import { compile } from '../../src/config/compile.ts'

const file = (id: string, more = '') => `version: 1
publicUrl: https://sso.example.com
sources:
  - id: ${id}
    type: github
    name: GitHub
    clientId: Ov23liAbCdEfGhIjKlMn
    clientSecret: { env: GITHUB_CLIENT_SECRET }
    allow: { organizations: [example] }
  - { id: local, type: local, name: Password }
admins:
  - { source: local, subject: a1b2c3d4 }
grants:
  - { id: dev, when: { source: github }, groups: [developers] }
  - { id: ops, when: { any: [{ source: github }] }, groups: [operators] }
${more}`

async function find(text: string) {
  const { diagnostics } = await compile(text, { file: 'sso.config.yaml' })
  return diagnostics.map(({ rule, help, related }) => ({
    rule,
    help: help.split('\n'),
    also: related.length,
  }))
}
const moved = 'moved: [{ from: sources.github, to: sources.code }]\n'

test('a source with a new id is one message, with every place that has the old one', async () => {
  expect(await find(file('code'))).toEqual([
    {
      rule: 'ref/unknown',
      help: [
        'write source: code, and so at the other place',
        'if people have signed in by it, add moved: [{ from: sources.github, to: sources.code }], or name the source github again: accounts hang on its id',
      ],
      also: 1,
    },
  ])
  expect(await find(file('code', moved).replaceAll('source: github', 'source: code'))).toEqual([])
})

test('of many places a few are shown, and all are counted', async () => {
  const apps = Array.from(
    { length: 100 },
    (_, at) =>
      `  - { id: a${at}, type: link, name: App, url: "https://a.example", allow: { sources: [github] } }\n`,
  )
  const [told, ...more] = await find(file('code', `apps:\n${apps.join('')}`))
  expect([told?.also, told?.help[0], more]).toEqual([
    4,
    'write source: code, and so at the other 101 places',
    [],
  ])
})

test('where the file says that it is the same, no more is to be said of accounts', async () => {
  const [told] = await find(file('code', moved))
  expect(told?.help).toEqual(['write source: code, and so at the other place'])
})

test('what another place speaks of was not renamed', async () => {
  const found = await find(
    file('code').replace('admins:', 'admins:\n  - { source: code, subject: "1234567" }'),
  )
  expect(found.map(({ rule, also }) => ({ rule, also }))).toEqual([{ rule: 'ref/unknown', also: 1 }])
})

test('of two that may be it, neither is named', async () => {
  const second =
    '  - { id: work, type: github, name: Work, clientId: Ov23liAbCdEfGhIjKlMm, clientSecret: { env: WORK_CLIENT_SECRET }, allow: { organizations: [work] } }\n'
  const found = await find(file('code').replace('  - { id: local', `${second}  - { id: local`))
  expect(found.map(({ help }) => help)).toEqual([
    ['name a source of this file: "code", "work" or "local"', 'the other place needs one, too'],
  ])
})
