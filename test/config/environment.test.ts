import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { keysOf } from '../../plugins/dingtalk/events.ts'
import { selfSigned } from '../../src/apps/saml/self-signed.ts'
import { compile } from '../../src/config/compile.ts'
import { environmentRules } from '../../src/config/rule-ids.ts'
import { openStorage } from '../../src/storage/open.ts'
import { postgresAddress } from '../../src/storage/postgres/address.ts'
import { inShort, lookedAt, now } from './looking.ts'

const folder = mkdtempSync(join(tmpdir(), 'sso-kit-environment-'))
afterAll(() => rmSync(folder, { recursive: true }))

const good = 'k7Zp2vQ9mX4tB8nW1cR6yL3dF5gH0jS2'
const pem = (await selfSigned('ca', { now, random: randomBytes })).replace(/^[\s\S]*?(?=-----BEGIN CERT)/, '')

function put(name: string, text: string, mode = 0o600): string {
  writeFileSync(join(folder, name), text)
  chmodSync(join(folder, name), mode)
  return `./${name}`
}
put('good', `${good}\n`)
put('empty', '\n')
put('nothing', '')
put('open', `${good}\n`, 0o644)
put('marked', `\uFEFF${good}`)
put('group', `${good}\n`, 0o640)
put('ca.pem', pem, 0o644)
put('no-ca.pem', 'hunter2', 0o644)
mkdirSync(join(folder, 'credentials'))
put('credentials/github', good)

const file = ({ secret = '{ env: SECRET }', more = '' }) => `version: 1
publicUrl: https://sso.example.com
${more}sources:
  - id: github
    type: github
    name: 代码
    clientId: Iv1.0a1b2c3d
    clientSecret: ${secret}
`

async function look(text: string, env: Record<string, string | undefined> = { SECRET: good }) {
  return inShort(await lookedAt(text, { env, folder }))
}

const at = 'sources[github].clientSecret'

describe('a variable', () => {
  test.each([
    ['is there', good, []],
    ['is not set', undefined, [`secret/env-missing ${at}: the environment variable SECRET is not set`]],
    ['is empty', '', [`secret/env-missing ${at}: the environment variable SECRET is empty`]],
    [
      'is a placeholder',
      'changeme',
      [`secret/placeholder ${at}: the environment variable SECRET still holds a placeholder (8 bytes)`],
    ],
    [
      'ends with a line break',
      `${good}\n`,
      [`secret/wrong-form ${at}: the environment variable SECRET begins or ends with white space`],
    ],
  ])('%s', async (_what, value, told) => {
    expect(await look(file({}), { SECRET: value })).toEqual(told)
  })
})

describe('a file', () => {
  test.each([
    ['./good', []],
    ['./missing', [`secret/file-missing ${at}: the file ./missing is not there`]],
    ['./credentials', [`secret/file-missing ${at}: the file ./credentials is not a file`]],
    ['./nothing', [`secret/file-missing ${at}: the file ./nothing is empty`]],
    ['./empty', [`secret/file-missing ${at}: the file ./empty cannot be read, or holds nothing`]],
    ['/dev/zero', [`secret/file-missing ${at}: the file /dev/zero is not a file`]],
    ['./group', []],
    [
      './open',
      [`secret/file-permissions ${at}: every user of this machine can read the file ./open (mode 644)`],
    ],
    ['secrets/github-2', [`secret/file-missing ${at}: the file secrets/github-2 is not there`]],
    ['missing', [`secret/file-missing ${at}: the file named here is not there`]],
    ['Missing', [`secret/file-missing ${at}: the file named here is not there`]],
    ['hunter2', [`secret/file-missing ${at}: the file named here is not there`]],
    [
      './marked',
      [
        `secret/wrong-form ${at}: the file ./marked begins with a byte-order mark, as editors on Windows write it`,
      ],
    ],
  ])('%s', async (name, told) => {
    expect(await look(file({ secret: `{ file: ${name} }` }))).toEqual(told)
  })

  test('that everybody can read is named in the command that ends it', async () => {
    const diagnostics = await lookedAt(file({ secret: '{ file: ./open }' }), { folder })
    expect(diagnostics.map(({ help }) => help)).toEqual(['take the right away: chmod o-rwx ./open'])
  })

  test('with certificates may be open, and has to have one', async () => {
    const more = (name: string) => `outbound: { ca: { file: ./${name} } }\n`
    expect(await look(file({ more: more('ca.pem') }))).toEqual([])
    expect(await look(file({ more: more('no-ca.pem') }))).toEqual([
      'secret/wrong-form outbound.ca: the file ./no-ca.pem cannot be used: there is no certificate in PEM form',
    ])
  })
})

test('a credential', async () => {
  const text = file({ secret: '{ credential: github }' })
  expect(await look(text, { CREDENTIALS_DIRECTORY: join(folder, 'credentials') })).toEqual([])
  expect(await look(text, { CREDENTIALS_DIRECTORY: folder })).toEqual([
    `secret/file-missing ${at}: the credential github is not there`,
  ])
  expect(await look(text, {})).toEqual([
    `secret/file-missing ${at}: the credential github has no place: CREDENTIALS_DIRECTORY is not set`,
  ])
})

test('cookie keys have 32 bytes', async () => {
  const more = 'keys: { cookie: [{ env: NEW }, { env: OLD }] }\n'
  expect(await look(file({ more }), { SECRET: good, NEW: good, OLD: good.slice(1) })).toEqual([
    'secret/short keys.cookie[1]: the environment variable OLD has 31 bytes: a cookie key has at least 32',
  ])
  // bytes, not characters
  expect(await look(file({ more }), { SECRET: good, NEW: good, OLD: '长密钥一二三四五六七八' })).toEqual([])
})

describe('the key of pushed events has 43 letters and digits', () => {
  const text = (type: string) => `version: 1
publicUrl: https://sso.example.com
sources:
  - id: dingtalk
    type: ${type}
    name: 钉钉
    corpId: ding3608be7c4e5266ce4ac5d6980864
    clientId: dingwjlht8b93ara
    clientSecret: { env: SECRET }
    events: { aesKey: { env: AES }, token: { env: TOKEN } }
    sync: { every: 12h }
`
  const aes = 's7Kq2LmZx9Vb4NcT1yRw8HfJ6pDg3QeU5aXo0BtYiCE'
  const looking = (AES: string) => look(text('dingtalk'), { SECRET: good, TOKEN: 'aB3dE5fG7h', AES })
  const place = 'events/aes-key-format sources[dingtalk].events.aesKey: the environment variable AES'

  test.each([
    [aes, []],
    [`${aes}=`, [`${place} is not 43 letters and digits (44 characters)`]],
    [aes.slice(1), [`${place} is not 43 letters and digits (42 characters)`]],
    [aes.replace('x', '+'), [`${place} is not 43 letters and digits (43 characters)`]],
    [
      `${aes}\n`,
      [
        'secret/wrong-form sources[dingtalk].events.aesKey: the environment variable AES begins or ends with white space',
      ],
    ],
  ])('%s', async (value, told) => {
    expect(await looking(value)).toEqual(told)
    if (told.length > 0 && value.length === 43) expect(() => keysOf({ aesKey: value, token: 'x' })).toThrow()
  })
})

test('an address is one that a program can read', async () => {
  const more = 'outbound: { proxy: { env: PROXY } }\n'
  expect(await look(file({ more }), { SECRET: good, PROXY: 'http://proxy.example.com:99999' })).toEqual([
    'secret/wrong-form outbound.proxy: the environment variable PROXY is not an address such as http://proxy.example.com:3128 (30 characters)',
  ])
})

test('what is no secret has to have the form of its key', async () => {
  const more = 'storage: { url: { env: DB } }\noutbound: { proxy: { env: PROXY } }\n'
  const env = { SECRET: good, DB: 'sqlite:./x.db', PROXY: 'http://proxy:3128' }
  expect(await look(file({ more }), env)).toEqual([])
  const told = await look(file({ more }), { ...env, DB: 'hunter2', PROXY: 'proxy:3128' })
  expect(told.map(line => line.split(':')[0])).toEqual([
    'secret/wrong-form storage.url',
    'secret/wrong-form outbound.proxy',
  ])
  expect(told.join()).not.toContain('hunter2')
})

test('an address of the database has the parameters that the server knows, and a password in front of its host', async () => {
  const more = 'storage: { url: { env: DB } }\n'
  const looking = (DB: string) => look(file({ more }), { SECRET: good, DB })
  expect(await looking('postgres://sso:p4ssw0rd@db/sso?sslmode=require')).toEqual([])
  for (const DB of [
    'postgres://db/sso?password=hunter2',
    'postgres://db/sso?sslmode=x',
    'sqlite:./x.db?key=1',
  ])
    expect(await looking(DB)).toEqual([
      'secret/wrong-form storage.url: the environment variable DB has parameters that are not known here',
    ])
})

test.each(['postgres://sso:p%ssword@db/sso', 'postgres://sso:pa/ss@db/sso', 'postgres://sso@/sso'])(
  'a database is one that serve can call: not %s',
  async DB => {
    expect(await look(file({ more: 'storage: { url: { env: DB } }\n' }), { SECRET: good, DB })).toEqual([
      'secret/wrong-form storage.url: the environment variable DB is no address of a database',
    ])
    expect(() => postgresAddress(DB, '.')).toThrow('is not postgres://')
  },
)

test('two slashes before the path of a file would make another one of it', async () => {
  const looking = (DB: string) =>
    look(file({ more: 'storage: { url: { env: DB } }\n' }), { SECRET: good, DB })
  expect(await looking('sqlite:///var/lib/sso.db')).toEqual([])
  expect(await looking('sqlite://./sso.db')).toEqual([
    'secret/wrong-form storage.url: the environment variable DB is no address of a database',
  ])
  await expect(openStorage('sqlite://./sso.db', '.')).rejects.toThrow('is not supported')
})

test('the files that an address of the database names have to be there', async () => {
  const query = 'sslrootcert=./ca.pem&sslkey=./none.key'
  const told = ['secret/file-missing storage.url: the file that sslkey names is not there']
  const inVariable = file({ more: 'storage: { url: { env: DB } }\n' })
  expect(await look(inVariable, { SECRET: good, DB: `postgres://sso:p4ssw0rd@db/sso?${query}` })).toEqual(
    told,
  )
  expect(await look(file({ more: `storage: { url: "postgres://db/sso?${query}" }\n` }))).toEqual(told)
  expect(() => postgresAddress(`postgres://db/sso?${query}`, folder)).toThrow('cannot read sslkey')
  // without TLS nothing is read
  for (const DB of [`postgres://localhost/sso?${query}`, `postgres://db/sso?sslmode=disable&${query}`]) {
    expect(await look(inVariable, { SECRET: good, DB })).toEqual([])
    expect(() => postgresAddress(DB, folder)).not.toThrow()
  }
})

test('a picture has to be there, and to be one', async () => {
  put('logo.svg', '<svg/>')
  const withLogo = (path: string) => look(file({ more: `ui: { logo: ${path} }\n` }))
  expect(await withLogo('./logo.svg')).toEqual([])
  expect(await withLogo('./nope.svg')).toEqual(['ui/logo-missing ui.logo: this picture is not there'])
  put('logo.png', 'GIF89a')
  expect(await withLogo('./logo.png')).toEqual(['ui/logo-form ui.logo: this file is no PNG, SVG or WebP'])
  put('large.svg', `<svg>${' '.repeat(262_144)}</svg>`)
  expect(await withLogo('./large.svg')).toEqual(['ui/logo-form ui.logo: this picture has 257 KiB'])
})

test.runIf(existsSync('/proc/kallsyms'))('a picture without an end is read no further', async () => {
  symlinkSync('/proc/kallsyms', join(folder, 'endless.png'))
  expect(await look(file({ more: 'ui: { logo: ./endless.png }\n' }))).toEqual([
    'ui/logo-form ui.logo: this picture has more than 256 KiB',
  ])
})

test.each(['toString', 'constructor', '__proto__', 'hasOwnProperty'])(
  'what every object has is no variable: %s',
  async name => {
    const found = await look(file({ more: `keys: { cookie: [{ env: ${name} }] }\n` }))
    expect(found).toEqual([expect.stringMatching(/^secret\/env-missing keys\.cookie\[0\]: .* is not set$/)])
  },
)

test('what is longer than 1 MiB is not taken, wherever it is', async () => {
  put('long', good.repeat(32_769))
  const long = 'has more than 1 MiB'
  expect(await look(file({ secret: '{ file: ./long }' }))).toEqual([
    `secret/wrong-form ${at}: the file ./long ${long}`,
  ])
  expect(await look(file({}), { SECRET: good.repeat(32_769) })).toEqual([
    `secret/wrong-form ${at}: the environment variable SECRET ${long}`,
  ])
  put('longest', `${good.repeat(32_767)}${good.slice(1)}\n`)
  expect(await look(file({ secret: '{ file: ./longest }' }))).toEqual([])
})

test('beside other mistakes, what can be looked at is', async () => {
  const text = file({ more: 'ui: { titel: x }\n' })
  expect((await look(text, {})).map(line => line.split(' ')[0])).toEqual([
    'schema/unknown-key',
    'secret/env-missing',
  ])
  expect((await look(file({ secret: '{ evn: SECRET }' }), {})).map(line => line.split(' ')[0])).toEqual([
    'schema/unknown-key',
  ])
})

test('without it nothing of the environment is looked at', async () => {
  const { diagnostics } = await compile(file({}), { file: 'x.yaml' })
  expect(diagnostics).toEqual([])
})

describe('a placeholder is', () => {
  test.each([
    'changeme',
    'CHANGE_ME',
    'please-change-me-now',
    'your-secret',
    'your_client_secret',
    'YOUR-CLIENT-SECRET-HERE',
    'my-secret-key',
    'xxx',
    'XXXXXXXX',
    'xxxx-xxxx-xxxx',
    '********',
    '<client secret>',
    '{{ SECRET }}',
    `\${SECRET}`,
    '$SECRET',
    'secret',
    'SECRET',
    'password',
    '123456',
    'todo',
    'replace-with-real-one',
    'insert secret here',
    '00000000000000000000000000000000',
    '你的AppSecret',
    '请填写密钥',
  ])('%s', async value => {
    const [told = ''] = await look(file({}), { SECRET: value })
    expect(told).toMatch(/^secret\/placeholder /)
    // "secret" is in the words around it
    if (!/^\$?secret$/i.test(value)) expect(told).not.toContain(value)
  })

  test.each([
    JSON.stringify({
      type: 'service_account',
      private_key_id: 'b7e1f0',
      client_email: 'sync@example.iam',
      private_key: 'k'.repeat(90),
    }),
    `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example.com"><md:IDPSSODescriptor/></md:EntityDescriptor>`,
  ])('nothing that is long and in brackets by its nature: %s', async value => {
    expect(await look(file({}), { SECRET: value })).toEqual([])
  })

  test('nothing that openssl rand or a vendor would give', () => {
    const bytes = fc.uint8Array({ minLength: 20, maxLength: 48 })
    return fc.assert(
      fc.asyncProperty(bytes, fc.constantFrom('base64', 'hex', 'base64url'), async (random, encoding) => {
        fc.pre(new Set(random).size > 8)
        const value = Buffer.from(random).toString(encoding as BufferEncoding)
        expect(await look(file({}), { SECRET: value })).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})

test('the rules are those of the table', () => {
  expect([...environmentRules].sort()).toEqual([...environmentRules])
})

test('no value is ever told, whatever it is', async () => {
  const canary = 'hunter2canary'
  const shapes = [
    canary,
    ` ${canary}`,
    `${canary}\n`,
    `<${canary}>`,
    `your-${canary}`,
    `\${${canary}}`,
    `${canary}…`,
  ]
  const places = [
    (ref: string) => file({ secret: ref }),
    (ref: string) => file({ more: `keys: { cookie: [${ref}] }\n` }),
    (ref: string) => file({ more: `storage: { url: ${ref} }\n` }),
    (ref: string) => file({ more: `outbound: { proxy: ${ref} }\n` }),
    (ref: string) => file({ more: `outbound: { ca: ${ref} }\n` }),
  ]
  mkdirSync(join(folder, 'other'))
  for (const shape of shapes) {
    put('canary', shape, 0o644)
    put('other/canary', shape, 0o644)
    for (const place of places)
      for (const ref of [
        '{ env: CANARY }',
        '{ file: ./canary }',
        '{ credential: canary }',
        `{ file: ${canary} }`,
        `{ credential: ${canary} }`,
        `{ env: ${canary} }`,
      ]) {
        const env = { SECRET: good, CANARY: shape, CREDENTIALS_DIRECTORY: join(folder, 'other') }
        const diagnostics = await lookedAt(place(ref), { env, folder })
        expect(
          JSON.stringify(diagnostics.map(({ path: _, ...told }) => told)),
          `${ref} ${shape}`,
        ).not.toContain(canary)
      }
  }
})
