import fc from 'fast-check'
import { expect, test } from 'vitest'
import { distance } from '../../src/diagnostics/distance.ts'

/** The same without a way to be quick. */
function slow(a: string, b: string): number {
  const known = new Map<string, number>()
  const edits = (i: number, j: number): number => {
    if (i === 0 || j === 0) return i + j
    const key = `${i} ${j}`
    const found = known.get(key)
    if (found !== undefined) return found
    const same = a[i - 1] === b[j - 1] ? 0 : 1
    const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
    const least = Math.min(
      edits(i - 1, j) + 1,
      edits(i, j - 1) + 1,
      edits(i - 1, j - 1) + same,
      isSwap ? edits(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
    )
    known.set(key, least)
    return least
  }
  return edits(a.length, b.length)
}

test.each([
  ['', '', 0],
  ['name', 'nmae', 1],
  ['clientSecrt', 'clientSecret', 1],
  ['ca', 'abc', 3],
])('%j to %j', (a, b, edits) => {
  expect(distance(a, b, 3)).toBe(edits)
})

test('what is within the bound is exact, and nothing else is said to be', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é', '-', '1'), maxLength: 9 })
  fc.assert(
    fc.property(word, word, fc.nat(4), (a, b, most) => {
      const edits = slow(a, b)
      expect(distance(a, b, most)).toBe(edits > most ? Number.POSITIVE_INFINITY : edits)
    }),
    { numRuns: 2_000 },
  )
})
