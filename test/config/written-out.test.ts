import { expect, test } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { find, site } from './slip.ts'

/** A secret under a key that nobody knows was in the file all the same: it is to be replaced, whatever the key should be. */
const literal = '9f8e7d6c5b4a39281706f5e4d3c2b1a0'
const replaceIt = 'it may be in the git history already: replace the secret at the vendor'
const own = 'clientSecret: { env: WIKI_CLIENT_SECRET }'

test.each([
  [own, `secret: ${literal}`, `write ${own}\n${replaceIt}`],
  [own, 'secret: swordfish', `write ${own}\n${replaceIt}`],
  [own, `client_secret: ${literal}`, `write ${own}\n${replaceIt}`],
  [
    own,
    `${own}\n    appSecret: ${literal}`,
    `"clientSecret" is there already: make one of the two\n${replaceIt}`,
  ],
  [
    own,
    `${own}\n    password: ${literal}`,
    expect.stringMatching(new RegExp(`^remove it; .*\nif it is a secret, ${replaceIt}$`)),
  ],
  [
    own,
    `${own}\n    note: ghp_a1B2c3D4e5f6G7h8I9j0k1L2m3N4o5P6q7R8`,
    expect.stringMatching(new RegExp(`^remove it; .*\n${replaceIt}$`)),
  ],
  [
    'version: 1',
    `version: 1\nsessionSecret: ${literal}`,
    `write keys: { cookie: [{ env: SSO_COOKIE_SECRET }] }\nif it is a secret, ${replaceIt}`,
  ],
  [
    own,
    `clientSecret: { value: ${literal} }`,
    'name the place where the secret is kept, such as { env: NAME }\nif the secret itself was written here, replace it at the vendor',
  ],
])('%s as %s', async (right, wrong, help) => {
  const told = await find(site.replace(right, wrong))
  expect(told.map(({ help }) => help)).toEqual([help])
  expect(JSON.stringify(told)).not.toContain(literal)
})

test.each([
  'secret: $WIKI_SECRET',
  'secret: ./wiki.txt',
  'secret: { env: WIKI_SECRET }',
  'tokenUrl: https://wiki.example.com/token',
  'tokenLifetime: 30m',
  'accessTokenFormat: jwt',
])('of %s nothing is to be replaced', async line => {
  expect(JSON.stringify(await find(site.replace(own, line)))).not.toContain('replace the secret')
})

test('nor is what a sandbox makes up', async () => {
  const text = site.replace(own, `secret: ${literal}`)
  const { diagnostics } = await compile(text, { file: 'sso.sandbox.yaml' })
  expect(JSON.stringify(diagnostics)).not.toContain('replace the secret')
})

test.each([
  ['cookies: true', 'write keys: { cookie: [{ env: SSO_COOKIE_SECRET }] }'],
  ['db: postgres://sso@db/sso', 'write storage: { url: postgres://sso@db/sso }'],
  ['database: ./sso.db', 'write storage: { url: sqlite:./sso.db }'],
])('what one word says of a map: %s', async (line, help) => {
  expect((await find(site.replace('version: 1', `version: 1\n${line}`))).map(({ help }) => help)).toEqual([
    help,
  ])
})
