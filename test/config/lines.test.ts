import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/config/compile.ts'

/** One mistake in a line of the reference file is one message, in that line. */
const reference = readFileSync(new URL('../../sso.config.yaml', import.meta.url), 'utf8')
const file = 'sso.config.yaml'

describe('a line with another indentation', () => {
  const lines = reference.split('\n')
  const wrong = lines.flatMap((line, index) => {
    const spaces = line.length - line.trimStart().length
    // entries of brackets only need to be deeper than their key
    if (/^\s*(#|$|- \{)/.test(line)) return []
    return [-4, -3, -2, -1, 1, 2, 3, 4]
      .filter(more => spaces + more >= 0)
      .map(more => ({ number: index + 1, more, line, spaces }))
  })

  test.each(wrong)('line $number by $more', async ({ number, more, line, spaces }) => {
    const text = lines.with(number - 1, `${' '.repeat(spaces + more)}${line.trimStart()}`).join('\n')
    const { diagnostics, config } = await compile(text, { file })
    if (config !== undefined) expect(diagnostics).toEqual([])
    else {
      expect(diagnostics.map(({ rule }) => rule)).toHaveLength(1)
      expect(diagnostics[0]?.range.start.line).toBe(number)
    }
  })
})

/** As Chinese keyboards and word processors write it. */
const wide: readonly [what: string, pattern: RegExp, instead: string, at: string][] = [
  ['a full-width colon', /: /, '：', '：'],
  ['a full-width colon and a space', /: /, '： ', '：'],
  ['a space that is not one', /: /, ':\u00a0', '\u00a0'],
  ['a space as wide as a character', /: /, ':\u3000', '\u3000'],
  ['an en dash', /(?<=^ +)- /, '– ', '–'],
  ['an em dash', /(?<=^ +)- /, '— ', '—'],
  ['a full-width hyphen', /(?<=^ +)- /, '－ ', '－'],
  ['indentation that is not', /^ {2}/, '\u00a0\u00a0', '\u00a0'],
  ['wide indentation', /^ {2}/, '\u3000', '\u3000'],
  ['an opening brace', /\{ /, '｛ ', '｛'],
  ['a closing brace', / \}/, ' ｝', '｝'],
  ['a comma', /, /, '，', '，'],
  ['curly quotes', /(?<=(?:name|title|clientId|corpId|issuer|id): )([^\s,{}]+)$/, '“$1”', '“'],
  ['a comment', /^# /, '＃ ', '＃'],
]

describe('full-width and typographic characters', () => {
  const lines = reference.split('\n')
  const places = wide.flatMap(([what, pattern, instead, at]) =>
    lines.flatMap((line, index) => {
      // text and comments may have them
      if (!pattern.test(line) || (/#/.test(line) && what !== 'a comment') || /\{source\}/.test(line))
        return []
      const changed = line.replace(pattern, instead)
      return [{ what, changed, number: index + 1, at }]
    }),
  )

  test('are enough', () => expect(places.length).toBeGreaterThan(100))

  test.each(places)('$what in line $number: $changed', async ({ changed, number, at }) => {
    const text = lines.with(number - 1, changed).join('\n')
    const { diagnostics } = await compile(text, { file })
    expect(diagnostics.map(({ rule, range }) => ({ rule, line: range.start.line }))).toEqual([
      { rule: 'yaml/wide-punctuation', line: number },
    ])
    expect(text[diagnostics[0]?.range.start.offset ?? 0]).toBe(at)
  })
})
