import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linesOf } from '../../src/diagnostics/lines.ts'

test('a column is the number of code points before it, wherever surrogates stand', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', '\n', '\r', '钉', '𠮷', '\ud842', '\udfb7'),
    maxLength: 30,
  })
  fc.assert(
    fc.property(text, fc.nat(31), (text, at) => {
      const offset = Math.min(at, text.length)
      const before = text.slice(0, offset).split('\n')
      expect(linesOf(text).position(at)).toEqual({
        line: before.length,
        column: [...(before.at(-1) ?? '')].length + 1,
        offset,
      })
    }),
    { numRuns: 2_000 },
  )
})
