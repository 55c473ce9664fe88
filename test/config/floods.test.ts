import { describe, expect, test } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { tooManyProblems } from '../../src/config/too-many.ts'
import { floodsOf, reader } from './floods.ts'
import { head, local } from './large.ts'

/** Nothing is wrong with it; it only takes long to find that. */
const right = 'switched off references'

/** How long the largest of them take is measured by `npm run bench:floods`. */
describe('a file full of one mistake is told of it, and spared by no limit:', () => {
  test.each(Object.entries(floodsOf(16_000)))('%s', async (what, file) => {
    const { diagnostics } = await compile(file(), { file: 'x.yaml', reader })
    expect(diagnostics.length > 0).toBe(what !== right)
    const limits = diagnostics.filter(({ rule }) => rule === 'yaml/too-large')
    expect(limits.filter(({ message }) => message !== tooManyProblems.message)).toEqual([])
  })
})

test('what is beyond the limit of problems is not taken for right because one before it tells of several', async () => {
  const numbers = Array.from({ length: 15 }, (_, index) => index)
  const grants = Array.from(
    { length: 400 },
    (_, index) => `  - { id: g${index}, when: { source: local }, permissions: [${numbers}] }\n`,
  )
  const { config, diagnostics } = await compile(`${head}${local}grants:\n${grants.join('')}`, {
    file: 'x.yaml',
  })
  expect(config).toBeUndefined()
  expect(diagnostics).toHaveLength(400)
})
