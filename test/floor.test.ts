import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

interface Locked {
  version: string
  resolved?: string
  integrity?: string
  dev?: boolean
  optional?: boolean
  hasInstallScript?: boolean
  engines?: { node?: string }
  dependencies?: Record<string, string>
}

const read = (name: string) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'))
const lock = read('package-lock.json') as { packages: Record<string, Locked> }
const manifest = read('package.json') as {
  engines: { node: string }
  dependencies: Record<string, string>
  allowScripts: Record<string, boolean>
}

/** Every copy in the tree, also those below another package. */
const tree = Object.entries(lock.packages)
  .filter(([path]) => path !== '')
  .map(([path, locked]) => ({ ...locked, path, name: path.slice(path.lastIndexOf('node_modules/') + 13) }))
const shipped = tree.filter(({ dev }) => !dev)

/** The first version without a known fault, and which one. An advisory service may be out of reach: this is not. */
const floors: [name: string, least: string, because: string][] = [
  ['express', '5.0.0', 'the line that is maintained; catches rejected promises'],
  ['body-parser', '2.3.0', 'CVE-2026-12590'],
  ['qs', '6.14.2', 'CVE-2025-15284, CVE-2026-2391'],
  ['passport', '0.6.0', 'CVE-2022-25896: a session id that survives the sign-in'],
  ['passport-oauth2', '1.6.1', 'CVE-2021-41580: an access token of another kind is accepted'],
  ['ajv', '8.18.0', 'CVE-2025-69873'],
  ['js-yaml', '4.1.1', 'CVE-2025-64718'],
  ['oidc-provider', '9.11.4', 'some twenty hardening fixes'],
  ['express-rate-limit', '8.3.0', 'CVE-2026-30827'],
  ['xml-crypto', '6.3.2', 'CVE-2025-29774, CVE-2025-29775'],
  ['@xmldom/xmldom', '0.8.15', 'wrapped signatures'],
  ['@node-saml/node-saml', '5.1.0', 'CVE-2025-54369, CVE-2025-54419'],
]

/** Unmaintained, or on libraries that are. */
const unwanted = [
  'samlify',
  'samlp',
  'saml-idp',
  'passport-saml',
  'ldapjs',
  'multer',
  'express-brute',
  'request',
]

describe('no package that runs at a user is older than its first sound version:', () => {
  it.each(floors)('%s %s – %s', (name, least) => {
    const below = shipped.filter(
      each => each.name === name && compare(numbers(each.version), numbers(least)) < 0,
    )
    expect(below.map(({ path, version }) => `${path} ${version}`)).toEqual([])
  })

  it('and some are not there at all', () => {
    expect(tree.filter(({ name }) => unwanted.includes(name)).map(({ path }) => path)).toEqual([])
  })
})

describe('the lock file', () => {
  it('is of this package and has what the program runs on', () => {
    const names = new Set(shipped.map(({ name }) => name))
    for (const name of Object.keys(lock.packages['']?.dependencies ?? {})) expect(names).toContain(name)
    expect(lock.packages['']?.dependencies).toEqual(manifest.dependencies)
  })

  it('says of every package what it has to be, and of none an address of its own', () => {
    const loose = tree.filter(
      ({ resolved, integrity }) => !integrity?.startsWith('sha512-') || resolved !== undefined,
    )
    expect(loose.map(({ path, resolved }) => `${path} ${resolved}`)).toEqual([])
  })

  it('has nothing for use that runs a script at install time, or would build itself with a compiler', () => {
    const builders = [
      'node-gyp',
      'node-gyp-build',
      'node-pre-gyp',
      '@mapbox/node-pre-gyp',
      'prebuild-install',
      'node-addon-api',
      'nan',
      'cmake-js',
      'bindings',
    ]
    expect(shipped.filter(({ hasInstallScript }) => hasInstallScript).map(({ path }) => path)).toEqual([])
    expect(shipped.filter(({ name }) => builders.includes(name)).map(({ path }) => path)).toEqual([])
  })

  it('has scripts for development only where package.json refuses them', () => {
    const scripted = tree.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name)
    expect(scripted.filter(name => manifest.allowScripts[name] !== false)).toEqual([])
  })
})

describe('Node 20.19', () => {
  it('is the oldest that package.json promises', () => {
    expect(manifest.engines.node).toBe('>=20.19')
  })

  it('is enough for every package, those of the tests too', () => {
    const tooNew = tree.filter(
      ({ engines }) => engines?.node !== undefined && !allows(engines.node, '20.19.0'),
    )
    expect(tooNew.map(({ path, version, engines }) => `${path} ${version} wants ${engines?.node}`)).toEqual(
      [],
    )
  })

  const ranges: [range: string, allowed: boolean][] = [
    ['>=18', true],
    ['>= 20.19', true],
    ['>=20.20', false],
    ['^20.19.0 || ^22.13.0 || >=24', true],
    ['^22.13.0 || >=24', false],
    ['20 || >=22', true],
    ['>=22.0.0', false],
    ['>=14 <20', false],
    ['>=14.0.0 <21', true],
    ['~20.19', true],
    ['18.x || 20.x', true],
    ['16 - 18', false],
    ['*', true],
  ]
  it.each(ranges)('%s: %s', (range, allowed) => {
    expect(allows(range, '20.19.0')).toBe(allowed)
  })
})

type Version = [major: number, minor: number, patch: number]

function numbers(version: string): Version {
  const [major = 0, minor = 0, patch = 0] = version.replace(/-.*$/, '').split('.').map(Number)
  return [major, minor, patch]
}

const compare = (a: Version, b: Version): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]

/** As much of npm's ranges as `engines` uses. */
function allows(range: string, version: string): boolean {
  const wanted = numbers(version)
  return range.split('||').some(alternative =>
    alternative
      .replace(/(\S+) - (\S+)/, '>=$1 <=$2')
      .replace(/([<>=^~]) +/g, '$1')
      .trim()
      .split(/\s+/)
      .every(comparator => {
        const [, sign = '', text = ''] = /^([<>]=?|[=^~])?v?(.*)$/.exec(comparator) ?? []
        if (text === '' || text === '*') return true
        const given = text
          .split('.')
          .filter(part => /^\d+$/.test(part))
          .map(Number)
        const order = compare(wanted, numbers(given.join('.')))
        const agrees = (parts: number) => given.slice(0, parts).every((part, index) => part === wanted[index])
        if (sign === '>=') return order >= 0
        if (sign === '>') return order > 0
        if (sign === '<') return order < 0
        if (sign === '<=') return order <= 0 || agrees(given.length)
        if (sign === '^') return order >= 0 && agrees(1)
        if (sign === '~') return order >= 0 && agrees(2)
        return agrees(given.length)
      }),
  )
}
