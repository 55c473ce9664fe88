import { expect, test } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { laid, places } from './layers.ts'
import { text } from './whole.ts'

/** One slip in a file is one message, at its place, and what it says leads to what was meant. */
const put = (from: string, to: string) => {
  expect(text).toContain(from)
  return text.replace(from, () => to)
}
const tell = async (changed: string) =>
  (await compile(changed, { file: 'x.yaml' })).diagnostics.map(({ rule, range: { start }, help }) => ({
    rule,
    at: changed
      .split('\n')
      [start.line - 1]?.slice(start.column - 1)
      .split('\n')[0],
    help,
  }))

test.each([
  ['- id: dingtalk\n    type', '- i: dingtalk\n    type', 'i: dingtalk', 'rename it to "id"; it is required'],
  ['- id: dingtalk\n    type', '- d: dingtalk\n    type', 'd: dingtalk', 'rename it to "id"; it is required'],
  ['to: apps.mail', 't: apps.mail', 't: apps.mail', 'rename it to "to"; it is required'],
  ['to: apps.mail', 'o: apps.mail', 'o: apps.mail', 'rename it to "to"; it is required'],
])('%s as %s', async (right, wrong, at, help) => {
  expect(await tell(put(right, wrong))).toEqual([{ rule: 'schema/unknown-key', at, help }])
})

test('a colon forgotten between brackets', async () => {
  const wrong = put(
    '- role: dev\n        accountId: "9876543210987654"\n        when: { group: developers }',
    '- { role dev, when: { group: developers } }',
  )
  expect(await tell(wrong)).toEqual([
    {
      rule: 'schema/unknown-key',
      at: 'role dev, when: { group: developers } }',
      help: 'write role: dev',
    },
  ])
})

test.each(['local', 'mail'])('the line of an id twice: %s', async id => {
  const wrong = put(`- id: ${id}\n`, `- id: ${id}\n  - id: ${id}\n`)
  expect(await tell(wrong)).toEqual([{ rule: 'id/duplicate', at: id, help: 'remove this line' }])
})

/** An entry of a list with its id, up to the next one. */
const entry = (id: string) => new RegExp(`  - id: ${id}\\n(?: {4}.*\\n|\\n(?= {4}))*`).exec(text)?.[0] ?? ''

test.each(['dingtalk', 'github', 'example', 'wiki', 'intranet', 'cloudsso', 'leads'])(
  'a whole entry pasted twice: %s',
  async id => {
    expect(entry(id)).not.toBe('')
    const found = await tell(put(entry(id), entry(id) + entry(id)))
    expect(found).toEqual([
      { rule: 'id/duplicate', at: id, help: 'remove one of the two: they are the same' },
    ])
  },
)

test.each([
  ['plugin: [./plugins/acme]', 'rename it to "plugins"'],
  ['plugin: ./plugins/acme', 'write plugins: [./plugins/acme]'],
])('%s, which adds a type', async (wrong, help) => {
  const changed = put('plugins: []', wrong)
  const strange = changed.replace(
    'organizations:\n',
    '  - { id: acme, type: acme, name: Acme }\n\norganizations:\n',
  )
  expect(await tell(strange)).toEqual([{ rule: 'schema/unknown-key', at: wrong, help }])
})

test('an entry too many is blamed on the file that has it', async () => {
  const many = (name: string) =>
    `sources:\n${Array.from({ length: 300 }, (_, n) => `  - { id: ${name}${n}, type: oidc, name: A${n}, issuer: "https://${name}${n}.example.com", clientId: a }\n`).join('')}`
  const { diagnostics } = await laid(
    { 'base.yaml': `version: 1\npublicUrl: https://sso.example.com\n${many('a')}` },
    many('b'),
  )
  expect(places(diagnostics)).toEqual(['prod.yaml:202 schema/wrong-type'])
})

test.each([
  ['allow: { groups: [developers] }', 'allow: { groups: developers, staff }', 'groups: [developers, staff]'],
  [
    'allow: { groups: [developers] }',
    'allow: { groups: (developers, staff) }',
    'groups: [developers, staff]',
  ],
  [
    '      permissions: [webdav_read]\n',
    '      permissions: { webdav_read, rename }\n',
    'permissions: [webdav_read, rename]',
  ],
  [
    'trustedProxies: [10.0.0.0/8, "fd00::/8"]',
    'trustedProxies: 10.0.0.0/8]',
    'trustedProxies: ["10.0.0.0/8"]',
  ],
  ['audit:\n  keep: forever', 'audit:\n  keep 1100d', 'audit: { keep: 1100d }'],
])('a list or a map without its signs is told as a whole: %s as %s', async (right, wrong, help) => {
  expect((await tell(put(right, wrong))).map(found => found.help)).toEqual([`write ${help}`])
})

test('of a list without brackets no secret is said again', async () => {
  const wrong = put('allow: { groups: [developers] }', 'allow: { groups: a, ghp_AbCdEfGhIjKlMnOpQrStUvWx }')
  const { diagnostics } = await compile(wrong, { file: 'x.yaml' })
  expect(diagnostics.map(({ help }) => help)).toEqual(['write groups: [a, …]'])
  expect(JSON.stringify(diagnostics)).not.toContain('ghp_')
})

test.each([
  ['clientId: dingwjlht8b93ara', 'clientId: dingwjlht8b93ara,'],
  ['clientId: dingwjlht8b93ara', 'clientId: dingwjlht8b93ara;'],
  ['subject: VZrUnionIdOfTheFirstAdmin', 'subject: VZrUnionIdOfTheFirstAdmin"'],
])('what a list leaves behind an id is told: %s as %s', async (right, wrong) => {
  expect(await tell(put(right, wrong))).toEqual([
    { rule: 'value/comma-in-name', at: wrong.split(': ')[1], help: `write ${right}` },
  ])
})

test('a section that became a comment is one message, also where another one names its entries', async () => {
  const found = await tell(put('\napps:\n', '\n# apps:\n'))
  expect(found.map(({ rule }) => rule)).toEqual(['schema/unknown-key'])
})

test.each([
  ['outbound:', 'groups: [a]\noutbound:', /^"grants" is there already: make one of the two$/],
  ['    hosts: [intranet', '    provider: x\n    hosts: [intranet', /^remove it; the keys here are /],
  [
    'issuer: https://id.partner.example',
    'discoveryUrl: https://id.partner.example/.well-known/openid-configuration',
    /^write issuer: https:\/\/id\.partner\.example; it is required$/,
  ],
  ['    clientId: wiki.example', '    redirect_uri: https://a.example.com', /is there already/],
  ['admins:\n  - source: dingtalk', 'admins:\nx:\n  - source: dingtalk', /admins: \[\] for none$/],
])('%s as %s', async (right, wrong, help) => {
  const [found] = await tell(put(right, wrong))
  expect(found?.help).toMatch(help)
})

test('what GitHub has not, or only half of a name, never becomes what makes accounts', async () => {
  for (const [more, help] of [
    ['sync: { auto: true }', 'remove it'],
    ['auto: true', 'remove it'],
    ['agent: { id: 1 }', 'remove it'],
  ]) {
    const text = put(
      'allow: { organizations: [example] }',
      `allow: { organizations: [example] }\n    ${more}`,
    )
    const { diagnostics } = await compile(text, { file: 'x.yaml' })
    expect(diagnostics.map(found => [found.rule, found.help])).toEqual([
      ['schema/unknown-key', expect.stringContaining(String(help))],
    ])
    expect(diagnostics[0]?.help).not.toMatch(/write autoRegister|rename|one level up/)
  }
})
