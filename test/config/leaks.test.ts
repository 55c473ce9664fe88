import { describe, expect, it } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { json } from '../../src/diagnostics/json.ts'
import { pretty } from '../../src/diagnostics/pretty.ts'
import { floodsOf } from './floods.ts'
import { seconds } from './large.ts'

const head = `version: 1
publicUrl: https://sso.example.com
sources: [{ id: local, type: local, name: Password }]
`

describe('a secret that somebody wrote in a place of its own is not shown:', () => {
  it.each([
    'keys: { cookie: hunter2CANARY }',
    'keys: { cookie, hunter2CANARY }',
    'apps: [{ id: w, type: oidc, name: W, allow: everyone, redirectUris: ["https://w.example.com/cb"], clientSecret, hunter2CANARY }]',
    'keys: { cookie: { CANARY } }',
    'keys: CANARY',
    'keys: [CANARY]',
    'keys: { cookies: CANARY }',
    'keys: { session: CANARY }',
    'outbound: { proxy: "user:CANARY@host:3128" }',
    'pwd: CANARY',
    'pass: CANARY',
    'auth: CANARY',
    'jwt: CANARY',
    '密码: CANARY',
    '密钥: CANARY',
    'colour: { clientScret: CANARY }',
    'outbound:\n  AppSecret:CANARY',
    'outbound:\n  AppSecret:CANARY: y',
    'storage:\n  password=CANARY',
    'keys: { clientSecret=CANARY }',
    'apps: [{ id: a, type: link, name: App, url: "https://CANARY@a.example.com", allow: everyone, x: 1 }]',
    'callbacks: { alist: { source: local, frontends: ["https://CANARY@a.example.com"] } }',
    'ui: { client_secret=CANARY }',
    'ui: { 密码：CANARY }',
    'ui: { 密码:CANARY }',
    'ui: { aes_key = CANARY }',
    'ui: { title: 1, name: "pwd: CANARY!!" }',
    'ui: { title: [1] } # aesKey: CANARY',
    'keys: { cookie: [{ env: COOKIE_KEY }], clientSecrt: { env: COOKIE_KEY } } # CANARY',
    'keys: { cookie: [{ env: COOKIE_KEY }], x: { y } } # CANARY',
    'keys:\n  cookie:\n    - { envX, # CANARY\n      }',
    'keys:\n  cookie:\n    - { credential: &CANARY , x: y }',
    'ui:\n\ttoken: *CANARY',
    'ui:\n  toekn:\n    - !CANARY\n      allow: everyone',
    'ui:\n  toekn:\n    - a\n    - !CANARY\n      allow: everyone',
    'sources:\n  - { id: gh, type: github, name: GitHub, allow: { organizations: [x] }, clientId: "a clientSecret：CANARY;" }',
    'keys:\n  saml: # CANARY\n    key: { env: A }',
    'ui:\n  clientsecret: # CANARY\n    env: X',
    'keys:\n  // token: !CANARY   # from the console\n  - a: b',
    'keys:\n  cookie: &CANARY\n    - { envX: A }',
    'ui: { title: [1] } # appKey=CANARY',
    'ui: { title: [1] } # clientSecret：CANARY',
    'ui: { title: [1] } # 密码：CANARY',
    'ui: { title: [1] } # pwd: CANARY',
    'ui: { title: [1] } # old secret CANARY7q',
    'ui: { title: [1] } # the password was once CANARY7q',
    'ui: { title: [1] } # ghp_CANARYabcdefabcdef1234',
    'ui: { title: [1] } # was https://sso:CANARY@git.example.com before',
    'ui: { title: [1] } # from 0c4n4rCANARYq8Wm3ZxT7vLpJ2hRkY5sDfG',
    'storage: { url: "postgres://sso:CANARY" }',
    'storage: { url: "postgres://sso:CANARY/sso" }',
    'storage: { url: "sso:CANARY@db.example.com/sso" }',
    'storage: { url: "postgres:sso:CANARY@db/sso" }',
    'storage: { url: "postgres://sso:my CANARY@db/sso" }',
    'storage: { url: sso/CANARY@db }',
    'storage: { url: ["sso:CANARY@db/sso"] }',
    'storage: { url: { env: "sso:CANARY@db/sso" } }',
    'storage: { uri: "sso/CANARY@db" }',
    'storage: { "sso:CANARY@db/sso" }',
    'storage: "sso:CANARY@db/sso"',
    'storage: CANARY',
    'url: "sso:CANARY@db/sso"',
    'cookie: [CANARY]',
    'server: { cookie: CANARY }',
    'ui: { keys: [CANARY] }',
    'saml: CANARY',
    'organizations: [{ id: a, keys: { cookie: [CANARY] } }]',
    '应用密匙: CANARY',
    '授权码: CANARY',
    ...['bindpw', 'dbPass', 'Authorization', 'dsn', 'webhook', '私钥', '令牌'].map(key => `${key}: CANARY`),
  ])('%s', async line => {
    const { files, diagnostics } = await compile(head + line, { file: 'x.yaml' })
    expect(diagnostics).not.toEqual([])
    const document = json([{ path: 'x.yaml', sha256: '', configVersion: 1, diagnostics }], '0.0.0')
    expect(document).not.toContain('CANARY')
    expect(pretty(files, diagnostics)).not.toContain('CANARY')
  })
})

it('a secret that is the whole file is not shown', async () => {
  const { files, diagnostics } = await compile('CLIENT_SECRET=CANARY\n', { file: 'x.yaml' })
  expect(JSON.stringify(diagnostics)).not.toContain('CANARY')
  expect(pretty(files, diagnostics)).not.toContain('CANARY')
})

describe('a secret in a file that is no YAML is not shown:', () => {
  it.each([
    '口令: [CANARY',
    '密码: “CANARY”\nx: [',
    '密码：CANARY\nx: [',
    'ui: { 密码: CANARY',
    'clientSecret: abcdefg\nCANARY\nx: [',
    'clientSecret: # abc\nCANARY\nx: [',
    'clientSecret:\n\n# x\nCANARY\nx: [',
    'clientSecret: { env: ABC }\nCANARY\nx: [',
    'x: { env: CLIENT_SECRET CANARY',
    'clientSecret: "abc\n  def"\n  CANARY"\nx: [',
    'clientSecret: { env: ABC } # CANARY\nx: [',
    ...[
      'cookie: [ "k3J9" "CANARY" ]',
      'cookie [CANARY]',
      'cookie: - CANARY',
      'cookie CANARY',
      'cookie: [CANARY}',
      'cookie: “CANARY”',
      'cookie: [{{ CANARY }}]',
      'cookie: [{ env: A }] # CANARY',
      'cookie: [{ env: A }, CANARY]',
      'cookie: [{ env: A }, { env: CANARYx }]',
      'coookie: [CANARY}',
      '- cookie CANARY',
    ].map(line => `keys:\n  ${line}\nx: [`),
    'keys: { cookie CANARY, x: [ }',
    'keys: { cookie: CANARY x: y }',
    'keys: CANARY: x\ny: [',
    'keys: [CANARY',
    'clientSec]ret: “CANARY”\nx: [',
    'clientSe&ret: s3cretCANARY: x',
    'ui: { cook，e: [* CANARY, x: [ }',
    ...[
      ...['bindpw', 'dbPass', 'dsn', 'webhook', 'psk', 'salt', 'pin', 'seed', 'hmac', 'Authorization'],
      ...['授权码', '私钥', '令牌', 'tokn', 'toekn', 'toen', 'adminTken', 'cookies', 'ticket'],
    ].flatMap(key => [
      `${key}: [ "CANARY" "x" ]`,
      `ui: { ${key} CANARY, x: [ }`,
      `  ${key}: CANARY: x`,
      `${key}: "CANARY"x`,
      `ui: [a # ${key}: CANARY`,
    ]),
    'x: k3J9CANARYk3J9xYz0123456789AbCdEfGhIjKlMnOp\ny: [',
  ])('%j', async lines => {
    const { files, diagnostics } = await compile(`${head}${lines}\n`, { file: 'x.yaml' })
    expect(diagnostics.map(({ rule }) => rule)).toEqual([expect.stringMatching(/^yaml\//)])
    expect(files.get('x.yaml')?.text).not.toContain('CANARY')
    expect(JSON.stringify(diagnostics)).not.toContain('CANARY')
  })

  it('and what is beside it is', async () => {
    const lines = 'clientSecret: { env: ABC }\nname: Name\ntoken: [{ env: A }, { file: ./b }]\nlast: [\n'
    const { files } = await compile(head + lines, { file: 'x.yaml' })
    expect(files.get('x.yaml')?.text).toContain('clientSecret: { env: ABC }\nname: Name\n')
    expect(files.get('x.yaml')?.text).toContain('last: [\n')
  })

  it.each([
    'keys: { cookie: [{ env: COOKIE_KEY }, { file: ./old }] }\n',
    '# no cookies are kept of those whose names are taken\nname: Name\n',
    'apps: [{ name: Pin }]\n',
  ])('nor is anything covered that is none: %s', async lines => {
    const { files } = await compile(`${head}${lines}last: [\n`, { file: 'x.yaml' })
    expect(files.get('x.yaml')?.text).toBe(`${head}${lines}last: [\n`)
  })
})

describe('a file that is made to be slow is not:', () => {
  const a = 'a'.repeat(100_000)
  const blanks = ' '.repeat(200_000)
  it.each([
    [
      'properties in a row',
      `admins: [{ source: &${'!'.repeat(200)} local, subject: aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY }]`,
    ],
    ['a key of exclamation marks', `"${'!'.repeat(200)}": { clientSecret: x }`],
    ['a word that might be an address', `ui: { title: ${a} }`],
    ['a word that might name a secret', `ui: { title: " ${'token'.repeat(20_000)}" }`],
    ['a comment that might hide one', `# ${'#token'.repeat(20_000)}`],
    ['a comment that might tell of one', `# ${'token: '.repeat(30_000)}a1B2c3`],
    ['a comment that might be random', `# token =${'='.repeat(100_000)}a1B2${'a1B2'.repeat(20_000)}!`],
    ['a comment that might have addresses in it', `# token: ${'a://b:c'.repeat(30_000)}`],
    ['a comment that might have a host in it', `# token: ${'a@b.'.repeat(50_000)}c!`],
    ['a comment that might be a path', `# token: ${'a1/'.repeat(80_000)}!`],
    ['a reference and then blanks', `clientSecret: { env: A${' '.repeat(4_000)}x`],
    ['a reference that ends, and then blanks', `clientSecret: { env: A }${' '.repeat(100_000)}x\ny: [`],
    ['an entry of blanks', `x: [\nsecret: [\n  -${' '.repeat(120_000)}x`],
    ['a reason of blanks', `# sso-kit: ignore[a/b] x${' '.repeat(120_000)}x`],
    ['last days in a row', `# sso-kit: ignore[a/b] ${'(until '.repeat(17_000)}`],
    ['a last day that never comes', `# sso-kit: ignore[a/b] (until${' '.repeat(120_000)}`],
    ['blanks within a text', `a${' '.repeat(60_000)}x\n b: c`],
    ['names of variables in a row', `x: [ ${'env: TOKEN '.repeat(20_000)}`],
    ['blanks in parentheses', `session: ( idle: 30m${blanks}y`],
    ['blanks before two words', `name:${blanks}x y: z`],
    ['blanks above a line that is indented too far', `session:\n  idle:${blanks}3 b\n    x: y`],
    ['blanks before a text that ends too early', `title:${blanks}" "b"`],
    ['blanks before a second colon', `admins:${blanks}: y`],
    ['a reference without braces, and then blanks', `clientSecret: env: A${blanks}x`],
    ['escaped quotes that nothing closes', `ui: [ "${'\\"'.repeat(120_000)}`],
    ['comments in a row, and a line break of old', `ui: x${':#'.repeat(120_000)}\rx\n    a: b\n    c: d`],
    [
      'a domain of blanks',
      `organizations: [{ id: a, name: Abc, sources: [local], domains: ["a${blanks}b"] }]`,
    ],
    ['a word that was to be one of a list, with blanks in it', `ui: { title: a, b${blanks}c }`],
    ['wide blanks between keys', `title: AAA${'\u3000a b: '.repeat(20_000)}\n  x: y\n z: b`],
  ])('%s', async (_what, line) => {
    // what is quadratic takes a minute; other programs do not count
    expect(await seconds(() => compile(head + line, { file: 'x.yaml' }))).toBeLessThan(5)
  })

  it('conditions in conditions', async () => {
    const text = floodsOf(255_000)['conditions in conditions']?.() ?? ''
    let rules: string[] = []
    const taken = await seconds(async () => {
      rules = (await compile(text, { file: 'x.yaml' })).diagnostics.map(({ rule }) => rule)
    })
    expect(new Set(rules)).toEqual(new Set(['grant/not-always-met']))
    // going down them for every source took twice as long at least
    expect(taken).toBeLessThan(10)
  })
})

it.each(['postgres://sso@db.example.com:5432/sso', 'postgres://sso@[::1]:5432/sso', 'sqlite:./data/sso.db'])(
  'an address of a database without a password is no secret: %s',
  async url => {
    const { files, diagnostics } = await compile(`${head}storage: { url: "${url}", x: 1 }`, {
      file: 'x.yaml',
    })
    expect(diagnostics.map(({ rule }) => rule)).toEqual(['schema/unknown-key'])
    expect(pretty(files, diagnostics)).toContain(`storage: { url: "${url}", x: 1 }`)
  },
)

it('nor is the name of a user in front of a proxy with a port a password', async () => {
  const { diagnostics } = await compile(`${head}outbound: { proxy: "http://user@proxy.example.com:3128" }`, {
    file: 'x.yaml',
  })
  expect(diagnostics).toEqual([])
})

it('nor is one behind a key in another encoding', async () => {
  const gbk = Buffer.concat([
    Buffer.from(head),
    Buffer.from([0xc3, 0xdc, 0xd4, 0xbf]),
    Buffer.from(': CANARY\n'),
  ])
  const { files, diagnostics } = await compile(gbk, { file: 'x.yaml' })
  expect(diagnostics.map(({ rule }) => rule)).toEqual(['yaml/encoding'])
  expect(pretty(files, diagnostics)).not.toContain('CANARY')
})

it('a comment that only speaks of a secret stays as it is', async () => {
  const text = `${head}ui: { title: [1] } # the secret is in the vault, token of GitHub`
  const { files, diagnostics } = await compile(text, { file: 'x.yaml' })
  expect(pretty(files, diagnostics)).toContain('# the secret is in the vault, token of GitHub')
})
