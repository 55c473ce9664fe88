import { describe, expect, it } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { pretty } from '../../src/diagnostics/pretty.ts'
import { outputs } from './secrets.ts'

const head = `version: 1
publicUrl: https://sso.example.com
sources:
  - { id: local, type: local, name: Password }
`
const github = (secret: string) =>
  `${head}  - { id: gh, type: github, name: GitHub, clientId: abc, clientSecret: ${secret} }\n`

/** Between braces a comma ends a secret, and its rest becomes the name of a key. */
describe('the rest of a secret behind a comma is not shown:', () => {
  it.each([
    'Pa55w0rd,CANARYhalf',
    'Pa55w0rd, CANARYhalf',
    '"a",CANARYhalf',
    'Pa55w0rd,CANARYhalf: x',
    'Pa55w0rd,x: CANARYhalf',
    'Pa55w0rd, CANARYhalf, CANARYthird: yes, CANARYfourth: 0x10',
    'Pa55w0rd,CANARYhalf: &CANARY x',
    'Pa55w0rd,CANARYhalf: [CANARY]',
    '$CLIENT_SECRET,CANARYhalf',
  ])('clientSecret: %s', async secret => {
    const { diagnostics } = await compile(github(secret), { file: 'x.yaml' })
    expect(diagnostics.map(({ path }) => path)).toEqual([['sources', 1, 'clientSecret']])
    expect(diagnostics[0]?.rule).toMatch(/^secret\//)
    expect(await outputs(github(secret))).not.toContain('CANARY')
  })

  it.each([
    'keys: { cookie: CANARYa, CANARYb }',
    'keys: { cookie: CANARYa, CANARYb: yes }',
    'ui: { token: CANARYa, CANARYb }',
    'ui: { token: CANARYa, CANARYb: yes }',
    'ui: { token: CANARYa, CANARYb: !CANARY x }',
    'ui: { token: CANARYa, CANARYb: x, CANARYb: y }',
    'foo: { clientSecret: CANARYa, CANARYb }',
    'apps: [{ id: w, type: oidc, name: Wiki, allow: everyone, redirectUris: ["https://w.example.com/cb"], clientSecret: CANARYa, CANARYb }]',
  ])('%s', async line => {
    expect((await compile(head + line, { file: 'x.yaml' })).diagnostics).not.toEqual([])
    expect(await outputs(head + line)).not.toContain('CANARY')
  })

  it.each(['{ env: GH }, CANARYhalf', '{ env: GH }, CANARYhalf CANARYthird', '{ file: ./gh }, CANARY!'])(
    'nor behind a reference: %s',
    async secret => expect(await outputs(github(secret))).not.toContain('CANARY'),
  )

  it('nor where it is not judged, since the file is not complete', async () => {
    const text = 'sources:\n  - { id: gh, clientSecret: Pa55w0rd,CANARYhalf: yes, CANARYthird: [0x1] }\n'
    expect(await outputs(text)).not.toContain('CANARY')
  })

  it('nor in a file that may write secrets out', async () => {
    const text = github('Pa55w0rd,CANARYhalf')
    const { diagnostics } = await compile(text, { file: 'x.sandbox.yaml' })
    expect(diagnostics).toMatchObject([{ rule: 'schema/wrong-type', help: 'put all of it in quotes' }])
    expect(await outputs(text, 'x.sandbox.yaml')).not.toContain('CANARY')
  })

  it('and what is known behind it is judged for itself', async () => {
    const { files, diagnostics } = await compile(github('Pa55w0rd, enabeld: true, pkce: maybe'), {
      file: 'x.yaml',
    })
    expect(diagnostics.map(({ rule }) => rule)).toEqual([
      'secret/inline',
      'schema/unknown-key',
      'schema/wrong-type',
    ])
    expect(pretty(files, diagnostics)).toContain('enabeld: true, pkce: maybe }')
  })
})

describe('a key that names a secret and has it, too, is named without it:', () => {
  it.each([
    'apps: [{ id: w, type: link, name: Wiki, url: "https://w.example.com", allow: everyone, "clientSecret CANARY": x }]',
    'apps: [{ id: w, type: link, name: Wiki, url: "https://w.example.com", allow: { groups: x, token CANARYx } }]',
    'apps: [{ id: w, type: link, name: Wiki, url: "https://w.example.com", allow: { group: x, token CANARYx } }]',
    'grants: [{ when: { group: x, token CANARYx }, roles: [admin] }]',
    'grants: [{ when: { groups: x, token CANARYx }, roles: [admin] }]',
    'ui: { title: Example, password CANARY }',
    '"客户端密码 CANARY": x',
  ])('%s', async line => {
    expect(await outputs(head + line)).not.toContain('CANARY')
  })
})
