import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { packageFile } from '../../src/cli/package-file.ts'
import { makeFolder, removeFolders } from './folder.ts'
import { command } from './io.ts'
import { bad, good, open, validating, warned } from './validating.ts'

afterAll(removeFolders)
const cwd = makeFolder({
  'good.yaml': good,
  'bad.yaml': bad,
  'warned.yaml': warned,
  'long.yaml': bad.replace('nmae: Password', `name: Password, nmae: ${'long '.repeat(30)}`),
  'open.yaml': open,
  'root.yaml': open.replace('autoRegister:', 'allow: { organizations: [example] }\n    autoRegister:'),
  'excused.yaml': `# sso-kit: ignore[autoregister/root-base-dir] x\n${good}`,
  'unused.yaml': `# sso-kit: ignore[id/duplicate] x\n${good}`,
  // 60 warnings, then an error
  'many.yaml': `${Array.from({ length: 60 }, (_, index) => `# sso-kit: ignore[id/duplicate] ${index}\n`).join('')}${open}`,
})
const code = async (...args: string[]) => (await validating(args, { cwd })).code

describe('the exit code', () => {
  test.each([
    [['good.yaml', '--fail-on', 'info'], 0],
    [['warned.yaml'], 0],
    [['warned.yaml', '--fail-on', 'warning'], 1],
    [['warned.yaml', '--fail-on', 'info'], 1],
    [['warned.yaml', '--strict'], 1],
    [['warned.yaml', '--strict', '--fail-on', 'error'], 1],
    [['warned.yaml', '--strict', '--fail-on', 'info'], 1],
    [['warned.yaml', '--rule', 'yaml/ambiguous-scalar=info', '--strict'], 0],
    [['warned.yaml', '--rule', 'yaml/ambiguous-scalar=info', '--fail-on', 'info'], 1],
    [['warned.yaml', '--rule', 'yaml/ambiguous-scalar=error'], 1],
    [['warned.yaml', '--rule', 'yaml/ambiguous-scalar=off', '--fail-on', 'info'], 0],
    [['open.yaml'], 1],
    [['open.yaml', '--rule', 'autoregister/open-source=warning'], 0],
    [['open.yaml', '--rule', 'autoregister/open-source=off', '--strict'], 0],
    [['open.yaml', '--rule', 'autoregister/open-source=off', '--rule', 'autoregister/open-source=error'], 1],
    [['bad.yaml', '--exit-zero'], 0],
    [['unused.yaml'], 0],
    [['unused.yaml', '--strict'], 1],
  ])('of %j is %i', async (args, expected) => {
    expect(await code(...args)).toBe(expected)
  })

  test('of --exit-zero is still 2 where it could not check', async () => {
    expect(await command(['validate', 'missing.yaml', '--exit-zero'], { cwd })).toMatchObject({ code: 2 })
  })
})

test('--strict makes comments that do nothing errors', async () => {
  const { stdout } = await validating(['unused.yaml', '--strict', '--format', 'concise'], { cwd })
  expect(stdout).toContain('error[suppress/unused]')
  const chosen = await validating(
    ['unused.yaml', '--strict', '--rule', 'suppress/unused=info', '--format', 'concise'],
    { cwd },
  )
  expect(chosen.stdout).toContain('info[suppress/unused]')
})

test('a rule that is off leaves a file that counts as right', async () => {
  const { stdout } = await validating(['open.yaml', '--rule', 'autoregister/open-source=off'], { cwd })
  expect(stdout).toBe('✔ open.yaml   version 1 · 1 source · 1 secret reference (not resolved)\n')
})

test('where the server relies on what is off, the summary says so', async () => {
  const cwd = makeFolder({ 'sso.config.yaml': `${good}admins: [{ source: nobody, subject: x }]\n` })
  const { code, stdout } = await validating(['--rule', 'ref/unknown=off'], { cwd })
  expect([code, stdout]).toEqual([
    0,
    '⚠ sso.config.yaml   version 1 · the server, which knows no --rule, would not load it\n',
  ])
})

describe('a rule that is off by itself', () => {
  const asked = 'autoregister/root-base-dir'
  const validate = async (...args: string[]) =>
    (await validating(['root.yaml', '--format', 'concise', ...args], { cwd })).stdout

  test('speaks where it is asked for, as heavily as that', async () => {
    expect(await validate('--strict')).toBe('')
    expect(await validate('--rule', `${asked}=off`)).toBe('')
    for (const level of ['info', 'warning', 'error'])
      expect(await validate('--rule', `${asked}=${level}`)).toContain(`${level}[${asked}]`)
    expect(await code('root.yaml', '--rule', `${asked}=error`)).toBe(1)
  })

  test('is in the table of SARIF as one that is off', async () => {
    const text = await validating(['root.yaml', '--rule', `${asked}=error`, '--format', 'sarif'], { cwd })
    const { tool, results } = JSON.parse(text.stdout).runs[0]
    expect(tool.driver.rules).toMatchObject([{ id: asked, defaultConfiguration: { enabled: false } }])
    expect(results).toMatchObject([{ ruleId: asked, level: 'error' }])
  })

  test('judges its exceptions only then', async () => {
    const args = ['excused.yaml', '--format', 'concise', '--rule', 'suppress/unused=error']
    expect((await validating(args, { cwd })).stdout).toBe('')
    const { stdout } = await validating([...args, '--rule', `${asked}=info`], { cwd })
    expect(stdout).toContain('error[suppress/unused]')
  })
})

describe('--rule refuses', () => {
  test.each([
    ['autoregister/open-sauce=off', 'did you mean autoregister/open-source?'],
    ['casdoor/endpont=off', 'did you mean casdoor/endpoint-inexact?'],
    ['open-source=off', 'did you mean autoregister/open-source?'],
    ['oidc/scope-openids=off', 'did you mean oidc/scope-openid?'],
    ['../../package=off', 'sso-kit explain lists them'],
    ['autoregister/open-source', 'autoregister/open-source=off'],
    ['autoregister/open-source=of', 'choose off, error, warning or info'],
    ['yaml/syntax=off', 'cannot be loaded at all'],
    ['schema/unknown-key=warning', 'cannot be loaded at all'],
    ['secret/inline=off', 'cannot be loaded at all'],
    ['id/format=info', 'cannot be loaded at all'],
  ])('%s', async (rule, help) => {
    const { code, stderr } = await command(['validate', 'good.yaml', '--rule', rule], { cwd })
    expect(code).toBe(2)
    expect(stderr).toContain(help)
  })

  test('and says which way is shut', async () => {
    await expect(validating(['good.yaml', '--rule', 'yaml/syntax=off'], { cwd })).rejects.toMatchObject({
      message: 'yaml/syntax cannot be switched off',
    })
    await expect(validating(['good.yaml', '--rule', 'schema/version=info'], { cwd })).rejects.toMatchObject({
      message: 'schema/version cannot be made an info',
    })
  })
})

describe('--max-diagnostics', () => {
  test('is 50, the errors among them, and says how many are left', async () => {
    const { stdout } = await validating(['many.yaml', '--format', 'concise'], { cwd })
    const lines = stdout.trimEnd().split('\n')
    expect(lines).toHaveLength(51)
    expect(lines.at(-2)).toContain('error[autoregister/open-source]')
    expect(lines.at(-1)).toBe('11 more problems not shown: --max-diagnostics 61 shows all')
    const text = (await validating(['many.yaml', '--max-diagnostics', '1'], { cwd })).stdout
    expect(text.match(/^(?:error|warning)\[/gm)).toEqual(['error['])
    expect(text).toMatch(/✖ many\.yaml {3}1 error, 60 warnings\n60 more problems not shown/)
  })

  test('leaves documents whole', async () => {
    const { stdout } = await validating(['many.yaml', '--max-diagnostics', '1', '--format', 'json'], { cwd })
    expect(JSON.parse(stdout).diagnostics).toHaveLength(61)
  })

  test.each(['0', '-1', 'all', '1.5', ''])('cannot be "%s"', async number => {
    await expect(validating(['good.yaml', `--max-diagnostics=${number}`], { cwd })).rejects.toMatchObject({
      name: 'Halt',
    })
  })
})

describe('colour', () => {
  const coloured = async (args: string[], env: Record<string, string>, tty = false) =>
    (await validating(['bad.yaml', ...args], { cwd, env, tty })).stdout.includes('\u001b[')

  test.each<[string[], Record<string, string>, boolean, boolean]>([
    [[], {}, false, false],
    [[], {}, true, true],
    [[], { TERM: 'dumb' }, true, false],
    [[], { NO_COLOR: '1' }, true, false],
    [[], { NO_COLOR: '0' }, true, false],
    [[], { NO_COLOR: '' }, true, true],
    [[], { FORCE_COLOR: '1' }, false, true],
    [[], { FORCE_COLOR: '0' }, true, false],
    [[], { CLICOLOR_FORCE: '1' }, false, true],
    [[], { CLICOLOR_FORCE: '0' }, false, false],
    [[], { FORCE_COLOR: '1', NO_COLOR: '1' }, true, false],
    [['--color', 'always'], { NO_COLOR: '1' }, false, true],
    [['--color', 'never'], { FORCE_COLOR: '1' }, true, false],
    [['--no-color'], { FORCE_COLOR: '1' }, true, false],
    [['--no-color', '--color', 'always'], {}, true, false],
  ])('%j %j on a terminal: %s → %s', async (args, env, tty, expected) => {
    expect(await coloured(args, env, tty)).toBe(expected)
  })
})

describe('a long line', () => {
  test('is cut to the width of the terminal, in what is read there', async () => {
    const args = ['long.yaml', '--no-color']
    const env = { CI: '1' }
    const row = (text: string) => text.split('\n').find(line => line.includes('nmae: long')) ?? ''
    const wide = row((await validating(args, { cwd, env })).stdout)
    const narrow = row((await validating(args, { cwd, env, tty: true, columns: 70 })).stdout)
    expect(wide.length).toBeGreaterThan(100)
    expect(narrow).toHaveLength(70)
    const file = await validating([...args, '--format', 'pretty=long.txt'], {
      cwd,
      env,
      tty: true,
      columns: 70,
    })
    expect(file.code).toBe(1)
    expect(row(readFileSync(join(cwd, 'long.txt'), 'utf8'))).toBe(wide)
  })
})

describe('the name of a rule', () => {
  const address = pathToFileURL(packageFile('docs/rules/schema/unknown-key.md')).href
  const link = `\u001b]8;;${address}\u001b\\schema/unknown-key\u001b]8;;\u001b\\`

  test('is a link on a terminal, with colour or without', async () => {
    expect((await validating(['bad.yaml'], { cwd, tty: true })).stdout).toContain(link)
    expect((await validating(['bad.yaml', '--no-color'], { cwd, tty: true })).stdout).toContain(link)
  })

  test.each([
    ['elsewhere', {}, false],
    ['in CI', { CI: 'true' }, true],
    ['on a terminal that cannot', { TERM: 'dumb' }, true],
  ])('is none %s', async (_what, env, tty) => {
    const { stdout } = await validating(['bad.yaml', '--color', 'always'], { cwd, env, tty })
    expect(stdout).not.toContain('\u001b]8')
    expect(stdout).toContain('docs: sso-kit explain schema/unknown-key')
  })
})
