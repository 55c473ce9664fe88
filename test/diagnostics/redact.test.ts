import { expect, test } from 'vitest'
import { cover, mostCovered } from '../../src/diagnostics/redact.ts'

test('a text that was masked twice is covered wherever one of the two is', () => {
  const masked = (text: string) => text.replaceAll('*', cover)
  expect(mostCovered([masked('a: 𠮷**\nb: xyz'), masked('a: ****\nb: **z')])).toBe(masked('a: ****\nb: **z'))
  expect(mostCovered([masked('**cd'), masked('a**d'), masked('abcd')])).toBe(masked('***d'))
})
