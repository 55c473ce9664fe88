import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildBundle } from './bundle.ts'
import { makeFolder, removeFolders } from './folder.ts'
import { good } from './validating.ts'

beforeAll(buildBundle, 60_000)
afterAll(removeFolders)

const program = fileURLToPath(new URL('../../dist/sso-kit.cjs', import.meta.url))
const bad = good.replace('name', 'nmae')

/** What a command says on standard error, and its exit code, where standard output leads there. */
async function into(stdout: 'closed' | number, args: readonly string[]) {
  const cwd = makeFolder({ 'sso.config.yaml': good, 'bad.yaml': bad })
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    stdio: ['ignore', stdout === 'closed' ? 'pipe' : stdout, 'pipe'],
  })
  child.stdout?.destroy()
  let stderr = ''
  child.stderr?.on('data', text => {
    stderr += text
  })
  const [code] = await once(child, 'close')
  return { code, stderr }
}

test.each([
  [['schema'], 0],
  [['rules'], 0],
  [['--help'], 0],
  [['--version'], 0],
  [['validate'], 0],
  [['validate', 'bad.yaml'], 1],
])('a reader that has gone away does not disturb %j: exit %i as always', async (args, code) => {
  expect(await into('closed', args)).toEqual({ code, stderr: '' })
})

test.runIf(existsSync('/dev/full')).each([['schema'], ['rules'], ['--help'], ['--version'], ['validate']])(
  'a full disk below %s is told in a sentence: exit 2',
  async arg => {
    const full = openSync('/dev/full', 'w')
    const { code, stderr } = await into(full, [arg])
    closeSync(full)
    expect(code).toBe(2)
    expect(stderr).toMatch(/^error: standard output cannot be written \(ENOSPC\)\n(?: {2}help: .*\n)?$/)
  },
)
