import { execFile, execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'

/** A program of one line. Another one of the same length is what V8 cannot tell from it: what runs shows what counted. */
const own = 'process.stdout.write("own  ")'
const other = 'process.stdout.write("other")'

const all = mkdtempSync(join(tmpdir(), 'sso-kit-remembered-'))
afterAll(() => rmSync(all, { recursive: true, force: true }))

let program = ''
let cache = ''
beforeEach(() => {
  program = join(mkdtempSync(join(all, 'program-')), 'program.cjs')
  cache = `${program}.${process.version}-${process.platform}-${process.arch}.cache`
  writeFileSync(program, own)
  const loader = fileURLToPath(new URL('../../src/cli/remembered.cjs', import.meta.url))
  copyFileSync(loader, join(dirname(program), 'remembered.cjs'))
})

async function run(env: Record<string, string> = {}, how = '{}', clock = ''): Promise<string> {
  const code = `${clock};require('./remembered.cjs').run(${JSON.stringify(program)}, ${how})`
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', code], {
    cwd: dirname(program),
    env,
  })
  return stdout.trim()
}

/** What is compiled, and what a cache begins with. */
const text = (program: string) => Buffer.from(`(function (require, __filename, importModule) {${program}\n})`)

/** V8's data of `other`. */
const making = `
  const { Script } = require('node:vm')
  const script = new Script(${JSON.stringify(String(text(other)))})
  script.runInThisContext()
  process.stdout.write(script.createCachedData())`
const dataOfOther = execFileSync(process.execPath, ['-e', making], { env: {} })

/** A cache for `own` with V8's data of `other`. */
function plant(make: (data: Buffer) => Buffer = data => Buffer.concat([text(own), data, data])): void {
  writeFileSync(cache, make(dataOfOther))
  chmodSync(cache, 0o644)
}

const files = () => readdirSync(dirname(program)).sort()

describe.skipIf(process.platform === 'win32')('the code cache', () => {
  test('is left by the first run, and the next one runs it', async () => {
    expect(await run()).toBe('own')
    expect(files()).toEqual(['program.cjs', cache.slice(dirname(program).length + 1), 'remembered.cjs'])
    plant()
    expect(await run()).toBe('other')
  })

  test('may not be written by others than its owner', async () => {
    for (const mode of [0o664, 0o646]) {
      plant()
      chmodSync(cache, mode)
      expect(await run()).toBe('own')
    }
  })

  test('is no link', async () => {
    plant()
    const elsewhere = join(all, 'elsewhere')
    renameSync(cache, elsewhere)
    symlinkSync(elsewhere, cache)
    const before = readFileSync(elsewhere)
    expect(await run()).toBe('own')
    // the link was replaced, and not followed
    expect(readFileSync(elsewhere)).toEqual(before)
  })

  const damaged: Record<string, (data: Buffer) => Buffer> = {
    'of another source': data => Buffer.concat([text(other), data, data]),
    truncated: data => Buffer.concat([text(own), data, data.subarray(0, -2)]),
    empty: () => Buffer.alloc(0),
    'without data': () => text(own),
    'of nothing but zeros': data => Buffer.concat([text(own), Buffer.alloc(2 * data.length)]),
    'with one wrong bit': data => {
      const bytes = Buffer.concat([text(own), data, data])
      const place = text(own).length + 100
      bytes[place] = (bytes[place] ?? 0) ^ 1
      return bytes
    },
  }
  test.each(Object.entries(damaged))('does not count where it is %s, and is made anew', async (_, make) => {
    plant(make)
    const before = readFileSync(cache)
    expect(await run()).toBe('own')
    expect(readFileSync(cache)).not.toEqual(before)
    expect(readFileSync(cache).subarray(0, text(own).length)).toEqual(text(own))
  })

  test('can be switched off: it is neither read nor written', async () => {
    plant()
    expect(await run({ SSO_KIT_CODE_CACHE: 'off' })).toBe('own')
    rmSync(cache)
    await run({ SSO_KIT_CODE_CACHE: 'off' })
    expect(existsSync(cache)).toBe(false)
  })

  test('is not missed where it cannot be written, and leaves nothing behind', async () => {
    mkdirSync(join(cache, 'in-the-way'), { recursive: true })
    expect(await run()).toBe('own')
    expect(files()).toHaveLength(3)
  })

  // nothing is read-only for root
  test.skipIf(process.getuid?.() === 0)('is not missed in a folder that is read-only', async () => {
    chmodSync(dirname(program), 0o555)
    expect(await run()).toBe('own')
    chmodSync(dirname(program), 0o755)
    expect(existsSync(cache)).toBe(false)
  })

  test('keeps characters of every script what they are', async () => {
    writeFileSync(program, `process.stdout.write(/[：、]/.test('\\uFF1A') ? 'read' : 'misread')`)
    expect([await run(), await run()]).toEqual(['read', 'read'])
  })

  test('is one for brief runs and long ones', async () => {
    await run({}, '{ isBrief: true }')
    const made = readFileSync(cache)
    for (const how of ['{ isBrief: true }', '{}', '{ isBrief: true }']) {
      await run({}, how)
      expect(readFileSync(cache)).toEqual(made)
    }
  })

  test('is left by a server ten seconds after its start, however that ends', async () => {
    const isThere = `require('node:fs').existsSync(${JSON.stringify(cache)})`
    writeFileSync(program, `setInterval(() => { if (${isThere}) process.exit(1) }, 1)`)
    const clock = `{
      const later = setTimeout
      globalThis.setTimeout = (does, ms) => later(does, ms === 10_000 ? 0 : ms)
    }`
    await expect(run({}, '{}', clock)).rejects.toMatchObject({ code: 1 })
    expect(files()).toHaveLength(3)
  })

  test('lets the program import modules on demand', async () => {
    writeFileSync(join(dirname(program), 'wanted.mjs'), 'export const word = "wanted"')
    writeFileSync(program, 'importModule("./wanted.mjs").then(({ word }) => process.stdout.write(word))')
    expect([await run(), await run()]).toEqual(['wanted', 'wanted'])
  })

  test('is not left by a run that failed', async () => {
    writeFileSync(program, 'process.exitCode = 1')
    await run().catch(() => undefined)
    expect(existsSync(cache)).toBe(false)
  })

  test('is whole after several runs at once', async () => {
    expect(await Promise.all([run(), run(), run(), run()])).toEqual(['own', 'own', 'own', 'own'])
    expect(files()).toHaveLength(3)
    const data = readFileSync(cache).subarray(text(own).length)
    expect(data.subarray(0, data.length / 2)).toEqual(data.subarray(data.length / 2))
  })
})

describe('V8 is told before a brief run', () => {
  const flagsOf = (version: string): string | undefined =>
    createRequire(import.meta.url)('../../src/cli/remembered.cjs').flagsOf(version)

  test('nothing on a version of Node that does not know it: that would be said on standard error', () => {
    for (const version of ['22.0.0', '24.11.0', '25.1.0', '200.0.0']) expect(flagsOf(version)).toBeUndefined()
  })

  test.runIf(process.version.startsWith('v20.'))('only what this one knows', async () => {
    const known = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' })
    const names = [...(flagsOf(process.versions.node) ?? '').matchAll(/--(?:no-)?([a-z-]+)/g)].map(
      ([, name]) => name,
    )
    expect(names).toContain('interrupt-budget')
    for (const name of names) expect(known).toMatch(new RegExp(`^  --${name} `, 'm'))
    await run({}, '{ isBrief: true }')
    const code = `require('./remembered.cjs').run(${JSON.stringify(program)}, { isBrief: true })`
    const { stderr } = await promisify(execFile)(process.execPath, ['-e', code], {
      cwd: dirname(program),
      env: {},
    })
    expect(stderr).toBe('')
  })
})
