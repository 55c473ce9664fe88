import { describe, expect, it } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { pretty } from '../../src/diagnostics/pretty.ts'

const told = async (rest: string) => {
  const text = `version: 1
publicUrl: https://sso.example.com
sources: [{ id: local, type: local, name: Local }]
${rest}
`
  const { files, diagnostics } = await compile(text, { file: 'x.yaml' })
  return { rules: diagnostics.map(({ rule }) => rule), out: pretty(files, diagnostics) }
}
const inNot = (word: string) => `grants: [{ id: a, when: { not: { department: "${word}" } }, groups: [g] }]`

it.each(['\u200e', '\u200f', '\u061c', '\u202e', '\u200b', '\u2028', '\u206a', '\ufff9', '\u{e0041}'])(
  'a control of the direction, a tag or a separator is an error anywhere: %j',
  async unseen => {
    for (const rest of [inNot(`contr${unseen}actors`), `ui: { title: "a${unseen}b" }`, `# a${unseen}b`]) {
      const { rules, out } = await told(rest)
      expect(rules).toEqual(['yaml/bidi-control'])
      expect(out).not.toContain(unseen)
    }
  },
)

it.each([
  '\u200c',
  '\u200d',
  '\u00ad',
  '\u034f',
  '\u180e',
  '\u2061',
  '\u2062',
  '\ufe0f',
  '\u{e0100}',
  '\u3164',
  '\u115f',
])(
  'another character that nobody sees is one in a condition, and none on a page or in a comment: %j',
  async unseen => {
    const { rules, out } = await told(inNot(`contr${unseen}actors`))
    expect(rules).toEqual(
      ['value/invisible-character', 'grant/never-met'].filter(rule => rules.includes(rule)),
    )
    expect(rules).toContain('value/invisible-character')
    expect(out).not.toContain(unseen)
    expect((await told(`ui: { title: "a${unseen}b" } # a${unseen}b`)).rules).toEqual([])
  },
)

describe('an emoji is shown whole, joiners and all', () => {
  it.each(['👨‍👩‍👧', '🏳️‍🌈', '❤️', '👩🏽‍🍳', '1️⃣', '🇨🇳'])('%s', async emoji => {
    const out = await told(`apps: [{ id: a, typ: link, name: "${emoji} Wiki" }]`).then(({ out }) => out)
    expect(out).toContain(`name: "${emoji} Wiki"`)
    expect(out).not.toContain('\\u')
  })

  it.each([
    ['a\u200db', 'a\\u200db'],
    ['1\u200d2', '1\\u200d2'],
    ['a\u200cb', 'a\\u200cb'],
    ['👨\u200da', '👨\\u200da'],
    ['👨‍👩‍👧\u200d', '👨‍👩‍👧\\u200d'],
    ['👨\u200c👩', '👨\\u200c👩'],
    ['🍎\u200d🍎', '🍎\\u200d🍎'],
    ['a\ufe0f', 'a\\ufe0f'],
  ])('but what hides elsewhere is written out: %j', async (name, seen) => {
    const out = await told(`apps: [{ id: a, typ: link, name: "${name} Wiki" }]`).then(({ out }) => out)
    expect(out).toContain(`name: "${seen} Wiki"`)
    expect(out).not.toContain(name)
  })

  it('and takes two cells, so that marks stand where they belong', async () => {
    const [one, two] = await Promise.all(
      ['👨‍👩‍👧', '钉'].map(async name =>
        (await told(`apps: [{ name: "${name}", id: a, typ: link }]`)).out.split('\n'),
      ),
    )
    const mark = (lines: string[] | undefined) => lines?.find(line => line.includes('^ did you'))
    expect(mark(one)).toBeDefined()
    expect(mark(one)).toBe(mark(two))
  })
})
