import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { pretty } from '../../src/diagnostics/pretty.ts'
import { type Entry, entriesOf } from './entries.ts'
import { seconds } from './large.ts'
import { pieces } from './pieces.ts'
import { canary, forms, outputs, reference, whole } from './secrets.ts'
import { yamlish } from './yamlish.ts'

/** Whatever a file says, it is judged, soon, and its secrets are not shown. */

test('no input makes compile throw', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary' }), yamlish(14)), async text => {
      const { config, diagnostics, files } = await compile(text, { file: 'x.yaml' })
      expect(config === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'))
      pretty(files, diagnostics)
    }),
    { numRuns: 150 },
  )
})

test('no pieces of a file, in any order, make compile throw or go on for ever', async () => {
  const beginnings = [
    '',
    'version: 1\nsources:\n  - ',
    'version: 1\nsources: [',
    'plugins: [a\n',
    `${whole}\n`,
  ]
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...beginnings), pieces, async (beginning, text) => {
      const taken = await seconds(() => outputs(beginning + text))
      expect(taken).toBeLessThan(1)
    }),
    { numRuns: 400 },
  )
}, 60_000)

/** Puts an odd value, key or section where a sound file has one of its own. */
test('no change of the whole language makes compile throw, take long or print what is a secret by its form', async () => {
  const places = entriesOf(whole)
  const odd = fc.constantFrom(
    ...[
      '',
      '~',
      '{}',
      '[]',
      '[[[]]]',
      '{ a: { b: [c] } }',
      '-1',
      '1e999',
      '"\\0"',
      '*x',
      '&x',
      '!t',
      '|',
      '\u202e',
    ],
    ...[
      '__proto__',
      'constructor',
      '{ __proto__: 1 }',
      '{ toString: x }',
      'sources.__proto__',
      '{ env: __proto__ }',
    ],
    ...[`https://a:${canary}@x.example/#*`, `ghp_${canary}${canary}`, `{ secret: ${canary} }`],
    `${'{ not: '.repeat(40)}{}${' }'.repeat(40)}`,
    `${'{ any: [{ group: a }, '.repeat(20)}{}${'] }'.repeat(20)}`,
    `${'['.repeat(70)}${']'.repeat(70)}`,
  )
  const change = fc.record({
    place: fc.nat(places.length - 1),
    instead: odd,
    what: fc.constantFrom('value', 'value', 'key', 'both'),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async changes => {
      // from the end on, so that places stay where they are
      const sorted = [...changes].sort((a, b) => b.place - a.place)
      const text = sorted.reduce((before, { place, instead, what }) => {
        const { keyAt, keyEnd, valueAt, end } = places[place] as Entry
        if (what === 'value') return before.slice(0, valueAt) + instead + before.slice(end)
        const to = what === 'key' ? keyEnd : end
        // a secret as a key is none that anybody means
        return before.slice(0, keyAt) + instead.replaceAll(canary, 'x') + before.slice(to)
      }, whole)
      const begun = process.cpuUsage()
      const printed = await outputs(text)
      const { user, system } = process.cpuUsage(begun)
      expect((user + system) / 1000).toBeLessThan(1_000)
      expect(printed).not.toContain(canary)
    }),
    { numRuns: 80 },
  )
}, 60_000)

test('no edit of a file with a secret prints the secret', async () => {
  const edit = fc.record({
    at: fc.nat(),
    what: fc.constantFrom(
      '',
      ' ',
      '\n',
      ':',
      '#',
      '"',
      "'",
      '{',
      '}',
      '[',
      ']',
      ',',
      '-',
      '\t',
      '|',
      '&',
      '!',
      'x',
      '钉',
      '：',
      '“',
      '｝',
      '\u00a0',
    ),
    cut: fc.nat(2),
  })
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...forms), fc.array(edit, { maxLength: 4 }), async (form, edits) => {
      const planted = reference.replace('{ env: GITHUB_CLIENT_SECRET }', form)
      const text = edits.reduce((before, { at, what, cut }) => change(before, at, what, cut), planted)
      expect(await outputs(text)).not.toContain(canary)
    }),
    { numRuns: 150 },
  )
}, 60_000)

/** Cuts out and puts in, anywhere but in the line with the secret's own key. */
function change(text: string, at: number, what: string, cut: number): string {
  const start = at % text.length
  const end = Math.min(text.length, start + cut)
  const from = text.indexOf('clientSecret', text.indexOf('id: github'))
  const to = text.lastIndexOf(canary) + canary.length
  if (end > from && start < to) return text
  return text.slice(0, start) + what + text.slice(end)
}
