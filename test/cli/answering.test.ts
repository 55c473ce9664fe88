import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { afterAll, describe, expect, it } from 'vitest'
import { makeFolder, removeFolders } from './folder.ts'
import { command } from './io.ts'
import { good } from './validating.ts'

afterAll(removeFolders)

const local =
  'version: 1\npublicUrl: https://sso.example.com\nsources: [{ id: local, type: local, name: Password }]\n'
const cwd = makeFolder({ 'bad.yaml': good.replace('name', 'nmae'), 'good.yaml': good, 'local.yaml': local })
const form = new Ajv({ strict: false }).compile(
  JSON.parse(readFileSync(new URL('../../schemas/diagnostics.schema.json', import.meta.url), 'utf8')),
)
const verbs: readonly (readonly [words: string[], codeOfWrongFile: number])[] = [
  [['urls'], 1],
  [['print'], 1],
  [['check'], 1],
  [['sync'], 1],
  [['permissions', '768'], 1],
  [['accounts', 'list'], 1],
  [['tokens', 'list'], 1],
  // 1 is: they may not
  [['explain', 'access', '--app', 'a', '--username', 'b'], 2],
]

/** The one document on standard output, which has the form that `validate` has for failures. */
async function failure(args: readonly string[]) {
  const { code, stdout, stderr } = await command(args, { cwd })
  const document = JSON.parse(stdout)
  expect(form(document), JSON.stringify(form.errors)).toBe(true)
  expect(document.valid).toBe(false)
  expect(stderr).not.toBe('')
  return { code, ...document.failure }
}

/** What two documents about the same files have in common. */
const told = ({ counts, files, diagnostics }: Record<string, unknown>) => ({ counts, files, diagnostics })

describe('a document is on standard output also where there is no answer', () => {
  it.each(verbs)('%j with a wrong file: exit %i', async (words, code) => {
    expect(await failure([...words, '-c', 'bad.yaml', '--format', 'json'])).toMatchObject({
      code,
      message: expect.stringMatching(/bad\.yaml has errors$/),
    })
    const { stdout } = await command([...words, '-c', 'bad.yaml'], { cwd })
    expect(stdout).toBe('')
  })

  it.each(verbs)('%j with a wrong file: what validate finds in it', async words => {
    const json = async (args: readonly string[]) =>
      told(JSON.parse((await command([...args, '--format', 'json'], { cwd })).stdout))
    const found = await json(['validate', 'bad.yaml'])
    expect(found).toMatchObject({ counts: { error: 1 }, diagnostics: [{ rule: 'schema/unknown-key' }] })
    expect(await json([...words, '-c', 'bad.yaml'])).toEqual(found)
  })

  it.each([...verbs, [['rules'], 0] as const])('%j with a wrong flag, or without a file', async words => {
    expect(await failure([...words, '--nope', '--format=json'])).toMatchObject({
      code: 2,
      message: 'there is no flag "--nope"',
      help: '--help lists the flags',
    })
    expect(await failure([...words, '-c', 'none.yaml', '--format', 'json'])).toMatchObject({ code: 2 })
  })

  it.each([
    [['accounts', 'show', 'nobody'], 1, 'there is no account "nobody"'],
    [['accounts', 'disable', 'nobody'], 1, 'there is no account "nobody"'],
    [['accounts'], 2, 'what is to be done?'],
    [['tokens'], 2, 'what is to be done?'],
    [['urlz'], 2, 'there is no command "urlz"'],
  ])('%j: exit %i, %s', async (words, code, message) => {
    const create = ['accounts', 'create', '--username', 'ops', '--password-stdin', '-c', 'local.yaml']
    await command(create, { cwd, stdin: 'paper lanterns over water' })
    expect(await failure([...words, '-c', 'local.yaml', '--format', 'json'])).toMatchObject({ code, message })
  })

  it('a no is one as well, and never a second document', async () => {
    expect(await failure(['urls', '-c', 'good.yaml', '--format', 'json', '--source', 'x'])).toMatchObject({
      message: 'there is no source "x"',
    })
    const { code, stdout } = await command(['permissions', 'nope', '--format', 'json'], { cwd })
    expect([code, JSON.parse(stdout).unknown.names]).toEqual([1, ['nope']])
  })
})
