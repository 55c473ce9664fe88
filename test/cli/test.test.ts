import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { company } from '../scenarios/playing.ts'
import { makeFolder, removeFolders } from './folder.ts'
import { command, type Situation } from './io.ts'

afterAll(removeFolders)

const good = `  - { name: a developer gets in, signIn: { source: dingtalk, subject: u1, departments: [研发部] }, expect: { account: { groups: [developers] } } }\n`
const bad = `  - name: a stranger <gets> in
    signIn: { source: github, subject: "42" }
    expect: { account: { registered: true } }\n`
const file = (tests: string, config = './sso.config.yaml') => `config: ${config}\ntests:\n${tests}`

const run = (files: Record<string, string>, args: string[] = [], more: Partial<Situation> = {}) =>
  command(['test', ...args], {
    cwd: makeFolder({ 'sso.config.yaml': company, ...files }),
    ...more,
  })

describe('sso-kit test', () => {
  it('tells of each scenario in a line, and exits 0 where all have passed', async () => {
    expect(await run({ 'staff.sso-test.yaml': file(good) })).toEqual({
      code: 0,
      stdout: 'staff.sso-test.yaml\n  ✔ a developer gets in\n\n✔ 1 scenario: 1 passed\n',
      stderr: '',
    })
  })

  it('shows what is not met in the file, and exits 1', async () => {
    const { code, stdout, stderr } = await run({ 'staff.sso-test.yaml': file(good + bad) })
    expect([code, stderr]).toEqual([1, ''])
    expect(stdout).toBe(`staff.sso-test.yaml
  ✔ a developer gets in
  ✖ a stranger <gets> in

error: the sign-in is refused: not-allowed
  ╭─ staff.sso-test.yaml:6:5   tests[1].expect
  │
6 │     expect: { account: { registered: true } }
  │     ^^^^^^ allow of github is { organizations: [example] }
  ╰─ help: write expect: { refused: not-allowed } if that is meant, or correct the configuration

✖ 2 scenarios: 1 passed, 1 failed
`)
  })

  it('looks for files here and below, or else beside the configuration', async () => {
    const cwd = makeFolder({
      'sso.config.yaml': company,
      'a.sso-test.yaml': file(good),
      'empty/x.txt': '',
      'full/b.sso-test.yaml': file(good, '../sso.config.yaml'),
    })
    const from = async (folder: string) =>
      (await command(['test'], { cwd: join(cwd, folder) })).stdout.match(/[ab]\.sso-test\.yaml$/gm)
    expect(await from('.')).toEqual(['a.sso-test.yaml', 'b.sso-test.yaml'])
    expect(await from('full')).toEqual(['b.sso-test.yaml'])
    expect(await from('empty')).toEqual(['a.sso-test.yaml', 'b.sso-test.yaml'])
  })

  it('takes no other files for scenarios, nor those of packages', async () => {
    const { stdout } = await run({
      'a.sso-test.yaml': file(good),
      'deep/down/b.sso-test.yaml': file(good, '../../sso.config.yaml'),
      'node_modules/c.sso-test.yaml': file(bad),
      'd.yaml': file(bad),
    })
    expect(stdout.match(/^\S+\.yaml$/gm)).toEqual(['a.sso-test.yaml', 'deep/down/b.sso-test.yaml'])
  })

  it('takes files and patterns, each file once', async () => {
    const files = { 'a.yaml': file(good), 'b.sso-test.yaml': file(good), 'c.sso-test.yaml': file(bad) }
    const { code, stdout } = await run(files, ['a.yaml', 'b.*', 'b.sso-test.yaml'])
    expect(code).toBe(0)
    expect(stdout.match(/^\S+\.yaml$/gm)).toEqual(['a.yaml', 'b.sso-test.yaml'])
  })

  it('plays what --only names, and skips the others', async () => {
    const files = { 'a.sso-test.yaml': file(good + bad) }
    const { code, stdout } = await run(files, ['--only', 'developer'])
    expect(code).toBe(0)
    expect(stdout).toContain('  ○ a stranger <gets> in\n\n✔ 2 scenarios: 1 passed, 1 skipped\n')
    expect(await run(files, ['--only', 'nobody'])).toMatchObject({
      ...{ code: 2, stdout: '' },
      stderr: 'error: no scenario has nobody in its name\n  help: correct --only, or leave it out\n',
    })
  })

  it('takes another configuration by -c, overlays too', async () => {
    const files = {
      'a.sso-test.yaml': file(bad),
      'open.yaml':
        'sources:\n  - { id: github, allow: { organizations: [example, other] }, autoRegister: { enabled: false } }\n',
    }
    const { stdout } = await run(files, ['-c', 'sso.config.yaml+open.yaml'])
    expect(stdout).toContain('allow of github is { organizations: [example, other] }')
    const named = { ...files, 'a.sso-test.yaml': file(bad, './sso.config.yaml+open.yaml') }
    expect((await run(named)).stdout).toBe(stdout)
  })

  it('tells of a wrong configuration as validate does, once, and plays nothing', async () => {
    const wrong = company.replace('corpId:', 'corpid:')
    const files = { 'sso.config.yaml': wrong, 'a.sso-test.yaml': file(good), 'b.sso-test.yaml': file(good) }
    const { code, stdout } = await run(files)
    expect(code).toBe(1)
    expect(stdout.match(/error\[schema\/unknown-key\]: unknown key "corpid"/g)).toHaveLength(1)
    expect(stdout).toContain('\n✖ 2 scenarios: 1 mistake, 0 passed, 2 skipped\n')
  })

  it('tells of a mistake in the file, with its place, and plays nothing of that file', async () => {
    const files = {
      'a.sso-test.yaml': file(good.replace('dingtalk', 'dingtlk')),
      'b.sso-test.yaml': file(good),
    }
    const { code, stdout } = await run(files)
    expect(code).toBe(1)
    expect(stdout).toContain('error[ref/unknown]: the configuration has no source "dingtlk"')
    expect(stdout).toContain('\n✖ 2 scenarios: 1 mistake, 1 passed, 1 skipped\n')
  })

  it.each([
    ['is not there', './nothing.yaml', /there is no file .*nothing\.yaml/],
    ['is outside of the repository', '/etc/hosts', /\/etc\/hosts is outside of this repository/],
    ['is a folder', './', /is a folder/],
  ])('shows where a configuration is named that %s', async (_what, config, message) => {
    const { code, stdout } = await run({ 'a.sso-test.yaml': file(good, config) })
    expect(code).toBe(1)
    expect(stdout).toMatch(message)
    expect(stdout).toContain('a.sso-test.yaml:1:9   config')
  })

  it('takes a configuration whose placeholders are still there', async () => {
    const first = company.replace('corpId: ding3608be7c4e5266ce4ac5d6980864', 'corpId: dingxxxxxxxxxxxxxxxx')
    expect((await run({ 'sso.config.yaml': first, 'a.sso-test.yaml': file(good) })).code).toBe(0)
  })

  it.each([
    ['no file', {}, [], /there is no \*\.sso-test\.yaml in /],
    ['a file that is not there', {}, ['x.yaml'], /there is no file .*x\.yaml/],
    ['a pattern without a file', {}, ['*.nothing'], /no file matches "\*\.nothing"/],
    ['an unknown format', {}, ['--format', 'xml'], /there is no format "xml"/],
    ['an unknown flag', {}, ['--onyl', 'x'], /there is no flag "--onyl"/],
  ])('exits 2 where it cannot run: %s', async (_what, files, args, message) => {
    const { code, stdout, stderr } = await run(files, args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(message)
  })

  it('tells of what is only a warning beside the results', async () => {
    const files = { 'a.sso-test.yaml': file(good.replace('subject: u1', 'subject: off')) }
    const { code, stdout, stderr } = await run(files)
    expect([code, stdout]).toEqual([0, expect.stringContaining('1 passed')])
    expect(stderr).toContain('warning[yaml/ambiguous-scalar]')
  })

  it('is coloured where that is asked for, and not otherwise', async () => {
    const files = { 'a.sso-test.yaml': file(good + bad) }
    const plain = (await run(files)).stdout
    const coloured = (await run(files, ['--color', 'always'])).stdout
    expect(plain).not.toContain('\u001b')
    expect(coloured).toContain('\u001b[32m✔\u001b[0m')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what paints
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(plain)
  })
})

describe('sso-kit test --format json', () => {
  it('is what programs read', async () => {
    const { code, stdout } = await run({ 'a.sso-test.yaml': file(good + bad) }, ['--format', 'json'])
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toEqual({
      ...{ passed: 1, failed: 1, skipped: 0, problems: [] },
      cases: [
        { file: 'a.sso-test.yaml', name: 'a developer gets in', line: 3, status: 'passed', failures: [] },
        {
          ...{ file: 'a.sso-test.yaml', name: 'a stranger <gets> in', line: 4, status: 'failed' },
          failures: [
            {
              message: 'the sign-in is refused: not-allowed',
              label: 'allow of github is { organizations: [example] }',
              help: 'write expect: { refused: not-allowed } if that is meant, or correct the configuration',
              ...{ where: 'tests[1].expect', line: 6, column: 5, expected: null, actual: 'not-allowed' },
            },
          ],
        },
      ],
    })
  })

  it('has what was expected, and what is there', async () => {
    const tests = good.replace('groups: [developers]', 'groups: [ops], baseDir: /ops')
    const { stdout } = await run({ 'a.sso-test.yaml': file(tests) }, ['--format', 'json'])
    const [{ failures }] = JSON.parse(stdout).cases
    expect(failures.map(({ expected, actual }: Record<string, unknown>) => [expected, actual])).toEqual([
      [['ops'], ['developers']],
      ['/ops', '/rd'],
    ])
  })

  it('has the mistakes of a file', async () => {
    const files = { 'a.sso-test.yaml': file(good.replace('dingtalk', 'dingtlk')) }
    const { code, stdout } = await run(files, ['--format', 'json'])
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ passed: 0, failed: 0, skipped: 1 },
      problems: [{ rule: 'ref/unknown', file: 'a.sso-test.yaml', line: 3 }],
    })
  })

  it.each([['json'], ['junit']])('%s is a document also where there is no answer', async format => {
    const { code, stdout, stderr } = await run({}, ['--format', format])
    expect([code, stderr]).toEqual([2, ''])
    expect(stdout).toMatch(format === 'json' ? /^\{/ : /^<\?xml/)
    expect(stdout).toContain('there is no *.sso-test.yaml in ')
  })
})

it('sso-kit test --format junit has a case for each scenario', async () => {
  const files = {
    'a.sso-test.yaml': file(good + bad),
    'b.sso-test.yaml': file(good.replace('dingtalk', 'dingtlk')),
  }
  const { code, stdout } = await run(files, ['--format', 'junit'])
  expect(code).toBe(1)
  expect(stdout).toContain('<testsuites name="sso-kit test" tests="4" failures="1" errors="1" skipped="1">')
  expect(stdout).toContain(
    '<testcase name="a developer gets in" classname="a.sso-test.yaml" file="a.sso-test.yaml" line="3"/>',
  )
  expect(stdout).toContain('name="a stranger &lt;gets&gt; in"')
  expect(stdout).toContain('<failure type="unmet" message="the sign-in is refused: not-allowed">')
  expect(stdout).toContain(
    '<error type="mistake" message="the configuration has no source &quot;dingtlk&quot;">',
  )
  expect(stdout).toContain('line="3"><skipped/></testcase>')
})

describe('a secret', () => {
  const canary = 'ghp_c4n4ryC4n4ryC4n4ryC4n4ryC4n4ry00'
  const password = 'hunter2-Canary-93'
  const places: [where: string, files: Record<string, string>][] = [
    [
      'in an unknown key',
      { 'a.sso-test.yaml': file(good.replace('subject: u1', `subject: u1, clientSecret: ${password}`)) },
    ],
    ['in a text that is no YAML', { 'a.sso-test.yaml': `password: ${password}\ntests: [\n` }],
    [
      'in a name that is not met',
      { 'a.sso-test.yaml': file(good.replace('groups: [developers]', `username: ${canary}`)) },
    ],
    [
      'in what the source says',
      {
        'a.sso-test.yaml': file(
          good
            .replace('subject: u1', `subject: u1, username: ${canary}`)
            .replace('groups: [developers]', 'username: x'),
        ),
      },
    ],
    ['in the name of a scenario', { 'a.sso-test.yaml': file(bad.replace('a stranger', canary)) }],
    [
      'in the name of an attribute',
      {
        'a.sso-test.yaml': file(
          good.replace('account: { groups: [developers] }', `saml: { grafana: { ${canary}: x } }`),
        ),
      },
    ],
    ['in the place of a source', { 'a.sso-test.yaml': file(good.replace('dingtalk', canary)) }],
    [
      'in the configuration',
      {
        'sso.config.yaml': company.replace('{ env: GITHUB_CLIENT_SECRET }', password),
        'a.sso-test.yaml': file(good),
      },
    ],
    [
      'of a sandbox, which may be written out',
      {
        'made-up.sandbox.yaml': company.replace('{ env: GITHUB_CLIENT_SECRET }', password),
        'a.sso-test.yaml': file(bad, './made-up.sandbox.yaml'),
      },
    ],
  ]
  it.each(places)('%s is in no output', async (_where, files) => {
    for (const format of ['pretty', 'json', 'junit']) {
      const { code, stdout, stderr } = await run(files, ['--format', format])
      expect(code).toBe(1)
      expect(stdout + stderr).not.toContain(canary)
      expect(stdout + stderr).not.toContain(password)
    }
  })

  it('is not looked for: no variable is there, and no connection is opened', async () => {
    expect((await run({ 'a.sso-test.yaml': file(good) }, [], { env: {} })).code).toBe(0)
  })
})
