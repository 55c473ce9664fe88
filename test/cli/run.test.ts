import { expect, test } from 'vitest'
import { shown } from '../../src/cli/run.ts'

test('a failure of our own is told by where it was, and not by what it says: that may be a secret of the file', () => {
  const error = Object.assign(new TypeError('Unresolved alias: hunter2\n    with a line of its own'), {
    code: 'ERR_ALIAS',
  })
  const said = shown(error)
  expect(said).toMatch(/^error: sso-kit itself failed; please report this\nTypeError ERR_ALIAS\n {4}at /)
  expect(said).toContain('run.test.ts')
  expect(said).not.toContain('hunter2')
})

test('so is what is thrown and is no error', () => {
  expect(shown('hunter2')).toBe('error: sso-kit itself failed; please report this\nError\n')
})
