import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { makeFolder, removeFolders } from './folder.ts'
import { good, validating } from './validating.ts'

afterAll(removeFolders)

/** A stranger's repository, and what is outside of it: a pipeline may read and write that. */
const fixable = good.replace('version: 1', 'version: 1 ').replace('name: Password', 'name：Password')
const outside = makeFolder({ 'private.yaml': 'user: canary-of-somebody\n', 'other.yaml': fixable })
const repository = () => makeFolder({ 'good.yaml': good })
const astray = /leads out of its repository or folder/

describe('a link out of the repository', () => {
  test.each([
    ['found', []],
    ['named', ['sso.config.yaml']],
    ['matched by a pattern', ['*.config.yaml']],
    ['in a folder that is one', ['folder/private.yaml']],
    ['in a folder that is one, by a pattern', ['*/private.yaml']],
    ['laid over another file', ['good.yaml+sso.config.yaml']],
  ])('is not read: %s', async (_how, args) => {
    const cwd = repository()
    symlinkSync(join(outside, 'private.yaml'), join(cwd, 'sso.config.yaml'))
    symlinkSync(outside, join(cwd, 'folder'))
    await expect(validating(args, { cwd })).rejects.toThrow(astray)
  })

  test('is not corrected', async () => {
    const cwd = repository()
    symlinkSync(join(outside, 'other.yaml'), join(cwd, 'sso.config.yaml'))
    await expect(validating(['--fix', 'sso.config.yaml'], { cwd })).rejects.toThrow(astray)
    expect(readFileSync(join(outside, 'other.yaml'), 'utf8')).toBe(fixable)
  })

  test.each(['there.json', 'not-there.json'])('gets no report: %s', async name => {
    const cwd = repository()
    if (name === 'there.json') writeFileSync(join(outside, name), 'mine')
    symlinkSync(join(outside, name), join(cwd, 'report.json'))
    const asked = validating(['--format', 'json=report.json', 'good.yaml'], { cwd })
    await expect(asked).rejects.toThrow(astray)
    await expect(validating(['--format', 'json=report.json', 'nothing.yaml'], { cwd })).rejects.toThrow()
    if (name === 'there.json') expect(readFileSync(join(outside, name), 'utf8')).toBe('mine')
    else expect(() => readFileSync(join(outside, name))).toThrow(/ENOENT/)
  })
})

describe('a link within the repository', () => {
  test('is followed, corrected and written', async () => {
    const cwd = makeFolder({ 'real/a.yaml': fixable, 'real/report.json': '' })
    symlinkSync('real/a.yaml', join(cwd, 'sso.config.yaml'))
    symlinkSync('real/report.json', join(cwd, 'report.json'))
    expect((await validating(['--fix', '--format', 'json=report.json'], { cwd })).code).toBe(0)
    expect(readFileSync(join(cwd, 'real/a.yaml'), 'utf8')).toContain('name: Password')
    expect(readFileSync(join(cwd, 'real/report.json'), 'utf8')).toContain('"diagnostics"')
  })
})

describe('without a repository', () => {
  const plain = () => {
    const cwd = makeFolder({ 'good.yaml': good })
    rmSync(join(cwd, '.git'), { recursive: true })
    symlinkSync(join(outside, 'other.yaml'), join(cwd, 'sso.config.yaml'))
    return cwd
  }
  test('whoever names a link is believed, and it is read', async () => {
    const { code, stdout } = await validating(['sso.config.yaml'], { cwd: plain() })
    expect([code, stdout]).toEqual([1, expect.stringContaining('yaml/wide-punctuation')])
  })
  test.each([[[]], [['*.config.yaml']], [['--fix', 'sso.config.yaml']]])(
    'but not found or written: %j',
    async args => {
      await expect(validating(args, { cwd: plain() })).rejects.toThrow(astray)
      expect(readFileSync(join(outside, 'other.yaml'), 'utf8')).toBe(fixable)
    },
  )
})

test('the manifest of a plugin is read in the repository, and nowhere else', async () => {
  const manifest = '{ "secret": "canary-of-somebody" }'
  mkdirSync(join(outside, 'acme'))
  writeFileSync(join(outside, 'acme/sso-kit.plugin.json'), manifest)
  const cwd = makeFolder({ 'shared/acme/sso-kit.plugin.json': manifest, 'linked/readme': '' })
  symlinkSync(join(outside, 'acme'), join(cwd, 'folder'))
  symlinkSync(join(outside, 'acme/sso-kit.plugin.json'), join(cwd, 'linked/sso-kit.plugin.json'))
  mkdirSync(join(cwd, 'deep'))
  const said = async (entry: string) => {
    writeFileSync(join(cwd, 'deep/sso.config.yaml'), `${good}plugins: ["${entry}"]\n`)
    return (await validating(['deep/sso.config.yaml'], { cwd })).stdout
  }
  for (const entry of [`../..${outside.slice(outside.lastIndexOf('/'))}/acme`, '../folder', '../linked'])
    expect(await said(entry), entry).toMatch(/plugin\/unreadable.* is outside of the repository/)
  expect(await said('../shared/acme')).toMatch(/in the manifest of plugin|plugin\/invalid/)
})
