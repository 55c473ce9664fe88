import { describe, expect, it, test } from 'vitest'
import { compileAll } from '../../src/config/compile.ts'
import { pretty } from '../../src/diagnostics/pretty.ts'

const base = `version: 1
publicUrl: https://sso.example.com
server: { listen: 127.0.0.1:8080, trustedProxies: [10.0.0.0/8] }
storage: { url: "sqlite:./sso.db" }
admins:
  - { source: dingtalk, subject: "manager1" }
sources:
  - id: dingtalk
    type: dingtalk
    name: 钉钉
    corpId: ding3608be7c4e5266ce4ac5d6980864
    clientId: dingwjlht8b93ara
    clientSecret: { env: DINGTALK_CLIENT_SECRET }
  - id: casdoor
    type: casdoor
    name: Casdoor
    endpoint: https://door.example.com
    organization: example
    application: sso-kit
    clientId: 0ba528121ea87b3eb54d
    clientSecret: { env: CASDOOR_CLIENT_SECRET }
    certificate: { file: ./door.pem }
grants:
  - { id: rd, when: { source: dingtalk, department: "1001" }, groups: [developers], permissions: [write] }
apps:
  - { id: wiki, type: link, name: Wiki, allow: { groups: [developers] }, url: https://wiki.example.com }
  - { id: intranet, type: forward-auth, name: Intranet, allow: everyone, hosts: [intranet.example.com] }
`

const over = async (...inputs: string[]) => {
  const [first = '', ...others] = inputs.map((input, index) => ({ file: `${'abc'[index]}.yaml`, input }))
  const { diagnostics, files } = await compileAll([
    first as { file: string; input: string },
    ...(others as { file: string; input: string }[]),
  ])
  return {
    told: diagnostics.map(
      ({ rule, file, range, message }) => `${file}:${range.start.line} ${rule} ${message}`,
    ),
    helps: diagnostics.map(({ help }) => help),
    shown: pretty(files, diagnostics),
  }
}

describe('a secret that one file has written out is told, though another one replaces it:', () => {
  const secret = 'Kranich77Moor'
  const literal = base.replace('{ env: CASDOOR_CLIENT_SECRET }', secret)
  const replaced = 'sources: [{ id: casdoor, clientSecret: { env: CASDOOR_CLIENT_SECRET } }]\n'
  const message = '"clientSecret" is a secret written in the file'

  it('by the last one', async () => {
    const { told, shown } = await over(literal, replaced)
    expect(told).toEqual([`a.yaml:21 secret/inline ${message}`])
    expect(shown).not.toContain(secret)
  })

  it('in one between them', async () => {
    const between = `sources: [{ id: casdoor, clientSecret: ${secret} }]\n`
    const { told, shown } = await over(base, between, replaced)
    expect(told).toEqual([`b.yaml:1 secret/inline ${message}`])
    expect(shown).not.toContain(secret)
  })

  it('once, where it is in force', async () => {
    const again = `sources: [{ id: casdoor, clientSecret: ${secret} }]\n`
    expect((await over(literal, again)).told).toEqual([
      `a.yaml:21 secret/inline ${message}`,
      `b.yaml:1 secret/inline ${message}`,
    ])
  })

  it('of a form, in any key', async () => {
    const address = base.replace('"sqlite:./sso.db"', `postgres://sso:${secret}@db.example.com/sso`)
    const { told, shown } = await over(address, 'storage: { url: { env: SSO_DATABASE_URL } }\n')
    expect(told).toEqual([
      expect.stringContaining('a.yaml:4 secret/looks-like-secret "url" looks like an address'),
    ])
    expect(shown).not.toContain(secret)
  })

  it('in an entry that changes none', async () => {
    const { told, shown } = await over(base, `sources: [{ id: casdor, clientSecret: ${secret} }]\n`)
    expect(told).toEqual([
      'b.yaml:1 schema/missing-key a.yaml has no source "casdor" that this could change',
      `b.yaml:1 secret/inline ${message}`,
    ])
    expect(shown).not.toContain(secret)
  })

  it('but for a file of a sandbox', async () => {
    const { diagnostics } = await compileAll([
      { file: 'a.sandbox.yaml', input: literal },
      { file: 'b.yaml', input: replaced },
    ])
    expect(diagnostics).toEqual([])
  })
})

/** Whoever changes the overlay alone finds the problem in a file that nobody has touched. */
describe('what another file brings about says which one:', () => {
  test.each([
    ['server: { trustedProxies: [] }\n', 'forward-auth/trusted-proxies'],
    ['permissionProfile: { see: 1, change: 2 }\n', 'permission/unknown-name'],
    ['grants: [{ id: rd, when: { source: casdoor } }]\n', 'grant/never-met'],
  ])('%j', async (overlay, rule) => {
    const { told, helps } = await over(base, overlay)
    expect(told).toEqual([expect.stringMatching(new RegExp(`^a\\.yaml:\\d+ ${rule} `))])
    expect(helps[0]).toMatch(/\nb\.yaml, laid over this file, brings it about$/)
  })

  it('of several, which ones it may be', async () => {
    const { helps } = await over(base, 'ui: { title: Sign in }\n', 'server: { trustedProxies: [] }\n')
    expect(helps[0]).toMatch(/\nb\.yaml or c\.yaml, laid over this file, brings it about$/)
  })

  it('and nothing of what is there without it, or is told with a place of it', async () => {
    const wrong = base.replace('trustedProxies: [10.0.0.0/8]', 'trustedProxies: []')
    expect((await over(wrong, 'ui: { title: Sign in }\n')).helps[0]).not.toContain('brings it about')
    const doubled = await over(
      base,
      'apps: [{ id: other, type: forward-auth, name: Other, allow: everyone, hosts: [intranet.example.com] }]\n',
    )
    expect(doubled.helps.join()).not.toContain('brings it about')
  })
})

describe('a mistake in a file that is laid over another one is one message:', () => {
  test.each([
    [
      'grants: [{ when: { source: casdoor }, groups: [dev] }]',
      /the id there is "rd"; a new grant needs an id of its own$/,
    ],
    ['sources: [{ id: casdoor, id: door }]', /^keep one of the two$/],
    ['storage: { env: SSO_DATABASE_URL }', /^write storage: \{ url: \{ env: SSO_DATABASE_URL \} \}$/],
    ['grants: [{ id: rd, group: [developers] }]', /or rename it to "groups"$/],
    ['sources:\n  - id: casdoor\n  -', /^write a value$/],
    ['sources: [{ id: 5, clientId: x }]', /lower-case letters/],
    ['sources:\n  - id:\n    clientId: x', /^write id: /],
    [
      'sources: [{ name: dingtalk, enabled: true }, { name: casdoor, enabled: true }]',
      'write id: dingtalk in place of name: dingtalk',
    ],
    [
      'sources: [{ dingtalk: { enabled: true } }, { casdoor: { enabled: true } }]',
      /^write - id: dingtalk in place of - dingtalk:, /,
    ],
    ['sources: [{ id: wiki, name: Wiki }]', 'write apps: in place of sources:'],
    ['casdoor: { clientId: 0ba528121ea87b3eb54d }', /^put it under sources: "- id: casdoor" in its place/],
    ['sources: [{ id: casdoor, remove: true }]', /^write enabled: false in its place/],
    ['sources: [{ id: casdoor, $patch: delete }]', /^write enabled: false in its place/],
    ['sources: [{ id: casdoor, certificate: ./prod.pem }]', /^write certificate: \{ file: \.\/prod\.pem \}$/],
  ])('%j', async (overlay, help) => {
    const { told, helps } = await over(base, `${overlay}\n`)
    expect(helps).toEqual([expect.stringMatching(help)])
    expect(told[0]).toMatch(/^b\.yaml:/)
  })

  const changes = `sources:
  - id: dingtalk
    name: 钉钉2
  - id: casdoor
    clientId: 0ba528121ea87b3eb54d
apps:
  - id: wiki
    url: https://wiki2.example.com
  - id: intranet
    allow: { groups: [developers] }
`
  it.each([
    ['sources:', 'grants:', 'write sources: in place of grants:'],
    ['sources:', 'organizations:', 'write sources: in place of organizations:'],
    ['apps:', 'grants:', 'write apps: in place of grants:'],
    ['apps:\n', '', 'write apps: above this line'],
    ['apps:\n', '# apps:\n', 'write apps: above this line'],
    [/^sources:[\s\S]*apps:/, 'sources:', 'write apps: in place of sources:'],
    ['  - id: dingtalk\n', '  - id: wiki\n    name: Wiki\n  - id: dingtalk\n', 'move it under "apps"'],
    ['  - id: casdoor', '    id: casdoor', 'a dash is probably missing: write - id: … in line 4'],
    ['  - id: intranet', '    id: intranet', 'a dash is probably missing: write - id: … in line 9'],
  ])('%j → %j', async (right, wrong, help) => {
    expect((await over(base, changes)).told).toEqual([])
    const { told, helps } = await over(base, changes.replace(right, wrong))
    expect(helps).toEqual([help])
    expect(told[0]).toMatch(/^b\.yaml:/)
  })

  it('shown in each file that has it', async () => {
    const misspelt = base.replace('organization: example', 'organisation: example')
    const { told, shown } = await over(misspelt, 'sources: [{ id: casdoor, organisation: other }]\n')
    expect(told).toEqual(['b.yaml:1 schema/unknown-key unknown key "organisation" for source type "casdoor"'])
    expect(shown).toMatch(/a\.yaml:18[\s\S]*organisation: example\n.*-{12} here too\n/)
  })

  it('and counts the entries of its own file', async () => {
    const { told } = await over(
      base,
      'apps:\n  - { id: mail, typ: link, name: Mail, allow: everyone, url: https://m.example.com }\n',
    )
    expect(told).toEqual(['b.yaml:2 schema/unknown-key unknown key "typ" in app 1'])
  })

  it('a list that is emptied is told, with what it takes away', async () => {
    const { told } = await over(base, 'admins: []\n')
    expect(told).toEqual([
      'b.yaml:1 schema/empty-overlay "admins" is empty here: it takes away what a.yaml has',
    ])
  })

  it('a list of ids is told once', async () => {
    const { told } = await over(base, 'sources: [dingtalk, casdoor]\n')
    expect(told).toEqual(['b.yaml:1 schema/wrong-type source 1 must be a map of keys, not "dingtalk"'])
  })

  it('an id alone behind an entry that is right is one message', async () => {
    const { told } = await over(base, 'sources:\n  - id: casdoor\n    enabled: false\n  - dingtalk\n')
    expect(told).toEqual(['b.yaml:4 schema/wrong-type source 2 must be a map of keys, not "dingtalk"'])
  })

  it('a type that it spells right is told in the file that does not', async () => {
    const { told, helps } = await over(
      base.replace('type: casdoor', 'type: casdor'),
      'sources: [{ id: casdoor, type: casdoor }]\n',
    )
    expect(told).toEqual(['a.yaml:15 schema/unknown-type unknown source type "casdor"'])
    expect(helps).toEqual(['write type: casdoor'])
  })

  it('before its base it is told, and behind it is right', async () => {
    const change = 'sources: [{ id: casdoor, clientId: 0ba528121ea87b3eb54e }]\n'
    const { told, helps } = await over(change, base)
    expect(told).toEqual([
      'a.yaml:1 schema/overlay-order this file comes before "b.yaml", which has the whole entry and replaces what is other here',
    ])
    expect(helps).toEqual(['name the base first: b.yaml+a.yaml'])
    expect((await over(base, change)).told).toEqual([])
  })

  it('a `moved` that leaves out what the base moves is told, and one that has it is not', async () => {
    const moves = base.replace('apps:', 'moved:\n  - { from: sources.old, to: sources.casdoor }\napps:')
    const own = '  - { from: apps.docs, to: apps.wiki }\n'
    const { told, helps } = await over(moves, `moved:\n${own}`)
    expect(told).toEqual([
      'b.yaml:1 moved/replaced this replaces the "moved" of a.yaml: accounts that it moves are left behind',
    ])
    expect(helps).toEqual(['write here too { from: sources.old, to: sources.casdoor }'])
    const whole = `moved:\n  - { from: sources.old, to: sources.casdoor }\n${own}`
    expect((await over(moves, whole)).told).toEqual([])
  })

  it('a key of it that the base has at the right place is to be moved', async () => {
    const whole = base.replace('apps:', 'ui: { locale: zh-CN }\napps:')
    const { told, helps } = await over(whole, 'locale: en\n')
    expect(told).toEqual(['b.yaml:1 schema/unknown-key unknown key "locale" at the top level'])
    expect(helps).toEqual(['move it under "ui"'])
  })

  it('a list without its key below a section is told as that', async () => {
    const { told } = await over(
      base,
      'storage:\n  url: "sqlite:./b.db"\n  - id: casdoor\n    enabled: false\n',
    )
    expect(told).toEqual(['b.yaml:3 yaml/syntax there is no key above this list'])
  })

  it('by itself it is one that lacks its base, also where it begins with a session', async () => {
    const { told } = await over(
      'session: { idle: 10m }\nsources: [{ id: casdoor, clientId: 0ba528121ea87b3eb54d }]\n',
    )
    expect(told).toEqual([expect.stringContaining('this looks like a file that is laid over another one')])
  })
})
