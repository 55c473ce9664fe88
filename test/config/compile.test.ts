import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/config/compile.ts'

const head = 'version: 1\npublicUrl: https://sso.example.com/\n'
const local = 'sources:\n  - { id: local, type: local, name: Password }\n'
const compiled = async (text: string, file = 'sso.config.yaml') => (await compile(text, { file })).config
const rules = async (text: string) =>
  (await compile(text, { file: 'x.yaml' })).diagnostics.map(({ rule }) => rule)

test('the reference file in the form of the program', async () => {
  const config = await compiled(readFileSync(new URL('../../sso.config.yaml', import.meta.url), 'utf8'))
  expect(config).toMatchObject({
    version: 1,
    publicUrl: 'https://sso.example.com',
    server: { listen: { host: '127.0.0.1', port: 8080 }, trustedProxies: ['127.0.0.1/32'] },
    storage: { url: 'sqlite:./data/sso.db' },
    outbound: { allowPrivate: [] },
    session: { idleMs: 1_800_000, lifetimeMs: 28_800_000 },
    ui: { title: '示例科技', locale: 'zh-CN' },
    admins: [{ source: 'dingtalk', subject: 'VZrUnionIdOfTheFirstAdmin' }],
    permissions: { name: 'alist-3.22' },
  })
  expect(config?.permissions.bits).toHaveLength(10)
  expect(config?.sources[0]).toEqual({
    id: 'dingtalk',
    type: 'dingtalk',
    name: '钉钉',
    description: '使用钉钉账号登录',
    enabled: true,
    public: false,
    autoRegister: {
      enabled: true,
      baseDir: '/staff',
      permission: 768,
      role: 'general',
      onNameCollision: 'append-subject',
    },
    callbackUrl: 'https://sso.example.com/auth/dingtalk/callback',
    sync: {
      auto: true,
      users: true,
      everyMs: 86_400_000,
      scope: 'all',
      guard: { accounts: 20, percent: 5 },
    },
    events: { mode: 'http', aesKey: { env: 'DINGTALK_AES_KEY' }, token: { env: 'DINGTALK_EVENT_TOKEN' } },
    inApp: true,
    options: {
      corpId: 'ding3608be7c4e5266ce4ac5d6980864',
      clientId: 'dingwjlht8b93ara',
      clientSecret: { env: 'DINGTALK_CLIENT_SECRET' },
      edition: 'standard',
      membership: 'required',
      endpoints: {
        login: 'https://login.dingtalk.com',
        api: 'https://api.dingtalk.com',
        oapi: 'https://oapi.dingtalk.com',
        jsapi: 'https://g.alicdn.com/dingding/dingtalk-jsapi/3.1.0/dingtalk.open.js',
      },
    },
  })
  expect(config?.sources[1]?.allow).toEqual({ organizations: ['example'] })
  expect(config?.sources[2]?.autoRegister).toEqual({
    enabled: true,
    baseDir: '/partner',
    permission: 256,
    role: 'guest',
    onNameCollision: 'append-subject',
  })
})

test('the apps of the reference file in the form of the program', async () => {
  const config = await compiled(readFileSync(new URL('../../sso.config.yaml', import.meta.url), 'utf8'))
  expect(config?.apps.map(({ type, allow }) => [type, allow])).toEqual([
    ['oidc', 'everyone'],
    ['alist', 'everyone'],
    ['alibaba-cloud', { groups: ['developers'] }],
    ['saml', { groups: ['developers'] }],
    ['forward-auth', { sources: ['dingtalk'] }],
    ['link', 'everyone'],
  ])
  expect(config?.apps[2]?.options).toMatchObject({
    provider: 'sso-kit',
    sessionName: '{username}',
    roles: [{ accountId: '1234567890123456', role: 'dev', when: { group: 'developers' } }],
  })
})

test('the smallest file has every default', async () => {
  const config = await compiled(head + local)
  expect(config).toEqual({
    version: 1,
    publicUrl: 'https://sso.example.com',
    server: { listen: { host: '127.0.0.1', port: 8080 }, trustedProxies: [] },
    storage: { url: 'sqlite:./data/sso.db' },
    outbound: { allowPrivate: [], egressIps: [] },
    session: { idleMs: 1_800_000, lifetimeMs: 28_800_000 },
    audit: { keepMs: 34_560_000_000 },
    ui: { title: 'sso-kit', locale: 'zh-CN' },
    admins: [],
    permissions: expect.objectContaining({ name: 'alist-3.22' }),
    plugins: [],
    organizations: [],
    callbacks: {},
    grants: [],
    apps: [],
    moved: [],
    sources: [
      {
        id: 'local',
        type: 'local',
        name: 'Password',
        enabled: true,
        public: false,
        autoRegister: {
          enabled: false,
          baseDir: '/',
          permission: 0,
          role: 'general',
          onNameCollision: 'append-subject',
        },
        callbackUrl: 'https://sso.example.com/auth/local/callback',
        options: {},
      },
    ],
  })
})

test('the configuration cannot be changed', async () => {
  const config = await compiled(head + local)
  expect(Object.isFrozen(config) && Object.isFrozen(config?.sources[0]?.autoRegister)).toBe(true)
})

test('an IPv6 address to listen on', async () => {
  const config = await compiled(`${head}server: { listen: "[::1]:443" }\n${local}`)
  expect(config?.server.listen).toEqual({ host: '::1', port: 443 })
})

test('a path in publicUrl, callbacks.path and callbackUrl', async () => {
  const source = '  - { id: %, type: github, name: GitHub, clientId: a, clientSecret: { env: B }'
  const config = await compiled(
    `version: 1\npublicUrl: https://example.com/sso/\ncallbacks: { path: "/x/{source}" }\nsources:\n${source.replace('%', 'a')} }\n${source.replace('%', 'b')}, callbackUrl: https://example.com/sso/old }\n`,
  )
  expect(config?.sources.map(({ callbackUrl }) => callbackUrl)).toEqual([
    'https://example.com/sso/x/a',
    'https://example.com/sso/old',
  ])
})

test('only a sandbox file may have secrets written out; they become literals', async () => {
  const text = `${head}keys: { cookie: [made-up] }\nsources:\n  - { id: a, type: github, name: GitHub, clientId: a, clientSecret: made-up }\n`
  expect(await compiled(text)).toBeUndefined()
  const config = await compiled(text, 'local.sandbox.yaml')
  expect(config?.sources[0]?.options.clientSecret).toEqual({ literal: 'made-up' })
  expect(config?.keys).toEqual({ cookie: [{ literal: 'made-up' }] })
})

test('{ literal } cannot be written', async () => {
  const text = `${head}sources:\n  - { id: a, type: github, name: GitHub, clientId: a, clientSecret: { literal: x } }\n`
  expect(await rules(text)).toEqual(['schema/unknown-key'])
})

describe('every problem at once', () => {
  test('in different layers, in the order of the file', async () => {
    const text = `version: 1
publicUrl: http://sso.example.com
ui: { title: no, locale: fr }
ui: { title: Example }
admins: [{ source: nobody, subject: 0123 }]
autoRegister: { enabled: true, role: admin, permissions: { names: [write], sum: 9 } }
sources:
  - { id: GitHub, type: github, name: G, clientId: a, clientSecret: x }
  - { id: saml, type: oidc, name: Partner, issuer: http://id.example.com, AppKey: x }
`
    expect(await rules(text)).toEqual([
      'url/public-not-https',
      'yaml/duplicate-key',
      'yaml/leading-zero',
      'autoregister/admin-role',
      'permission/sum-names-mismatch',
      'id/format',
      'schema/wrong-type',
      'secret/inline',
      'id/reserved',
      'url/endpoint-not-https',
      'schema/unknown-key',
    ])
  })

  test('a source with a mistake is still judged by what is right in it', async () => {
    const text = `${head}sources:\n  - { id: a, type: github, name: GitHub, clientSecret: x, autoRegister: { enabled: true } }\n`
    expect(await rules(text)).toEqual(['schema/missing-key', 'secret/inline', 'autoregister/open-source'])
  })

  test('but not by what may be wrong', async () => {
    const text = `${head}sources:\n  - { id: a, type: github, name: GitHub, clientId: a, clientSecret: { env: B }, alow: { organizations: [x] }, autoRegister: { enabled: true } }\n`
    expect(await rules(text)).toEqual(['schema/unknown-key'])
  })
})

test('a rule of a plugin sees `allow`, and points at an entry of it', async () => {
  const text = `${head}sources:\n  - { id: a, type: github, name: GitHub, clientId: a, clientSecret: { env: B }, allow: { organizations: [x, "https://github.com/y"] } }\n`
  const { diagnostics } = await compile(text, { file: 'x.yaml' })
  expect(
    diagnostics.map(({ rule, range }) => [rule, text.slice(range.start.offset, range.end.offset)]),
  ).toEqual([['github/organization-login', '"https://github.com/y"']])
})

test('a merge key at the top level ends it there: nothing below is known to have the right shape', async () => {
  expect(await rules(`<<: *x\nadmins: 5\nserver: 1\n${head}${local}`)).toEqual(['yaml/merge-key'])
})

test('a key that is nearly "version" does not hide that the version is another one', async () => {
  const { config, diagnostics } = await compile(`version: 99\nversoin: 1\n${local}`, { file: 'x.yaml' })
  expect(config).toBeUndefined()
  expect(diagnostics.map(({ rule }) => rule)).toEqual(['schema/version'])
})

test('what stands before a fatal mistake keeps its place', async () => {
  const { diagnostics } = await compile(`${head}ui: { title: no }\n${local}b: *x\n`, { file: 'x.yaml' })
  expect(diagnostics.map(({ rule, range }) => `${rule} ${range.start.line}`)).toEqual([
    'yaml/ambiguous-scalar 3',
    'yaml/unresolved-alias 6',
  ])
})

describe('limits have messages of their own', () => {
  test.each([
    ['size', `${head}# ${'x'.repeat(300_000)}\n${local}`, '256 KiB'],
    ['depth', `${head}ui: ${'{ a: '.repeat(70)}1${' }'.repeat(70)}\n`, '64 levels'],
    ['depth beyond the parser', '['.repeat(100_000), 'nested more than 64 levels deep'],
    ['aliases', `a: &a 1\nb: [${'*a, '.repeat(60)}1]\n`, '50 aliases'],
    ['values', `a: [${'1, '.repeat(40_001)}1]\n`, '40000 values'],
    ['sources', `${head}sources:\n${'  - { id: a, type: local, name: Aa }\n'.repeat(501)}`, '500 entries'],
  ])('%s', async (_what, text, words) => {
    const { diagnostics } = await compile(text, { file: 'x.yaml' })
    expect(diagnostics.map(({ message }) => message).join()).toContain(words)
  })

  test('a few aliases that stand for very much', async () => {
    const lines = Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(4)}1]`)
    expect(await rules(`a0: &a0 [1]\n${lines.join('\n')}\n`)).toEqual(['yaml/too-large'])
  })
})

test('keys of object internals are unknown keys', async () => {
  expect(await rules(`${head}__proto__: { x: 1 }\nconstructor: 1\n${local}`)).toEqual([
    'schema/unknown-key',
    'schema/unknown-key',
  ])
})

test('a byte order mark is no problem', async () => {
  expect(await rules(`\uFEFF${head}${local}`)).toEqual([])
  expect((await compile(Buffer.from(`\uFEFF${head}${local}`), { file: 'x' })).diagnostics).toEqual([])
})
