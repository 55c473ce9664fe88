import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formats, type Run } from '../../src/cli/validate/formats.ts'
import { pretty } from '../../src/diagnostics/pretty.ts'
import { base, corp, laid, over, places } from './layers.ts'

describe('a problem is shown where the value in force was written', () => {
  test.each<[what: string, under: string, above: string, found: string[]]>([
    ['a value of the later file', base, '\nui: { locale: zh }\n', ['prod.yaml:2 schema/wrong-type']],
    [
      'a value of the first file',
      `ui: { locale: zh }\n${base}`,
      'ui: { title: A }\n',
      ['base.yaml:1 schema/wrong-type'],
    ],
    ['a wrong value that is replaced', `ui: { locale: zh }\n${base}`, 'ui: { locale: en }\n', []],
    [
      'a right value that is replaced',
      `ui: { locale: en }\n${base}`,
      'ui: { locale: zh }\n',
      ['prod.yaml:1 schema/wrong-type'],
    ],
    [
      'a key in a merged entry',
      base,
      'sources:\n  - id: github\n    colour: red\n',
      ['prod.yaml:3 schema/unknown-key'],
    ],
    [
      'a key that a merged entry lacks',
      base.replace(/ {4}clientId.*\n/, ''),
      'sources:\n  - id: github\n    name: 代码\n',
      ['base.yaml:4 schema/missing-key'],
    ],
    [
      'a key that a new entry lacks',
      base,
      'sources:\n  - id: extra\n    type: oidc\n    name: Extra\n',
      ['prod.yaml:2 schema/missing-key'],
    ],
    [
      'an entry without an id',
      base,
      'sources:\n  - { id: github }\n  - { type: local, name: X2 }\n',
      ['prod.yaml:3 schema/missing-key', 'prod.yaml:3 source/one-local base.yaml:9'],
    ],
    [
      'an id that one file has twice',
      base,
      'sources:\n  - { id: github }\n  - { id: github, type: github, name: AB, clientId: x, clientSecret: { env: X } }\n',
      ['prod.yaml:3 id/duplicate prod.yaml:2'],
    ],
    [
      'an id that one file changes twice',
      base,
      'sources:\n  - { id: github, clientId: a1 }\n  - { id: github, clientId: b1 }\n',
      ['prod.yaml:3 id/duplicate prod.yaml:2'],
    ],
    [
      'an id that one file changes twice, with its type',
      base,
      'sources:\n  - { id: github, type: github }\n  - { id: github, type: github, name: AB }\n',
      ['prod.yaml:3 id/duplicate prod.yaml:2'],
    ],
    [
      'an app that one file changes twice',
      `${base}apps:\n  - { id: mail, type: link, name: Mail, url: "https://mail.example.com", allow: everyone }\n`,
      'apps:\n  - { id: mail, name: AB }\n  - { id: mail, name: AC }\n  - { id: mail, name: AD }\n',
      ['prod.yaml:3 id/duplicate prod.yaml:2', 'prod.yaml:4 id/duplicate prod.yaml:2'],
    ],
    [
      'a grant that one file changes twice',
      `${base}grants:\n  - { id: rd, when: { source: github }, groups: [rd] }\n`,
      'grants:\n  - { id: rd, groups: [a] }\n  - { id: rd, groups: [b] }\n',
      ['prod.yaml:3 id/duplicate prod.yaml:2'],
    ],
    ['a list that is no list', base, 'sources: github\n', ['prod.yaml:1 schema/wrong-type']],
    ['a file that is no map', base, '- a\n', ['prod.yaml:1 schema/wrong-type']],
    ['a value without a value', base, 'publicUrl:\n', ['prod.yaml:1 schema/wrong-type']],
    [
      'two references for one value',
      base,
      'sources:\n  - id: github\n    clientSecret: { file: ./x }\n',
      ['prod.yaml:3 schema/wrong-type base.yaml:8'],
    ],
    [
      'a reference with a misspelt kind',
      base,
      'sources:\n  - id: github\n    clientSecret: { evn: X }\n',
      ['prod.yaml:3 schema/unknown-key'],
    ],
    [
      'a misspelt id',
      base,
      'sources:\n  - { id: githb, clientId: x }\n',
      ['prod.yaml:2 schema/missing-key base.yaml:4'],
    ],
    [
      'a misspelt id with its type',
      base,
      'sources:\n  - { id: githb, type: github, clientId: x }\n',
      ['prod.yaml:2 schema/missing-key base.yaml:4'],
    ],
    [
      'an id that is like no other',
      base,
      'sources:\n  - { id: mail, clientId: x }\n',
      ['prod.yaml:2 schema/missing-key'],
    ],
    [
      'a misspelt id of a grant',
      `grants: [{ id: developers, when: { source: github }, groups: [dev] }]\n${base}`,
      'grants: [{ id: developer, groups: [dev] }]\n',
      ['prod.yaml:1 schema/missing-key base.yaml:1'],
    ],
    [
      'another type',
      base,
      'sources:\n  - { id: github, type: local }\n',
      ['prod.yaml:2 schema/wrong-type base.yaml:5'],
    ],
    [
      'a type that there is not',
      base,
      'sources:\n  - { id: github, type: git }\n',
      ['prod.yaml:2 schema/wrong-type base.yaml:5'],
    ],
    [
      'names and their sum',
      `autoRegister: { permissions: { names: [webdav_read], sum: 256 } }\n${base}`,
      '\nautoRegister: { permissions: { sum: 257 } }\n',
      ['prod.yaml:2 permission/sum-names-mismatch base.yaml:1'],
    ],
    [
      'a rule on what both say',
      base,
      'autoRegister: { enabled: true }\n',
      ['base.yaml:5 autoregister/open-source prod.yaml:1'],
    ],
    [
      'a reference to a source',
      base,
      'admins:\n  - { source: nobody, subject: "1" }\n',
      ['prod.yaml:2 ref/unknown'],
    ],
  ])('%s', async (_what, under, above, found) => {
    const { diagnostics, config } = await laid({ 'base.yaml': under }, above)
    expect(places(diagnostics)).toEqual(found)
    expect(config === undefined).toBe(found.length > 0)
  })

  test('a misspelt id is told with the one that was meant, and is not corrected', async () => {
    const wrong = 'sources: [{ id: githb, clientId: x }]\n'
    expect((await over(wrong)).diagnostics).toMatchObject([
      {
        message: 'base.yaml has no source "githb" that this could change',
        label: 'did you mean "github"?',
        help: 'write id: github; a new source needs "type" too',
        where: 'sources[githb].id',
      },
    ])
    expect((await over(wrong)).diagnostics[0]).not.toHaveProperty('fix')
    const [strange] = (await over(wrong.replace('githb', 'mail'))).diagnostics
    expect(strange?.help).toBe('the ids there are "github" and "local"; a new source needs "type" too')
  })

  test('the id of an earlier file that is not the first is known too', async () => {
    const { diagnostics } = await over(`sources:${corp}\n`, 'sources: [{ id: crop, name: Firm }]\n')
    expect(places(diagnostics)).toEqual(['site.yaml:1 schema/missing-key prod.yaml:2'])
    expect(diagnostics[0]?.label).toBe('did you mean "corp"?')
  })

  test.each([
    ['below', 'clientId: a\n', 'clientld: 9f8e7d6c5b4a32100123\n'],
    ['twice below, once in each file', 'client_id: a\n', 'clientld: 9f8e7d6c5b4a32100123\n'],
  ])(
    'a misspelt key is to be renamed where only the other file has the right one: %s',
    async (_, own, other) => {
      const under = base.replace(/clientId: .*\n/, own)
      const found = (await laid({ 'base.yaml': under }, `sources:\n  - id: github\n    ${other}`)).diagnostics
      expect(found.at(-1)).toMatchObject({
        file: 'prod.yaml',
        label: 'did you mean "clientId"?',
        help: expect.stringMatching(/^rename it to "clientId"/),
        fix: { edits: [{ file: 'prod.yaml', text: 'clientId' }] },
      })
    },
  )

  test.each([
    ['its own file', 'sources: [{ id: github, clientld: a, clientId: b }]\n', []],
    [
      'its own file, where another one is laid over it',
      'sources: [{ id: github, clientld: a, clientId: b }]\n',
      ['sources: [{ id: github, clientId: c }]\n'],
    ],
  ])('a misspelt key is to be removed where the right one is in %s', async (_, text, others) => {
    const [found] = (await over(text, ...others)).diagnostics
    expect(found).toMatchObject({ file: 'prod.yaml', help: 'remove it: "clientId" is there already' })
    expect(found).not.toHaveProperty('fix')
  })

  test('path, pointer and words are those of the file', async () => {
    const [found] = (await over(`sources:${corp}\n  - id: github\n    colour: red\n`)).diagnostics
    expect(found).toMatchObject({
      file: 'prod.yaml',
      path: ['sources', 1, 'colour'],
      where: 'sources[github].colour',
    })
  })

  test('in the order of the files', async () => {
    const { diagnostics } = await laid(
      { 'base.yaml': `${base}ui: { title: no }\n` },
      'session: 1\n',
      'nothing: x\n',
    )
    expect(places(diagnostics)).toEqual([
      'base.yaml:10 yaml/ambiguous-scalar',
      'prod.yaml:1 schema/wrong-type',
      'site.yaml:1 schema/unknown-key',
    ])
  })

  test('a frame has the lines of both files', async () => {
    const { files, diagnostics } = await over('\nautoRegister: { enabled: true }\n')
    expect(
      pretty(files, diagnostics),
    ).toBe(`error[autoregister/open-source]: anyone who has an account at "GitHub" would get an account here
  ╭─ base.yaml:5:11   sources[github].type
  │
5 │     type: github
  │           ^^^^^^ public identity source
  ├─ prod.yaml:2:26
  │
2 │ autoRegister: { enabled: true }
  │                          ---- accounts are made at the first sign-in, for every source
  ╰─ help: add allow: { organizations: […] } (or "teams"), or set autoRegister: { enabled: false } for this source
     docs: sso-kit explain autoregister/open-source
`)
  })
})

describe('the text of each file', () => {
  test.each([
    ['a syntax error', 'ui: { title: [a }\n', 'prod.yaml:1 yaml/syntax'],
    ['a tab', 'ui:\n\ttitle: a\n', 'prod.yaml:2 yaml/tab-indent'],
    ['a duplicate', 'ui: { title: a, title: b }\n', 'prod.yaml:1 yaml/duplicate-key prod.yaml:1'],
    ['an alias of the other file', 'ui: { title: *x }\n', 'prod.yaml:1 yaml/unresolved-alias'],
    [
      'a tag in an entry',
      'sources:\n  - { name: A1, id: local }\n  - { id: github, name: !x y }\n',
      'prod.yaml:3 yaml/unknown-tag',
    ],
  ])('is checked for itself: %s', async (_what, text, found) => {
    const { diagnostics, config } = await laid(
      { 'base.yaml': base.replace('name: GitHub', 'name: &x GitHub') },
      text,
    )
    expect(places(diagnostics)).toEqual([found])
    expect(config).toBeUndefined()
  })

  test('has its problems told beside those of the other', async () => {
    const { diagnostics, complete } = await laid(
      { 'base.yaml': 'a: [\n' },
      `${base}ui: { title: no }\n`,
      'b: }\n',
    )
    expect(places(diagnostics).map(place => place.split(' ')[0])).toEqual([
      'base.yaml:1',
      'prod.yaml:10',
      'site.yaml:1',
    ])
    expect(complete).toBe(false)
  })

  test.each([
    [1, 1, []],
    [1, 2, ['prod.yaml:1 schema/version base.yaml:1']],
    [2, 1, ['prod.yaml:1 schema/version base.yaml:1']],
    [2, 2, ['prod.yaml:1 schema/version']],
    [1, '"1"', ['prod.yaml:1 schema/version']],
  ])('has one version: %s and %s', async (first, second, found) => {
    const { diagnostics } = await laid(
      { 'base.yaml': base.replace('version: 1', `version: ${first}`) },
      `version: ${second}\n`,
    )
    expect(places(diagnostics)).toEqual(found)
  })

  test('of which none says a version has one message', async () => {
    const { diagnostics } = await laid(
      { 'base.yaml': base.replace('version: 1\n', '') },
      'ui: { title: A }\n',
    )
    expect(places(diagnostics)).toEqual(['base.yaml:1 schema/version'])
  })
})

describe('a secret that is written out', () => {
  const madeUp = 'sources: [{ id: github, clientSecret: made-up }]\n'

  test('is right in a *.sandbox.yaml only, whatever the other file is called', async () => {
    const { config } = await laid({ 'base.yaml': base, 'dev.sandbox.yaml': madeUp })
    expect(config?.sources[0]?.options.clientSecret).toEqual({ literal: 'made-up' })
    const { diagnostics } = await laid({ 'base.sandbox.yaml': base, 'prod.yaml': madeUp })
    expect(places(diagnostics)).toEqual(['prod.yaml:1 secret/inline'])
  })
})

describe('a secret that somebody wrote into one of the files', () => {
  const canary = 'hunter2canary'
  const forms = [
    canary,
    `"${canary}"`,
    `'${canary}`,
    `!${canary}`,
    `&${canary}`,
    `*${canary}`,
    `{ ${canary} }`,
    `{ env: ${canary} }`,
    `{ file: ${canary} }`,
    `[${canary}`,
    `ab #${canary}`,
    `${canary}: x`,
    `\${${canary}}`,
  ]
  const names = ['clientSecret', 'clientScret', 'appSecret', 'token', 'password']
  const others = [
    '',
    'ui: { title: no }\n',
    'ui: [\n',
    'sources: [{ id: github, type: oidc, name: X2 }]\n',
    'sources: [{ id: github, clientSecret: { env: OTHER } }]\n',
    'sources: [{ id: github, clientSecret: { file: ./x }, type: nothing }]\n',
    'sources: []\n',
    'sources: x\n',
  ]

  /** The planted line also has a problem of its own, so that it is drawn. */
  const planted = (form: string, name: string, file: 'base.yaml' | 'prod.yaml'): [string, string] =>
    file === 'base.yaml'
      ? [
          base.replace(
            '    clientSecret: { env: GITHUB_CLIENT_SECRET }',
            `    colour: { ${name}: ${form} }\n    ${name}: ${form}`,
          ),
          '',
        ]
      : [base, `sources:\n  - id: github\n    nothing: { x: 1, ${name}: ${form} }\n    ${name}: ${form}\n`]

  test('is in no format', async () => {
    let drawn = 0
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...forms),
        fc.constantFrom(...names),
        fc.constantFrom('base.yaml', 'prod.yaml'),
        fc.constantFrom(...others),
        async (form, name, where, other) => {
          const [first, second] = planted(form, name, where)
          const compiled = await laid({ 'base.yaml': first }, ...(second === '' ? [other] : [second, other]))
          drawn += compiled.diagnostics.length
          const sources = [...compiled.files].map(([file]) => ({ file, input: '' }))
          const run: Run = {
            results: [{ path: 'base.yaml+prod.yaml', sources, ...compiled }],
            failOn: 'warning',
            levels: {},
            environment: false,
            quiet: false,
            nameInRepository: (file: string) => file,
            most: 50,
          }
          for (const shows of Object.values(formats)) {
            const shown = shows.run(run, { colour: false, link: () => undefined })
            expect(shown + (shows.page?.(run) ?? '')).not.toContain(canary)
          }
        },
      ),
      { numRuns: 120 },
    )
    expect(drawn).toBeGreaterThan(120)
  })

  test.each([
    ['keys: { cookie: [CANARY], nothing: x }', 'keys: { cookie: [{ env: KEY }] }', 'secret/inline'],
    ['keys: { cookie: CANARY, nothing: x }', 'keys: { cookie: [{ env: KEY }] }', 'secret/inline'],
    [
      'outbound: { proxy: "http://u:CANARY@h:3128", nothing: x }',
      'outbound: { proxy: "http://h:3128" }',
      'secret/looks-like-secret',
    ],
  ])('is told and covered although the later file replaces it: %s', async (below, above, rule) => {
    const { files, diagnostics } = await laid({ 'base.yaml': `${base}${below}\n` }, above)
    expect(places(diagnostics).sort()).toEqual(['base.yaml:10 schema/unknown-key', `base.yaml:10 ${rule}`])
    const frames = pretty(files, diagnostics)
    expect(frames).toContain('‹redacted›')
    expect(frames).not.toContain('CANARY')
  })
})

describe('what is hardly meant is told', () => {
  const apps = 'apps: [{ id: a, type: link, name: AB, url: https://a.example.com, allow: everyone }]\n'
  test.each<[what: string, above: string, found: string[]]>([
    ['an empty file', '# later\n', ['prod.yaml:1 schema/empty-overlay']],
    [
      'an empty list in place of one whose entries have ids',
      'grants: []\napps: []\n',
      ['prod.yaml:2 schema/empty-overlay base.yaml:10'],
    ],
    ['an empty list in place of plain values is not', 'server: { trustedProxies: [] }\n', []],
  ])('%s', async (_what, above, found) => {
    const proxies = 'server: { trustedProxies: [10.0.0.0/8] }\n'
    const { diagnostics, config } = await laid({ 'base.yaml': base + apps + proxies }, above)
    expect(places(diagnostics)).toEqual(found)
    expect(diagnostics.every(({ severity }) => severity === 'info')).toBe(true)
    expect(config).toBeDefined()
  })
})

describe('a "not" that gets another key', () => {
  const grant = (when: string) => `grants: [{ id: rd, when: { ${when} }, groups: [staff] }]\n`
  test.each<[before: string, later: string, help: string | undefined]>([
    ['not: { department: 外包 }', 'not: { title: 实习生 }', 'all: [{ not: { title: … } }]'],
    [
      'not: { attribute: { a: x } }',
      'not: { attribute: { a: x, b: y } }',
      'all: [{ not: { attribute: { b: … } } }]',
    ],
    ['not: { department: 外包 }', 'not: { department: 实习 }', undefined],
    ['not: { department: 外包 }', 'title: 实习生', undefined],
    ['not: { department: 外包 }', 'all: [{ not: { title: 实习生 } }]', undefined],
    ['not: { not: { department: 研发部 } }', 'not: { not: { title: 经理 } }', undefined],
  ])('%s and %s', async (before, later, help) => {
    const { diagnostics } = await laid(
      { 'base.yaml': base + grant(before) },
      grant(later).replace(', groups: [staff]', ''),
    )
    const found = diagnostics.filter(({ rule }) => rule === 'grant/widened-not')
    expect(found.map(({ file, severity }) => [file, severity])).toEqual(
      help ? [['prod.yaml', 'warning']] : [],
    )
    if (help) expect(found[0]?.help).toContain(help)
  })
})
