import { parseArgs } from 'node:util'
import { expect, test } from 'vitest'
import { flagsIn } from '../../src/cli/flags.ts'

const options = {
  config: { type: 'string', short: 'c', multiple: true, default: ['a.yaml'] as string[] },
  level: { type: 'string', default: 'error' },
  strict: { type: 'boolean', default: false },
  variables: { type: 'string' },
} as const

test.each([
  [[]],
  [['a.yaml', 'b.yaml']],
  [['-']],
  [['']],
  [['a-b', '--strict']],
  [['--', '-x']],
  [['-c', 'b.yaml']],
])('%j is what Node says it is', args => {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const read = flagsIn({ args, options, allowPositionals: true })
  expect(read.values).toEqual({ ...values })
  expect(read.positionals).toEqual(positionals)
})

test('a word where none belongs is refused', () => {
  expect(() => flagsIn({ args: ['a.yaml'], options })).toThrow('"a.yaml" is one word too many')
  expect(flagsIn({ args: [], options }).values).toEqual({ config: ['a.yaml'], level: 'error', strict: false })
})
