import { execFileSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Io } from '../../src/cli/io.ts'
import { print } from '../../src/cli/print.ts'
import { makeFolder, removeFolders } from './folder.ts'
import { good, validating } from './validating.ts'

afterAll(removeFolders)

/** A stranger's repository is checked by a pipeline: what never ends must not be read to its end. */
const cwd = makeFolder({ 'large.yaml': `${good}# ${'x'.repeat(1_000_000)}\n` })
symlinkSync('/dev/zero', join(cwd, 'sso.config.yaml'))
execFileSync('mkfifo', [join(cwd, 'pipe.yaml')])

test.each(['sso.config.yaml', 'pipe.yaml'])('%s is refused at once, and not waited for', async name => {
  const said = /is a device or a pipe, and no file/
  await expect(validating([name], { cwd })).rejects.toThrow(said)
  await expect(print(['-c', name], { cwd, env: {} } as Io)).rejects.toThrow(said)
})

test('a pattern does not find them', async () => {
  await expect(validating(['*o.config.yaml', 'p*.yaml'], { cwd })).rejects.toThrow(/no file matches/)
})

test('of a large file no more is read than is needed to say so', async () => {
  const { code, stdout } = await validating(['large.yaml'], { cwd })
  expect(code).toBe(1)
  expect(stdout).toContain('the file has more than 256 KiB')
})

test('of standard input, too', async () => {
  let given = 0
  const stdin = (async function* () {
    for (;;) {
      given += 65_536
      yield 'x'.repeat(65_536)
    }
  })()
  const { code } = await validating(['-'], { cwd, stdin })
  expect(code).toBe(1)
  expect(given).toBeLessThan(1_000_000)
})
