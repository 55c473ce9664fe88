import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { compile, compileAll } from '../../src/config/compile.ts'
import { pretty } from '../../src/diagnostics/pretty.ts'
import { base, corp, laid, over, places } from './layers.ts'
import { yamlish } from './yamlish.ts'

describe('what counts', () => {
  test('maps merge, and of a value the last one counts', async () => {
    const { config, diagnostics } = await over(
      'ui: { title: 示例 }\n',
      'ui: { locale: en }\npublicUrl: https://b.example\n',
    )
    expect(diagnostics).toEqual([])
    expect(config).toMatchObject({ publicUrl: 'https://b.example', ui: { title: '示例', locale: 'en' } })
  })

  test('entries with an id merge by it and keep their place; new ones follow in their own order', async () => {
    const { config } = await over(
      `sources:${corp}\n  - { name: 代码, id: github }${corp.replace('corp', 'second').replace('Corp', 'Second')}\n`,
    )
    expect(config?.sources.map(({ id, name }) => [id, name])).toEqual([
      ['github', '代码'],
      ['local', 'Password'],
      ['corp', 'Corp'],
      ['second', 'Second'],
    ])
    expect(config?.sources[0]?.options).toMatchObject({ clientSecret: { env: 'GITHUB_CLIENT_SECRET' } })
  })

  test('other lists are replaced, an empty one too', async () => {
    const proxies = (list: string) => `server: { trustedProxies: ${list} }\n`
    const of = async (list: string) =>
      (await laid({ 'base.yaml': base + proxies('[10.0.0.0/8, 10.1.0.1]') }, proxies(list))).config?.server
        .trustedProxies
    expect(await of('[10.2.0.1]')).toEqual(['10.2.0.1'])
    expect(await of('[]')).toEqual([])
  })

  test('a reference is one value: another name of the same kind replaces it', async () => {
    const { config, diagnostics } = await over('sources: [{ id: github, clientSecret: { env: OTHER } }]')
    expect(diagnostics).toEqual([])
    expect(config?.sources[0]?.options.clientSecret).toEqual({ env: 'OTHER' })
  })

  test.each([
    ['nothing', ''],
    ['nothing but comments', '# later\n'],
    ['an empty map', '{}\n'],
  ])('a file of %s changes nothing, above or below', async (_what, text) => {
    const { config } = await compile(base, { file: 'base.yaml' })
    expect((await over(text)).config).toEqual(config)
    expect((await laid({ 'base.yaml': text, 'prod.yaml': base })).config).toEqual(config)
  })

  test('neither file has to be complete, only both together', async () => {
    const [head = '', sources = ''] = base.split(/(?=sources:)/)
    const { config, files } = await laid({ 'base.yaml': sources }, head)
    expect(config).toEqual((await compile(base, { file: 'x.yaml' })).config)
    expect([...files].map(([name, { version }]) => [name, version])).toEqual([
      ['base.yaml', undefined],
      ['prod.yaml', 1],
    ])
  })

  test('the keys of a file may be parted in any way', async () => {
    const whole = {
      version: 1,
      publicUrl: 'https://sso.example.com',
      ui: { title: 'A', locale: 'en' },
      session: { idle: '5m', lifetime: '1h' },
      autoRegister: { enabled: true, baseDir: '/staff', permissions: ['webdav_read'] },
      sources: [
        {
          id: 'corp',
          type: 'oidc',
          name: 'Corp',
          issuer: 'https://id.example.com',
          clientId: 'x',
          clientSecret: { env: 'X' },
        },
        { id: 'local', type: 'local', name: 'Password', enabled: false },
      ],
    }
    const { config, diagnostics } = await compile(stringify(whole), { file: 'x.yaml' })
    expect(diagnostics).toEqual([])

    /** Each leaf to one side; an id to both. */
    const part = (value: unknown, toSecond: () => boolean): [unknown, unknown] => {
      if (Array.isArray(value) && value.every(one => typeof one === 'object')) {
        const sides = value.map(one => part(one, toSecond))
        return [sides.map(([a]) => a), sides.map(([, b]) => b)]
      }
      if (typeof value !== 'object' || value === null || Array.isArray(value) || 'env' in value)
        return toSecond() ? [undefined, value] : [value, undefined]
      const sides = Object.entries(value).map(([key, below]) =>
        key === 'id' ? ([key, below, below] as const) : ([key, ...part(below, toSecond)] as const),
      )
      const side = (index: 1 | 2) =>
        Object.fromEntries(sides.flatMap(one => (one[index] === undefined ? [] : [[one[0], one[index]]])))
      return [side(1), side(2)]
    }
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.boolean()), async coins => {
        const [first, second] = part(whole, () => coins.next().value)
        const together = await laid({ 'base.yaml': stringify(first) }, stringify(second))
        expect(together.diagnostics).toEqual([])
        expect(together.config).toEqual(config)
      }),
      { numRuns: 100 },
    )
  })

  test('anchors belong to their file', async () => {
    const named = (name: string, key: string) =>
      `ui: { title: &x ${name} }\nsources: [{ id: ${key}, name: *x }]\n`
    const { config, diagnostics } = await laid(
      { 'base.yaml': base },
      named('Code', 'github'),
      named('Words', 'local'),
    )
    expect(diagnostics).toEqual([])
    expect(config?.sources.map(({ name }) => name)).toEqual(['Code', 'Words'])
  })
})

describe('a comment excuses what is found in its own file', () => {
  const open = 'autoregister/open-source'
  const comment = `# sso-kit: ignore[${open}] only the office`
  const at = (text: string) => text.replace('    type: github\n', `    type: github ${comment}\n`)

  test('the first', async () => {
    const { diagnostics, suppressed, config } = await laid(
      { 'base.yaml': at(base) },
      'autoRegister: { enabled: true }\n',
    )
    expect(diagnostics).toEqual([])
    expect(places(suppressed)).toEqual([`base.yaml:5 ${open} prod.yaml:1`])
    expect(config).toBeDefined()
  })

  test('the last, not on the same line of another', async () => {
    const text = `autoRegister: { enabled: true }\nsources:\n  - id: github\n    name: 代码\n    # none\n`
    const { diagnostics } = await over(`${text.replace('# none', '')}    description: x ${comment}\n`)
    expect(places(diagnostics)).toEqual([`base.yaml:5 ${open} prod.yaml:1`, 'prod.yaml:6 suppress/unused'])
    expect(diagnostics[1]?.help).toBe('put it on line 5 of base.yaml or above it, where this was found')
  })

  test('and may be idle below another file, which perhaps covers what it is for', async () => {
    const idle = (text: string) => text.replace('name: Password }', `name: Password } ${comment}`)
    expect(places((await over(idle(`sources:\n  - { id: local, name: Password }\n`))).diagnostics)).toEqual([
      'prod.yaml:2 suppress/unused',
    ])
    expect((await laid({ 'base.yaml': idle(base) }, 'ui: { title: A }\n')).diagnostics).toEqual([])
  })
})

describe('a relative path means what it means beside its own file', () => {
  const text = `storage: { url: "sqlite:./prod.db" }
outbound: { ca: { file: ./ca.pem } }
keys: { cookie: [{ file: /run/key }, { env: KEY }, { exec: [./bin/key, --of, ../sso, x] }] }
`
  const beside = async (folder: string) => {
    const { config } = await compileAll([
      { file: 'base.yaml', input: base, folder: '/srv/sso' },
      { file: 'prod.yaml', input: text, folder },
    ])
    return config && [config.storage.url, config.outbound.ca, ...(config.keys?.cookie ?? [])]
  }

  test('in one folder nothing changes', async () => {
    expect(await beside('/srv/sso')).toEqual([
      'sqlite:./prod.db',
      { file: './ca.pem' },
      { file: '/run/key' },
      { env: 'KEY' },
      { exec: ['./bin/key', '--of', '../sso', 'x'] },
    ])
  })

  test.each([
    ['/srv/sso/prod', './prod/prod.db', './prod/ca.pem', './prod/bin/key', './sso'],
    ['/srv/prod', '../prod/prod.db', '../prod/ca.pem', '../prod/bin/key', '../sso'],
  ])('in %s', async (folder, database, ca, program, word) => {
    expect(await beside(folder)).toEqual([
      `sqlite:${database}`,
      { file: ca },
      { file: '/run/key' },
      { env: 'KEY' },
      { exec: [program, '--of', word, 'x'] },
    ])
  })

  test('the folder is that of the name, where nothing else is said', async () => {
    const { config } = await laid({
      'a/base.yaml': base,
      'b/prod.yaml': 'outbound: { ca: { file: ca.pem } }\n',
    })
    expect(config?.outbound.ca).toEqual({ file: '../b/ca.pem' })
  })

  test('":memory:" is no path', async () => {
    const { config } = await laid({
      'a/base.yaml': base,
      'b/prod.yaml': 'storage: { url: "sqlite::memory:" }\n',
    })
    expect(config?.storage.url).toBe('sqlite::memory:')
  })
})

test('no two files make it throw, and there is a configuration if and only if there is no error', async () => {
  const lists = ['{ id: a }', '[{ id: a }]', '[{ id: a }, { id: a }, 1]', '{ file: x }']
  const text = fc.tuple(fc.boolean(), yamlish(6, lists)).map(([whole, lines]) => (whole ? base : '') + lines)
  let sound = 0
  await fc.assert(
    fc.asyncProperty(text, text, fc.constantFrom('', '/elsewhere'), async (first, second, folder) => {
      const { config, diagnostics, files } = await compileAll([
        { file: 'a.yaml', input: first, folder: '/here' },
        { file: 'b.yaml', input: second, folder: `/here${folder}` },
      ])
      expect(config === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'))
      if (config) sound += 1
      pretty(files, diagnostics)
    }),
    { numRuns: 400 },
  )
  expect(sound).toBeGreaterThan(0)
})
