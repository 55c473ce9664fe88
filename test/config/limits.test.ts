import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compile, compileAll } from '../../src/config/compile.ts'
import type { Schema } from '../../src/config/schema/schema.ts'
import { problemLimit, tooManyProblems } from '../../src/config/too-many.ts'
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts'
import { pretty } from '../../src/diagnostics/pretty.ts'
import { hardToRead } from './hard-to-read.ts'
import { head, largest, lines, link, local, nested, seconds, source } from './large.ts'
import { longWords } from './long-words.ts'

describe('a file that is too much is told which limit it breaks:', () => {
  test.each([
    ['256 KiB', `${head}${local}# ${'x'.repeat(256 * 1024)}\n`, 'yaml/too-large', /256 KiB/],
    ['64 levels', `${head}${local}grants: [{ id: a, when: ${nested(80)} }]`, 'yaml/too-large', /64 levels/],
    ['50 aliases', `${head}${local}a: &a x\nb: [${lines(60, () => '*a,')}]\n`, 'yaml/too-large', /alias/],
    [
      '40,000 values, with what aliases repeat',
      `${head}${local}a: &a [${lines(900, () => 'x,')}]\nb: [${lines(48, () => '*a,')}]\n`,
      'yaml/too-large',
      /values .* with what aliases repeat/,
    ],
    ['1000 keys', `${head}${local}${lines(1_001, i => `a${i}: x\n`)}`, 'yaml/too-large', /keys in one map/],
    ['40,000 lines', `${head}${local}${'\n'.repeat(40_001)}`, 'yaml/too-large', /lines/],
    ['40,000 values', `${head}${local}a: [${lines(41_000, () => 'x,')}]\n`, 'yaml/too-large', /values/],
    [
      '500 sources',
      `${head}sources:\n${lines(501, source)}`,
      'schema/wrong-type',
      /"sources" has more than 500/,
    ],
    [
      '2,000 apps',
      `${head}${local}apps:\n${lines(2_001, link)}`,
      'schema/wrong-type',
      /"apps" has more than 2000/,
    ],
  ])('%s', async (_what, text, rule, words) => {
    const { diagnostics } = await compile(text, { file: 'x.yaml' })
    expect(diagnostics.map(one => one.rule)).toEqual([rule])
    expect(`${diagnostics[0]?.message} ${diagnostics[0]?.help}`).toMatch(words)
  })
})

test('files laid over each other have together no more than one may have', async () => {
  const large = (kib: number) => `ui: { title: A } # ${'x'.repeat(kib * 1024)}\n`
  const judged = (...kib: number[]) =>
    compileAll([
      { file: 'base.yaml', input: head + local },
      ...kib.map((size, index) => ({ file: `${index}.yaml`, input: large(size) })),
    ])
  expect((await judged(100, 100, 50)).diagnostics.map(one => one.message)).toEqual([])
  const { diagnostics, complete } = await judged(100, 100, 100, 100, 300)
  expect(diagnostics).toMatchObject([
    { rule: 'yaml/too-large', file: '2.yaml', message: expect.stringMatching(/with the files before it/) },
  ])
  expect(complete).toBe(false)
})

test('as many aliases as may be are no problem, also within each other', async () => {
  const apps = lines(
    49,
    i => `  - { id: a${i}, type: link, name: App, url: "https://a${i}.example.com", allow: *all }\n`,
  )
  const first =
    '  - { id: b, type: link, name: App, url: "https://b.example.com", allow: &all { sources: [*it] } }\n'
  const text = `${head}${local.replace('id: local', 'id: &it local')}apps:\n${first}${apps}`
  const { diagnostics } = await compile(text, { file: 'x.yaml' })
  expect(diagnostics.map(one => one.message)).toEqual([])
})

describe('of more than 1,000 problems the first are told, and that there are more:', () => {
  const keys = lines(20, i => `, k${i}: x`)
  const domains = lines(100, i => `a${i}.b, `)
  test.each([
    ['in the text', (n: number) => `${head}${local}foo: [${lines(n, () => '!t b, ')}]\n`, 1_000, 1_010],
    [
      'against the schema',
      (n: number) => `${head}sources:\n${lines(n, i => source(i).replace(' }\n', `${keys} }\n`))}`,
      50,
      51,
    ],
    [
      'against a rule',
      (n: number) =>
        `${head}${local}organizations:\n${lines(n, i => `  - { id: o${i}, name: Org, domains: [${domains}], sources: [local] }\n`)}`,
      11,
      12,
    ],
  ])('%s', async (_what, file, fits, isTooMuch) => {
    const all = await compile(file(fits), { file: 'x.yaml' })
    expect(all.diagnostics.length).toBeGreaterThanOrEqual(problemLimit)
    expect(all.diagnostics.map(one => one.rule)).not.toContain('yaml/too-large')
    const cut = await compile(file(isTooMuch), { file: 'x.yaml' })
    expect(cut.diagnostics).toContainEqual(expect.objectContaining(tooManyProblems))
    expect(cut.diagnostics.length).toBeLessThanOrEqual(problemLimit + 2)
    expect(cut).toMatchObject({ config: undefined, complete: false })
  })
})

/** Each of these kept the parser, or what comes behind it, busy for many seconds in no more than 256 KiB. */
describe('a file that is made to be hard to read is told so soon:', () => {
  test.each(Object.entries(hardToRead))('%s', async (_what, text) => {
    let diagnostics: Diagnostic[] = []
    const taken = await seconds(async () => {
      diagnostics = (await compile(text, { file: 'x.yaml' })).diagnostics
    })
    expect(diagnostics[0]?.severity).toBe('error')
    // what is not linear takes 20 s and more; that each is below 1 s is measured by bench/floods.ts
    expect(taken).toBeLessThan(5)
  })

  test.each(Object.entries(longWords))('%s', async (_what, text) => {
    let diagnostics: Diagnostic[] = []
    const taken = await seconds(async () => {
      const { files, diagnostics: found } = await compile(text, { file: 'x.yaml' })
      diagnostics = found
      pretty(files, found)
    })
    expect(diagnostics[0]?.severity).toBe('error')
    // a pattern that begins anew at every place of them takes from 4 s to for ever
    expect(taken).toBeLessThan(3)
  })

  test.each([
    ['- ', 'version: 1\n', 20_000, 'nested more than 64 levels deep'],
    ['[', 'a: ', 20_000, 'nested more than 64 levels deep'],
    ['& ', '', 120_000, 'more than 1000 anchors in one file'],
    ['! ', '', 120_000, 'more than 90000 words and signs in one file'],
  ])('%j, at the place that is too much', async (piece, before, count, message) => {
    const { diagnostics } = await compile(before + piece.repeat(count), { file: 'x.yaml' })
    const most = message.startsWith('nested') ? 65 : message.includes('anchors') ? 1000 : 90_000
    expect(diagnostics).toMatchObject([{ rule: 'yaml/too-large', message }])
    expect(diagnostics[0]?.range?.start.offset).toBe(before.length + most * piece.length)
  })

  test('what stands in a text is no sign', async () => {
    const text = `a: |\n  ${'- '.repeat(200)}\n  ${'['.repeat(200)}\nb: "${'[ - '.repeat(200)}"\nc: '${'{'.repeat(200)}' # ${'['.repeat(200)}\n`
    const { diagnostics } = await compile(head + local + text, { file: 'x.yaml' })
    expect(diagnostics.map(({ rule }) => rule)).not.toContain('yaml/too-large')
  })
})

test('as much as is allowed is', async () => {
  const text = largest
  expect(Buffer.byteLength(text)).toBeLessThan(256 * 1024)
  const { diagnostics } = await compile(text, { file: 'x.yaml' })
  expect(diagnostics).toEqual([])
})

test('no pattern of the schemas takes long, whatever the text', () => {
  const schema = JSON.parse(
    readFileSync(new URL('../../schemas/sso.config.schema.json', import.meta.url), 'utf8'),
  )
  const patterns = new Set<string>()
  const enter = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    const { pattern, patternProperties = {} } = value as Schema
    for (const each of [pattern, ...Object.keys(patternProperties)])
      if (typeof each === 'string') patterns.add(each)
    for (const below of Object.values(value)) enter(below)
  }
  enter(schema)
  expect(patterns.size).toBeGreaterThan(30)

  const ends = ['', '!']
  const parts = [
    'a',
    'A',
    '0',
    ':',
    '.',
    '-',
    '/',
    '_',
    '%',
    '@',
    'a.',
    'a-',
    'a:',
    '1.',
    'a/',
    '[',
    '{source}',
    '钉',
  ]
  const beginnings = [
    '',
    'https://',
    'postgres://',
    'sqlite:',
    '-----BEGIN CERTIFICATE-----',
    './',
    '/',
    '@a/',
    'a.',
  ]
  // as long that a linear pattern takes some milliseconds for one text, and a quadratic one a second
  const length = 20_000
  const takesLong = (pattern: RegExp, text: string) => {
    const begun = process.cpuUsage()
    pattern.test(text)
    return process.cpuUsage(begun).user > 250_000
  }
  const texts = beginnings.flatMap(beginning =>
    parts.flatMap(part => ends.map(end => beginning + part.repeat(length / part.length) + end)),
  )
  // of a longer part there are fewer in a text
  texts.push(
    '-----BEGIN CERTIFICATE-----'.repeat(8_000),
    '-----END CERTIFICATE----------BEGIN '.repeat(7_000),
  )
  const isSlow = (pattern: string) => {
    const form = new RegExp(pattern, 'u')
    return texts.some(text => takesLong(form, text))
  }
  expect([...patterns].filter(isSlow)).toEqual([])
  expect(isSlow('^[a-z]*[a-z]*$')).toBe(true)
})
