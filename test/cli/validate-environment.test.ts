import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildBundle, start } from './bundle.ts'
import { makeFolder, removeFolders } from './folder.ts'
import { command } from './io.ts'
import { excused, good, validating } from './validating.ts'

afterAll(removeFolders)
const value = 'k7Zp2vQ9mX4tB8nW1cR6yL3dF5gH0jS2'
const secret = `${good}  - { id: github, type: github, name: GitHub, clientId: x, clientSecret: { env: SECRET } }\n`
const cwd = makeFolder({
  'sso.config.yaml': secret,
  'prod.env': `# what the server gets\nSECRET="${value}"\n`,
  'draft.env': 'SECRET=changeme\n',
  'dated.yaml': excused('until the move (until 2027-01-31)'),
})

describe('--env', () => {
  test('finds what is there', async () => {
    expect(await validating(['--env'], { cwd, env: { SECRET: value } })).toMatchObject({
      code: 0,
      stdout: '✔ sso.config.yaml   version 1 · 2 sources · 1 secret reference (all there)\n',
    })
  })

  test('and tells what is not, by name', async () => {
    const { code, stdout } = await validating(['--env'], { cwd })
    expect(code).toBe(1)
    expect(stdout).toContain('error[secret/env-missing]: the environment variable SECRET is not set')
  })

  test('is not asked for otherwise', async () => {
    expect((await validating([], { cwd })).code).toBe(0)
  })
})

test('a file is named as the one of several configurations names it, and read from its folder', async () => {
  const folder = makeFolder({
    'base/sso.yaml': good,
    'prod/sso.yaml':
      'sources:\n  - { id: github, type: github, name: GitHub, clientId: x, allow: { organizations: [x] }, clientSecret: { file: "./secret" } }\n',
  })
  const { stdout } = await validating(['--env', 'base/sso.yaml+prod/sso.yaml', '--format', 'concise'], {
    cwd: folder,
  })
  expect(stdout).toMatch(
    /^prod\/sso\.yaml:2:.* error\[secret\/file-missing\] the file \.\/secret is not there\n$/,
  )
})

describe('--allow-exec', () => {
  const folder = makeFolder({
    'sso.config.yaml': `${good}  - { id: github, type: github, name: GitHub, clientId: x, clientSecret: { exec: [give-it] } }\n`,
    'bin/give-it': '#!/bin/sh\n',
    'x.env': 'OTHER=1\n',
    'path.env': 'PATH=/nowhere\n',
  })
  chmodSync(join(folder, 'bin/give-it'), 0o755)
  const env = { PATH: join(folder, 'bin') }
  const run = (...args: string[]) => validating(args, { cwd: folder, env })

  test('is wanted where a program is to give a secret', async () => {
    const { code, stdout } = await run('--env')
    expect(code).toBe(1)
    expect(stdout).toContain('error[secret/exec-disabled]')
  })

  test.each([
    ['this process', ['--env'], 0],
    ['this process, where the file of variables has none', ['--variables', 'x.env'], 0],
    ['the file of variables', ['--variables', 'path.env'], 1],
  ])('looks for it on the PATH of %s', async (_, args, code) => {
    expect((await run(...args, '--allow-exec')).code).toBe(code)
  })

  test('says nothing by itself', async () => {
    const { code, stderr } = await command(['validate', '--allow-exec'], { cwd: folder, env })
    expect(code).toBe(2)
    expect(stderr).toContain('--allow-exec goes with --env')
  })
})

describe('--variables', () => {
  test('is looked in instead of the environment', async () => {
    expect((await validating(['--variables', 'prod.env'], { cwd })).code).toBe(0)
    expect((await validating(['--variables', 'draft.env'], { cwd, env: { SECRET: value } })).code).toBe(1)
  })

  test('with --env the environment wins', async () => {
    const args = ['--env', '--variables', 'draft.env']
    expect((await validating(args, { cwd, env: { SECRET: value } })).code).toBe(0)
    expect((await validating(args, { cwd })).code).toBe(1)
  })

  test('may name a variable alone, as Docker passes it on: that is none, and takes nothing from the next', async () => {
    const named = (text: string) => makeFolder({ 'sso.config.yaml': secret, 'it.env': text })
    const says = async (text: string) =>
      (await validating(['--variables', 'it.env'], { cwd: named(text) })).code
    expect(await says(`PATH\nSECRET=${value}\n`)).toBe(0)
    expect(await says(`PEM="a\nSECRET\nb"\nSECRET='${value}'\n`)).toBe(0)
    expect(await says('A=1\nSECRET\n')).toBe(1)
  })

  test('has to be there', async () => {
    expect(await command(['validate', '--variables', 'no.env'], { cwd })).toMatchObject({ code: 2 })
  })
})

describe('--env-file, which Node takes for itself,', () => {
  test.each(['--env-file=prod.env', '--env-file-if-exists=prod.env'])('is refused: %s', async flag => {
    const { code, stdout, stderr } = await command(['validate', flag], { cwd })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('Node takes it for itself')
    expect(stderr).toContain('help: write --variables FILE')
  })

  test('also in a document', async () => {
    const { code, stdout } = await command(['validate', '--env-file', 'prod.env', '--format', 'json'], {
      cwd,
    })
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({ valid: false, failure: { help: 'write --variables FILE' } })
  })

  test('and by commands that have no such flag', async () => {
    const { code, stderr } = await command(['print', '--env-file=prod.env'], { cwd })
    expect(code).toBe(2)
    expect(stderr).toContain('help: leave it out')
  })
})

describe('an exception with a last day', () => {
  test('ends by the clock that the command is given', async () => {
    const run = (day: string) => validating(['dated.yaml'], { cwd, now: Date.parse(`${day}T12:00:00Z`) })
    expect((await run('2027-01-31')).code).toBe(0)
    const late = await run('2027-02-01')
    expect(late.code).toBe(1)
    expect(late.stdout).toContain('error[suppress/expired]: this exception ended on 2027-01-31')
    expect(late.stdout).toContain('error[autoregister/open-source]')
  })
})

describe('as a process', () => {
  beforeAll(buildBundle, 60_000)

  test('it is given the real clock and the real environment', async () => {
    const folder = makeFolder({
      'old.yaml': excused('x (until 2020-01-01)'),
      'new.yaml': excused('x (until 9999-12-31)'),
    })
    const run = (...args: string[]) =>
      start(['validate', ...args], { cwd: folder, env: { GITHUB_CLIENT_SECRET: value } }).ended
    const [old, young] = await Promise.all([run('old.yaml'), run('new.yaml', '--env')])
    expect(old.code).toBe(1)
    expect(old.stdout).toContain('suppress/expired')
    expect(young).toMatchObject({ code: 0, stderr: '' })
  })

  test('it runs nothing that a file of variables names', async () => {
    const folder = makeFolder({
      'sso.config.yaml': `${good}  - { id: github, type: github, name: GitHub, clientId: x, clientSecret: { env: SECRET } }\n`,
      'x.env': `NODE_OPTIONS=--require ./x.cjs\nSECRET=${value}\n`,
      'x.cjs': 'process.exit(7)',
    })
    const ended = await start(['validate', '--variables', 'x.env'], { cwd: folder }).ended
    expect(ended).toMatchObject({ code: 0, stderr: '' })
  })
})

describe('a file of variables that has none', () => {
  const folder = makeFolder({
    'sso.config.yaml': good,
    'json.env': '{\n  "SECRET": "k7Zp2vQ9mX4tB8nW1c"\n}\n',
    'bare.env': 'k7Zp2vQ9mX4tB8nW1c\n',
    'empty.env': '# nothing yet\n\n',
  })

  test.each(['json.env', 'bare.env'])('is refused and not shown: %s', async name => {
    const { code, stdout, stderr } = await command(['validate', '--variables', name], { cwd: folder })
    expect([code, stdout, stderr]).toEqual([
      2,
      '',
      `error: ${name} has no line of the form NAME=value\n  help: name a file of NAME=value lines\n`,
    ])
  })

  test('may be empty', async () => {
    expect((await validating(['--variables', 'empty.env'], { cwd: folder })).code).toBe(0)
  })
})
