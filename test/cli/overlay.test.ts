import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { namesIn } from '../../src/config/find.ts'
import { freePort, makeFolder, removeFolders } from './folder.ts'
import { command } from './io.ts'
import { validating } from './validating.ts'

afterAll(removeFolders)

const base = `version: 1
publicUrl: https://sso.example.com
autoRegister: { permissions: { names: [webdav_read], sum: 256 } }
sources:
  - { id: local, type: local, name: Password }
`
/** Its problem is explained by a place of the base. */
const wrong = '\nautoRegister: { permissions: { sum: 257 } }\n'
const right = 'ui: { title: 示例科技 }\n'
const key = 'k7Zp2vQ9mX4tB8nW1cR6yL3dF5gH0jS2'

describe('a "+" between two names', () => {
  const cwd = makeFolder({
    'base.yaml': base,
    'prod.yaml': right,
    'a+b.yaml': right,
    'base.yaml+c.yaml': base.replace('sum: 256', 'sum: 257'),
    'c.yaml': right,
    'c++/base.yaml': base,
    'c++/prod.yaml': right,
  })

  test.each([
    ['base.yaml', ['base.yaml']],
    ['base.yaml+prod.yaml', ['base.yaml', 'prod.yaml']],
    ['base.yaml+prod.yaml+c.yaml', ['base.yaml', 'prod.yaml', 'c.yaml']],
    ['a+b.yaml', ['a+b.yaml']],
    ['base.yaml+a+b.yaml', ['base.yaml', 'a+b.yaml']],
    ['a+b.yaml+base.yaml', ['a+b.yaml', 'base.yaml']],
    ['base.yaml+c.yaml', ['base.yaml+c.yaml']],
    ['c++/base.yaml+c++/prod.yaml', ['c++/base.yaml', 'c++/prod.yaml']],
    ['c++/base.yaml+c++/other.yaml', ['c++/base.yaml', 'c++/other.yaml']],
    ['no.yaml+prod.yaml', ['no.yaml', 'prod.yaml']],
    ['base.yaml+-', ['base.yaml', '-']],
    ['-+prod.yaml', ['-', 'prod.yaml']],
    ['*.yaml+prod.yaml', ['*.yaml', 'prod.yaml']],
    ['c++', ['c++']],
  ])('%s', (words, names) => {
    expect(namesIn(words, cwd)).toEqual(names)
  })

  test('lays the second over the first', async () => {
    expect(await validating(['base.yaml+prod.yaml'], { cwd })).toMatchObject({
      code: 0,
      stdout: '✔ base.yaml+prod.yaml   version 1 · 1 source · 0 secret references (not resolved)\n',
    })
  })

  test('is part of a name where there is such a file', async () => {
    const { stdout } = await validating(['base.yaml+c.yaml', '--format', 'concise'], { cwd })
    expect(stdout).toMatch(/^base\.yaml\+c\.yaml:3:\d+: error\[permission\/sum-names-mismatch\]/)
  })

  test.each([
    ['base.yaml+missing.yaml', /^error: there is no file \S+\/missing\.yaml\n/],
    ['missing.yaml+prod.yaml', /^error: there is no file \S+\/missing\.yaml\n/],
    ['base.yaml+c++/no.yaml', /^error: there is no file \S+\/c\+\+\/no\.yaml\n/],
    ['base.yaml+.git', /^error: \S+\/\.git is a folder\n/],
    ['base.yaml+', /^error: "base\.yaml\+" ends with "\+"\n/],
    ['base.yaml+base.yaml', /^error: \S+\/base\.yaml is named twice\n/],
  ])('that leads nowhere is exit 2, and the name is told: %s', async (words, says) => {
    for (const args of [
      ['validate', words],
      ['print', '-c', words],
    ]) {
      const { code, stdout, stderr } = await command(args, { cwd })
      expect([code, stdout]).toEqual([2, ''])
      expect(stderr).toMatch(says)
    }
    const { code, stdout } = await command(['validate', words, '--format', 'json'], { cwd })
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({
      valid: false,
      files: [],
      failure: { message: expect.any(String) },
    })
  })
})

describe('spaces around the "+"', () => {
  const cwd = makeFolder({ 'base.yaml': base, 'prod.yaml': right, '+x.yaml': base, 'y.yaml+': base })

  test.each([
    [['base.yaml', '+', 'prod.yaml'], '+', 'base.yaml+prod.yaml'],
    [['base.yaml+', 'prod.yaml'], 'base.yaml+', 'base.yaml+prod.yaml'],
    [['base.yaml', '+prod.yaml'], '+prod.yaml', 'base.yaml+prod.yaml'],
    [['base.yaml', '+', 'prod.yaml', '+', '*.yaml'], '+', 'base.yaml+prod.yaml+*.yaml'],
    [['-c', 'base.yaml', '+', 'prod.yaml'], '+', 'base.yaml+prod.yaml'],
  ])('are told, with what to write: %j', async (words, loose, meant) => {
    const { code, stdout, stderr } = await command(['validate', ...words], { cwd })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toBe(
      `error: "${loose}" is no file: the files of one configuration are one word, without spaces\n  help: write ${meant}\n`,
    )
  })

  test('are right in the name of a file', async () => {
    const { code } = await command(['validate', '+x.yaml', 'y.yaml+'], { cwd })
    expect(code).toBe(0)
  })
})

describe('a file that is laid over another one, checked alone', () => {
  test.each([
    ['an entry without a type', 'sources: [{ id: local, name: Words }]\n'],
    ['an address of its own', 'publicUrl: https://b.example\nsources: [{ id: local, name: Words }]\n'],
    ['an entry of its own beside', `sources: [{ id: a }, { id: local, type: local, name: Words }]\n`],
    ['an address of its own alone', `publicUrl: https://b.example\n${right}`],
    ['an app', 'apps: [{ id: wiki, enabled: false }]\n'],
    ['nothing of what a file needs', right],
  ])('has one message: %s', async (_, text) => {
    const cwd = makeFolder({ 'sites/prod.yml': text })
    const { code, stdout } = await validating(['sites/prod.yml', '--format', 'json'], { cwd })
    expect(code).toBe(1)
    expect(JSON.parse(stdout).diagnostics).toMatchObject([
      {
        rule: 'schema/missing-key',
        message: 'this looks like a file that is laid over another one: it is not complete by itself',
        help: expect.stringMatching(
          /^check it with its base: sso-kit validate sites\/base\.yml\+sites\/prod\.yml\n/,
        ),
      },
    ])
  })

  test.each([
    ['a version', `version: 1\n${right}`],
    ['a misspelt version', `verson: 1\nsources: [{ id: local }]\n`],
    ['a misspelt address', `publicURL: https://b.example\n${right}`],
    ['sources with types', 'sources: [{ id: local, type: local, name: Password }]\n'],
    ['a misspelt type', 'sources: [{ id: local, typ: local, name: Password }]\n'],
    ['nothing that is known', 'services: {}\n'],
    ['no keys', '{}\n'],
  ])('is another one than a file that is not finished: %s', async (_, text) => {
    const cwd = makeFolder({ 'x.yaml': text })
    const { code, stdout } = await validating(['x.yaml'], { cwd })
    expect(code).toBe(1)
    expect(stdout).not.toContain('laid over')
  })
})

test('a file that lacks nothing but its address may be the base of one that brings it', async () => {
  const text = 'version: 1\nsources: [{ id: local, type: local, name: Password }]\n'
  const help = async (files: Record<string, string>, ...args: string[]) => {
    const { stdout } = await validating([...args, '--format', 'json'], { cwd: makeFolder(files) })
    return JSON.parse(stdout).diagnostics.map(({ help }: { help: string }) => help)
  }
  const [said, ...more] = await help({ 'sites/base.yaml': text }, 'sites/base.yaml')
  expect(more).toEqual([])
  expect(said).toMatch(/^add publicUrl: .*\nor check .*: sso-kit validate sites\/base\.yaml\+FILE$/)
  // two files are all there is
  const [other] = await help({ 'a.yaml': text, 'b.yaml': 'session: { idle: 1h }\n' }, 'a.yaml+b.yaml')
  expect(other).not.toContain('or check')
})

describe('every format says in which file a problem is, and where its other places are', () => {
  const cwd = makeFolder({ 'base.yaml': base, 'prod.yaml': wrong, 'dev.yaml': wrong })
  const shown = async (format: string, ...files: string[]) =>
    (await validating([...(files.length > 0 ? files : ['base.yaml+prod.yaml']), '--format', format], { cwd }))
      .stdout

  test('pretty', async () => {
    const frames = await shown('pretty')
    expect(frames).toContain('╭─ prod.yaml:2:37   autoRegister.permissions.sum\n')
    expect(frames).toContain('├─ base.yaml:3:39\n')
    expect(frames).toContain('3 │ autoRegister: { permissions: { names: [webdav_read], sum: 256 } }\n')
    expect(frames).toMatch(/✖ base\.yaml\+prod\.yaml {3}1 error, 0 warnings\n$/)
  })

  test('concise', async () => {
    expect(await shown('concise')).toMatch(/^prod\.yaml:2:37: error\[permission\/sum-names-mismatch\].*\n$/)
  })

  test('json', async () => {
    const { files, diagnostics } = JSON.parse(await shown('json'))
    expect(files).toEqual([
      { path: 'base.yaml', sha256: expect.stringMatching(/^[0-9a-f]{64}$/), configVersion: 1 },
      { path: 'prod.yaml', sha256: expect.stringMatching(/^[0-9a-f]{64}$/), configVersion: null },
    ])
    expect(files[0].sha256).not.toBe(files[1].sha256)
    expect(diagnostics).toMatchObject([
      {
        file: 'prod.yaml',
        pointer: '/autoRegister/permissions/sum',
        range: { start: { line: 2, column: 37 } },
        related: [{ file: 'base.yaml', range: { start: { line: 3, column: 39 } } }],
      },
    ])
    expect(Object.keys(diagnostics[0].range)).toEqual(['start', 'end'])
  })

  test('sarif', async () => {
    const [{ artifacts, results }] = JSON.parse(await shown('sarif')).runs
    const place = (uri: string, startLine: number) => ({
      physicalLocation: { artifactLocation: { uri }, region: { startLine } },
    })
    expect(artifacts.map((one: { location: { uri: string } }) => one.location.uri)).toEqual([
      'base.yaml',
      'prod.yaml',
    ])
    expect(results).toMatchObject([
      { locations: [place('prod.yaml', 2)], relatedLocations: [place('base.yaml', 3)] },
    ])
  })

  test('github', async () => {
    const line = await shown('github')
    expect(line).toMatch(/^::error file=prod\.yaml,line=2,/)
    expect(line).toContain('%0Aline 3 of base.yaml: ')
  })

  test('gitlab', async () => {
    const [found] = JSON.parse(await shown('gitlab'))
    expect(found.location).toMatchObject({ path: 'prod.yaml', lines: { begin: 2 } })
    expect(found.content.body).toContain('\nline 3 of base.yaml: ')
  })

  test('junit: a suite for each file', async () => {
    const xml = await shown('junit')
    expect(xml.match(/<testsuite name="[^"]+"/g)).toEqual([
      '<testsuite name="base.yaml"',
      '<testsuite name="prod.yaml"',
    ])
    expect(xml).toContain(
      'name="permission/sum-names-mismatch" classname="prod.yaml" file="prod.yaml" line="2">',
    )
    expect(xml).toContain('├─ base.yaml:3:39')
    expect(xml.match(/<failure/g)).toHaveLength(1)
  })

  test('a problem of a file that is part of several configurations is there once', async () => {
    const folder = makeFolder({ 'base.yaml': `${base}nothing: 1\n`, 'prod.yaml': right, 'dev.yaml': right })
    const told = async (format: string) =>
      (await validating(['base.yaml+prod.yaml', 'base.yaml+dev.yaml', '--format', format], { cwd: folder }))
        .stdout
    expect((await told('concise')).match(/\n/g)).toHaveLength(1)
    expect((await told('github')).match(/\n/g)).toHaveLength(1)
    expect(JSON.parse(await told('json'))).toMatchObject({
      counts: { error: 1 },
      files: [{ path: 'base.yaml' }, { path: 'prod.yaml' }, { path: 'dev.yaml' }],
      diagnostics: [{ file: 'base.yaml' }],
    })
    const [{ artifacts, results }] = JSON.parse(await told('sarif')).runs
    expect([artifacts.length, results.length]).toEqual([3, 1])
    expect(JSON.parse(await told('gitlab'))).toHaveLength(1)
    expect((await told('junit')).match(/<failure/g)).toHaveLength(1)
    // people read one configuration after the other
    expect((await told('pretty')).match(/^✖ \S+/gm)).toEqual([
      '✖ base.yaml+prod.yaml',
      '✖ base.yaml+dev.yaml',
    ])
  })
})

describe('the other ways to name files', () => {
  const cwd = makeFolder({
    'base.yaml': base,
    'sites/a.yaml': right,
    'sites/b.yaml': wrong,
    'deep/prod.yaml': right,
  })

  test('a pattern stands for each file that it matches', async () => {
    const { stdout, code } = await validating(['base.yaml+sites/*.yaml'], { cwd })
    expect(stdout.match(/^[✔✖] \S+/gm)).toEqual(['✔ base.yaml+sites/a.yaml', '✖ base.yaml+sites/b.yaml'])
    expect(code).toBe(1)
    const all = await validating(['base.yaml+**/*.yaml', '--quiet', '--exit-zero', '--format', 'json'], {
      cwd,
    })
    expect(JSON.parse(all.stdout).files.map(({ path }: { path: string }) => path)).toEqual([
      'base.yaml',
      'deep/prod.yaml',
      'sites/a.yaml',
      'sites/b.yaml',
    ])
  })

  test('"-" is standard input on either side', async () => {
    const run = (name: string, stdin: string, ...more: string[]) =>
      validating(['--format', 'concise', ...more, '--', name], { cwd, stdin })
    expect((await run('base.yaml+-', wrong)).stdout).toMatch(/^<stdin>:2:37: /)
    expect((await run('-+sites/b.yaml', base)).stdout).toMatch(/^sites\/b\.yaml:2:37: /)
    expect((await run('base.yaml+-', wrong, '--stdin-filepath', 'deep/new.yaml')).stdout).toMatch(
      /^deep\/new\.yaml:2:37: /,
    )
  })

  test('references lead from the file that has them', async () => {
    const folder = makeFolder({
      'base.yaml': base,
      key: key,
      'deep/prod.yaml': 'keys: { cookie: [{ file: ./key }] }\n',
      'deep/other.yaml': 'keys: { cookie: [{ file: ../key }] }\n',
    })
    const run = (name: string) =>
      validating([name, '--env', '--format', 'concise', '--rule', 'secret/file-permissions=off'], {
        cwd: folder,
      })
    expect(await run('base.yaml+deep/other.yaml')).toMatchObject({ code: 0, stdout: '' })
    expect((await run('base.yaml+deep/prod.yaml')).stdout).toBe(
      'deep/prod.yaml:1:18: error[secret/file-missing] the file ./key is not there\n',
    )
  })
})

describe('every command that takes a file takes two', () => {
  let cwd = ''
  let port = 0
  beforeAll(async () => {
    port = await freePort()
    cwd = makeFolder({
      'base.yaml': base,
      'conf/prod.yaml': `publicUrl: http://127.0.0.1:${port}
server: { listen: "127.0.0.1:${port}" }
ui: { title: 示例科技 }
permissionProfile: openlist
storage: { url: "sqlite:./data/sso.db" }
`,
      'wrong.yaml': wrong,
    })
  })
  const both = 'base.yaml+conf/prod.yaml'
  const run = (...args: string[]) => command(args, { cwd, signal: 'SIGTERM' })

  test('print', async () => {
    const { code, stdout } = await run('print', '-c', both)
    expect(code).toBe(0)
    expect(stdout).toContain('title: 示例科技\n')
    expect(stdout).toContain('storage: { url: sqlite:./conf/data/sso.db }\n')
    expect(stdout).toContain('- id: local\n')
  })

  test('urls', async () => {
    const { code, stdout } = await run('urls', '-c', both, '--format', 'json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ sources: [{ id: 'local' }] })
  })

  test('permissions', async () => {
    const { stdout } = await run('permissions', '768', '-c', both)
    expect(stdout).toContain('(openlist)')
  })

  test('serve, with its database beside the file that names it', async () => {
    const { code, stdout } = await run('serve', '-c', both, '--log-level', 'error')
    expect(stdout).toContain(`sso-kit serves ${join(cwd, 'base.yaml')}+${join(cwd, 'conf/prod.yaml')}\n`)
    expect(stdout).toContain(`new, empty database  ${join(cwd, 'conf/data/sso.db')}\n`)
    expect(code).toBe(0)
    expect(readFileSync(join(cwd, 'conf/data/sso.db')).length).toBeGreaterThan(0)
  })

  test('accounts', async () => {
    expect(await run('accounts', 'list', '-c', both, '--format', 'json')).toMatchObject({
      code: 0,
      stderr: '',
    })
  })

  test('serve --sandbox', async () => {
    const { code, stdout } = await run('serve', '--sandbox', '--port', '0', '-c', both)
    expect(stdout).toContain(`SANDBOX of ${join(cwd, 'base.yaml')}+${join(cwd, 'conf/prod.yaml')}: `)
    expect(code).toBe(0)
  })

  test('and prints frames of both', async () => {
    for (const args of [['print'], ['urls'], ['permissions', '1'], ['serve'], ['serve', '--sandbox']]) {
      const { code, stdout, stderr } = await run(...args, '-c', 'base.yaml+wrong.yaml')
      expect([code, stdout], args.join(' ')).toEqual([1, ''])
      expect(stderr).toContain('╭─ wrong.yaml:2:37 ')
      expect(stderr).toContain('├─ base.yaml:3:39\n')
    }
  })
})
