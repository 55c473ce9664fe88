import { expect, test } from 'vitest'
import { find } from './slip.ts'

/** Every section without its key, below every other: one message, at its first line, whose help leads to the file that was meant. */
const head = 'version: 1\npublicUrl: https://sso.example.com\n'
const local = '  - { id: local, type: local, name: Password }\n'
const sources = `sources:
  - { id: github, type: github, name: GitHub, clientId: 0a1b2c3d, clientSecret: { env: GITHUB } }
${local}`
const sections: Readonly<Record<string, readonly string[]>> = {
  server: [
    'server:\n  listen: 127.0.0.1:8080\n  trustedProxies: [127.0.0.1/32]\n',
    'server:\n  trustedProxies:\n    - 127.0.0.1/32\n',
  ],
  storage: ['storage:\n  url: sqlite:./data/sso.db\n'],
  outbound: ['outbound:\n  egressIps: [203.0.113.7]\n', 'outbound: {}\n'],
  keys: ['keys:\n  cookie: [{ env: COOKIE }]\n', 'keys:\n  cookie:\n    - env: COOKIE\n'],
  session: ['session:\n  idle: 30m\n  lifetime: 8h\n'],
  audit: ['audit:\n  keep: 400d\n'],
  ui: ['ui:\n  title: 示例科技\n', 'ui: { title: Example }\n'],
  admins: [
    'admins:\n  - { source: local, subject: a1b2c3d4 }\n',
    'admins:\n  - source: local\n    subject: a1b2c3d4\n',
  ],
  permissionProfile: ['permissionProfile:\n  read: 1\n  write: 2\n'],
  autoRegister: [
    'autoRegister:\n  enabled: true\n  baseDir: /staff\n',
    'autoRegister:\n  enabled: true\n  permissions:\n    - write\n',
  ],
  callbacks: [
    'callbacks:\n  path: /auth/{source}/callback\n',
    'callbacks:\n  alist:\n    source: github\n    frontends: [https://files.example.com]\n',
    'callbacks:\n  alist: { source: github, frontends: [https://files.example.com] }\n',
  ],
  sources: [
    sources,
    'sources:\n  - id: github\n    type: github\n    name: GitHub\n    clientId: 0a1b2c3d\n    clientSecret: { env: GITHUB }\n    allow: { organizations: [example] }\n  - id: local\n    type: local\n    name: Password\n',
  ],
  organizations: [
    'organizations:\n  - { id: example, name: Example, sources: [local] }\n',
    'organizations:\n  - id: example\n    name: Example\n    sources:\n      - local\n',
  ],
  grants: [
    'grants:\n  - { id: all, when: { source: local }, groups: [staff] }\n',
    'grants:\n  - id: all\n    when:\n      source: local\n    groups: [staff]\n',
  ],
  apps: [
    'apps:\n  - { id: mail, type: link, name: Mail, url: https://mail.example.com, allow: everyone }\n',
    'apps:\n  - id: mail\n    type: link\n    name: Mail\n    url: https://mail.example.com\n    allow: everyone\n',
  ],
  moved: ['moved:\n  - { from: sources.old, to: sources.local }\n', 'moved: []\n'],
  plugins: ['plugins: []\n'],
}
const all = Object.entries(sections)

test.each(all.filter(([name]) => name !== 'plugins'))('%s', async (name, texts) => {
  for (const text of texts.filter(text => text.includes(':\n')))
    for (const [other, above] of all.filter(([other]) => other !== name))
      for (const before of above) {
        const rest = [name, other].includes('sources') ? '' : sources
        const wrong = `${head}${before}${text.slice(name.length + 2)}${rest}`
        const line = `${head}${before}`.split('\n').length
        const told = (await find(wrong)).map(({ line, help }) => [line, help])
        expect(told, wrong).toEqual([[line, expect.stringMatching(`^write "${name}:" above (?:it|them)$`)]])
      }
})

test('of an entry that is of two lists the one that is not there', async () => {
  const entry = '  - id: partner\n    type: oidc\n    name: Partner\n'
  const source = `${entry}    issuer: https://id.partner.example\n    clientId: a\n    clientSecret: { env: A }\n`
  expect(await find(`${head}ui:\n  title: Example\n${source}`)).toEqual([
    expect.objectContaining({ help: 'write "sources:" above it' }),
  ])
  const app = `${entry}    clientSecret: { env: A }\n    redirectUris: [https://a.example/b]\n    allow: everyone\n`
  expect(await find(`${head}${sources}ui:\n  title: Example\n${app}`)).toEqual([
    expect.objectContaining({ help: 'write "apps:" above it' }),
  ])
})

test('a line that fell out of the last entry is none of another section', async () => {
  const grants = 'grants:\n  - id: all\n    when: { source: local }\n    groups: [staff]\n  baseDir: /staff\n'
  const told = await find(`${head}${sources}${grants}`)
  expect(told.map(({ help }) => help)).toEqual(['write 4 spaces before it'])
  const links = sections.apps?.[1]?.replace('    url', '  url') ?? ''
  expect((await find(`${head}${sources}${links}`)).map(({ help }) => help)).toEqual([
    'write 4 spaces before it',
  ])
})

test('what is there for none above entries of its own is told as that', async () => {
  const told = await find(`${head}${sources}grants: []\n  - { id: all, when: { source: local } }\n`)
  expect(told.map(({ help }) => help)).toEqual(['remove it: what is below is the value'])
})
