import fc from 'fast-check'
import { expect, it } from 'vitest'
import { canary, forms, outputs, whole } from './secrets.ts'

/** Every `key: { env: NAME }` of a file with the whole language, but for what is public behind a reference. */
const secrets = [...whole.matchAll(/([A-Za-z]+): (\{ (?:env|file|credential|exec): [^{}]*\})/g)]
  .filter(([, key]) => !/^(?:ca|certificate|metadata)$/.test(key ?? ''))
  .map(({ 1: key = '', 2: reference = '', index }) => ({ key, reference, index }))

const signs = [
  ...':{}[],-"\'# =&*!|>()@`%?;+<~^$/\\\t\n',
  ...['：', '，', '；', '。', '“', '”', '【', '】', '…', '·', '\u00a0', '\u3000', 'é', ''],
]

/** A key with a sign in it, or without some of its letters, and a secret where its reference belongs. */
const torn = fc
  .record({
    secret: fc.constantFrom(...secrets),
    form: fc.constantFrom(...forms),
    at: fc.nat({ max: 40 }),
    letters: fc.nat({ max: 2 }),
    sign: fc.constantFrom(...signs),
  })
  .filter(({ letters, sign }) => letters > 0 || sign !== '')
  .map(({ secret: { key, reference, index }, form, at, letters, sign }) => {
    const start = at % key.length
    const broken = key.slice(0, start) + sign + key.slice(start + letters)
    return { index, before: key.length + 2 + reference.length, line: `${broken}: ${form}` }
  })

it('finds the secrets of the language', () => {
  expect(new Set(secrets.map(({ key }) => key))).toEqual(
    new Set(['clientSecret', 'aesKey', 'token', 'serviceAccountKey', 'key', 'adminToken']),
  )
})

it('a secret is in no output, whatever happened to the key in front of it', async () => {
  await fc.assert(
    fc.asyncProperty(torn, async ({ index, before, line }) => {
      const text = whole.slice(0, index) + line + whole.slice(index + before)
      expect(await outputs(text)).not.toContain(canary)
    }),
    { numRuns: 150 },
  )
  // each is a file of the whole language, laid out in frames
}, 60_000)
