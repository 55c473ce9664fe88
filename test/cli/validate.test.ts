import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { explain } from '../../src/cli/explain.ts'
import { validate } from '../../src/cli/validate.ts'

const folder = mkdtempSync(join(tmpdir(), 'sso-kit-validate-'))
afterAll(() => rmSync(folder, { recursive: true }))

const good =
  'version: 1\npublicUrl: https://sso.example.com\nsources:\n  - { id: local, type: local, name: Password }\n'
const put = (name: string, text: string) => writeFileSync(join(folder, name), text)
mkdirSync(join(folder, 'repository/.git'), { recursive: true })
mkdirSync(join(folder, 'repository/deep/er'), { recursive: true })
mkdirSync(join(folder, 'repository/config'), { recursive: true })
mkdirSync(join(folder, 'empty/.git'), { recursive: true })
put('good.yaml', good)
put('warned.yaml', good.replace('sources:', 'ui: { title: no }\nsources:'))
put('bad.yaml', good.replace('name: Password', 'nmae: Password'))
put('repository/config/sso.config.yaml', good)

async function run(
  command: typeof validate,
  args: string[],
  { cwd = folder, stdin = '', env = {} }: { cwd?: string; stdin?: string; env?: Record<string, string> } = {},
) {
  let out = ''
  const write = (text: string) => {
    out += text
  }
  const io = {
    stdout: { write },
    stderr: { write },
    stdin: (async function* () {
      yield stdin
    })(),
    cwd,
    env,
    untilStopped: async () => 'SIGINT' as const,
  }
  const code = await command(args, io)
  return { code, out }
}

describe('validate', () => {
  test('a good file: one line, 0', async () => {
    expect(await run(validate, ['good.yaml'])).toEqual({
      code: 0,
      out: '✔ good.yaml   version 1 · 1 source · 0 secret references (not resolved)\n',
    })
  })

  test('the reference file', async () => {
    const { code, out } = await run(validate, [], { cwd: join(import.meta.dirname, '../..') })
    expect(out).toBe(
      '✔ sso.config.yaml   version 1 · 4 sources · 6 apps · 8 secret references (not resolved)\n',
    )
    expect(code).toBe(0)
  })

  test('a bad file: its problems and a count, 1', async () => {
    const { code, out } = await run(validate, ['bad.yaml'])
    expect(code).toBe(1)
    expect(out).toContain('error[schema/unknown-key]: unknown key "nmae"')
    expect(out).toContain('✖ bad.yaml   1 error, 0 warnings')
  })

  test('warnings pass, unless --strict', async () => {
    expect((await run(validate, ['warned.yaml'])).code).toBe(0)
    expect((await run(validate, ['warned.yaml', '--strict'])).code).toBe(1)
  })

  test('--quiet says nothing of a good file', async () => {
    expect(await run(validate, ['good.yaml', '--quiet'])).toEqual({ code: 0, out: '' })
  })

  test('several files, each for itself', async () => {
    const { code, out } = await run(validate, ['good.yaml', '-c', 'bad.yaml'])
    expect(code).toBe(1)
    expect(out).toMatch(/✔ good\.yaml[\s\S]*✖ bad\.yaml/)
  })

  test('standard input', async () => {
    const { out } = await run(validate, ['-'], { stdin: good })
    expect(out).toMatch(/^✔ <stdin>/)
  })

  test('--format json is one document; --format json=FILE writes it there', async () => {
    const { code, out } = await run(validate, ['bad.yaml', '--format', 'json'])
    expect(JSON.parse(out)).toMatchObject({
      valid: false,
      counts: { error: 1 },
      files: [{ path: 'bad.yaml', configVersion: 1 }],
    })
    expect(code).toBe(1)
    const both = await run(validate, ['bad.yaml', '--format', 'pretty', '--format', 'json=report.json'])
    expect(both.out).toContain('error[')
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toEqual(JSON.parse(out))
  })

  test('colour when asked for, or on a terminal that may have it', async () => {
    expect((await run(validate, ['bad.yaml'])).out).not.toContain('\u001b')
    expect((await run(validate, ['bad.yaml', '--color', 'always'])).out).toContain('\u001b')
    expect((await run(validate, ['bad.yaml'], { env: { FORCE_COLOR: '1' } })).out).toContain('\u001b')
    expect(
      (await run(validate, ['bad.yaml'], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).out,
    ).not.toContain('\u001b')
  })

  test('the file is found above, up to the repository', async () => {
    const { out } = await run(validate, [], { cwd: join(folder, 'repository/deep/er') })
    expect(out).toContain('../../config/sso.config.yaml')
  })

  test('no file: the places looked at, 2 for whoever catches it', async () => {
    await expect(run(validate, [], { cwd: join(folder, 'empty') })).rejects.toMatchObject({
      name: 'Halt',
      help: expect.stringContaining(join(folder, 'empty/config/sso.config.yaml')),
    })
    await expect(run(validate, ['missing.yaml'])).rejects.toMatchObject({
      name: 'Halt',
      message: expect.stringContaining('missing.yaml'),
    })
    await expect(run(validate, ['repository'])).rejects.toMatchObject({
      name: 'Halt',
      message: expect.stringContaining('is a folder'),
    })
  })

  test('no file with --format json: a JSON document and 2', async () => {
    const { code, out } = await run(validate, ['missing.yaml', '--format', 'json'])
    expect(code).toBe(2)
    expect(JSON.parse(out)).toMatchObject({
      valid: false,
      failure: { message: expect.stringContaining('missing.yaml') },
    })
  })

  test.each([
    ['a format', ['--format', 'xml']],
    ['two formats on standard output', ['--format', 'json', '--format', 'pretty']],
    ['a colour', ['--color', 'red']],
  ])('refuses %s that cannot be', async (_what, args) => {
    await expect(run(validate, ['good.yaml', ...args])).rejects.toMatchObject({ name: 'Halt' })
  })
})

describe('explain', () => {
  test('prints the page of a rule', async () => {
    const { code, out } = await run(explain, ['secret/inline'])
    expect(code).toBe(0)
    expect(out).toMatch(/^# secret\/inline\n/)
  })

  test('lists the rules', async () => {
    expect((await run(explain, [])).out).toContain('autoregister/open-source\n')
  })

  test.each([
    ['open-source', 'autoregister/open-source'],
    ['secret/inlin', 'secret/inline'],
  ])('knows what %s means', async (rule, meant) => {
    await expect(run(explain, [rule])).rejects.toMatchObject({ help: expect.stringContaining(meant) })
  })

  test('prints no other file', async () => {
    await expect(run(explain, ['../../package'])).rejects.toMatchObject({ name: 'Halt' })
  })
})
