import { describe, expect, it } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { discreetOptions } from '../../src/config/shown.ts'
import { outputs } from './secrets.ts'

/** Another key is wrong, so that the line with the options is in no frame but for what is wrong in it. */
const passport = (options: string) => `version: 1
publicUrl: https://sso.example.com
sources:
  - { id: gl, type: passport, name: GitLab, module: passport-gitlab2, identity: { issuer: "https://gl.example.com", subject: id }, allow: { groups: [x] }, nam: x, options: ${options} }
`

/** Of a map that somebody else describes nobody knows the keys, and any may be there. */
describe('a secret among the options of another is not shown:', () => {
  it.each([
    '{ clientID: abc, clientSceret: CANARY }',
    '{ clientID: abc, clientSceret: { env: X:CANARY } }',
    '{ clientID: abc, clientSe]ret: CANARY }',
    '{ clientID: abc, clientSe」ret: { env: [X, CANARY] } }',
    '{ clientID: abc, "clientSe&ret": CANARY }',
    '{ clientID: abc, nested: { pasword: CANARY } }',
    '{ clientID: abc, private: CANARY }',
    '{ clientID: abc, customHeaders: { Accept: CANARY } }',
    '{ clientID: abc, X-Auth: CANARY }',
    '{ clientID: abc, nested: { connectionString: CANARY } }',
    '{ clientID: abc, clientSecret: a, CANARY }',
    '{ clientID: abc, clientSceret: a, CANARY }',
    '{ clientID: abc, clientSret: a, CANARY! }',
    '{ clientID: abc, clientSecret: { env: X }, CANARY }',
    '{ clientID: abc, clientSecret: { env: X }, canary: , CANARY:x, baseURL: y }',
    '{ clientID: abc, clientSecret: { env: X }, a:CANARY }',
    '{ clientID: abc, clientSecret str(CANARY) }',
    '{ clientID: abc, clientSecret=> CANARY }',
    '{ clientID: abc, clientSecret=CANARY }',
    '{ clientID: abc, clientSecret;a, CANARY, baseURL: x }',
    'CANARY',
    '[ CANARY ]',
    '[ { a: CANARY } ]',
    '[ [ CANARY ] ]',
    '{ clientID: abc, proxy: { exec: CANARY } }',
    '{ clientID: abc, proxy: { exec: [7, CANARY] }, x }',
  ])('%s', async options => {
    expect(await outputs(passport(options))).not.toContain('CANARY')
  })

  it('nor is what stands behind a misspelt "options"', async () => {
    const text = passport('CANARY').replace('options:', 'optons:')
    expect(text).toContain('optons: CANARY')
    expect(await outputs(text)).not.toContain('CANARY')
  })

  it('nor is a plain word behind it, in a help', async () => {
    expect(await outputs(passport('{ clientSecret: { env: X }, walrusteapot }'))).not.toContain('walrus')
    expect(await outputs(passport('{ clientSecret walrus/teapot, a: b }'))).not.toContain('walrus')
  })
})

it('nor is a line that goes on with the value above it, in a message', async () => {
  const text = `version: 1
publicUrl: https://sso.example.com
sources:
  - id: local
      walrusteapot
    type: local
    name: Password
`
  expect(await outputs(text)).toContain('"id" must be')
  expect(await outputs(text)).not.toContain('walrus')
})

it('nor is one that goes on as the key below it', async () => {
  const text = `version: 1
publicUrl: https://sso.example.com
sources:
  - { id: gh, type: github, name: GitHub, clientId: abc, allow: { organizations: [x] }, clientSecret: { env: X },
      walrusteapot
      enabled: true }
`
  expect(await outputs(text)).toContain('schema/unknown-key')
  expect(await outputs(text)).not.toContain('walrus')
})

it('other options are in the open', async () => {
  const text = passport('{ clientID: abc, pkce, scope: [read] }')
  const { diagnostics } = await compile(text, { file: 'x.yaml' })
  expect(diagnostics.map(({ message }) => message)).toContain('"pkce" has no value')
  expect(await outputs(text)).toContain('clientID: abc, pkce, scope: [read]')
})

it('a misspelt secret is not printed, and a name or an address is', () => {
  const options = {
    clientSceret: 'CANARY',
    tokenURL: 'https://gl.example.com/token',
    authorizationURL: 'https://gl.example.com/authorize',
    private: 'CANARY',
    nested: { pasword: 'CANARY' },
    a: { exec: 'CANARY' },
  }
  expect(discreetOptions({ options }, { options: { 'x-free': true } })).toEqual({
    options: {
      clientSceret: '‹redacted›',
      tokenURL: 'https://gl.example.com/token',
      authorizationURL: 'https://gl.example.com/authorize',
      private: '‹redacted›',
      nested: { pasword: '‹redacted›' },
      a: { exec: '‹redacted›' },
    },
  })
})
