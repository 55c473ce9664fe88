import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildBundle, start } from './bundle.ts'

/** What a command loads is what it costs, and what could go wrong in it: V8 writes every script down that ran. */
const file = fileURLToPath(new URL('../config/ok/whole-language.yaml', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'sso-kit-light-'))

beforeAll(buildBundle)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const commands: readonly (readonly string[])[] = [
  ['--version'],
  ['validate', file],
  ['print', '-c', file],
  ['urls', '-c', file],
  ['permissions', '768'],
  ['explain', 'secret/inline'],
  ['schema'],
]

test.each(commands)('%s loads neither Express nor Passport nor any other package', async (...args) => {
  const into = mkdtempSync(join(folder, 'coverage-'))
  const { code } = await start(args, { cwd: folder, env: { NODE_V8_COVERAGE: into } }).ended
  expect(code).toBe(0)
  const scripts = readdirSync(into).flatMap(name => {
    const { result } = JSON.parse(readFileSync(join(into, name), 'utf8')) as { result: { url: string }[] }
    return result.map(({ url }) => url)
  })
  expect(scripts.filter(url => url.endsWith('dist/sso-kit.js'))).toHaveLength(1)
  expect(scripts.filter(url => url.includes('/node_modules/'))).toEqual([])
  // simulators are for the sandbox
  expect(scripts.filter(url => /simulator-/.test(url))).toEqual([])
})
