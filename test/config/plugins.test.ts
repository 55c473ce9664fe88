import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import schema from '../../schemas/plugin.schema.json' with { type: 'json' }
import { compile, compileAll } from '../../src/config/compile.ts'
import { environment } from '../../src/config/environment.ts'
import { parseManifest } from '../../src/config/plugins/parse.ts'
import { whyUnsafe } from '../../src/config/plugins/pattern.ts'
import { readPlugins } from '../../src/config/plugins/read.ts'
import { disk, type PluginReader } from '../../src/config/plugins/reader.ts'
import { pretty } from '../../src/diagnostics/pretty.ts'
import { looking } from './looking.ts'
import acme from './plugins/acme/sso-kit.plugin.json' with { type: 'json' }

const made = mkdtempSync(join(tmpdir(), 'sso-kit-plugins-'))
afterAll(() => rmSync(made, { recursive: true }))

const bytesOf = (value: unknown) => Buffer.from(JSON.stringify(value))
const parse = (value: unknown) => parseManifest(bytesOf(value), './acme')
const option = (more: object) => ({ title: 'T', description: 'D.', 'x-impact': 'trust', ...more })
const holding = (holds: unknown) => withOption({ 'x-secret': true, type: undefined, 'x-holds': holds })
const withOption = (more: object, name = 'tenant') => ({
  ...acme,
  console: [],
  options: { properties: { [name]: option(more) } },
})
const complaint = async (value: unknown) => {
  const result = await parse(value)
  return 'fault' in result ? `${result.fault.rule}: ${result.fault.message}` : 'taken'
}

const file = (plugins: string, source = 'type: acme, clientId: "1", clientSecret: { env: S }') =>
  `version: 1\npublicUrl: https://sso.example.com\nplugins: [${plugins}]\nsources: [{ id: acme, name: Acme, ${source} }]\n`
const rulesIn = async (text: string, folder: string, reader: PluginReader | undefined = disk) =>
  (await compile(text, { file: 'sso.config.yaml', folder, reader })).diagnostics.map(({ rule }) => rule)

/** A plugin in a folder of its own. */
function put(folder: string, manifest: unknown = acme): string {
  mkdirSync(join(made, folder), { recursive: true })
  const text = typeof manifest === 'string' ? manifest : JSON.stringify(manifest)
  writeFileSync(join(made, folder, 'sso-kit.plugin.json'), text)
  return join(made, folder)
}

describe('a plugin of the file is found', () => {
  it('in a folder beside the file, and from there only', async () => {
    put('one/plugins/acme')
    expect(await rulesIn(file('./plugins/acme'), join(made, 'one'))).toEqual([])
    expect(await rulesIn(file('./plugins/acme'), made)).toEqual(['plugin/missing'])
  })

  it('as a package that is installed there or above', async () => {
    put('two/node_modules/@acme/source')
    mkdirSync(join(made, 'two/config/deep'), { recursive: true })
    expect(await rulesIn(file('"@acme/source"'), join(made, 'two/config/deep'))).toEqual([])
    expect(await rulesIn(file('acme-source'), join(made, 'two/config/deep'))).toEqual(['plugin/missing'])
  })

  it('through a link that leads out of the folder, as long as it stays in the repository', async () => {
    const elsewhere = put('three/elsewhere')
    mkdirSync(join(made, 'three/config'))
    symlinkSync(elsewhere, join(made, 'three/config/acme'))
    expect(await rulesIn(file('./acme'), join(made, 'three/config'))).toEqual(['plugin/unreadable'])
    expect(await rulesIn(file('../elsewhere'), join(made, 'three/config'))).toEqual(['plugin/unreadable'])
    mkdirSync(join(made, 'three/.git'))
    expect(await rulesIn(file('./acme'), join(made, 'three/config'))).toEqual([])
    expect(await rulesIn(file('../elsewhere'), join(made, 'three/config'))).toEqual([])
  })

  it('and no more are looked for than there may be', async () => {
    const asked = new Set<string>()
    const isFolder = async (path: string) => Boolean(asked.add(path)) && false
    const many = Array.from({ length: 20_000 }, (_, index) => `./p${index}`)
    await rulesIn(file(many.join(', ')), '/nowhere', { ...disk, isFolder, read: async () => undefined })
    expect(asked.size).toBeLessThanOrEqual(100)
    expect(asked.size).toBeGreaterThan(0)
  })

  it('by nothing but the reader that was handed in', async () => {
    const asked: string[] = []
    const reader: PluginReader = {
      isFolder: async path => path === '/nowhere/acme',
      read: async path => {
        asked.push(path)
        return bytesOf(acme)
      },
      mayRead: () => true,
    }
    expect(await rulesIn(file('./acme'), '/nowhere', reader)).toEqual([])
    expect(asked).toEqual(['/nowhere/acme/sso-kit.plugin.json'])
    const { diagnostics } = await compile(file('./plugins/acme'), {
      file: 'x.yaml',
      folder: import.meta.dirname,
    })
    expect(diagnostics).toMatchObject([
      { rule: 'plugin/missing', message: expect.stringContaining('not looked for') },
    ])
  })

  it('for this file alone: the next one does not know its types', async () => {
    put('four/acme')
    expect(await rulesIn(file('./acme'), join(made, 'four'))).toEqual([])
    expect(await rulesIn(file(''), join(made, 'four'))).toEqual(['schema/unknown-type'])
    put('five/acme', { ...acme, options: { properties: {} }, console: [] })
    expect(await rulesIn(file('./acme', 'type: acme'), join(made, 'five'))).toEqual([])
    expect(await rulesIn(file('./acme', 'type: acme'), join(made, 'four'))).toEqual(['schema/missing-key'])
  })

  it('beside the file that names it, where several are laid over each other', async () => {
    const folder = join(made, 'six')
    put('six/prod/acme')
    const base = { file: 'base.yaml', folder, input: file('') }
    const prod = { file: 'prod.yaml', folder: join(folder, 'prod'), input: 'plugins: [./acme]\n' }
    const { diagnostics, config } = await compileAll([base, prod], { reader: disk })
    expect(diagnostics).toEqual([])
    expect(config?.plugins).toEqual(['./prod/acme'])
    const wrong = await compileAll([base, { ...prod, input: 'plugins: [./other]\n' }], { reader: disk })
    expect(wrong.diagnostics).toMatchObject([
      { rule: 'plugin/missing', file: 'prod.yaml', path: ['plugins', 0] },
    ])
  })

  it('and what it calls a secret is shown nowhere, whatever the key sounds like', async () => {
    const folder = put('seven', withOption({ 'x-secret': true, type: undefined }, 'pin'))
    const text = file('./.', 'type: acme, pin: "4711 0815", oops: 1')
      .replace(/\n(?=.)/g, ', ')
      .replace(/.+/, '{ $& }')
    const { files, diagnostics } = await compile(text, { file: 'x.yaml', folder, reader: disk })
    // what is behind its comma may be the rest of it
    expect(diagnostics.map(({ rule }) => rule)).toEqual(['secret/inline'])
    expect(pretty(files, diagnostics)).not.toMatch(/4711|0815/)
  })

  it.each([
    [
      'certificates',
      'abcdefgh',
      ['the environment variable PIN cannot be used: there is no certificate in PEM form'],
    ],
    [
      'encoding-aes-key',
      'abcdefgh',
      ['the environment variable PIN is not 43 letters and digits (8 characters)'],
    ],
  ])('and where its secrets lead is held against what it says: %j', async (holds, PIN, told) => {
    const folder = put('holding', holding(holds))
    const { diagnostics } = await compile(file('./.', 'type: acme, tenant: { env: PIN }'), {
      file: 'x.yaml',
      folder,
      reader: disk,
      environment: draft => environment(draft, looking({ folder, env: { PIN } })),
    })
    expect(diagnostics.map(({ message }) => message)).toEqual(told)
  })

  it('and no pattern of its own is: each would tell one bit of any variable', async () => {
    const key = { type: 'string', 'x-ref': true, pattern: '^[a-z]{1,9}$', 'x-form': 'letters' }
    const folder = put('asking', withOption(key))
    const rulesWith = async (tenant: string, PIN: string) => {
      const { diagnostics } = await compile(file('./.', `type: acme, tenant: ${tenant}`), {
        file: 'x.yaml',
        folder,
        reader: disk,
        environment: draft => environment(draft, looking({ folder, env: { PIN } })),
      })
      return diagnostics.map(({ rule }) => rule)
    }
    expect(await rulesWith('4711x', '')).toEqual(['schema/wrong-type'])
    expect(await rulesWith('{ env: PIN }', '4711')).toEqual([])
    expect(await rulesWith('{ env: PIN }', 'abc ')).toEqual(['secret/wrong-form'])
    expect(await rulesWith('{ env: PIN }', '')).toEqual(['secret/env-missing'])
    expect(await rulesWith('{ env: PIN }', 'changeme')).toEqual(['secret/placeholder'])
  })

  it('and its module is not run', async () => {
    await rulesIn(file('./plugins/acme'), import.meta.dirname)
    expect(existsSync(new URL('plugins/acme/ran', import.meta.url))).toBe(false)
  })
})

describe('an entry that leads nowhere is one finding, which nothing makes lighter', () => {
  const folder = join(made, 'faulty')

  it('a pipe is not waited for, a folder is not read', async () => {
    mkdirSync(join(folder, 'acme/sso-kit.plugin.json'), { recursive: true })
    expect(await rulesIn(file('./acme'), folder)).toEqual(['plugin/unreadable'])
    mkdirSync(join(folder, 'pipe'))
    execFileSync('mkfifo', [join(folder, 'pipe/sso-kit.plugin.json')])
    expect(await rulesIn(file('./pipe'), folder)).toEqual(['plugin/unreadable'])
  })

  it.each([
    ['too large', ' '.repeat(65_537)],
    ['no JSON', '{'],
    ['no object', '[]'],
    ['nested as deep as it is long', '['.repeat(65_000)],
  ])('%s', async (name, text) => {
    put(`faulty/${name.replaceAll(' ', '-')}`, text)
    expect(await rulesIn(file(`./${name.replaceAll(' ', '-')}`), folder)).toEqual(['plugin/unreadable'])
  })

  it('a comment does not excuse it', async () => {
    const text = file('./nowhere').replace('plugins:', '# sso-kit: ignore[plugin/missing] later\nplugins:')
    expect(await rulesIn(text, folder)).toContain('plugin/missing')
  })
})

describe('a manifest is taken only', () => {
  it('as it is in the fixtures', async () => {
    expect(await complaint(acme)).toBe('taken')
  })

  const without = (key: keyof typeof acme) => ({ ...acme, [key]: undefined })
  it.each<[what: string, manifest: object, told: RegExp]>([
    ['with a type', without('type'), /invalid: .*lacks "type"/],
    ['with keys that there are', { ...acme, kinds: {} }, /invalid: .*"kinds"/],
    ['with a type that can be one', { ...acme, type: '../x' }, /invalid: .*"type"/],
    ['of version 1', { ...acme, apiVersion: 0 }, /invalid: .*"apiVersion"/],
    ['of version 1, and not later', { apiVersion: 2 }, /too-new: .*version 2/],
    ['with a module in its folder', { ...acme, module: '../index.js' }, /invalid: .*"module"/],
    ['with a module in its folder, not above', { ...acme, module: './a/../../x.js' }, /invalid: .*"module"/],
    ['with a module that is a path', { ...acme, module: '/etc/x.js' }, /invalid: .*"module"/],
    [
      'with a module that is no package',
      { ...acme, module: 'data:text/javascript,0' },
      /invalid: .*"module"/,
    ],
    [
      'with titles',
      { ...acme, options: { properties: { a: { type: 'string' } } } },
      /"options.properties.a" lacks/,
    ],
    ['with keywords that there are', withOption({ type: 'string', $ref: '#' }), /"\$ref"/],
    ['with types that there are', withOption({ type: 'null' }), /can only be one of string/],
    [
      'with names that objects do not have',
      withOption({ type: 'string' }, 'constructor'),
      /"constructor".*called so/,
    ],
    ['with names that are names', withOption({ type: 'string' }, '__proto__'), /called so/],
    [
      'with contents that can be read',
      holding('tls-keys'),
      /tenant\.x-holds" can only be one of certificates/,
    ],
    [
      'without questions of its own about a secret',
      holding({ pattern: '^a', form: 'so' }),
      /tenant\.x-holds" is not of type string/,
    ],
    ['nor about its members', holding({ json: { key: 'text' } }), /tenant\.x-holds" is not of type string/],
    ['without keys of the host', withOption({ type: 'string' }, 'allow'), /host-key: .*"allow"/],
    [
      'with defaults that fit',
      withOption({ type: 'string', enum: ['a'], default: 'b' }),
      /default of "options.tenant"/,
    ],
    ['with defaults of the type', withOption({ type: 'integer', default: '1' }), /not of type integer/],
    [
      'with required keys that it describes',
      { ...acme, options: { properties: {}, required: ['a'] } },
      /requires "a"/,
    ],
    [
      'with rules of its own',
      { ...acme, ruleDocs: { 'yaml/syntax': acme.ruleDocs['acme/tenant'] } },
      /"yaml\/syntax"/,
    ],
    [
      'without signs that turn text around',
      { ...acme, summary: 'Acme \u202e accounts' },
      /invalid: .*"summary"/,
    ],
    ['of one line where there is one', { ...acme, summary: 'Acme\u2028accounts' }, /invalid: .*"summary"/],
    ...[
      'Wrong tenant.\n::error::mine',
      '::set-output name=a::b is wrong.',
      'Wrong tenant.\n\n \t::warning::mine',
      'Wrong \u202etenant, it is.',
      'Wrong tenant.\u2028Right',
      'Wrong tenant.\u2029Right',
      'Wrong tenant.\r::error::mine',
    ].map((text): [string, object, RegExp] => [
      `with pages that speak to nobody but their reader: ${JSON.stringify(text)}`,
      { ...acme, ruleDocs: { 'acme/tenant': { severity: 'error', text } } },
      /invalid: .*"ruleDocs.*text"/,
    ]),
    [
      'with patterns that end',
      withOption({ type: 'string', pattern: '^(a+)+$' }),
      /pattern of "options.tenant"/,
    ],
    [
      'with patterns of entries that end',
      withOption({ type: 'array', items: { type: 'string', pattern: '^a*$' } }),
      /pattern of "options.tenant"/,
    ],
    [
      'with placeholders that there are',
      { ...acme, console: [{ ...acme.console[0], value: '{options.secret}' }] },
      /"\{options.secret\}"/,
    ],
  ])('%s', async (_what, manifest, told) => {
    // a key that JSON has and an object literal sets otherwise
    const text = JSON.stringify(manifest)
    const result = await parseManifest(Buffer.from(text), './acme')
    expect('fault' in result && `${result.fault.rule}: ${result.fault.message}`).toMatch(told)
  })

  it('and never makes the reader fail, whichever part of it is something else', {
    timeout: 60_000,
  }, async () => {
    const odd = [null, [], {}, '', 0, true, 'x'.repeat(9000), { a: { a: {} } }]
    const spoilt = (value: unknown, by: unknown): unknown[] =>
      typeof value !== 'object' || value === null
        ? [by]
        : [
            by,
            ...Object.entries(value).flatMap(([key, below]) =>
              spoilt(below, by).map(wrong =>
                Array.isArray(value) ? value.with(Number(key), wrong) : { ...value, [key]: wrong },
              ),
            ),
          ]
    for (const by of odd)
      for (const manifest of spoilt(acme, by)) {
        const reader = {
          isFolder: async () => true,
          read: async () => bytesOf(manifest),
          mayRead: () => true,
        }
        const { types, findings } = await readPlugins(['./acme'], { folder: '/', reader })
        expect(types.size + findings.length).toBe(1)
      }
  })
})

it('docs/plugins.md has a row for every key of a manifest, and for nothing else', () => {
  const page = readFileSync(new URL('../../docs/plugins.md', import.meta.url), 'utf8')
  const [, chapter = ''] = page.split('\n## The manifest\n')
  const rows = [...chapter.matchAll(/^\| `([^`]+)` \|/gm)].map(([, key]) => key)
  expect(rows).toEqual(Object.keys(schema.properties))
})

describe('a pattern of a stranger', () => {
  it.each([
    '^[0-9]{8}$',
    '^[a-z0-9](?:-?[a-z0-9]){0,8}$',
    '^(?:eu|cn|us)-[0-9]{1,3}$',
    '^ding[0-9a-f]{1,60}$',
    '^[^\\p{Cc}/]{1,255}$',
    '^\\$[A-Z]$',
    '^a\\\\$',
    '^https://[a-z0-9.-]{1,60}(?::[0-9]{1,5})?$',
  ])('is run: %s', pattern => {
    expect(whyUnsafe(pattern)).toBeUndefined()
  })

  it.each([
    ['^(a+)+$', 'without end'],
    ['^a*$', 'without end'],
    ['^a{3,}$', 'without end'],
    ['^(?:a|a){0,30}$', 'ways'],
    ['^(?:a?){0,30}a{30}$', 'ways'],
    ['^a{0,500}a{0,500}$', 'ways'],
    ['^(?:[a-z]{1,60}\\.){1,9}$', 'ways'],
    ['^(?:a{1000}){1000}$', 'characters'],
    ['^(?=a)a$', 'group'],
    ['^(?<!b)a$', 'group'],
    ['^(?<x>a)$', 'group'],
    ['^(a)\\1$', 'back'],
    ['[a-z]{1,9}', 'begin'],
    ['^[a-z]{1,9}', 'end'],
    ['^a|b$', 'group'],
    ['^a$b$', 'only at'],
    ['^(', 'no regular expression'],
  ])('is not run: %s', (pattern, why) => {
    expect(whyUnsafe(pattern)).toContain(why)
  })

  it('takes no time that could be felt, at its worst and for as many texts as a file has room for', async () => {
    const pattern = '^a?a?a?a?a?a?a?a?a?a?a?a?a?$'
    expect(whyUnsafe(pattern)).toBeUndefined()
    const folder = put('slow', withOption({ type: 'array', items: { type: 'string', pattern } }, 'names'))
    const { types } = await readPlugins(['./.'], { folder, reader: disk })
    const names = Array.from({ length: 15_000 }, () => `${'a'.repeat(13)}!`)
    const began = performance.now()
    expect(types.get('acme')?.validate({ id: 'a', type: 'acme', name: 'Acme', names })).toBe(false)
    expect(performance.now() - began).toBeLessThan(10_000)
  })
})

it.each(['docs/plugins.md', 'docs/plugins.zh-CN.md'])('%s has every document that a key may hold', name => {
  const page = readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')
  const rows = page.split('\n').filter(row => row.startsWith('|'))
  for (const kind of schema.definitions.document.enum)
    expect(
      rows.filter(row => row.includes(`\`'${kind}'\``)),
      kind,
    ).toHaveLength(1)
})
