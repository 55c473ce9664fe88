import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isScalar } from 'yaml'
import { compile } from '../../src/config/compile.ts'
import { type Entry, entriesOf, without } from './entries.ts'

/** One mistake in the reference file is one message, at the place of the mistake. */
const reference = readFileSync(new URL('../../sso.config.yaml', import.meta.url), 'utf8')
const file = 'sso.config.yaml'

const entries = entriesOf(reference)
const scalars = entries.filter(({ value }) => isScalar(value))
const secrets = entries.filter(({ key }) => key === 'clientSecret')
// an OpenID server may have public clients, and so may we
const optional = /^(sources\[2\]|apps\[0\])\.clientSecret$|\.when\.|\.roles\[0\]\.when$/
const isRequired = ({ key, path }: Entry) => !optional.test(path) && (required.test(key) || needed.test(path))
const required =
  /^(version|publicUrl|sources|id|type|name|corpId|clientId|clientSecret|issuer|source|subject|when)$/
const needed =
  /^sources\[0\]\.events\.|^apps\[\d\]\.(allow|redirectUris|url|site|sso|accountId|roles|entityId|acsUrl|hosts|roles\[0\]\.role)$/

const find = async (text: string) =>
  (await compile(text, { file })).diagnostics.map(({ rule, range }) => ({ rule, at: range.start.offset }))
const splice = (start: number, end: number, text: string) =>
  reference.slice(0, start) + text + reference.slice(end)

test('the reference file has nothing to be said about', async () => {
  const { config, diagnostics } = await compile(reference, { file })
  expect(diagnostics).toEqual([])
  expect(config?.sources.map(({ id }) => id)).toEqual(['dingtalk', 'github', 'partner', 'local'])
})

test('there are enough mutations', () => {
  expect(entries.length * 2 + scalars.length * 2 + secrets.length).toBeGreaterThan(150)
})

describe('a misspelt key', () => {
  // the names of SAML attributes are free
  test.each(entries.filter(({ path }) => !path.includes('.attributes.')))(
    '$path',
    async ({ key, keyAt, keyEnd }) => {
      const misspelt = `${key.slice(0, -1)}${key.at(-1)}${key.at(-1)}`
      expect(await find(splice(keyAt, keyEnd, misspelt))).toEqual([{ rule: 'schema/unknown-key', at: keyAt }])
    },
  )
})

describe('a key that is there twice', () => {
  test.each(entries.filter(({ flow, value }) => !flow && isScalar(value)))(
    '$path',
    async ({ keyAt, end }) => {
      const indent = keyAt - reference.lastIndexOf('\n', keyAt) - 1
      const again = `\n${' '.repeat(indent)}${reference.slice(keyAt, end)}`
      expect(await find(splice(end, end, again))).toEqual([
        { rule: 'yaml/duplicate-key', at: end + 1 + indent },
      ])
    },
  )
})

describe('a key without a value', () => {
  test.each(scalars.filter(({ flow }) => !flow))('$path', async ({ key, keyAt, valueAt, end }) => {
    const rule = key === 'version' ? 'schema/version' : 'schema/wrong-type'
    expect(await find(splice(valueAt, end, ''))).toEqual([{ rule, at: keyAt }])
  })
})

describe('a value of another type', () => {
  test.each(scalars)('$path', async ({ key, path, valueAt, end }) => {
    const rule = key === 'version' ? 'schema/version' : 'schema/wrong-type'
    // where a list may stand, what is in it may not
    const at = path.includes('.when.') ? valueAt + 1 : valueAt
    expect(await find(splice(valueAt, end, '[[]]'))).toEqual([{ rule, at }])
  })
})

/** What is said where an optional key is not there. */
const advice: Readonly<Record<string, string[]>> = {
  allow: ['autoregister/open-source'],
  sync: ['sync/no-scheduled-fallback'],
  server: ['forward-auth/trusted-proxies'],
  trustedProxies: ['forward-auth/trusted-proxies'],
  'apps[0].clientSecret': ['app/public-client'],
  // the groups of its only other source, which is public, count where a condition names it
  grants: ['ref/public-group'],
  'grants[0].groups': ['ref/public-group'],
}

describe('a missing key', () => {
  test.each(entries.filter(isRequired))('$path', async entry => {
    const found = await find(without(reference, entry))
    expect(found).toHaveLength(1)
    expect(found[0]?.rule).toMatch(
      /^schema\/(missing-key|version|wrong-type)$|^app\/saml-metadata$|^alibaba-cloud\/for-this-way$|^dingtalk\/event-keys$/,
    )
    // the way in that needs it says so
    if (found[0]?.rule === 'alibaba-cloud/for-this-way')
      return expect(found[0].at).toBe(reference.indexOf('sso: role') + 'sso: '.length)
    // the first key of the map, which may be the one behind the missing one; or what holds the map
    const next = reference.indexOf(':', entry.end)
    expect(found[0]?.at).toSatisfy(
      (at: number) => at === entry.first || at === entry.holder || (entry.keyAt === entry.first && at < next),
    )
  })

  test.each(entries.filter(entry => !isRequired(entry) && !entry.only))(
    '$path may be missing',
    async entry => {
      const found = await find(without(reference, entry))
      expect(found.map(({ rule }) => rule)).toEqual(advice[entry.path] ?? advice[entry.key] ?? [])
    },
  )
})

describe('a secret in the file', () => {
  test.each(secrets)('$path', async ({ valueAt, end }) => {
    expect(await find(splice(valueAt, end, 'hunter2'))).toEqual([{ rule: 'secret/inline', at: valueAt }])
  })
})

const single: readonly [what: string, from: string, to: string, rule: string, at: string][] = [
  ['a version from the future', 'version: 1', 'version: 2', 'schema/version', '2'],
  ['http to the world', 'https://sso.example.com', 'http://sso.example.com', 'url/public-not-https', 'http:'],
  [
    'a query in the public address',
    'https://sso.example.com',
    'https://sso.example.com?a=1',
    'url/public-has-query-or-fragment',
    'https://sso',
  ],
  ['a port that is none', '127.0.0.1:8080 ', '127.0.0.1:80800 ', 'schema/wrong-type', '127.0.0.1:80800'],
  ['a network that is none', '127.0.0.1/32', '127.0.0.1/33', 'schema/wrong-type', '127.0.0.1/33'],
  ['a duration without a unit', 'idle: 30m', 'idle: 30', 'schema/wrong-type', '30 '],
  ['yes for true', 'enabled: true', 'enabled: yes', 'schema/wrong-type', 'yes'],
  ['an unknown locale', 'locale: zh-CN', 'locale: de', 'schema/wrong-type', 'de '],
  ['an unknown source', 'source: dingtalk', 'source: dingtlak', 'ref/unknown', 'dingtlak'],
  ['an id in capitals', 'id: dingtalk', 'id: DingTalk', 'id/format', 'DingTalk'],
  ['an id of an address', 'id: github', 'id: saml', 'id/reserved', 'saml'],
  ['an id twice', 'id: partner', 'id: github', 'id/duplicate', 'github\n    type: oidc'],
  ['an unknown type', 'type: github', 'type: gihub', 'schema/unknown-type', 'gihub'],
  ['a name that is too short', 'name: 钉钉', 'name: 钉', 'schema/wrong-type', '钉\n'],
  ['a role that is too much', 'role: general', 'role: admin', 'autoregister/admin-role', 'admin\n'],
  [
    'a folder that leads out',
    'baseDir: /staff',
    'baseDir: /staff/..',
    'autoregister/base-dir-traversal',
    '/staff/..',
  ],
  [
    'a permission of another name',
    '[webdav_read, webdav_manage]',
    '[webdav_read, webdav_write]',
    'permission/unknown-name',
    'webdav_write',
  ],
  ['a bit without a name', '[webdav_read, webdav_manage]', '1024', 'permission/unknown-bit', '1024'],
  [
    'a sum that is another',
    '[webdav_read, webdav_manage]',
    '{ names: [webdav_read], sum: 768 }',
    'permission/sum-names-mismatch',
    '768 }',
  ],
  [
    'a profile that is none',
    'permissionProfile: alist-3.22',
    'permissionProfile: alist-3',
    'schema/wrong-type',
    'alist-3 ',
  ],
  ['everyone from GitHub', 'allow: { organizations: [example] }', 'allow: {}', 'schema/wrong-type', '{}'],
  ['an issuer without https', 'issuer: https', 'issuer: http', 'url/endpoint-not-https', 'http://id'],
  ['a corpId of something else', 'corpId: ding', 'corpId: corp', 'schema/wrong-type', 'corp3608'],
  [
    'no space',
    '{ env: GITHUB_CLIENT_SECRET }',
    '{env:GITHUB_CLIENT_SECRET}',
    'yaml/missing-space',
    'env:GITHUB',
  ],
  [
    'two places for a secret',
    '{ env: GITHUB_CLIENT_SECRET }',
    '{ env: A, file: ./b }',
    'schema/wrong-type',
    '{ env: A',
  ],
  ['a tag', '{ env: GITHUB_CLIENT_SECRET }', '!env GITHUB_CLIENT_SECRET', 'yaml/unknown-tag', '!env'],
  ['a key of nowhere', 'publicUrl:', 'ldap: []\npublicUrl:', 'schema/unknown-key', 'ldap'],
  [
    'a key on the wrong level',
    'permissionProfile:',
    'locale: en\npermissionProfile:',
    'schema/unknown-key',
    'locale: en',
  ],
]

describe('a wrong value', () => {
  test.each(single)('%s', async (_what, from, to, rule, at) => {
    expect(reference).toContain(from)
    const text = reference.replace(from, to)
    const place = text.indexOf(at, text.indexOf(to) - 400 < 0 ? 0 : text.indexOf(to))
    const found = await find(text)
    expect(found).toEqual([
      {
        rule,
        at:
          place === -1 || rule === 'ref/unknown' || rule === 'autoregister/open-source'
            ? text.indexOf(at)
            : place,
      },
    ])
  })
})

test('an id that nobody has any more: every place that names it', async () => {
  const { diagnostics } = await compile(reference.replace('id: dingtalk', 'id: ding'), { file })
  expect(diagnostics.map(({ rule }) => rule)).toEqual(['ref/unknown'])
  // those behind the first one are told with it
  expect(diagnostics[0]?.related.length).toBe((reference.match(/\bsources?: \[?dingtalk/g)?.length ?? 0) - 1)
})
