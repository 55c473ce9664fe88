import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { buildBundle } from './bundle.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

beforeAll(buildBundle)

/** What a file of `dist` says about every case that has a mistake. */
function saidBy(program: string): string {
  const args = [program, 'validate', '--format', 'json', 'test/config/err/*.yaml']
  const { stdout, status } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  expect(status).toBe(1)
  return stdout
}

test('the one file that validate is says the same as the modules', () => {
  expect(saidBy('dist/sso-kit.cjs')).toBe(saidBy('dist/start.js'))
}, 60_000)
