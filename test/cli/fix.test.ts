import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { replace } from '../../src/cli/fix/replace.ts'
import { mend } from '../../src/cli/fix/rounds.ts'
import type { Input } from '../../src/cli/validate/inputs.ts'
import { compileAll } from '../../src/config/compile.ts'
import type { Config } from '../../src/config/config.ts'
import { linesOf } from '../../src/diagnostics/lines.ts'
import { makeFolder, removeFolders } from './folder.ts'
import { command } from './io.ts'
import { bad, good, open, validating, warned } from './validating.ts'

afterAll(removeFolders)

const read = (cwd: string, name = 'sso.config.yaml') => readFileSync(join(cwd, name), 'utf8')

describe('validate --fix', () => {
  test('corrects the file, says how much, and tells what is left', async () => {
    const wrong = bad.replace('sources:', 'ui: { title: no } # 标题\nadmins: [a]\nsources:')
    const cwd = makeFolder({ 'sso.config.yaml': wrong })
    const { code, stdout, stderr } = await validating(['--fix'], { cwd })
    expect(code).toBe(1)
    expect(stderr).toBe(`fixed 2 places in sso.config.yaml
  sso.config.yaml:3 yaml/ambiguous-scalar: no -> "no"
  sso.config.yaml:6 schema/unknown-key: nmae -> name
`)
    expect(stdout).toContain('schema/wrong-type')
    expect(stdout).toContain('1 error, 0 warnings\n')
    expect(read(cwd)).toBe(wrong.replace('nmae', 'name').replace('no }', '"no" }'))
  })

  test('shows the tabs that it makes spaces of', async () => {
    const cwd = makeFolder({ 'sso.config.yaml': good.replace('  -', '\t-') })
    expect(await validating(['--fix'], { cwd })).toMatchObject({
      code: 0,
      stderr: 'fixed 1 place in sso.config.yaml\n  sso.config.yaml:4 yaml/tab-indent: \\t- ->   -\n',
    })
    expect(read(cwd)).toBe(good)
  })

  test('as many places are counted as are listed', async () => {
    const wide = good.replace(
      '{ id: local, type: local, name: Password }',
      'id：local\n    type：local\n    name：密码',
    )
    const cwd = makeFolder({ 'sso.config.yaml': wide })
    const { stderr } = await validating(['--fix'], { cwd })
    const [first, ...listed] = stderr.trimEnd().split('\n')
    expect(first).toBe('fixed 3 places in sso.config.yaml')
    expect(listed).toHaveLength(3)
    expect((await validating(['--fix'], { cwd })).stderr).toBe('nothing to fix\n')
  })

  test('a second time changes nothing, not even the time of the file', async () => {
    const cwd = makeFolder({ 'sso.config.yaml': bad })
    await validating(['--fix'], { cwd })
    const before = statSync(join(cwd, 'sso.config.yaml'))
    expect(await validating(['--fix'], { cwd })).toMatchObject({ code: 0, stderr: 'nothing to fix\n' })
    const after = statSync(join(cwd, 'sso.config.yaml'))
    expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs])
  })

  test('what can be corrected is marked, and counted', async () => {
    const cwd = makeFolder({ 'sso.config.yaml': bad })
    const { stdout } = await validating([], { cwd })
    expect(stdout).toContain('help: rename it to "name"; it is required   [fixable]\n')
    expect(stdout).toContain('1 error, 0 warnings · 1 fixable with --fix\n')
    expect(read(cwd)).toBe(bad)
  })

  test('line breaks, a byte order mark, comments and the mode stay; nothing else is in the folder', async () => {
    const text = `\uFEFF${bad.replace('sources', '# 来源\nsources').replaceAll('\n', '\r\n')}`
    const cwd = makeFolder({ 'sso.config.yaml': text })
    chmodSync(join(cwd, 'sso.config.yaml'), 0o640)
    await validating(['--fix'], { cwd })
    expect(read(cwd)).toBe(text.replace('nmae', 'name'))
    expect(statSync(join(cwd, 'sso.config.yaml')).mode & 0o7777).toBe(0o640)
    expect(readdirSync(cwd).sort()).toEqual(['.git', 'sso.config.yaml'])
  })

  test('a link stays a link', async () => {
    const cwd = makeFolder({ 'real/x.yaml': bad })
    symlinkSync('real/x.yaml', join(cwd, 'sso.config.yaml'))
    await validating(['--fix'], { cwd })
    expect(lstatSync(join(cwd, 'sso.config.yaml')).isSymbolicLink()).toBe(true)
    expect(read(cwd, 'real/x.yaml')).toBe(good)
  })

  test('standard input cannot be corrected', async () => {
    const cwd = makeFolder()
    const { code, stderr } = await command(['validate', '-', '--fix'], { cwd, stdin: bad })
    expect([code, stderr]).toEqual([2, 'error: --fix cannot correct standard input\n  help: name the file\n'])
  })

  test('of files laid over each other each is corrected where it is wrong', async () => {
    const cwd = makeFolder({ 'base.yaml': bad, 'prod.yaml': 'ui: { titel: A }\n' })
    const { code, stderr } = await validating(['--fix', '--quiet', 'base.yaml+prod.yaml'], { cwd })
    expect([code, stderr]).toEqual([0, 'fixed 1 place in base.yaml\nfixed 1 place in prod.yaml\n'])
    expect([read(cwd, 'base.yaml'), read(cwd, 'prod.yaml')]).toEqual([good, 'ui: { title: A }\n'])
  })

  test('a file that two configurations share is corrected only as both want it', async () => {
    const base = `${good}autoRegister: { permissions: 16384 }\n`
    const files = {
      'base.yaml': base,
      'a.yaml': 'permissionProfile: alist\n',
      'b.yaml': 'permissionProfile: openlist\n',
    }
    const cwd = makeFolder(files)
    const { stderr } = await validating(['--fix', 'base.yaml+a.yaml', 'base.yaml+b.yaml'], { cwd })
    expect(stderr).toBe('nothing to fix\n')
    expect(read(cwd, 'base.yaml')).toBe(base)
    await validating(['--fix', 'base.yaml+b.yaml'], { cwd })
    expect(read(cwd, 'base.yaml')).toContain('permissions: [share]')
  })

  test.each<[what: string, right: string, wrong: string, said: string]>([
    ['a key', 'name: Password', 'nmae: Password', 'schema/unknown-key: nmae -> name'],
    [
      'a space',
      'name: Password',
      'name：Password',
      'yaml/wide-punctuation: name：Password -> name: Password',
    ],
    ['quotes', 'name: Password', 'name: 0777', 'yaml/leading-zero: 0777 -> "0777"'],
  ])('says what it changed: %s', async (_, right, wrong, said) => {
    const text = good.replace(right, wrong)
    const cwd = makeFolder({ 'sso.config.yaml': text })
    const { stderr } = await validating(['--fix', '--format', 'json'], { cwd })
    expect(stderr.split('\n')[1] ?? '').toContain(said)
  })

  test('a key beside a secret is told without it, and a long text is cut', async () => {
    const secret = 'k7Zp2vQ9mX4tB8nW1cR6yL3dF5gH0jS2'
    const long = '说'.repeat(70)
    const text = good.replace(
      'sources:',
      `sources:\n  - { id: github, type: github, name: GitHub, clientId: x, clientSecret：${secret} }\n  -  {description：${long} }`,
    )
    const cwd = makeFolder({ 'sso.config.yaml': text })
    const { stdout, stderr } = await validating(['--fix'], { cwd })
    expect(stdout + stderr).not.toContain(secret)
    expect(stderr).toContain('clientSecret：‹redacted› -> clientSecret: ‹redacted›')
    expect(stderr).toMatch(/description：说{40,}… -> /)
  })

  test('with --quiet it says how much', async () => {
    const cwd = makeFolder({ 'sso.config.yaml': bad })
    const { stdout, stderr } = await validating(['--fix', '--quiet'], { cwd })
    expect([stdout, stderr]).toEqual(['', 'fixed 1 place in sso.config.yaml\n'])
  })

  test('reports are of the corrected file', async () => {
    const cwd = makeFolder({ 'sso.config.yaml': bad })
    const { stdout } = await validating(['--fix', '--format', 'json'], { cwd })
    expect(JSON.parse(stdout)).toMatchObject({ valid: true, diagnostics: [] })
  })
})

test('a file that somebody else has written meanwhile is left alone', async () => {
  const cwd = makeFolder({ 'x.yaml': 'theirs' })
  const writing = replace(join(cwd, 'x.yaml'), { was: Buffer.from('ours'), now: 'better' })
  await expect(writing).rejects.toThrow('was changed by somebody else meanwhile')
  expect([read(cwd, 'x.yaml'), readdirSync(cwd).length]).toEqual(['theirs', 2])
})

test('corrections that would change what a file means are not made', async () => {
  const source = { file: 'x.yaml', input: Buffer.from('a: 1\n'), folder: '/' }
  const range = linesOf('a: 1\n').range(3, 4)
  const fix = { safety: 'safe' as const, edits: [{ file: 'x.yaml', range, text: '2' }] }
  const check = async ({ path, sources }: Input) => {
    const compiled = await compileAll(sources)
    const config = { version: Number(/\d/.exec(String(sources[0].input))?.[0]) } as unknown as Config
    return {
      path,
      sources,
      ...compiled,
      config,
      diagnostics: compiled.diagnostics.map(one => ({ ...one, fix })),
    }
  }
  await expect(mend([{ path: 'x.yaml', sources: [source] }], check)).rejects.toThrow(
    'the corrections would change what x.yaml means: nothing was written',
  )
})

describe('validate --baseline', () => {
  const made = async (files: Record<string, string>) => {
    const cwd = makeFolder(files)
    await validating(['--exit-zero', '--format', 'json=known.json'], { cwd })
    return cwd
  }
  const write = async (cwd: string, text: string) =>
    (await import('node:fs/promises')).writeFile(join(cwd, 'sso.config.yaml'), text)

  test('what is in it does not count', async () => {
    const cwd = await made({ 'sso.config.yaml': bad })
    await write(cwd, `# moved\n\n${bad}`)
    const { code, stdout, stderr } = await validating(['--baseline', 'known.json', '--strict'], { cwd })
    expect([code, stdout, stderr]).toEqual([0, '⚠ sso.config.yaml   1 in the baseline\n', ''])
  })

  test('what is new does', async () => {
    const cwd = await made({ 'sso.config.yaml': bad })
    await write(cwd, bad.replace('sources', 'colour: red\nsources'))
    const { code, stdout } = await validating(['--baseline', 'known.json'], { cwd })
    expect(code).toBe(1)
    expect(stdout).toContain('unknown key "colour"')
    expect(stdout).not.toContain('unknown key "nmae"')
    expect(stdout).toContain('1 error, 0 warnings · 1 in the baseline\n')
  })

  test('one that is worse than it was is new', async () => {
    const danger = (names: string) =>
      open.replace(
        '{ enabled: true }',
        `{ enabled: true, permissions: [${names}] }\n    allow: { organizations: [a] }`,
      )
    const cwd = await made({ 'sso.config.yaml': danger('remove') })
    expect((await validating(['--baseline', 'known.json', '--strict'], { cwd })).code).toBe(0)
    await write(cwd, danger('remove, move'))
    expect((await validating(['--baseline', 'known.json', '--strict'], { cwd })).code).toBe(1)
  })

  test('a secret in the file is never known: another one would be told the same', async () => {
    const open = (secret: string) =>
      `${good}  - { id: hub, type: oidc, name: Hub, issuer: "https://id.example.com", clientId: a, ${secret} }\n`
    for (const secret of [
      'clientSecret: hunter2',
      `clientSecret: { exec: [get, "--token=${'aB3d'.repeat(4)}"] }`,
    ]) {
      const cwd = await made({ 'sso.config.yaml': open(secret) })
      const { code, stdout, stderr } = await validating(['--baseline', 'known.json'], { cwd })
      expect(code).toBe(1)
      expect(stdout).toMatch(/error\[secret\/(inline|looks-like-secret)\]/)
      // it is found as before
      expect(stderr).toBe('')
    }
  })

  test('what is there no more is said on standard error, as far as it was looked for', async () => {
    const cwd = await made({ 'sso.config.yaml': bad, 'other.yaml': warned })
    await validating(['--exit-zero', '*.yaml', '--format', 'json=known.json'], { cwd })
    await write(cwd, good)
    expect((await validating(['--baseline', 'known.json'], { cwd })).stderr).toBe(
      '1 problem in known.json is there no more:\n  schema/unknown-key sso.config.yaml sources[local].nmae\n',
    )
    // behind an error of YAML nothing is looked for
    await write(cwd, 'a: [\n')
    expect((await validating(['--baseline', 'known.json'], { cwd })).stderr).toBe('')
    // nor in an entry of a type that there is not
    await write(cwd, bad.replace('type: local', 'type: locla'))
    expect((await validating(['--baseline', 'known.json'], { cwd })).stderr).toBe('')
  })

  test('programs get all of them, each marked', async () => {
    const cwd = await made({ 'sso.config.yaml': bad })
    await write(cwd, bad.replace('sources', 'colour: red\nsources'))
    const asked = ['--baseline', 'known.json', '--exit-zero', '--format']
    const report = JSON.parse((await validating([...asked, 'json'], { cwd })).stdout)
    expect(report).toMatchObject({ valid: false, counts: { error: 1, baseline: 1 } })
    expect(report.diagnostics.map((one: { baseline: string }) => one.baseline)).toEqual(['new', 'unchanged'])
    const sarif = JSON.parse((await validating([...asked, 'sarif'], { cwd })).stdout)
    const results = sarif.runs[0].results as { baselineState: string; fixes?: object[] }[]
    expect(results.map(({ baselineState }) => baselineState)).toEqual(['new', 'unchanged'])
    expect(results[1]?.fixes).toMatchObject([
      { artifactChanges: [{ replacements: [{ insertedContent: { text: 'name' } }] }] },
    ])
    for (const format of ['concise', 'github', 'gitlab', 'junit'])
      expect((await validating([...asked, format], { cwd })).stdout).not.toContain('nmae')
  })

  test('what a comment excused then has to be excused still', async () => {
    const asked = good.replace(
      'name: Password }',
      'name: Password }\n# sso-kit: ignore[yaml/ambiguous-scalar] as the board wants it\nui: { title: no }',
    )
    const cwd = await made({ 'sso.config.yaml': asked })
    await write(cwd, asked.replace(/# sso-kit.*\n/, ''))
    expect((await validating(['--baseline', 'known.json', '--strict'], { cwd })).code).toBe(1)
  })

  test.each([
    ['that is not there', undefined, 'the baseline known.json cannot be read (ENOENT)'],
    ['that is no JSON', '{', 'the baseline known.json is no report of this program'],
    ['that is another report', '{ "runs": [] }', 'the baseline known.json is no report of this program'],
    [
      'of a later format',
      '{ "formatVersion": "2.0", "diagnostics": [] }',
      'the baseline known.json has a format that this version does not know',
    ],
  ])('a file %s is no baseline', async (_what, text, message) => {
    const cwd = makeFolder({ 'sso.config.yaml': good, ...(text !== undefined && { 'known.json': text }) })
    const { code, stderr } = await command(['validate', '--baseline', 'known.json'], { cwd })
    expect([code, stderr.split('\n')[0]]).toEqual([2, `error: ${message}`])
  })
})
