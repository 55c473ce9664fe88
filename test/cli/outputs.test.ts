import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { makeFolder, removeFolders } from './folder.ts'
import { command } from './io.ts'

afterAll(removeFolders)

const file = `version: 1
publicUrl: https://sso.example.com
sources: [{ id: local, type: local, name: Password }]
`
const scenarios = `config: ./sso.config.yaml
tests:
  - name: a stranger
    signIn: { source: local, subject: nobody }
    expect: { refused: not-allowed }
`
const cwd = makeFolder({
  'sso.config.yaml': file,
  'old.yaml': file.replace('Password', 'Passwort'),
  'a.sso-test.yaml': scenarios,
})
const say = (args: readonly string[], env: Record<string, string> = {}) => command(args, { cwd, env })

describe.each([
  ['validate', ['validate', 'sso.config.yaml'], 'json'],
  ['diff', ['diff', 'old.yaml', 'sso.config.yaml', '--include', 'cosmetic'], 'json'],
  ['test', ['test', 'a.sso-test.yaml'], 'json'],
] as const)('the formats of %s', (name, words, format) => {
  it('go to standard output and to files at once', async () => {
    const pretty = await say(words)
    const document = await say([...words, '--format', format])
    const report = `${name}.report`
    const both = await say([...words, '--format', 'pretty', '--format', `${format}=${report}`])
    // how long it took is another number each time
    const lasting = (text: string) => text.replace(/\d+ ms/g, 'N ms')
    expect(lasting(both.stdout)).toBe(lasting(pretty.stdout))
    expect([both.code, readFileSync(join(cwd, report), 'utf8')]).toEqual([pretty.code, document.stdout])
    const alone = await say([...words, '--format', `${format}=${report}`])
    expect([alone.code, alone.stdout]).toEqual([pretty.code, ''])
  })

  it.each([
    [['--format', 'pretty', '--format', format], 'two formats for standard output'],
    [['--format', `${format}=x`, '--format', 'pretty=x'], 'two formats for one file'],
    [['--format', `${format}=`], `--format ${format}= names no file`],
    [['--format', `${format}=-`], `write --format ${format} for standard output`],
    [['--format', 'xml'], 'there is no format "xml"'],
    [['--format', 'constructor'], 'there is no format "constructor"'],
    [['--color', 'blue'], '--color cannot be "blue"'],
  ])('%j: %s', async (flags, told) => {
    const { code, stdout, stderr } = await say([...words, ...flags])
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(told)])
  })

  it('are there for people, though a file cannot be written', async () => {
    const flags = ['--format', 'pretty', '--format', `${format}=no/such/folder`]
    const { code, stdout, stderr } = await say([...words, ...flags])
    const pretty = await say(words)
    const lasting = (text: string) => text.replace(/\d+ ms/g, 'N ms')
    expect([code, lasting(stdout)]).toEqual([2, lasting(pretty.stdout)])
    expect(stderr).toContain('cannot write')
    const document = await say([...words, '--format', format, '--format', 'pretty=no/such/folder'])
    expect([document.code, JSON.parse(document.stdout).failure.message]).toEqual([
      2,
      expect.stringContaining('cannot write'),
    ])
  })

  it('say in a file, too, why there is no answer', async () => {
    const report = `${name}.failed`
    const { code, stdout } = await say([...words, '--nope', '--format', `${format}=${report}`])
    expect([code, stdout]).toEqual([2, ''])
    expect(JSON.parse(readFileSync(join(cwd, report), 'utf8')).failure.message).toBe(
      'there is no flag "--nope"',
    )
  })

  it('have colour where it is wanted, and never in a file', async () => {
    const csi = '\u001b['
    for (const variable of ['FORCE_COLOR', 'CLICOLOR_FORCE']) {
      const env = { [variable]: '1' }
      const report = `${name}.txt`
      expect((await say(words, env)).stdout).toContain(csi)
      expect((await say([...words, '--no-color'], env)).stdout).not.toContain(csi)
      await say([...words, '--format', `pretty=${report}`], env)
      expect(readFileSync(join(cwd, report), 'utf8')).not.toContain(csi)
    }
    expect((await say([...words, '--color', 'always'])).stdout).toContain(csi)
    expect((await say(words, { NO_COLOR: '1', FORCE_COLOR: '1' })).stdout).not.toContain(csi)
    expect((await say(words, { FORCE_COLOR: 'false' })).stdout).not.toContain(csi)
  })
})
