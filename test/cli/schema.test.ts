import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readEditorSchema } from '../../build/generate.mjs'
import { makeFolder, removeFolders } from './folder.ts'
import { command } from './io.ts'

afterAll(removeFolders)

const cwd = makeFolder({ 'old.json': '{ "title": "an older one" }', 'torn.json': '{' })
const ask = (...args: string[]) => command(['schema', ...args], { cwd })

it('schema --for scenarios is the schema of *.sso-test.yaml', async () => {
  const url = new URL('../../schemas/sso-test.schema.json', import.meta.url)
  expect(await ask('--for', 'scenarios')).toEqual({ code: 0, stdout: readFileSync(url, 'utf8'), stderr: '' })
})

describe('schema', () => {
  it('prints the schema for editors, put together of the language and every source type', async () => {
    const { code, stdout, stderr } = await ask()
    expect([code, stderr]).toEqual([0, ''])
    expect(JSON.parse(stdout)).toEqual(await readEditorSchema())
  })

  it('says so where what stands in the way is a file', async () => {
    const { code, stderr } = await ask('-o', 'old.json/schema.json')
    expect([code, stderr]).toEqual([2, expect.stringContaining('cannot be written (ENOTDIR)')])
  })

  it('writes it, and finds it up to date however it is laid out', async () => {
    expect(await ask('-o', 'new.json')).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(readFileSync(join(cwd, 'new.json'), 'utf8')).toBe((await ask()).stdout)
    const small = JSON.stringify(JSON.parse((await ask()).stdout))
    const folder = makeFolder({ 'small.json': `\u{feff}${small}` })
    const { code } = await command(['schema', '--check', 'small.json'], { cwd: folder })
    expect([code, (await ask('--check', 'new.json')).code]).toEqual([0, 0])
  })

  it.each(['old.json', 'torn.json'])('says that %s is out of date, and what writes it anew', async file => {
    expect(await ask('--check', file)).toEqual({
      code: 1,
      stdout: '',
      stderr: `error: ${file} is out of date\n  help: sso-kit schema --for editor -o ${file} writes it anew\n`,
    })
  })
})

describe('schema of a file that is no whole one', () => {
  const accepts = async (flavour: string, text: string) => {
    const { stdout } = await ask('--for', flavour)
    const check = new Ajv({ strict: false, validateFormats: false }).compile(JSON.parse(stdout))
    return check(parse(text))
  }
  const sandboxed = readFileSync(new URL('../config/ok/local.sandbox.yaml', import.meta.url), 'utf8')
  const laidOver = 'sources:\n  - { id: github, clientId: 9f8e7d6c5b4a3210f9e8 }\n'
  const withType = 'sources:\n  - { id: github, type: github, enabled: false }\n'

  it('may leave out what the file below it has, for overlays only', async () => {
    for (const text of [laidOver, withType, 'callbacks: { alist: { source: github } }\n']) {
      expect(await accepts('overlay', text), text).toBe(true)
      expect(await accepts('editor', text), text).toBe(false)
    }
  })

  it('knows keys and values of overlays as of any other file', async () => {
    expect(await accepts('overlay', 'source: []\n')).toBe(false)
    expect(await accepts('overlay', withType.replace('enabled', 'enabeld'))).toBe(false)
    expect(await accepts('overlay', 'session: { idle: 30 }\n')).toBe(false)
    expect(await accepts('overlay', withType.replace('enabled: false', 'clientSecret: abc'))).toBe(false)
    // also where an entry does not say its type
    for (const secret of ['clientSecret: abc', 'bindPassword: abc', 'events: { token: abc }'])
      expect(await accepts('overlay', `sources: [{ id: a, ${secret} }]\n`), secret).toBe(false)
    expect(await accepts('overlay', 'sources: [{ id: a, clientSecret: { env: A } }]\n')).toBe(true)
    expect(await accepts('overlay', 'apps: [{ id: a, scim: { token: abc } }]\n')).toBe(false)
  })

  it('may have secrets in it, for sandboxes only', async () => {
    expect(await accepts('sandbox', sandboxed)).toBe(true)
    expect(await accepts('editor', sandboxed)).toBe(false)
    expect(await accepts('overlay', sandboxed)).toBe(false)
    expect(await accepts('sandbox', sandboxed.replace('made-up', '1234'))).toBe(true)
    expect(await accepts('sandbox', sandboxed.replace('made-up', '[]'))).toBe(false)
    expect(await accepts('sandbox', sandboxed.replace(/ {4}clientSecret.*/, ''))).toBe(false)
  })
})

describe('schema --for diagnostics', async () => {
  const { stdout: text } = await ask('--for', 'diagnostics')
  const check = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true }).compile(JSON.parse(text))
  const validated = async (args: string[], folder: string) => {
    const { stdout } = await command(['validate', '--format', 'json', ...args], { cwd: folder })
    return JSON.parse(stdout)
  }
  const files = ['ok', 'err'].flatMap(name => {
    const folder = fileURLToPath(new URL(`../config/${name}/`, import.meta.url))
    return readdirSync(folder)
      .filter(file => file.endsWith('.yaml'))
      .map(file => [folder, file] as const)
  })

  let known: Promise<{ diagnostics: object[] }[]> | undefined
  /** Hundreds: each is checked once. */
  const documents = () => {
    known ??= Promise.all(files.map(([folder, file]) => validated([file], folder)))
    return known
  }

  it('describes what validate says of every file of the tests', async () => {
    expect(files.length).toBeGreaterThan(50)
    for (const [index, document] of (await documents()).entries())
      expect(check(document) ? [] : check.errors, files[index]?.[1]).toEqual([])
  })

  it('describes every key that there is', async () => {
    const { properties, definitions } = JSON.parse(text)
    const all = await documents()
    const keys = (values: object[]) => [...new Set(values.flatMap(value => Object.keys(value)))].sort()
    const diagnostics = all.flatMap(document => document.diagnostics)
    expect(keys(all)).toEqual(
      Object.keys(properties)
        .filter(key => key !== 'failure')
        .sort(),
    )
    expect(keys(diagnostics)).toEqual(Object.keys(definitions.diagnostic.properties).sort())
  })

  it('describes the document where there is no answer', async () => {
    const document = await validated(['missing.yaml'], cwd)
    expect(document.failure.message).toContain('missing.yaml')
    expect(check(document) ? [] : check.errors).toEqual([])
  })

  it('describes an exception that the file makes', async () => {
    const text = `version: 1
publicUrl: https://sso.example.com
# sso-kit: ignore[yaml/ambiguous-scalar] it is a name (until 2999-01-31)
ui: { title: no }
sources:
  - { id: local, type: local, name: Password }
`
    const document = await validated([], makeFolder({ 'sso.config.yaml': text }))
    expect(check(document) ? [] : check.errors).toEqual([])
  })

  it.each([
    ['no diagnostics', { diagnostics: undefined }],
    ['another major version', { formatVersion: '2.0' }],
    ['a diagnostic without a place', { diagnostics: [{ rule: 'a/b', severity: 'error' }] }],
  ])('refuses %s', async (_what, changed) => {
    const document = await validated(files[0] ? [files[0][1]] : [], files[0]?.[0] ?? '')
    expect(check(JSON.parse(JSON.stringify({ ...document, ...changed })))).toBe(false)
  })
})
