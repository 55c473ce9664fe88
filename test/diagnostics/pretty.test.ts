import { describe, expect, test } from 'vitest'
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts'
import { linesOf } from '../../src/diagnostics/lines.ts'
import { type PrettyOptions, pretty } from '../../src/diagnostics/pretty.ts'
import { cover } from '../../src/diagnostics/redact.ts'
import { displayWidth } from '../../src/diagnostics/width.ts'

const file = 'sso.config.yaml'
const drawn = (text: string, ...more: [diagnostics: Diagnostic[], options?: PrettyOptions]) =>
  pretty(new Map([[file, { text }]]), ...more)

/** Marks the first place of some words in a text. */
function at(text: string, words: string, more: Partial<Diagnostic> = {}): Diagnostic {
  const start = text.indexOf(words)
  return {
    rule: 'schema/wrong-type',
    severity: 'error',
    message: 'not this',
    help: 'write that',
    file,
    path: ['ui'],
    where: 'ui',
    range: linesOf(text).range(start, start + words.length),
    related: [],
    ...more,
  }
}

/** The line of the file and the line with the carets below it. */
function frame(text: string, words: string, more?: Partial<Diagnostic>): [line: string, carets: string] {
  const lines = drawn(text, [at(text, words, more)]).split('\n')
  const caret = lines.findIndex(line => line.includes('^'))
  return [lines[caret - 1] ?? '', lines[caret] ?? '']
}

/** What stands above the carets, by cells. */
function above([line, carets]: [string, string]): string {
  const from = carets.indexOf('^')
  const to = carets.lastIndexOf('^') + 1
  let cell = 0
  let found = ''
  for (const character of line) {
    if (cell >= from && cell < to) found += character
    cell += displayWidth(character)
  }
  return found
}

describe('carets are under the marked words', () => {
  test.each([
    ['behind Han characters', 'ui: { title: 示例科技, locale: zh }', 'zh'],
    ['under Han characters', 'ui: { title: 示例科技 }', '示例科技'],
    ['behind full-width forms', 'ui: { title: ＡＢＣ，（一）, locale: zh }', 'zh'],
    ['behind emoji', 'ui: { title: 🎉🎊, locale: zh }', 'zh'],
    ['behind combining marks', 'ui: { title: e\u0301e\u0301, locale: zh }', 'zh'],
    ['behind Hangul and kana', 'ui: { title: 한글カナ, locale: zh }', 'zh'],
    ['behind half-width kana', 'ui: { title: ｶﾅ, locale: zh }', 'zh'],
    ['behind characters beyond the BMP', 'ui: { title: 𠮷野家, locale: zh }', 'zh'],
    ['in a CRLF file', 'version: 1\r\nui: { locale: zh }\r\n', 'zh'],
    ['in a line of 5,000 characters', `ui: { title: ${'长'.repeat(5000)}, locale: zh }`, 'zh'],
  ])('%s', (_what, text, words) => {
    expect(above(frame(text, words))).toBe(words)
  })
})

test('columns count code points, offsets UTF-16 units', () => {
  const text = 'a: 𠮷野 # x'
  expect(linesOf(text).position(text.indexOf('#'))).toEqual({ line: 1, column: 7, offset: 7 })
})

test('control and direction characters of the file are written out', () => {
  const text = 'ui: { title: "\u001b[31mred\u202Eder", locale: zh }'
  const [line] = frame(text, 'zh')
  expect(line).toContain('\\u001b[31mred\\u202eder')
  const out = drawn(text, [at(text, 'zh', { message: 'not "\u001b]8;;x\u0007"', help: '\u202E' })])
  for (const unseen of ['\u001b', '\u0007', '\u202e']) expect(out).not.toContain(unseen)
})

test('a covered part is shown as redacted, with carets under all of it', () => {
  const text = `clientSecret: ${cover.repeat(3)}, id: x`
  expect(above(frame(text, cover.repeat(3)))).toBe('‹redacted›')
  expect(above(frame(text, 'x'))).toBe('x')
})

test('several marks: each on its line, in the order of the file', () => {
  const text = 'a: 1\nb: 2\nc: 3\n'
  const other = { message: 'first here', file, range: linesOf(text).range(0, 1) }
  expect(
    drawn(text, [at(text, 'c', { label: 'again', related: [other] })]),
  ).toBe(`error[schema/wrong-type]: not this
  ╭─ sso.config.yaml:3:1   ui
  │
1 │ a: 1
  │ - first here
3 │ c: 3
  │ ^ again
  ╰─ help: write that
     docs: sso-kit explain schema/wrong-type
`)
})

test('colour only when asked', () => {
  const text = 'a: 1'
  expect(drawn(text, [at(text, '1')])).not.toContain('\u001b')
  expect(drawn(text, [at(text, '1')], { colour: true })).toContain('\u001b[31m')
})

describe('in a row of so many cells', () => {
  const line = `ui: { title: ${'长'.repeat(80)}, locale: zh, footer: ${'long '.repeat(30)}}`
  const rows = (words: string, width: number) =>
    drawn(line, [at(line, words)], { width })
      .split('\n')
      .slice(2, 5)

  test.each([200, 80, 60, 45])('%i: the line and the carets have no more', width => {
    for (const words of ['ui', 'zh', 'long }'])
      for (const row of rows(words, width)) expect(displayWidth(row)).toBeLessThanOrEqual(width)
  })

  test.each([80, 60, 45])('%i: what is marked is seen', width => {
    const [, text = '', carets = ''] = rows('zh', width)
    expect(above([text, carets])).toBe('zh')
    expect(text).toContain('…')
  })

  test('a line that fits is whole', () => {
    const short = 'ui: { locale: zh }'
    const width = displayWidth(`1 │ ${short}`)
    expect(drawn(short, [at(short, 'zh')], { width })).toContain(`1 │ ${short}\n`)
  })
})
