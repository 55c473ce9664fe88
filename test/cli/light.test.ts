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

function scriptsOf(folder: string): string[] {
  return readdirSync(folder).flatMap(name => {
    const { result } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { result: { url: string }[] }
    return result.map(({ url }) => url)
  })
}

const commands: readonly (readonly string[])[] = [
  ['validate', file],
  ['print', '-c', file],
  ['urls', '-c', file],
  ['permissions', '768'],
  ['explain', 'secret/inline'],
  ['schema'],
]

test.each(['--version', '-v'])('%s tells the version, and loads nothing else', async flag => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  const into = mkdtempSync(join(folder, 'coverage-'))
  const said = await start([flag], { cwd: folder, env: { NODE_V8_COVERAGE: into } }).ended
  expect(said).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' })
  expect(scriptsOf(into).filter(url => !url.startsWith('node:'))).toEqual([
    expect.stringMatching(/dist\/sso-kit\.cjs$/),
  ])
})

test('validate loads one file behind the program', async () => {
  const into = mkdtempSync(join(folder, 'coverage-'))
  await start(['validate', file], { cwd: folder, env: { NODE_V8_COVERAGE: into } }).ended
  const scripts = scriptsOf(into).filter(url => !url.startsWith('node:'))
  expect(scripts.map(url => url.replace(/^.*dist\//, '')).sort()).toEqual(['sso-kit.cjs', 'validate.cjs'])
})

test.each(commands)('%s loads neither Express nor Passport nor any other package', async (...args) => {
  const into = mkdtempSync(join(folder, 'coverage-'))
  const { code } = await start(args, { cwd: folder, env: { NODE_V8_COVERAGE: into } }).ended
  expect(code).toBe(0)
  const scripts = scriptsOf(into)
  expect(scripts.filter(url => url.endsWith('dist/sso-kit.cjs'))).toHaveLength(1)
  expect(scripts.filter(url => url.includes('/node_modules/'))).toEqual([])
  // bundled packages have their paths in the text; what those of Ajv are in is there, whether or not it runs
  const texts = scripts
    .filter(url => url.startsWith('file:'))
    .map(url => readFileSync(fileURLToPath(url), 'utf8'))
  const packages = texts.flatMap(text => [...text.matchAll(/\bnode_modules\/((?:@[\w.-]+\/)?[\w.-]+)/g)])
  const cheap = ['yaml', 'ajv', 'fast-deep-equal', 'fast-uri', 'json-schema-traverse']
  expect(packages.map(([, name]) => name).filter(name => !cheap.includes(name ?? ''))).toEqual([])
  // simulators are for the sandbox
  expect(scripts.filter(url => /simulator-/.test(url))).toEqual([])
})
