import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../', import.meta.url))

/**
 * The rooms of `src`, the highest first. An import leads to its own room or to one in a row further down; rooms in one
 * row do not know each other. A path of a room is a file, or a folder with all that is in it and in no other room.
 */
const rooms: Record<string, string[]>[] = [
  // what is run or imported from outside
  { cli: ['cli'], testing: ['testing', 'testing.ts'], index: ['index.ts'] },
  // runs the real server against simulated vendors
  { sandbox: ['sandbox'] },
  { server: ['server'], scenarios: ['scenarios', 'generated/scenarios.js', 'generated/scenarios.d.ts'] },
  { signin: ['signin'], directory: ['directory'], apps: ['apps'] },
  { accounts: ['accounts'] },
  {
    storage: ['storage'],
    config: [
      'config',
      'generated/validators.js',
      'generated/validators.d.ts',
      'generated/validators',
      'generated/apps.js',
      'generated/apps.d.ts',
      'generated/apps',
    ],
  },
  // the contract and what it is written with; `world.ts` is the part of it that simulators see
  {
    plugin: [
      'plugin.ts',
      'plugin',
      'plugins.ts',
      'generated',
      'import-module.ts',
      'kept-answers.ts',
      'kept-token.ts',
      'mail-providers.ts',
      'set-aside.ts',
      'passport.ts',
      'probe.ts',
      'reply.ts',
      'steps.ts',
      'walk.ts',
      'departments.ts',
      'options.ts',
      'sandbox/world.ts',
    ],
  },
  // words and tables that everybody shares
  {
    model: ['model.ts'],
    errors: ['errors.ts'],
    permissions: ['permissions.ts'],
    diagnostics: ['diagnostics'],
    hash: ['hash.ts'],
    'database-address': ['database-address.ts'],
    certificates: ['certificates.ts'],
    picture: ['picture.ts'],
  },
]

/** Who may import a package that decides how a whole room is built. */
const keepers: Record<string, string> = {
  express: 'server',
  preact: 'server',
  undici: 'server',
  pino: 'server',
  kysely: 'storage',
  libsql: 'storage',
  pg: 'storage',
  '@node-rs/argon2': 'accounts',
  yaml: 'config',
  passport: 'plugin',
  'oidc-provider': 'apps',
  vitest: 'testing',
}

const sockets = ['net', 'tls', 'http', 'https', 'http2', 'dgram', 'dns', 'dns/promises'].flatMap(name => [
  name,
  `node:${name}`,
])

interface Import {
  from: string
  /** As written. */
  to: string
  kind: 'value' | 'type' | 'later'
}

const files = ['src', 'plugins'].flatMap(top =>
  readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(ts|tsx|js)$/.test(name) && !name.startsWith('generated/validators/'))
    .map(name => `${top}/${name}`),
)
const isTest = (file: string) => /\.test\.ts$|\/fixtures\//.test(file)
const text = (file: string) => readFileSync(join(root, file), 'utf8')
const code = (file: string) =>
  text(file)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '')

function importsOf(file: string): Import[] {
  const source = code(file)
  const standing = [
    ...source.matchAll(/^\s*(?:import|export)\s+(type\s)?(?:[^'"()]*?\sfrom\s+)?['"]([^'"]+)['"]/gm),
  ]
  const dynamic = [...source.matchAll(/(typeof\s+)?import\(\s*['"]([^'"]+)['"]\s*\)/g)]
  return [
    ...standing.map(([, type, to = '']): Import => ({ from: file, to, kind: type ? 'type' : 'value' })),
    ...dynamic.map(([, type, to = '']): Import => ({ from: file, to, kind: type ? 'type' : 'later' })),
  ]
}

const imports = files.filter(file => !isTest(file)).flatMap(importsOf)
const target = ({ from, to }: Import) => (to.startsWith('.') ? posix.join(dirname(from), to) : undefined)
const packageOf = (to: string) =>
  to
    .split('/')
    .slice(0, to.startsWith('@') ? 2 : 1)
    .join('/')

/** The room of a file of `src`, by the longest path that fits. */
function roomOf(file: string): string {
  const inside = file.slice('src/'.length)
  const fitting = rooms
    .flatMap(row => Object.entries(row))
    .flatMap(([room, paths]) => paths.map(path => ({ room, path })))
    .filter(({ path }) => inside === path || inside.startsWith(`${path}/`))
    .sort((a, b) => b.path.length - a.path.length)
  return fitting[0]?.room ?? 'no room'
}

const rowOf = (room: string) => rooms.findIndex(row => Object.hasOwn(row, room))
const shown = ({ from, to, kind }: Import) => `${from} → ${to} (${kind})`

describe('the rooms of src', () => {
  it('have a place for every file', () => {
    // a pattern that finds nothing would find nothing wrong either
    expect(imports.length).toBeGreaterThan(500)
    expect(files.filter(file => file.startsWith('src/') && roomOf(file) === 'no room')).toEqual([])
  })

  const table = rooms.flatMap((row, index) =>
    Object.keys(row).map(room => ({
      room,
      below: rooms.slice(index + 1).flatMap(lower => Object.keys(lower)),
    })),
  )
  it.each(table)('$room imports nothing but what is below it: $below', ({ room, below }) => {
    const leaving = imports.filter(each => each.from.startsWith('src/') && roomOf(each.from) === room)
    const wrong = leaving.filter(each => {
      const to = target(each)
      if (to === undefined) return false
      // the generated table leads to the plugins, and the schemas are data
      if (!to.startsWith('src/')) return roomOf(each.from) !== 'plugin' && !to.endsWith('.json')
      return roomOf(to) !== room && !below.includes(roomOf(to))
    })
    expect(wrong.map(shown)).toEqual([])
  })

  it('are laid out as the test says: cli and sandbox above the server, the contract below the configuration', () => {
    const order = ['cli', 'sandbox', 'server', 'signin', 'accounts', 'storage', 'plugin', 'model'].map(rowOf)
    expect(order).toEqual([...order].sort((a, b) => a - b))
  })

  it('have no circle of files that need each other to load', () => {
    const edges = new Map<string, string[]>()
    for (const each of imports.filter(({ kind }) => kind === 'value')) {
      const to = target(each)
      if (to !== undefined) edges.set(each.from, [...(edges.get(each.from) ?? []), to])
    }
    const circles: string[] = []
    const done = new Set<string>()
    const visit = (file: string, path: string[]) => {
      if (path.includes(file)) return void circles.push([...path.slice(path.indexOf(file)), file].join(' → '))
      if (done.has(file)) return
      for (const next of edges.get(file) ?? []) visit(next, [...path, file])
      done.add(file)
    }
    for (const file of edges.keys()) visit(file, [])
    expect(circles).toEqual([])
  })
})

// a fresh clone has none of it: these make it
it.each([
  'src/config/schema/assemble.ts',
  'src/config/schema/known-keys.ts',
  'src/config/schema/source.ts',
  'src/config/schema/app.ts',
])('%s needs nothing of src/generated, which it is there to make', entry => {
  const reached = new Set<string>()
  const visit = (file: string): void => {
    if (reached.has(file)) return
    reached.add(file)
    for (const each of imports.filter(({ from, kind }) => from === file && kind !== 'type')) {
      const to = target(each)
      if (to !== undefined) visit(to)
    }
  }
  visit(entry)
  expect(reached.size).toBeGreaterThan(2)
  expect([...reached].filter(file => file.startsWith('src/generated/'))).toEqual([])
})

describe('packages', () => {
  it.each(Object.entries(keepers))('%s is imported by %s alone', (name, keeper) => {
    const strangers = imports
      .filter(each => each.from.startsWith('src/') && packageOf(each.to) === name)
      .filter(each => roomOf(each.from) !== keeper)
    expect(strangers.map(shown)).toEqual([])
  })

  it('are all in package.json, for use and not for development', () => {
    const manifest = JSON.parse(text('package.json')) as { dependencies: Record<string, string> }
    const known = new Set([...Object.keys(manifest.dependencies), 'sso-kit', 'vitest'])
    const used = imports.filter(({ to }) => !to.startsWith('.') && !to.startsWith('node:'))
    expect(used.filter(({ to }) => !known.has(packageOf(to))).map(shown)).toEqual([])
    const names = new Set(used.map(({ to }) => packageOf(to)))
    // ajv is copied into the generated validators
    expect(Object.keys(manifest.dependencies).filter(name => !names.has(name) && name !== 'ajv')).toEqual([])
  })
})

describe('a plugin', () => {
  const types = readdirSync(join(root, 'plugins'))

  it.each(types)(
    '%s imports sso-kit/plugin, its own folder and packages, and opens no socket of its own',
    type => {
      const own = imports.filter(({ from }) => from.startsWith(`plugins/${type}/`))
      expect(own.length).toBeGreaterThan(0)
      const wrong = own.filter(each => {
        const to = target(each)
        if (to !== undefined) return !to.startsWith(`plugins/${type}/`)
        return packageOf(each.to) === 'sso-kit' ? each.to !== 'sso-kit/plugin' : sockets.includes(each.to)
      })
      expect(wrong.map(shown)).toEqual([])
    },
  )

  it.each(types)('%s calls its vendor through the host’s fetch only', type => {
    const calling = files
      .filter(file => file.startsWith(`plugins/${type}/`) && !isTest(file))
      .filter(file => /(?<![.\w])fetch\(|globalThis\.fetch|new WebSocket/.test(code(file)))
    expect(calling).toEqual([])
  })

  it.each(types)('%s is opened without loading a package: those come when they are needed', type => {
    const seen = new Set<string>()
    const packages: string[] = []
    const visit = (file: string) => {
      if (seen.has(file)) return
      seen.add(file)
      for (const each of imports.filter(({ from, kind }) => from === file && kind === 'value')) {
        const to = target(each)
        if (to !== undefined) visit(to)
        else if (!each.to.startsWith('node:') && packageOf(each.to) !== 'sso-kit') packages.push(shown(each))
      }
    }
    visit(`plugins/${type}/index.ts`)
    expect(packages).toEqual([])
  })
})

describe('reading the file and playing scenarios', () => {
  const beginnings = [
    ['config', 'src/config/compile.ts'],
    ['scenarios', 'src/scenarios/run.ts'],
  ]

  it.each(beginnings)('opens no socket: nothing that %s loads can', (room, beginning) => {
    const seen = new Set<string>()
    const reached: string[] = []
    const visit = (file: string) => {
      if (seen.has(file)) return
      seen.add(file)
      for (const each of imports.filter(({ from, kind }) => from === file && kind !== 'type')) {
        const to = target(each)
        // the code of a plugin is below, at "a plugin"; scenarios have a store in memory
        if (to?.startsWith('src/') && !to.startsWith('src/storage/postgres/')) visit(to)
        else if (sockets.includes(each.to) || ['undici', 'express'].includes(each.to))
          reached.push(shown(each))
      }
    }
    visit(beginning)
    expect(reached).toEqual([])
    const fetching = [...seen].filter(
      file => file.startsWith(`src/${room}/`) && /(?<![.\w])fetch\(/.test(code(file)),
    )
    expect(fetching).toEqual([])
  })
})

describe('nowhere in src and plugins is there', () => {
  const shipped = files.filter(file => !isTest(file) && !file.startsWith('src/generated/'))
  /** Where real secrets are: not in simulators and not in the suite that plugins are tested by. */
  const guarded = shipped.filter(file => !/\/simulator\/|^src\/testing/.test(file))
  const secret = String.raw`[\w.]*(?:[sS]ecret|[pP]assword|[tT]oken|[sS]ignature|[vV]erifier|[nN]once|[mM]ac)`
  const literal = String.raw`(?:undefined|null|true|false|['"\d\s])`

  /** `local` is the host's own, for the passwords that it keeps; the others are words of addresses and apps too. */
  const types = readdirSync(join(root, 'plugins')).filter(type => !['local', 'oidc', 'saml'].includes(type))
  const named = new RegExp(`(?<!import\\()['"](?:${types.join('|')})['"]`)

  const nowhere: [what: string, pattern: RegExp, among: string[]][] = [
    ['randomness that can be guessed', /Math\.random/, shipped],
    // "github" is an output format too, and these files speak of that one
    [
      'a plugin called by its name',
      named,
      shipped.filter(file => file.startsWith('src/') && !/^src\/(diagnostics|cli\/validate)\//.test(file)),
    ],
    [
      'work left for later',
      /\b(?:TODO|FIXME|XXX)\b/,
      files.filter(file => !file.startsWith('src/generated/')),
    ],
    ['a check switched off', /@ts-(?:ignore|expect-error|nocheck)/, shipped],
    ['an any', /\bas any\b|:\s*any\b|<any>/, shipped],
    ['text that becomes code', /\beval\(|new Function\(/, shipped],
    [
      'a secret compared by === (use timingSafeEqual on digests)',
      new RegExp(String.raw`(?<!typeof )${secret}\b\s*[!=]==\s*(?!${literal})`),
      guarded,
    ],
    [
      'a secret compared by === from the other side',
      new RegExp(String.raw`(?<!${literal})\s[!=]==\s*${secret}\b`),
      guarded,
    ],
  ]
  it.each(nowhere)('%s', (_what, pattern, among) => {
    const looksAtComments = /TODO|ts-/.test(pattern.source)
    const found = among.flatMap(file =>
      (looksAtComments ? text(file) : code(file))
        .split('\n')
        .filter(line => pattern.test(line))
        .map(line => `${file}: ${line.trim()}`),
    )
    expect(found).toEqual([])
  })
})
