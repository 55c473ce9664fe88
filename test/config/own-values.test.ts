import { expect, test } from 'vitest'
import { compile } from '../../src/config/compile.ts'
import { text } from './whole.ts'

/** A value in the wrong shape is answered by that value in the right one, and never by the usual one in its place. */
const tell = async (changed: string) => (await compile(changed, { file: 'sso.config.yaml' })).diagnostics
const put = (from: string, to: string) => {
  expect(text).toContain(from)
  return text.replace(from, () => to)
}

test.each([
  ['idpInitiated: false', 'idpInitiated: [true]', 'idpInitiated: true'],
  ['idpInitiated: false', 'idpInitiated: { value: true }', 'idpInitiated: true'],
  ['idpInitiated: false', 'idpInitiated: [yes]', 'idpInitiated: true'],
  ['  keep: forever', '  keep: [1100d]', 'keep: 1100d'],
  ['  keep: forever', '  keep:\n    - 1100d', 'keep: 1100d'],
  ['name: Grafana', 'name: [监控]', 'name: 监控'],
  ['      every: 24h', '      every: [6 h]', 'every: 6h'],
  ['        accounts: 20', '        accounts: [50]', 'accounts: 50'],
  ['    nameId: email', '    nameId: [persistent]', 'nameId: persistent'],
  ['  listen: 0.0.0.0:8080', '  listen: [0.0.0.0:9000]', 'listen: 0.0.0.0:9000'],
  ['  listen: 0.0.0.0:8080', '  listen: { host: 0.0.0.0, port: 9000 }', 'listen: 0.0.0.0:9000'],
  ['      department: 研发部', '      department: { value: 研发部 }', 'department: 研发部'],
  ['    sync: { every: 12h }', '    sync: [{ every: 12h }]', 'sync: { every: 12h }'],
  [
    'session:\n  idle: 30m\n  lifetime: 8h',
    'session:\n  - idle: 45m\n  - lifetime: 9h',
    'session: { idle: 45m, lifetime: 9h }',
  ],
  [
    '    clientSecret: { env: WIKI_CLIENT_SECRET }',
    '    clientSecret: [{ env: WIKI }]',
    'clientSecret: { env: WIKI }',
  ],
  ['    type: link', '    type: [link]', 'type: link'],
])('%s as %s', async (right, wrong, help) => {
  const found = await tell(put(right, wrong))
  expect(found.map(told => told.help)).toEqual([`write ${help}`])
  const indent = /^ */.exec(right)?.[0] ?? ''
  expect(await tell(put(right, `${indent}${help}`))).toEqual([])
})

test('of several values each is named', async () => {
  const [found] = await tell(put('listen: 0.0.0.0:8080', 'listen: [0.0.0.0:1, 127.0.0.1:2]'))
  expect(found?.help).toBe('write one of them: listen: 0.0.0.0:1 or listen: 127.0.0.1:2')
})

test('what is in no form is answered by the form', async () => {
  const [found] = await tell(put('idpInitiated: false', 'idpInitiated: [maybe]'))
  expect(found?.help).toBe('write true or false, such as idpInitiated: false')
})

test.each([
  ['"WIKI_TOKEN "'],
  ['process.env.WIKI_TOKEN'],
  ['$WIKI_TOKEN'],
  ['"$' + '{WIKI_TOKEN}"'],
  ['"$' + '{WIKI_TOKEN:-hunter2}"'],
  ['"{{ WIKI_TOKEN }}"'],
  ['"%WIKI_TOKEN%"'],
  ['"$env:WIKI_TOKEN"'],
  ['"WIKI_TOKEN,"'],
  ['os.getenv("WIKI_TOKEN")'],
  ['[WIKI_TOKEN]'],
])('the variable of { env: %s }', async wrong => {
  const found = await tell(put('{ env: WIKI_CLIENT_SECRET }', `{ env: ${wrong} }`))
  expect(found.map(({ help }) => help)).toEqual(['write env: WIKI_TOKEN'])
  expect(JSON.stringify(found)).not.toContain('hunter2')
})

test.each([['"ghp_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789"'], ['"hunter2!"'], ['"getenv(hunter2)"']])(
  'what may be the secret itself is not said again: %s',
  async wrong => {
    const [found] = await tell(put('{ env: WIKI_CLIENT_SECRET }', `{ env: ${wrong} }`))
    expect(found?.help).toContain('{ env: WIKI_CLIENT_SECRET }')
    expect(JSON.stringify(found)).not.toMatch(/hunter2|ghp_/)
  },
)

test.each([
  ['publicUrl: https://sso.example.com', 'publicUrl: { env: PUBLIC_URL }'],
  ['publicUrl: https://sso.example.com', 'publicUrl: $' + '{PUBLIC_URL}'],
  ['issuer: https://id.partner.example', 'issuer: { env: ISSUER }'],
])('%s takes no reference: %s', async (right, wrong) => {
  const found = await tell(put(right, wrong))
  expect(found.map(({ help }) => help)).toEqual([
    expect.stringMatching(/^write the value itself: .* an overlay$/),
  ])
})

test.each([
  ['    type: link', '    type: 42', /^write type: …; the types are "alibaba-cloud", /],
  ['issuer: https://id.partner.example', 'issuer: 42', /^write an address such as /],
  ['clientId: dingwjlht8b93ara', 'clientId: ""', /^write the Client ID/],
  ['clientSecret: { env: WIKI_CLIENT_SECRET }', 'clientSecret: { env: 42 }', /^write the name of /],
  ['listen: 0.0.0.0:8080', 'listen: 127.0.0.18080', /^write listen: 127\.0\.0\.1:8080$/],
  ['listen: 0.0.0.0:8080', 'listen: localhost8080', /^write listen: localhost:8080$/],
  ['listen: 0.0.0.0:8080', 'listen: 10.0.0.5.9000', /^write listen: 10\.0\.0\.5:9000$/],
  ['listen: 0.0.0.0:8080', 'listen: 10.0.0.256:8080', /^write host:port, such as /],
  ['scopes: [openid, profile, email]', 'scopes: ["openid\\""]', /^write openid$/],
  ['scopes: [openid, profile, email]', 'scopes: [openid email]', /^write 2 entries: openid, email$/],
  ['- id: mail', `- id: ${'a'.repeat(64)}`, /at most 63 characters, such as id: link$/],
  ['- id: mail', '- id: 2mail', /^write id: mail$/],
])('%s as %s', async (right, wrong, help) => {
  const found = (await tell(put(right, wrong))).filter(({ rule }) => rule !== 'ref/unknown')
  expect(found.map(told => told.help)).toEqual([expect.stringMatching(help)])
})

test('letters alone are no digest', async () => {
  const found = await tell(put('- id: mail', `- id: ${'a'.repeat(63)}`))
  expect(found.map(({ rule }) => rule)).toEqual(['ref/unknown'])
})
