import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { filesLike } from '../../src/cli/validate/glob.ts'
import { makeFolder, removeFolders } from './folder.ts'
import { bad, good, validating } from './validating.ts'

afterAll(removeFolders)
const cwd = makeFolder({
  'a.yaml': good,
  'b.yaml': good,
  'bc.yml': good,
  '.hidden.yaml': good,
  'odd[1](x)+.yaml': good,
  'sites/北京/sso.yaml': good,
  'sites/上海/sso.yaml': bad,
  'sites/上海/deep/er/sso.yaml': good,
  'node_modules/p/sso.yaml': good,
  '.git/sso.yaml': good,
  'dots/.config/sso.yaml': good,
  ['a'.repeat(250)]: '',
})
symlinkSync(cwd, join(cwd, 'sites/loop'))

const unread = () => undefined

describe('a pattern', () => {
  test.each([
    ['*.yaml', ['a.yaml', 'b.yaml', 'odd[1](x)+.yaml']],
    ['?.yaml', ['a.yaml', 'b.yaml']],
    ['b*', ['b.yaml', 'bc.yml']],
    ['./b?.yml', ['bc.yml']],
    ['.h*', ['.hidden.yaml']],
    ['odd[1]*', ['odd[1](x)+.yaml']],
    ['sites/*/sso.yaml', ['sites/上海/sso.yaml', 'sites/北京/sso.yaml']],
    ['sites/?海/*', ['sites/上海/sso.yaml']],
    ['**/sso.yaml', ['sites/上海/deep/er/sso.yaml', 'sites/上海/sso.yaml', 'sites/北京/sso.yaml']],
    ['sites/**', ['sites/上海/deep/er/sso.yaml', 'sites/上海/sso.yaml', 'sites/北京/sso.yaml']],
    ['**/deep/**/*.yaml', ['sites/上海/deep/er/sso.yaml']],
    ['node_modules/**/*.yaml', ['node_modules/p/sso.yaml']],
    ['dots/.config/*', ['dots/.config/sso.yaml']],
    ['*/nothing', []],
    ['nowhere/*', []],
    // tried in every way it would take years
    [`${'*a'.repeat(12)}*b`, []],
    ['a.yaml/*', []],
    ['.yaml*', []],
    ['*ayaml', []],
  ])('%s', (pattern, files) => {
    // what a link to the folder leads to is the same again
    const found = filesLike(cwd, pattern, unread).filter(file => !file.includes('/loop/'))
    expect(found).toEqual(files.map(file => join(cwd, file)))
  })

  test('may be absolute', () => {
    expect(filesLike('/', `${cwd}/?.yaml`, unread)).toEqual([join(cwd, 'a.yaml'), join(cwd, 'b.yaml')])
  })

  test('checks each file for itself, once', async () => {
    const { code, stdout } = await validating(['sites/*/sso.yaml', 'sites/北京/sso.yaml', '--quiet'], { cwd })
    expect(code).toBe(1)
    expect(stdout.match(/^error/gm)).toHaveLength(1)
    const all = await validating(['?.yaml', 'a.yaml', '-c', 'b.yaml'], { cwd })
    expect(all.stdout.match(/^✔ [ab]\.yaml/gm)).toEqual(['✔ a.yaml', '✔ b.yaml'])
  })

  test('that matches nothing is a failure, unless that is accepted', async () => {
    await expect(validating(['*.json'], { cwd })).rejects.toMatchObject({
      name: 'Halt',
      message: 'no file matches "*.json"',
      help: expect.stringContaining('--allow-empty'),
    })
    expect(await validating(['*.json', '--allow-empty'], { cwd })).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    })
    const { stdout } = await validating(['*.json', '--allow-empty', '--format', 'json'], { cwd })
    expect(JSON.parse(stdout)).toMatchObject({ valid: true, files: [] })
  })

  test('is a name where a file is called so', async () => {
    const folder = makeFolder({ 'a*.yaml': good, 'ab.yaml': bad })
    expect(await validating(['a*.yaml'], { cwd: folder })).toMatchObject({ code: 0 })
  })

  test('has three signs, and says so where another one is meant', async () => {
    for (const [name, message] of [
      ['[ab]*.json', 'no file matches "[ab]*.json"'],
      ['{a,b}.json', `there is no file ${join(cwd, '{a,b}.json')}`],
    ] as const)
      await expect(validating([name], { cwd })).rejects.toMatchObject({
        message,
        help: expect.stringContaining('a pattern has *, ? and **, and no other signs of a shell'),
      })
  })

  test('a missing file beside it is still missing with --allow-empty', async () => {
    await expect(validating(['x.yaml', '--allow-empty'], { cwd })).rejects.toMatchObject({ name: 'Halt' })
  })
})

describe('a file that is not there', () => {
  const args = ['missing.yaml', 'sites/上海/sso.yaml', '*.json', 'a.yaml']

  test('is told, and so is what is wrong with the others', async () => {
    const { code, stdout, stderr } = await validating(args, { cwd })
    expect(code).toBe(2)
    expect(stdout).toContain('error[schema/unknown-key]')
    expect(stdout).toContain('✔ a.yaml')
    expect(stderr).toContain('there is no file')
    expect(stderr).toContain('no file matches "*.json"')
  })

  test('is in the documents, beside their problems', async () => {
    for (const [format, told] of [
      ['json', /"failure": \{\n.*no file matches.*missing\.yaml/],
      ['sarif', /"exitCode": 2/],
      ['junit', /errors="1"[\s\S]*can check[\s\S]*schema\/unknown-key/],
      ['github', /::error title=sso-kit::no file matches[\s\S]*schema\/unknown-key/],
      ['gitlab', /schema\/unknown-key/],
    ] as const) {
      const { code, stdout } = await validating([...args, '--format', format, '--exit-zero'], { cwd })
      expect(code).toBe(2)
      expect(stdout).toMatch(told)
      expect(stdout).toContain('schema/unknown-key')
    }
  })

  test('with no other one is the answer', async () => {
    await expect(validating(['x.yaml', 'y.yaml'], { cwd })).rejects.toMatchObject({
      message: expect.stringMatching(/x\.yaml; there is no file .*y\.yaml$/),
    })
  })
})

test('a file of two names is checked once', async () => {
  symlinkSync('b.yaml', join(cwd, 'link.yaml'))
  const { stdout } = await validating(['b.yaml', 'link.yaml'], { cwd })
  expect(stdout.match(/^✔.*/gm)).toHaveLength(1)
})

describe('standard input', () => {
  test('is called what --stdin-filepath says', async () => {
    const { stdout } = await validating(['-', '--stdin-filepath', 'sites/新.yaml', '--format', 'concise'], {
      cwd,
      stdin: bad,
    })
    expect(stdout).toMatch(/^sites\/新\.yaml:4:31: error\[schema\/unknown-key\]/)
  })

  test('has its files beside the file that it stands for', async () => {
    const folder = makeFolder({ 'deep/secret': 'k7Zp2vQ9mX4tB8nW1cR6yL3dF5gH0jS2' })
    const stdin = good.replace('sources:', 'keys: { cookie: [{ file: ./secret }] }\nsources:')
    const run = (name: string) =>
      validating(['-', '--stdin-filepath', name, '--env', '--format', 'concise', '--fail-on', 'error'], {
        cwd: folder,
        stdin,
      })
    expect((await run('deep/sso.yaml')).code).toBe(0)
    expect((await run('sso.yaml')).stdout).toContain('secret/file-missing')
  })

  test('is a sandbox where its name says so', async () => {
    const stdin = `${good}  - { id: github, type: github, name: GitHub, clientId: x, clientSecret: made-up }\n`
    const run = (...more: string[]) => validating(['-', ...more], { cwd, stdin })
    expect((await run()).code).toBe(1)
    expect((await run('--stdin-filepath', 'a.sandbox.yaml')).code).toBe(0)
  })

  test('has no name where it is not read', async () => {
    await expect(validating(['a.yaml', '--stdin-filepath', 'x'], { cwd })).rejects.toMatchObject({
      name: 'Halt',
    })
  })
})
