import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Schema } from '../../src/config/schema/schema.ts'
import { Browser } from '../browser.ts'
import { buildBundle, killAll, run, start } from './bundle.ts'
import { makeFolder, removeFolders } from './folder.ts'
import { command } from './io.ts'

const repository = fileURLToPath(new URL('../../', import.meta.url))
const fixtures = fileURLToPath(new URL('../config/plugins', import.meta.url))

beforeAll(buildBundle, 120_000)
afterAll(() => {
  killAll()
  removeFolders()
})

/** A folder in which sso-kit and vitest are installed: the built package, by links. */
function project(files: Readonly<Record<string, string>> = {}): string {
  const cwd = makeFolder(files)
  mkdirSync(join(cwd, 'node_modules/@types'), { recursive: true })
  symlinkSync(repository, join(cwd, 'node_modules/sso-kit'))
  for (const name of ['vitest', '@types/node'])
    symlinkSync(join(repository, 'node_modules', name), join(cwd, 'node_modules', name))
  return cwd
}

const tool = (name: string, args: string[], cwd: string) =>
  promisify(execFile)(process.execPath, [join(repository, 'node_modules', name), ...args], { cwd })

describe('sso-kit init plugin NAME', () => {
  const cwd = project()
  const folder = join(cwd, 'my-source')
  beforeAll(async () => {
    expect((await run(['init', 'plugin', 'my-source'], { cwd })).code).toBe(0)
  }, 120_000)

  it('makes a folder that passes the contract suite at once', async () => {
    const { stdout } = await tool('vitest/vitest.mjs', ['run', '--no-color'], folder)
    expect(stdout).toMatch(/Tests +\d\d passed \(\d\d\)/)
    expect(stdout).not.toMatch(/failed|skipped/)
  }, 60_000)

  it('and the types, and is called by its name throughout', async () => {
    await tool('typescript/bin/tsc', ['-p', folder], folder)
    const texts = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(file => file.isFile() && !file.parentPath.includes('node_modules/'))
      .map(file => readFileSync(join(file.parentPath, file.name), 'utf8'))
      .join('\n')
    expect(texts).toContain('MY_SOURCE_CLIENT_SECRET')
    expect(texts).not.toMatch(/\bacme\b|ACME/)
  }, 60_000)

  it('and never has npm fetch sso-kit by its name: it is found above, or linked', async () => {
    const dependencies = (at: string) => {
      const manifest = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8'))
      expect(manifest.peerDependenciesMeta).toEqual({ 'sso-kit': { optional: true } })
      expect(manifest.dependencies).toBeUndefined()
      return manifest.devDependencies
    }
    expect(dependencies(folder)).not.toHaveProperty('sso-kit')
    const elsewhere = makeFolder()
    await run(['init', 'plugin', 'my-source', '-o', join(elsewhere, 'deep/er')], { cwd })
    const { 'sso-kit': way } = dependencies(join(elsewhere, 'deep/er'))
    expect(way).toMatch(/^file:\.\.\//)
    expect(join(elsewhere, 'deep/er', way.slice('file:'.length), '/')).toBe(repository)
  })

  it('nor takes another package of that name for this one', async () => {
    const other = makeFolder({ 'node_modules/sso-kit/package.json': '{ "name": "sso-kit" }' })
    await run(['init', 'plugin', 'my-source'], { cwd: other })
    expect(readFileSync(join(other, 'my-source/package.json'), 'utf8')).toContain('"sso-kit": "file:../../')
  })

  it('and has a manifest that is up to date', async () => {
    expect(await run(['plugin', 'manifest', '--check'], { cwd: folder })).toMatchObject({
      code: 0,
      stderr: '',
    })
  })

  it('and an example that validates and runs with a simulated vendor', async () => {
    const config = ['-c', 'example/sso.config.yaml']
    expect(await run(['validate', ...config], { cwd: folder })).toMatchObject({ code: 0 })
    const sandbox = start(['serve', '--sandbox', '--port', '0', ...config], { cwd: folder })
    const [, address = ''] = await sandbox.says(/open +(http\S+)/)
    const browser = new Browser(address)
    expect((await browser.signIn('my-source', 'lisi')).status).toBeLessThan(400)
    expect((await browser.get('/account')).page).toContain('李四')
    await sandbox.kill('SIGTERM')
  })

  it('and touches nothing that is there', async () => {
    const { code, stderr } = await command(['init', 'plugin', 'my-source'], { cwd })
    expect([code, stderr]).toEqual([2, expect.stringContaining('is there already')])
  })

  it.each(['github', 'My-Source', '../x', 'a--b'])('and is never called "%s"', async name => {
    expect((await command(['init', 'plugin', name], { cwd })).code).toBe(2)
  })
})

describe('sso-kit plugin manifest', () => {
  it('says that a manifest is out of date, and writes it anew', async () => {
    const cwd = project()
    await run(['init', 'plugin', 'mine'], { cwd })
    const options = join(cwd, 'mine/options.js')
    writeFileSync(options, readFileSync(options, 'utf8').replaceAll('Client ID', 'Client number'))
    expect((await run(['plugin', 'manifest', 'mine', '--check'], { cwd })).code).toBe(1)
    expect((await run(['plugin', 'manifest', 'mine'], { cwd })).stdout).toBe(
      'wrote mine/sso-kit.plugin.json\n',
    )
    expect((await run(['plugin', 'manifest', 'mine', '--check'], { cwd })).code).toBe(0)
  })

  it.each([
    ['a console that is code', `{ apiVersion: 1, type: 'x', console: () => [], `, 'console has to be data'],
    ['no type', '{ apiVersion: 1, ', 'what a source writes in type'],
    ['no version', `{ type: 'x', `, 'apiVersion: 1'],
    ['what validate would refuse', `{ apiVersion: 1, type: 'X', summary: 'A source', `, '"type"'],
  ])('writes none for %s', async (_what, head, told) => {
    const module = `export default ${head} options: { properties: {} }, open: () => ({}) }`
    const cwd = makeFolder({ 'package.json': '{ "type": "module" }', 'index.js': module })
    const { code, stderr } = await run(['plugin', 'manifest'], { cwd })
    expect([code, stderr]).toEqual([2, expect.stringContaining(told)])
    expect(existsSync(join(cwd, 'sso-kit.plugin.json'))).toBe(false)
  })
})

describe('with a plugin whose module leaves a trace and fails', () => {
  const yaml = `version: 1
publicUrl: https://sso.example.com
plugins: [./acme]
sources:
  - { id: acme, type: acme, name: Acme, clientId: "1", clientSecret: { env: S }, events: { token: { env: T } }, sync: {} }
`
  const cwd = makeFolder({ 'sso.config.yaml': yaml })
  for (const name of ['index.js', 'sso-kit.plugin.json']) {
    mkdirSync(join(cwd, 'acme'), { recursive: true })
    writeFileSync(join(cwd, 'acme', name), readFileSync(join(fixtures, 'acme', name)))
  }
  writeFileSync(join(cwd, 'acme/package.json'), '{ "type": "module" }')
  const ran = () => existsSync(join(cwd, 'acme/ran'))

  it.each([
    [['validate'], /✔/],
    [['validate', '--env'], /env-missing/],
    [['validate', '--format', 'json'], /"diagnostics": \[\]/],
    [['print'], /type: acme/],
    [['urls'], /\/auth\/acme\/callback/],
    [['schema'], /Source of type acme/],
    [['explain', 'acme/tenant'], /# acme\/tenant\n\n\*\*Error\.\*\* The tenant is one of Acme's own/],
    [['explain'], /^acme\/tenant$/m],
    [['rules', 'acme'], /acme\/tenant +error +The tenant is one of Acme's own\./],
  ])('sso-kit %s runs none of it', async (args, answer) => {
    const { stdout, stderr } = await command(args, { cwd })
    expect(stdout).toMatch(answer)
    expect(stderr).toBe('')
    expect(ran()).toBe(false)
  })

  it('urls fills in its steps, and leaves out those about what the file does not have', async () => {
    const { stdout } = await command(['urls', '--format', 'json', '--lang', 'en'], { cwd })
    const [{ steps }] = JSON.parse(stdout).sources
    expect(steps.map(({ field, value, note }: Record<string, string>) => [field, value ?? note])).toEqual([
      ['Redirect URI', 'https://sso.example.com/auth/acme/callback'],
      ['Push URL', 'https://sso.example.com/events/acme'],
      ['Homepage', 'https://sso.example.com/auth/acme/in-app'],
      ['Client secret', 'where clientSecret points: { env: S }'],
    ])
  })

  it('the schema for editors has its type beside the built-in ones', async () => {
    const schema = JSON.parse((await command(['schema'], { cwd })).stdout)
    const { properties, allOf } = schema.definitions.source
    expect(properties.type.enum).toEqual(expect.arrayContaining(['acme', 'github']))
    expect(properties.type.enumDescriptions).toHaveLength(properties.type.enum.length)
    const branches: string[] = allOf.flatMap((one: Schema) => one.if?.properties?.type?.const ?? [])
    expect(branches.toSorted()).toEqual(properties.type.enum.toSorted())
    const own = JSON.parse((await command(['schema'], { cwd: makeFolder() })).stdout)
    expect(own.definitions.source.properties.type.enum).not.toContain('acme')
  })

  it('a secret written in the file is covered as anywhere else', async () => {
    const secret = 'hunter2hunter2'
    const text = yaml.replace('{ env: S }', secret)
    const { stdout, code } = await command(['validate', '--stdin-filepath', 'sso.config.yaml', '-'], {
      cwd,
      stdin: text,
    })
    expect([code, stdout]).toEqual([1, expect.stringContaining('secret/inline')])
    expect(stdout).not.toContain(secret)
  })

  it('serve runs it, and starts nothing when it fails', async () => {
    writeFileSync(join(cwd, 'served.yaml'), yaml.replace(/, events: .*/, ' }'))
    const { code, stderr } = await run(['serve', '-c', 'served.yaml'], { cwd, env: { S: 'x' } })
    expect([code, stderr]).toEqual([2, expect.stringContaining('this module has been run')])
    expect(ran()).toBe(true)
    expect(existsSync(join(cwd, 'data'))).toBe(false)
  })
})
