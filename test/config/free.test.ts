import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { compile } from '../../src/config/compile.ts'
import { effective } from '../../src/config/effective.ts'
import { printable } from '../../src/config/shown.ts'
import { isSecretOption } from '../../src/diagnostics/secret-key.ts'
import { lookedAt } from './looking.ts'
import { canary, formsAt, outputs } from './secrets.ts'

/** A map that takes anything (`x-free`): `options` of a `type: passport` source. */
const file = (options: string) => `version: 1
publicUrl: https://sso.example.com
sources:
  - id: gitlab
    type: passport
    name: GitLab
    module: passport-gitlab2
    identity: { issuer: "https://gitlab.example.com", subject: id }
    options: ${options}
`

const compiled = async (options: string, name = 'sso.config.yaml') => compile(file(options), { file: name })

const found = async (options: string) =>
  (await compiled(options)).diagnostics.map(({ rule, where }) => `${rule} ${where}`)

const optionsOf = async (options: string, name?: string) =>
  (await compiled(options, name)).config?.sources[0]?.options.options

const at = 'sources[gitlab].options'

describe('a key of a free map', () => {
  test.each(['密钥', '密匙', '授权码'])('%s has to be a reference', async key => {
    expect(await found(`{ ${key}: hunter2 }`)).toEqual([`secret/inline ${at}."${key}"`])
  })

  test('that only ends like one is free', async () => {
    expect(await found('{ bypass: true, compass: x, decryptionCert: x, spin: 1 }')).toEqual([])
  })

  test.each([
    'clientSecret',
    'client_secret',
    'token',
    'apiKey',
    'key',
    'keys',
    'privateKey',
    'PASSWORD',
    'bindCredentials',
    'decryptionPvk',
    'privateCert',
    'private_pem',
    'p12',
    'storepass',
    'cookiePass',
    'bindPw',
    'hmac',
    'psk',
    'pinCode',
    'passwort',
  ])('%s has to be a reference', async key => {
    expect(isSecretOption(key)).toBe(true)
    expect(await found(`{ ${key}: hunter2 }`)).toEqual([`secret/inline ${at}.${key}`])
    expect(await found(`{ ${key}: 12345678 }`)).toEqual([`secret/inline ${at}.${key}`])
    expect(await found(`{ ${key}: { env: SECRET } }`)).toEqual([])
  })

  test.each([
    'tokenURL',
    'token_url',
    'passwordField',
    'keyId',
    'tokenEndpoint',
    'privateKeyPath',
    'clientID',
    'scope',
  ])('%s may be anything', async key => {
    expect(isSecretOption(key)).toBe(false)
    expect(await found(`{ ${key}: text }`)).toEqual([])
    expect(await found(`{ ${key}: { env: SOMETHING } }`)).toEqual([])
  })

  test('has to be a reference at any depth', async () => {
    expect(await found('{ server: { urls: [{ bind: { password: hunter2 } }] } }')).toEqual([
      `secret/inline ${at}.server.urls[0].bind.password`,
    ])
  })

  test.each([
    ['a map that is no reference', '{ clientSecret: { value: hunter2 } }', 'schema/unknown-key'],
    ['a reference and a half', '{ clientSecret: { env: A, file: b } }', 'schema/wrong-type'],
    ['a list', '{ clientSecret: [hunter2] }', 'schema/wrong-type'],
    ['nothing', '{ scope: }', 'schema/wrong-type'],
  ])('is not %s', async (_what, options, rule) => {
    expect(await found(options)).toEqual([expect.stringMatching(rule)])
  })
})

test.each(['hunter2', '[a, b]', '7', ''])('a free map is a map, not %o', async options => {
  expect(await found(options)).toEqual([`schema/wrong-type ${at}`])
})

describe('a secret in a free map that is written as', () => {
  const nested = [`[[${canary}], { a: ${canary} }]`, `{ a: { b: ${canary} } }`]
  test.each([...formsAt(12), ...nested])('%s is in no output', async form => {
    for (const place of ['clientSecret', 'nested:\n        password', 'list:\n        - apiKey']) {
      const text = file(`\n      clientID: abc\n      ${place}: ${form}`)
      expect(await outputs(text), place).not.toContain(canary)
    }
  })
})

test('a configuration keeps the references, and prints them', async () => {
  const options =
    '{ clientSecret: { env: A }, baseURL: { env: B }, tls: { key: { file: ./k }, ca: [{ env: C }] } }'
  const { config } = await compiled(options)
  expect(config?.sources[0]?.options.options).toEqual(parse(options))
  expect(config && printable(effective(config, new Set()))).toMatchObject({
    sources: [{ options: parse(options) }],
  })
})

test('what a sandbox file has written out is a reference too, and printed as none', async () => {
  const name = 'x.sandbox.yaml'
  const options = `{ clientSecret: ${canary}, list: [{ password: ${canary} }], scope: read_user }`
  expect(await optionsOf(options, name)).toEqual({
    clientSecret: { literal: canary },
    list: [{ password: { literal: canary } }],
    scope: 'read_user',
  })
  const { config } = await compiled(options, name)
  expect(JSON.stringify(config && printable(effective(config, new Set())))).not.toContain(canary)
})

test('an environment is held to every reference, at any depth', async () => {
  const options = '{ baseURL: { env: BASE }, tls: [{ key: { env: KEY } }], env: [BASE] }'
  const diagnostics = await lookedAt(file(options), { folder: '/' })
  expect(diagnostics.map(({ rule, where }) => `${rule} ${where}`)).toEqual([
    `secret/env-missing ${at}.baseURL`,
    `secret/env-missing ${at}.tls[0].key`,
  ])
})

test('one reference for two secrets is noticed', async () => {
  expect(await found('{ clientSecret: { env: A }, tls: { key: { env: A } } }')).toEqual([
    `secret/reused ${at}.tls.key`,
  ])
})

test('names of JavaScript itself are keys like others, or refused', async () => {
  const options = await optionsOf('{ constructor: a, toString: b }')
  expect(Object.entries(options ?? {})).toEqual([
    ['constructor', 'a'],
    ['toString', 'b'],
  ])
  const own = await optionsOf('{ "__proto__": { polluted: true }, a: b }')
  expect((own as { polluted?: unknown } | undefined)?.polluted).toBeUndefined()
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
})

test('the editor schema knows the same', () => {
  const schema = JSON.parse(
    readFileSync(new URL('../../schemas/sso.config.schema.json', import.meta.url), 'utf8'),
  )
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema)
  expect(validate(parse(file('{ tokenURL: "https://x.example", tls: { key: { env: A } } }')))).toBe(true)
  expect(validate(parse(file('{ tls: { key: hunter2 } }')))).toBe(false)
})
