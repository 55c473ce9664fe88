import { readFile } from 'node:fs/promises'
import { expect, expectTypeOf, test } from 'vitest'
import { compileAll } from '../../src/config/compile.ts'
import { parseManifest } from '../../src/config/plugins/parse.ts'
import { disk } from '../../src/config/plugins/reader.ts'
import { bare } from '../../src/config/schema/bare.ts'
import { expand } from '../../src/config/schema/expand.ts'
import { pretty } from '../../src/diagnostics/pretty.ts'
import type { OptionsOf } from '../../src/options.ts'

/** The old names of `plugins/renamed` are `domain`, `appSecret` and `pages.header`. */
const head = 'version: 1\npublicUrl: https://sso.example.com\nplugins: [./plugins/renamed]\n'
const source = (...keys: string[]) =>
  `sources:\n${['- id: office', 'type: intranet', 'name: Office', ...keys].map((key, index) => `${index === 0 ? '  ' : '    '}${key}`).join('\n')}\n`
const oldKeys = ['domain: example.com', 'appSecret: { env: OFFICE_SECRET }', 'pages: { header: 欢迎 }']
const newKeys = ['realm: example.com', 'signInSecret: { env: OFFICE_SECRET }', 'pages: { title: 欢迎 }']

async function said(text: string, ...over: string[]) {
  const folder = import.meta.dirname
  const layers = over.map((input, index) => ({ file: `over${index + 1}.yaml`, input, folder }))
  return compileAll([{ file: 'x.yaml', input: text, folder }, ...layers], { reader: disk })
}
const places = async (text: string, ...over: string[]) =>
  (await said(text, ...over)).diagnostics.map(
    ({ file, range, severity, rule }) => `${file}:${range.start.line} ${severity} ${rule}`,
  )

test('the language itself has none: only in what plugins add is looked for them', async () => {
  const editor = await readFile(new URL('../../schemas/sso.config.schema.json', import.meta.url), 'utf8')
  expect(editor).not.toContain('deprecationMessage')
})

test('an old name means what the new one does', async () => {
  const { config } = await said(head + source(...oldKeys))
  expect(config).toBeDefined()
  expect(config).toEqual((await said(head + source(...newKeys))).config)
})

test('what is wrong with the value is said where it stands', async () => {
  expect(await places(head + source('domain: [a]', ...oldKeys.slice(1)))).toContain(
    'x.yaml:8 error schema/wrong-type',
  )
  expect(await places(head + source('domain: 0777', ...oldKeys.slice(1)))).toContain(
    'x.yaml:8 error yaml/leading-zero',
  )
})

test('a secret under an old name is as secret', async () => {
  const { files, diagnostics } = await said(head + source('domain: a', 'appSecret: hunter2'))
  expect(diagnostics.map(({ rule }) => rule)).toContain('secret/inline')
  expect(pretty(files, diagnostics)).not.toContain('hunter2')
  expect(JSON.stringify(diagnostics)).not.toContain('hunter2')
})

test('old names are not suggested', async () => {
  const { diagnostics } = await said(head + source('domian: a', 'signInSecret: { env: X }', 'whatever: 1'))
  const words = diagnostics.map(({ message, help, label }) => [message, help, label].join(' ')).join(' ')
  expect(words).toContain('"domian"')
  expect(words).not.toMatch(/"(domain|appSecret|header)"/)
})

test('with --strict it is an error', async () => {
  const levels = { 'schema/deprecated-key': 'error' } as const
  const sources = [{ file: 'x.yaml', input: head + source(...oldKeys), folder: import.meta.dirname }] as const
  const { config, diagnostics } = await compileAll(sources, { reader: disk, levels })
  expect(config).toBeUndefined()
  expect(diagnostics.map(({ severity }) => severity)).toEqual(['error', 'error', 'error'])
})

test('a comment excuses it', async () => {
  const excused = source(
    'domain: a # sso-kit: ignore[schema/deprecated-key] until the move',
    ...newKeys.slice(1),
  )
  const { config, diagnostics, suppressed } = await said(head + excused)
  expect(config).toBeDefined()
  expect([diagnostics.length, suppressed.length]).toEqual([0, 1])
})

test('of several files each may have another name, and the last one counts', async () => {
  const changed = (key: string) => `sources: [{ id: office, ${key}: example.org }]\n`
  const realm = async (text: string, ...over: string[]) =>
    (await said(text, ...over)).config?.sources[0]?.options.realm
  expect(await realm(head + source(...newKeys), changed('domain'))).toBe('example.org')
  expect(await realm(head + source(...oldKeys), changed('realm'))).toBe('example.org')
  expect(await realm(head + source(...oldKeys), changed('domain'), 'ui: { title: A }')).toBe('example.org')
  expect(await places(head + source(...newKeys), changed('domain'))).toEqual([
    'over1.yaml:1 warning schema/deprecated-key',
  ])
})

test('of one file both are an error, whichever comes first', async () => {
  for (const pair of [
    ['domain: a', 'realm: b'],
    ['realm: b', 'domain: a'],
  ])
    expect(await places(head + source(...pair, 'signInSecret: { env: X }'))).toEqual([
      `x.yaml:${8 + pair.indexOf('domain: a')} error schema/deprecated-key`,
    ])
})

test('editors strike it out, and validators have never heard of it', () => {
  const schema = { type: 'string', 'x-deprecated': { use: 'realm', since: '2.0' } } as const
  expect(expand(schema)).toMatchObject({ deprecationMessage: 'Since version 2.0 this is called realm.' })
  expect(bare(expand(schema))).toEqual({ type: 'string' })
})

test('a source type does not get it', () => {
  const domain = { ...words, type: 'string', 'x-deprecated': { use: 'realm', since: '2.0' } } as const
  const options = {
    properties: { realm: { ...words, type: 'string' }, domain },
    required: ['realm'],
  } as const
  expectTypeOf<keyof OptionsOf<typeof options>>().toEqualTypeOf<'realm'>()
})

const words = { title: 'Realm', description: 'Whose people these are.', 'x-impact': 'trust' } as const

test.each([
  [
    'leads nowhere',
    { realm: words },
    { use: 'nothing', since: '1' },
    'is an old name of "nothing", which is no key in force',
  ],
  [
    'leads to itself',
    { realm: words },
    { use: 'old', since: '1' },
    'is an old name of "old", which is no key in force',
  ],
  [
    'is required',
    { realm: words },
    { use: 'realm', since: '1' },
    'can be neither required nor have a default',
    ['old'],
  ],
  ['has no version', { realm: words }, { use: 'realm', since: 'soon' }, 'does not have the form'],
])(
  'a manifest in which an old name %s is not taken',
  async (_what, others, deprecated, message, required = []) => {
    const keys = Object.fromEntries(
      Object.entries(others).map(([key, value]) => [key, { ...value, type: 'string' }]),
    )
    const properties = { ...keys, old: { ...words, type: 'string', 'x-deprecated': deprecated } }
    const manifest = {
      apiVersion: 1,
      type: 'a',
      module: './index.js',
      summary: 'A source',
      options: { properties, required },
    }
    const result = await parseManifest(Buffer.from(JSON.stringify(manifest)), './a')
    expect('fault' in result && result.fault.message).toContain(message)
  },
)

test('a file of a later version is not measured by the names of this one', async () => {
  expect(await places(head.replace('1', '2') + source(...oldKeys))).toEqual(['x.yaml:1 error schema/version'])
})
