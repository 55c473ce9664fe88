import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { disk } from '../../src/config/plugins/reader.ts'
import { type Halt, SsoError } from '../../src/errors.ts'
import { followRules, importPlugins } from '../../src/server/plugins.ts'

const made = mkdtempSync(join(tmpdir(), 'sso-kit-plugins-'))
afterAll(() => rmSync(made, { recursive: true }))

const manifest = {
  apiVersion: 1,
  type: 'acme',
  module: './index.js',
  summary: 'Acme accounts',
  options: {
    properties: {
      tenant: { type: 'string', title: 'Tenant', description: 'A number.', 'x-impact': 'trust' },
    },
  },
}
const definition = JSON.stringify({ ...manifest, module: undefined }).slice(0, -1)
const code = (more = '') => `export default ${definition}, open: () => ({})${more} }\n`

/** A deployment with the plugin in `./acme`. */
async function deployed(name: string, module: string, says: object = manifest, type = 'acme') {
  const folder = join(made, name)
  mkdirSync(join(folder, 'acme'), { recursive: true })
  writeFileSync(join(folder, 'acme/package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'acme/sso-kit.plugin.json'), JSON.stringify(says))
  writeFileSync(join(folder, 'acme/index.js'), module)
  const text = `version: 1\npublicUrl: https://sso.example.com\nplugins: [./acme]\nsources: [{ id: here, type: ${type}, name: Acme }]\n`
  const { config, diagnostics } = await compile(text, { file: 'sso.config.yaml', folder, reader: disk })
  if (!config) throw new Error(JSON.stringify(diagnostics))
  return { config, folder }
}

const refused = async (...given: Parameters<typeof deployed>): Promise<string> => {
  const { config, folder } = await deployed(...given)
  return importPlugins(config, folder).then(
    () => 'imported',
    (halt: Halt) => halt.message,
  )
}

describe('the code of a plugin is imported', () => {
  it('where it is what its manifest says', async () => {
    const { config, folder } = await deployed('right', code())
    const plugins = await importPlugins(config, folder)
    expect(await plugins.get('acme')?.open({}, {} as never)).toEqual({})
  })

  it('not where no source of the file needs it', async () => {
    const { config, folder } = await deployed('unused', 'throw new Error("run")', manifest, 'local')
    expect((await importPlugins(config, folder)).size).toBe(0)
  })

  it('not where it is of another type, has other options or another version', async () => {
    const other = (more: object) => ({ ...manifest, ...more })
    expect(await refused('type', code(', type: "other"'))).toMatch(/differ in type;/)
    expect(await refused('options', code(), other({ options: { properties: {} } }))).toMatch(
      /differ in options;/,
    )
    expect(await refused('inApp', code(), other({ inApp: true }))).toMatch(/differ in inApp;/)
    expect(await refused('public', code(', public: () => true'))).toMatch(/differ in public;/)
    expect(await refused('version', code(', apiVersion: 2'))).toMatch(/has to say apiVersion: 1/)
    expect(await refused('none', code(), other({ module: './other.js' }))).toMatch(/other\.js/)
    expect(await refused('throws', 'throw new Error("no such luck")')).toBe('plugin "./acme": no such luck')
    expect(await refused('nothing', 'export default {}')).toMatch(/not made by definePlugin/)
  })

  it('anew for each configuration: two may have different ones of the same type', async () => {
    const sites = [
      await deployed('left', code(', left: true')),
      await deployed('other', code(', left: false')),
    ]
    const found = await Promise.all(sites.map(({ config, folder }) => importPlugins(config, folder)))
    expect(found.map(plugins => plugins.get('acme'))).toMatchObject([{ left: true }, { left: false }])
  })
})

describe('its rules are followed when it is started', () => {
  const rule = (severity: string) =>
    code(
      `, rules: [({ callbackUrl, tenant }) => tenant ? [] : [{ rule: 'acme/tenant', severity: '${severity}', at: [], message: callbackUrl, help: 'h' }]]`,
    )
  const lines: unknown[] = []
  const log = { info: () => {}, warn: (fields: object) => void lines.push(fields) }
  const follow = async (name: string, severity: string) => {
    const { config, folder } = await deployed(name, rule(severity))
    return followRules(config, await importPlugins(config, folder), log)
  }

  it('an error keeps it from starting', async () => {
    await expect(follow('error', 'error')).rejects.toThrow(
      'source "here": https://sso.example.com/auth/here/callback (acme/tenant)',
    )
  })

  it('one that fails itself does, too', async () => {
    const { config, folder } = await deployed('fails', code(', rules: [() => { throw new Error("oh") }]'))
    const plugins = await importPlugins(config, folder)
    expect(() => followRules(config, plugins, log)).toThrow(
      'source "here": a rule of its plugin could not run (oh)',
    )
  })

  it('a warning goes to the log', async () => {
    await follow('warning', 'warning')
    expect(lines).toMatchObject([{ source: 'here', rule: 'acme/tenant' }])
  })
})

it('an error of another copy of sso-kit, which a plugin brought along, is an SsoError too', async () => {
  const copy = join(made, 'copy/errors.ts')
  mkdirSync(join(made, 'copy'))
  cpSync(fileURLToPath(new URL('../../src/errors.ts', import.meta.url)), copy)
  const other: typeof import('../../src/errors.ts') = await import(/* @vite-ignore */ copy)
  const error = new other.SsoError('source_refused')
  expect(other.SsoError).not.toBe(SsoError)
  expect(error instanceof SsoError).toBe(true)
  expect(new Error('source_refused') instanceof SsoError).toBe(false)
  expect(error instanceof SsoError && error.completed({ source: 'a' })).toMatchObject({
    status: 502,
    source: 'a',
  })
})
