import { describe, expect, test } from 'vitest'
import { isMap } from 'yaml'
import { compile } from '../../src/config/compile.ts'
import { pretty } from '../../src/diagnostics/pretty.ts'
import { isSecretKey } from '../../src/diagnostics/secret-key.ts'
import { type Entry, entriesOf } from './entries.ts'
import { canary, forms, outputs, reference, whole } from './secrets.ts'

/** A secret that is in the file, however it got there, is in no output. */
describe('a secret written as', () => {
  test.each(forms)('%s', async form => {
    const text = reference.replace('{ env: GITHUB_CLIENT_SECRET }', form)
    expect(text).toContain(canary)
    expect(await outputs(text)).not.toContain(canary)
  })
})

const names = [
  'clientScret',
  'client_secret',
  'ClientSecret',
  'appSecret',
  'AppSecret',
  'secret',
  'token',
  'apiKey',
  'password',
  'privateKey',
  'credentials',
]

describe('a secret under the name of', () => {
  // each name with a third of the forms, each form with a third of the names
  test.each(names.map((name, index) => ({ name, index })))('$name', async ({ name, index }) => {
    for (const form of forms.filter((_, number) => (number + index) % 3 === 0)) {
      const text = reference.replace('clientSecret: { env: GITHUB_CLIENT_SECRET }', `${name}: ${form}`)
      expect(await outputs(text), form).not.toContain(canary)
    }
  })
})

describe('a secret on the line of another mistake', () => {
  test.each([
    `  - { id: x, type: github, name: X, clientId: 1, clientSecret: ${canary}, enabeld: 钉钉 }`,
    `  - { id: x, type: github, nam: X, clientId: 1, clientSecret: "${canary}", enabled: yes }`,
    `  - { id: X!, type: github, name: X, clientId: [], clientSecret: { env: ${canary} } }`,
    `  - { id: x, type: github, name: X, clientId: 1, clientSecret: ${canary}`,
    `  - { id: github, type: gihub, name: X, clientSecret: ${canary} }`,
    `  - { id: x, name: X, token: ${canary} }`,
    `  - {id: x, type: local, name: X, clientSecret:${canary}}`,
    `  - { id: x, type: local, nam: X } # clientSecret: ${canary}`,
  ])('%s', async line => {
    expect(await outputs(`${reference}\n${line}\n`)).not.toContain(canary)
  })
})

/** The same in every other place of the language that has secrets, and beside it. */
const secret = /^(clientSecret|aesKey|token)$/
const keeping = entriesOf(whole).filter(({ key, value }) => secret.test(key) && isMap(value))

describe('a secret of an app, of events, of SCIM, written as', () => {
  test('there are enough places', () => expect(keeping.length).toBeGreaterThan(10))

  // one form in three places: the next one has the next three
  test.each(forms.map((form, index) => ({ form, index })))('$form', async ({ form, index }) => {
    for (const more of [0, 1, 2]) {
      const place = keeping[(index * 3 + more) % keeping.length] as Entry
      const deeper = ' '.repeat(place.keyAt - whole.lastIndexOf('\n', place.keyAt) + 1)
      const there = form.replaceAll('\n      ', `\n${deeper}`)
      const text = whole.slice(0, place.valueAt) + there + whole.slice(place.end)
      expect(await outputs(text), place.path).not.toContain(canary)
    }
  })

  test.each(keeping)('$path, under a misspelt key', async ({ key, keyAt, keyEnd, end }) => {
    const misspelt = [`${key}s`, key.slice(0, -1), key.toUpperCase(), `${key.slice(0, 3)}_${key.slice(3)}`]
    for (const name of misspelt) {
      const text = `${whole.slice(0, keyAt)}${name}: ${canary}${whole.slice(end)}`
      expect(whole.slice(keyAt, keyEnd)).toBe(key)
      expect(await outputs(text), name).not.toContain(canary)
    }
  })

  test.each([
    'keys: { cookie: [hunter2canary, { env: B }] }',
    'keys: { cookies: [hunter2canary] }',
    'keys: { cookie: [{ env: hunter2canary }] }',
    'keys:\n  cookie:\n    - hunter2canary',
    'keys:\n  cookie:\n    - { env: A } # hunter2canary',
    'keys: { signing: hunter2canary }',
  ])('%s', async line => {
    const text = whole.replace(/^keys:\n.*$/m, line)
    expect(text).toContain(canary)
    expect(await outputs(text)).not.toContain(canary)
  })
})

/** A rule quotes what is wrong, and nobody knows what somebody put there. */
describe('what is a secret by its form, in a place for something else', () => {
  const shapes = [
    `https://anyi:${canary}@git.example.com/api?code=1#x`,
    `ghp_${canary}${canary}`,
    `[http://anyi:${canary}@x.example/*]`,
    `[ghp_${canary}${canary}]`,
    `"{ghp_${canary}${canary}}"`,
    `{ clientSecret: ${canary} }`,
  ]
  const places = entriesOf(whole).filter(({ at }) => at[0] !== 'plugins')
  test.each(places.map((place, index) => ({ ...place, shape: shapes[index % shapes.length] })))(
    '$path: $shape',
    async ({ valueAt, end, shape }) => {
      const text = `${whole.slice(0, valueAt)}${shape}${whole.slice(end)}`
      expect(await outputs(text)).not.toContain(canary)
    },
  )
})

/** Where another key is open, such as the address of a vendor's token, and would be what is meant. */
describe('a secret under a key that no map has, in', () => {
  const maps = entriesOf(whole).filter(({ value }) => isMap(value))
  const unknown = [...names, 'tokens', 'idToken'].filter(isSecretKey)
  // a third of the names in each map
  test.each(maps.map((map, index) => ({ ...map, index })))(
    '$path',
    async ({ valueAt, end, value, index }) => {
      const own = isMap(value) ? value.items.map(({ key }) => String(key)) : []
      // in a map of names that people choose one that is misspelt is no mistake
      const others = unknown.filter((name, number) => (number + index) % 3 === 0 && !own.includes(name))
      for (const name of others) {
        const text = `${whole.slice(0, valueAt)}{ ${name}: ${canary} }${whole.slice(end)}`
        expect(await outputs(text), name).not.toContain(canary)
      }
    },
  )
})

test.each(forms)('a secret behind a full-width colon: %s', async form => {
  const text = reference.replace('clientSecret: { env: GITHUB_CLIENT_SECRET }', `clientSecret：${form}`)
  expect(await outputs(text)).not.toContain(canary)
})

test.each(['baseUrl', 'endpoints', 'host', 'callbackUrl', 'name', 'id', 'allow'])(
  'an address with a password under %s is not shown',
  async key => {
    const line = `${key}: https://anyi:${canary}@git.example.com/api`
    const text = reference.replace('clientSecret: { env: GITHUB_CLIENT_SECRET }', line)
    expect(await outputs(text)).not.toContain(canary)
  },
)

test('an address with a password is not shown', async () => {
  const text = reference.replace('sqlite:./data/sso.db', `postgres://sso:${canary}@db/sso`)
  expect(await outputs(text)).not.toContain(canary)
})

test.each([
  `postgres://sso@db/sso?password=${canary}`,
  `postgres://sso@db/sso?sslmode=disable&sslpassword=${canary}`,
  `sqlite:./sso.db?key=${canary}`,
])('a secret in the address of the database is told and not shown: %s', async url => {
  const told = await outputs(reference.replace('sqlite:./data/sso.db', url))
  expect(told).toContain('error[secret/inline]')
  expect(told).not.toContain(canary)
})

test('files that are not UTF-8 do not show secrets either', async () => {
  const bytes = Buffer.concat([
    Buffer.from(`clientSecret: ${canary} `),
    Buffer.from([0xff, 0xfe, 0xc4]),
    Buffer.from(` ${canary}\n`),
  ])
  const { files, diagnostics } = await compile(bytes, { file: 'x.yaml' })
  expect(diagnostics.map(({ rule }) => rule)).toEqual(['yaml/encoding'])
  expect(pretty(files, diagnostics)).not.toContain(canary)
})
