import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { edited } from '../../src/cli/fix/edits.ts'
import { mend } from '../../src/cli/fix/rounds.ts'
import { compile, compileAll } from '../../src/config/compile.ts'
import { entriesOf } from './entries.ts'

const reference = readFileSync(new URL('../../sso.config.yaml', import.meta.url), 'utf8')
const file = 'sso.config.yaml'
const small = `version: 1
publicUrl: https://sso.example.com
sources:
  - id: github
    type: github
    name: GitHub
    clientId: 0a1b2c3d4e5f60718293
    clientSecret: { env: GITHUB_CLIENT_SECRET }
    allow: { organizations: [example] }
  - id: local
    type: local
    name: Password
`

/** What `--fix` makes of a text, in memory. */
async function fixed(text: string): Promise<string> {
  const source = { file, input: Buffer.from(text), folder: '/' }
  const { inputs } = await mend([{ path: file, sources: [source] }], async ({ path, sources }) => ({
    path,
    sources,
    ...(await compileAll(sources)),
  }))
  return String(inputs[0]?.sources[0].input)
}

const configOf = async (text: string) => (await compile(text, { file })).config
const fixesOf = async (text: string) =>
  (await compile(text, { file })).diagnostics.flatMap(({ fix }) => fix ?? [])

test('a number becomes the text of a form in the very characters that were written', async () => {
  const account = (id: string) => `${small}apps:
  - id: aliyun
    type: alibaba-cloud
    name: Alibaba Cloud
    site: china
    sso: user
    user: { name: "{username}" }
    accountId: ${id}
    allow: everyone
`
  const number = '1098765432109876'
  expect(await fixed(account(number))).toBe(account(`"${number}"`))
  // no account has so few digits
  expect(await fixed(account('109876543'))).toBe(account('109876543'))
})

describe('what a source type is certain of', () => {
  const source = (keys: string) => `version: 1
publicUrl: https://sso.example.com
sources:
  - { id: it, name: It, clientSecret: { env: SECRET }, ${keys} }
`
  const welink = (tenantId: string) =>
    source(`type: welink, clientId: "20190828163922073733756", tenantId: ${tenantId}`)
  const casdoor = (endpoint: string) =>
    source(
      `type: casdoor, clientId: 0a1b2c3d, organization: example, application: sso, endpoint: ${endpoint}`,
    )
  const microsoft = (tenants: string) =>
    source(
      `type: microsoft, clientId: 6731de76-14a6-49ae-97bc-6eba6914391e, tenant: organizations, allow: { tenants: [${tenants}] }`,
    )
  const id = '72f988bf-86f1-41af-91ab-2d7cd011db47'

  test.each([
    [
      'the case of a tenant’s id',
      welink,
      'e22bd2cc5f8b4ee69b931113f678a694',
      '"E22BD2CC5F8B4EE69B931113F678A694"',
    ],
    [
      'an address with a slash at its end',
      casdoor,
      'https://door.example.com/',
      '"https://door.example.com"',
    ],
  ])('%s', async (_what, of, wrong, right) => {
    expect((await compile(of(wrong), { file })).diagnostics).toHaveLength(1)
    expect(await fixed(of(wrong))).toBe(of(right))
    expect((await compile(of(right), { file })).config).toBeDefined()
  })

  test('but neither what it is not certain of, nor who may come in', async () => {
    for (const text of [
      casdoor('https://door.example.com/login'),
      casdoor('http://door.example.com/'),
      microsoft(id.toUpperCase()),
    ])
      expect(await fixed(text)).toBe(text)
  })
})

describe('is mended', () => {
  test.each([
    ['a misspelt key', 'clientSecret:', 'clientSecrt:'],
    ['a key in other letters', 'clientId:', 'client_id:'],
    ['a key of the vendor’s', 'clientId:', 'AppKey:'],
    ['a key in quotes', '    name: GitHub', '    "nmae": GitHub', '    "name": GitHub'],
    [
      'wide colons in lines that follow each other',
      '    type: github\n    name: GitHub\n    clientId: 0a1b',
      '    type：github\n    name：GitHub\n    clientId：0a1b',
    ],
    ['wide colons down to the first line', 'version: 1\npublicUrl: https', 'version：1\npublicUrl：https'],
    [
      'wide colons one below the other',
      '    allow: { organizations: [example] }',
      '    allow：\n      organizations： [example]',
      '    allow:\n      organizations: [example]',
    ],
    ['a misspelt type', 'type: github', 'Type: github'],
    ['a type in capitals', 'type: github', 'type: GitHub'],
    ['a type in capitals and quotes', 'type: github', "type: 'GitHub'", "type: 'github'"],
    ['yes', 'type: github', 'type: github\n    pkce: yes', 'type: github\n    pkce: true'],
    [
      'Off in quotes',
      'type: github',
      'type: github\n    pkce: "Off" # for now',
      'type: github\n    pkce: false # for now',
    ],
    ['a number for text', 'clientId: 0a1b2c3d4e5f60718293', 'clientId: 1.10', 'clientId: "1.10"'],
    [
      'a number too long',
      'clientId: 0a1b2c3d4e5f60718293',
      'clientId: 12345678901234567890',
      'clientId: "12345678901234567890"',
    ],
    ['a leading zero', 'clientId: 0a1b2c3d4e5f60718293', 'clientId: 0777', 'clientId: "0777"'],
    ['an ambiguous text', 'name: GitHub', 'name: "On"', 'name: "On"'],
    ['a version in quotes', 'version: 1', 'version: "1"'],
    ['a locale with _', 'sources:', 'ui: { locale: zh_cn }\nsources:', 'ui: { locale: zh-CN }\nsources:'],
    [
      'a sum',
      'sources:',
      'autoRegister: { permissions: 768 }\nsources:',
      'autoRegister: { permissions: [webdav_read, webdav_manage] }\nsources:',
    ],
    [
      'no space',
      '{ env: GITHUB_CLIENT_SECRET }',
      '{env:GITHUB_CLIENT_SECRET}',
      '{env: GITHUB_CLIENT_SECRET}',
    ],
    [
      'no space below a misspelt key',
      'clientSecret: { env: GITHUB_CLIENT_SECRET }',
      'clientSecrt: {env:GITHUB}',
      'clientSecret: {env: GITHUB}',
    ],
    ['a full-width colon', 'name: GitHub', 'name：GitHub'],
    ['full-width braces', '{ env: GITHUB_CLIENT_SECRET }', '｛ env: GITHUB_CLIENT_SECRET ｝'],
    [
      'a full-width comma',
      '{ env: GITHUB_CLIENT_SECRET }\n',
      '{ env: GITHUB_CLIENT_SECRET }\n    endpoints: { login: "https://a.example"，api: "https://b.example" }\n',
      '{ env: GITHUB_CLIENT_SECRET }\n    endpoints: { login: "https://a.example", api: "https://b.example" }\n',
    ],
    ['a dash', '  - id: local', '  – id: local'],
    ['no-break spaces', '    name: GitHub', '\u00a0\u00a0\u00a0\u00a0name: GitHub'],
    ['a full-width hash', 'sources:', '＃ 来源\nsources:', '# 来源\nsources:'],
    ['pairs one in the other', '{ env: GITHUB_CLIENT_SECRET }', '｛env：GITHUB｝', '{env: GITHUB}'],
    [
      'no comma of a text between pairs',
      'sources:',
      'ui：｛title：示例，hello，locale：en｝\nsources:',
      'ui: {title: 示例，hello, locale: en}\nsources:',
    ],
  ])('%s', async (_what, right, wrong, mended = right) => {
    expect(small).toContain(right)
    const text = await fixed(small.replace(right, wrong))
    expect(text).toBe(small.replace(right, mended))
    expect(await configOf(text)).toBeDefined()
    expect(await fixesOf(text)).toEqual([])
  })
})

/** Every step of two spaces a tab. */
const tabbed = (text: string) => text.replace(/^(?: {2})+/gm, indent => '\t'.repeat(indent.length / 2))
const mapsAlone = `version: 1
ui:
\ttitle: Example
\t# 语言
\tlocale: en
session: { idle: 30m }
sources: [{ id: local, type: local, name: Password }]
`

describe('tabs that indent become spaces', () => {
  test.each([
    ['where all of the file has them', tabbed(small), small],
    ['with Windows’ line breaks', tabbed(small).replaceAll('\n', '\r\n'), small.replaceAll('\n', '\r\n')],
    ['where spaces behind them align an entry', tabbed(small).replaceAll('\t\t', '\t  '), small],
    ['in one line among others', small.replace('    name: GitHub', '\t\tname: GitHub'), small],
    ['of an editor that shows four', small.replace('    name: GitHub', '\tname: GitHub'), small],
    ['of maps alone', mapsAlone, mapsAlone.replaceAll('\t', '  ')],
    [
      'as many as the rest of the file has',
      mapsAlone.replace('session: { idle: 30m }', 'session:\n    idle: 30m'),
      mapsAlone.replaceAll('\t', '    ').replace('session: { idle: 30m }', 'session:\n    idle: 30m'),
    ],
    [
      'below a text of several lines',
      mapsAlone.replace('title: Example', 'title: |\n\t\tExample\n\t\tLtd.'),
      mapsAlone.replaceAll('\t', '  ').replace('title: Example', 'title: |\n    Example\n    Ltd.'),
    ],
  ])('%s', async (_what, wrong, right) => {
    expect((await compile(wrong, { file })).diagnostics.map(({ rule }) => rule)).toContain('yaml/tab-indent')
    expect(await fixed(wrong)).toBe(right)
  })

  const nested = `${small}apps:
  - id: mail
    type: link
    name: Mail
    url: https://mail.example.com
    allow:
`
  const deeper =
    small.slice(0, small.indexOf('sources:')) +
    `sources:
  - id: dingtalk
    type: dingtalk
    name: DingTalk
    corpId: ding3608be7c4e5266ce4ac5d6980864
    clientId: dingwjlht8b93ara
    clientSecret: { env: DINGTALK_CLIENT_SECRET }
    events:
      aesKey: { env: DINGTALK_AES_KEY }
`
  test.each([
    // with four columns it is a key of the app, with eight one of allow
    ['a key of one level or of another', `${nested}\tgroups: [staff]\n`],
    // with four columns it is a key of the source, with six one of events
    ['a key of a deeper level', `${deeper}\ttoken: { env: DINGTALK_TOKEN }\n`],
    ['a tab behind spaces', small.replace('    name: GitHub', '  \tname: GitHub')],
    ['a tab that is a part of a text', mapsAlone.replace('title: Example', 'title: |\n\t\tA\n\t\t\tB')],
    ['what is no YAML without them either', tabbed(small).replace('clientSecret: {', 'clientSecret: [')],
    ['a file that takes long to read', tabbed(small) + `# ${'x'.repeat(100)}\n`.repeat(700)],
  ])('but for %s', async (_what, text) => {
    expect((await compile(text, { file })).diagnostics).not.toEqual([])
    expect(await fixed(text)).toBe(text)
  })
})

test('full-width colons are corrected in the whole of a file, below entries of a list and comments too', async () => {
  const [wide, right] = ['：', ': '].map(
    colon => `＃ 示例
version${colon}1
publicUrl${colon}https://sso.example.com
＃ 来源
sources：
  - id${colon}github
    type${colon}github
    name${colon}示例：代码 # 名称
    clientId${colon}Iv1.0a1b2c3d4e5f6789
    clientSecret${colon}{ env${colon}GITHUB_CLIENT_SECRET }
    ＃ 邮箱
    scopes：
      - read:user
      - user:email
    pkce${colon}true
  - id${colon}local
    type${colon}local
    name${colon}密码
`,
  )
  const expected = right?.replaceAll('＃', '#').replaceAll('：\n', ':\n')
  expect(await fixed(wide ?? '')).toBe(expected)
  expect(await fixed(expected ?? '')).toBe(expected)
})

test('a full-width hash behind a value is told, and stays: what follows may be text', async () => {
  for (const value of ['密码 ＃ 注释', '密码　　＃ 注释', 'C ＃1', '"密码" ＃ 注释', '密码＃　注释']) {
    const text = small.replace('name: Password', `name: ${value}`)
    expect(await fixesOf(text), value).toEqual([])
    expect(await configOf(text), value).toBeUndefined()
    const colon = text.replace('    name: ', '    name：')
    // in quotes the line is no YAML, and nothing is corrected in it
    expect(await fixed(colon), value).toBe(value.startsWith('"') ? colon : text)
  }
  const { diagnostics } = await compile(small.replace('Password', '"密码" ＃ 注释'), { file })
  expect(diagnostics).toMatchObject([
    { rule: 'yaml/wide-punctuation', help: expect.stringContaining('quotes') },
  ])
})

describe('nothing is corrected by half:', () => {
  test.each([
    [
      'a list in a map',
      'sources:',
      'autoRegister：｛enabled：true，permissions：［share，write］｝\nsources:',
    ],
    ['what follows a brace', '{ env: GITHUB_CLIENT_SECRET }', '｛env：GITHUB｝＃ 注释'],
    ['a brace that is never closed', '{ env: GITHUB_CLIENT_SECRET }', '｛env：GITHUB'],
    ['a line that is no YAML for another reason', 'name: Password', 'name：Password\n   x: ['],
    ['a wide space that indents', '    type: local', '    type：local\n\u3000\u3000enabled: true'],
  ])('%s', async (_what, right, wrong) => {
    const text = small.replace(right, wrong)
    expect(text).not.toBe(small)
    const { diagnostics } = await compile(text, { file })
    expect(diagnostics.map(({ rule }) => rule)).toContain('yaml/wide-punctuation')
    expect(await fixed(text)).toBe(text)
  })
})

describe('is left alone, since another thing may be meant:', () => {
  test.each([
    ['who may do what', 'type: local', 'type: local\n    autoRegister: { enabled:true }'],
    ['the opposite of a key', 'type: local', 'type: local\n    disabled: true'],
    ['a key that is there', 'clientId:', 'clientIdd: a\n    clientId:'],
    ['two for one key', 'clientId:', 'clientIdd: a\n    clientI:'],
    ['a key of another level', 'sources:', 'locale: en\nsources:'],
    ['a short word', 'id: local', 'ip: local'],
    ['a guess', 'sources:', 'session: { timeout: 5m }\nsources:'],
    ['a value of another kind', 'sources:', 'languages: [en]\nui: { language: [en] }\nsources:'],
    [
      '007 for a number',
      'sources:',
      'grants: []\nautoRegister: { permissions: { names: [], sum: "007" } }\nsources:',
    ],
    ['an unknown permission', 'sources:', 'autoRegister: { permissions: [webdav_raed] }\nsources:'],
    ['a wide space that indents', '    name: GitHub', '\u3000\u3000name: GitHub'],
    [
      'a colon of an entry of a list',
      'type: local',
      'type: local\n    allow:\n      groups:\n        - IT：支持',
    ],
    ['a colon of a list in brackets', '[example]', '[IT：支持, example]'],
    ['a hash of an entry of a list', '{ organizations: [example] }', '{ organizations: [＃频道] }'],
    [
      'a hash of an entry',
      'allow: { organizations: [example] }',
      'allow:\n      organizations:\n        - ＃频道',
    ],
    ['curly quotes', 'name: GitHub', 'name: “GitHub”'],
    ['a role', 'sources:', 'autoRegister: { role: admin }\nsources:'],
    ['a secret', '{ env: GITHUB_CLIENT_SECRET }', '12345'],
    ['a secret that reads as false', '{ env: GITHUB_CLIENT_SECRET }', 'no'],
    ['what an alias repeats', 'name: Password', 'name: Password\n    enabled: &x yes\nui: { title: *x }'],
  ])('%s', async (_what, right, wrong) => {
    expect(small).toContain(right)
    const text = small.replace(right, wrong)
    expect((await compile(text, { file })).diagnostics).not.toEqual([])
    expect(await fixed(text)).toBe(text)
  })
})

describe('who may do what is left alone:', () => {
  const app = (more: string) =>
    `apps: [{ id: mail, type: link, name: Mail, url: "https://mail.example.com", ${more} }]\nsources:`
  const grants = (more: string) => `grants: [{ id: dev, when: { department: D }, ${more} }]\nsources:`
  test.each([
    ['everyone', 'sources:', app('allow: Everyone')],
    ['a key that lets in', 'sources:', app('alow: everyone')],
    ['a key below allow', 'organizations:', 'organisations:'],
    ['an entry of allow', '[example]', '[1.10]'],
    ['two entries of allow', '[example]', '[example，other]'],
    ['a missing space below allow', '{ organizations: [example] }', '{organizations:example}'],
    ['a switch', 'type: local', 'type: local\n    enabled: yes'],
    ['the key of a switch', 'type: local', 'type: local\n    enabeld: true'],
    ['a role', 'sources:', 'autoRegister: { role: Guest }\nsources:'],
    ['a key of autoRegister', 'sources:', 'autoRegister: { permission: [webdav_read] }\nsources:'],
    ['autoRegister itself', 'sources:', 'autoRegster: { enabled: true }\nsources:'],
    ['what is no right below it', 'sources:', 'autoRegister: { onNameCollision: Refuse }\nsources:'],
    ['permissions of a source', 'type: local', 'type: local\n    autoRegister: { permision: [share] }'],
    ['a key of a grant', 'sources:', grants('permission: [webdav_read]')],
    ['groups of a grant', 'sources:', grants('groups: [1.10]')],
    ['administrators', 'sources:', 'admin: [{ source: local, subject: a }]\nsources:'],
    ['an administrator', 'sources:', 'admins: [{ source: local, subject: 0123 }]\nsources:'],
    ['a profile', 'sources:', 'permissionProfile: OpenList\nsources:'],
    ['sources', 'sources:', 'source:'],
    ['below a misspelt key', 'allow: { organizations: [example] }', 'alow: {organizations:example}'],
    ['where the type is not known yet', 'type: github', 'type: githubb\n    enabled: 0777'],
  ])('%s', async (_what, right, wrong) => {
    expect(small).toContain(right)
    const text = small.replace(right, wrong)
    const { diagnostics } = await compile(text, { file })
    expect(diagnostics.some(({ severity }) => severity === 'error')).toBe(true)
    expect(await fixed(text)).toBe(text)
  })

  test('also where the type above it is corrected', async () => {
    const wrong = small.replace('type: github', 'type: GitHub').replace('[example]', '[1.10]')
    expect(await fixed(wrong)).toBe(wrong.replace('type: GitHub', 'type: github'))
  })

  test('and told as before, with what was meant', async () => {
    const { diagnostics } = await compile(small.replace('sources:', app('allow: Everyone')), { file })
    expect(diagnostics).toMatchObject([{ label: 'did you mean "everyone"?', help: 'write allow: everyone' }])
  })

  test('in a file that is laid over another one too', async () => {
    const { diagnostics } = await compileAll([
      { file, input: small },
      {
        file: 'prod.yaml',
        input: 'sources: [{ id: local, enabled: 0777 }, { id: github, enabeld: true }]\n',
      },
    ])
    expect(diagnostics).toHaveLength(2)
    expect(diagnostics.flatMap(one => one.fix ?? [])).toEqual([])
  })
})

test('no edit has a part of a secret in it', async () => {
  const secret = 'hunter2'
  const texts = ['clientSecret', 'clientSecrt', 'AppSecret', 'client_secret', '"clientSecret"'].flatMap(key =>
    [
      secret,
      `"${secret}"`,
      `{env:${secret}}`,
      `{ env:${secret} }`,
      `{ ENV: ${secret} }`,
      `{${secret}:1}`,
    ].map(value => small.replace('clientSecret: { env: GITHUB_CLIENT_SECRET }', `${key}: ${value}`)),
  )
  for (const text of texts) {
    const fixes = await fixesOf(text)
    expect(JSON.stringify(fixes)).not.toContain('hunter')
    for (const { edits } of fixes) {
      const changed = edited(text, edits)
      expect(changed.split(secret)).toHaveLength(text.split(secret).length)
    }
  }
})

/** Mistakes that have one certain correction, each as a change of one entry of the reference file. */
const entries = entriesOf(reference)
const mistakes: ((text: string, entry: (typeof entries)[number]) => string | undefined)[] = [
  // a letter twice
  (text, { key, keyEnd }) =>
    key.length > 3 ? text.slice(0, keyEnd) + key.at(-1) + text.slice(keyEnd) : undefined,
  // snake case
  (text, { key, keyAt, keyEnd }) => {
    const snake = key.replace(/[A-Z]/g, capital => `_${capital.toLowerCase()}`)
    return snake === key ? undefined : text.slice(0, keyAt) + snake + text.slice(keyEnd)
  },
  // yes and no
  (text, { valueAt, end }) => {
    const value = text.slice(valueAt, end)
    const said = value === 'true' ? 'yes' : value === 'false' ? '"no"' : undefined
    return said && text.slice(0, valueAt) + said + text.slice(end)
  },
]

describe('a file with any number of such mistakes', () => {
  test('means what the right one does, keeps all the rest, and is not changed again', async () => {
    const right = await configOf(reference)
    // a mistake in who may do what is not mended
    const mendable = await Promise.all(
      mistakes.flatMap((mistake, index) =>
        entries.map(async (entry, at) => {
          const wrong = mistake(reference, entry)
          return wrong === undefined || (await fixed(wrong)) === wrong ? [] : [[index, at] as const]
        }),
      ),
    )
    const choice = fc.array(fc.constantFrom(...mendable.flat()), { minLength: 1, maxLength: 12 })
    let mended = 0
    await fc.assert(
      fc.asyncProperty(choice, fc.boolean(), fc.boolean(), async (chosen, windows, mark) => {
        // from the end, so that places stay right; one mistake for each entry
        const byEntry = new Map(chosen.map(([mistake, entry]) => [entry, mistake]))
        const wrong = [...byEntry]
          .sort(([a], [b]) => b - a)
          .reduce((text, [entry, mistake]) => {
            const where = entries[entry]
            return (where && mistakes[mistake]?.(text, where)) ?? text
          }, reference)
        const dressed = (text: string) =>
          (mark ? '\uFEFF' : '') + (windows ? text.replaceAll('\n', '\r\n') : text)
        const text = await fixed(dressed(wrong))
        if (wrong !== reference) mended += 1
        expect(text.replaceAll('"no"', 'false')).toBe(dressed(reference))
        expect(await configOf(text)).toEqual(right)
        expect(await fixed(text)).toBe(text)
      }),
      { numRuns: 30 },
    )
    expect(mended).toBeGreaterThan(15)
  }, 60_000)
})

test('any file at all is better or the same afterwards, and is not changed again', async () => {
  const lines = reference.split('\n')
  const odd = fc.tuple(
    fc.nat(lines.length - 1),
    fc.constantFrom(
      '：',
      '，',
      '｛',
      '］',
      '＃',
      '\u3000',
      '“',
      'yes',
      ' 0777',
      ',',
      '&a ',
      '{',
      '_',
      '\u00a0',
      '\t',
    ),
    fc.nat(40),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(odd, { minLength: 1, maxLength: 3 }), async changes => {
      const text = changes
        .reduce((all, [at, what, column]) => {
          const line = all[at] ?? ''
          return all.with(at, line.slice(0, column) + what + line.slice(column))
        }, lines)
        .join('\n')
      const once = await fixed(text)
      const before = await configOf(text)
      if (before) expect(await configOf(once)).toEqual(before)
      expect(await fixed(once)).toBe(once)
    }),
    { numRuns: 50 },
  )
}, 60_000)
