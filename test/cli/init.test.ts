import { PassThrough } from 'node:stream'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { asking } from '../../src/cli/ask.ts'
import { appTypes } from '../../src/cli/init/first.ts'
import { compile } from '../../src/config/compile.ts'
import { pluginTypes } from '../../src/plugins.ts'
import { removeFolders } from './folder.ts'
import { init } from './initiating.ts'

afterAll(removeFolders)

/** Each type alone and all of them; each beside each other one. */
const choices = [...pluginTypes.map(type => [type]), [...pluginTypes]]
const pairs = pluginTypes.flatMap((type, index) => pluginTypes.slice(index + 1).map(other => [type, other]))

describe('the file that init writes', () => {
  const flags = [[], ['--auto-register'], ['--lang', 'zh'], ['--public-url', 'http://localhost:3000']]
  const cases = [
    ...choices.flatMap(some => flags.map(more => [some, more] as const)),
    // what a flag does to a source, it does beside another one too: each pair has the next flag
    ...pairs.map((pair, index) => [pair, flags[index % flags.length] ?? []] as const),
  ]

  it.each(cases)('validates, but for what is to be filled in: %j %j', async (types, more) => {
    const { code, text, stderr } = await init(['--source', types.join(','), ...more])
    expect([code, stderr]).toEqual([0, ''])
    const { config, diagnostics } = await compile(text, { file: 'sso.config.yaml' })
    expect(diagnostics.filter(({ rule }) => rule !== 'value/placeholder')).toEqual([])
    const unfinished = new Set(diagnostics.map(({ path }) => path.slice(0, 2).join('.')))
    for (const [index, type] of types.entries())
      expect(unfinished.has(`sources.${index}`), type).toBe(type !== 'local')
    expect(unfinished.has('publicUrl')).toBe(more[0] !== '--public-url')
    expect(config?.sources.map(({ type }) => type)).toEqual(types)
    expect(config?.sources.every(({ autoRegister }) => autoRegister.enabled)).toBe(
      more[0] === '--auto-register',
    )
  })

  it('has a placeholder for each key that is required, with the words of its console', async () => {
    const { text } = await init(['--source', 'dingtalk'])
    expect(text).toMatch(/^ {4}corpId: ding0+ +# CorpId$/m)
    expect(text).toMatch(
      /^ {4}clientSecret: \{ env: DINGTALK_CLIENT_SECRET \} +# Client Secret \(AppSecret\)$/m,
    )
  })

  it('tells what else the starter of a strategy and of SAML needs', async () => {
    const { read, stdout } = await init(['--source', 'passport,saml', '--auto-register'])
    expect(read('.env.example')).toBe('GITLAB_CLIENT_SECRET=\n')
    expect(stdout).toMatch(/^ {2}npm install passport-gitlab2 /m)
    expect(stdout).toMatch(/^ {2}idp\.pem {2}/m)
    expect(parse(read('sso.config.yaml') ?? '').sources[1].attributes).toHaveProperty('displayName')
  })

  it('says beside allow what its own lists are of', async () => {
    const { text } = await init(['--source', 'github'])
    expect(text).toMatch(/allow: .* # Logins of GitHub organisations; [^;]*\.$/m)
  })

  it('limits a source that anybody can have an account at', async () => {
    const { text } = await init(['--source', 'github', '--auto-register'])
    expect(parse(text).sources[0].allow).toEqual({ organizations: ['your-organization'] })
  })

  it('has buttons in the language of the person', async () => {
    const { text } = await init(['--source', 'dingtalk'], { env: { LANG: 'zh_CN.UTF-8' } })
    expect(parse(text)).toMatchObject({ ui: { locale: 'zh-CN' }, sources: [{ name: '钉钉' }] })
  })

  it('prints in the language of the person', async () => {
    const { stdout } = await init(['--source', 'dingtalk,passport', '--lang', 'zh'])
    // what is left are paths, keys, commands and names
    expect(stdout.replaceAll(/^ {2}npx? .*? {3}| {2}npm install \S+/gm, '')).toMatch(
      /^已写入 sso\.config\.yaml、\.env\.example、\.gitignore\n\n仍需填写\n[\s\S]*\n接下来\n/,
    )
    expect(stdout).not.toMatch(/\b(?:what|the|with|still|next|file that)\b/)
  })

  it('listens where a public address on this machine leads', async () => {
    const listen = async (url: string) =>
      parse((await init(['--source', 'local', '--public-url', url])).text).server
    expect(await listen('http://localhost:3000')).toEqual({ listen: '127.0.0.1:3000' })
    expect(await listen('http://[::1]:3000')).toEqual({ listen: '[::1]:3000' })
    expect(await listen('https://sso.example.com/sso')).toEqual({
      listen: '127.0.0.1:8080',
      trustedProxies: ['127.0.0.1/32'],
    })
  })

  it.each([
    ['./node_modules/sso-kit/schemas/sso.config.schema.json', 'sso.config.yaml', []],
    [
      '../../node_modules/sso-kit/schemas/sso.config.schema.json',
      'deploy/prod/sso.config.yaml',
      [
        'node_modules/sso-kit/schemas/sso.config.schema.json',
        'node_modules/sso-kit/package.json',
        'deploy/prod/x',
      ],
    ],
    // it will be installed where the command is run
    ['../node_modules/sso-kit/schemas/sso.config.schema.json', 'config/sso.config.yaml', []],
    [
      './schemas/sso.config.schema.json',
      'sso.config.yaml',
      ['schemas/sso.config.schema.json', 'package.json'],
    ],
  ])('leads editors to %s from %s', async (way, file, there) => {
    const files = Object.fromEntries(there.map(name => [name, '{ "name": "sso-kit" }']))
    const { read } = await init(['--source', 'local', '-o', file], { files })
    expect(read(file)?.split('\n')[0]).toBe(`# yaml-language-server: $schema=${way}`)
  })
})

it('leads editors to no schema of another project', async () => {
  const strangers: Record<string, string>[] = [
    {},
    { 'package.json': '{ "name": "another" }' },
    { 'package.json': 'no JSON' },
  ]
  for (const others of strangers) {
    const files = { 'schemas/sso.config.schema.json': '{}', ...others }
    const { read } = await init(['--source', 'local', '-o', 'a.yaml'], { files })
    expect(read('a.yaml')).toMatch(/^# .*=\.\/node_modules\/sso-kit\/schemas\//)
  }
})

it('has comments in the language of the person', async () => {
  const { text } = await init(['--source', pluginTypes.join(','), '--lang', 'zh'])
  const comments = [...text.matchAll(/# (.+)$/gm)].map(([, words = '']) => words).slice(1)
  expect(comments.length).toBeGreaterThan(30)
  // what the console calls it where it has no Chinese
  const English = comments.filter(words => !/\p{Script=Han}/u.test(words))
  expect(English.filter(words => !/^(App|Client) (ID|Secret|secret)$|AppKey|AppSecret/.test(words))).toEqual(
    [],
  )
})

describe('init', () => {
  it('says what it wrote and what comes next', async () => {
    const { stdout, read } = await init(['--source', 'github,dingtalk'])
    const [before, sheets] = stdout.split('\nto be entered ')
    expect(before).toBe(`wrote sso.config.yaml, .env.example, .gitignore

still to be filled in
  sso.config.yaml:7  publicUrl
  sso.config.yaml:24  sources[github].clientId
  sso.config.yaml:26  sources[github].allow.organizations[0]
  sso.config.yaml:31  sources[dingtalk].corpId
  sso.config.yaml:32  sources[dingtalk].clientId

next
  npx sso-kit urls                        the list below again, as the file is then
  npx sso-kit validate                    check the file after each change
  npx sso-kit validate --variables .env   and its secrets: .env is .env.example, filled in
  npx sso-kit serve --sandbox             try it with simulated vendors
  npx sso-kit init ci github              the checks of every change, for a pipeline; or gitlab
`)
    expect(sheets).toMatch(/^once publicUrl is filled in, /)
    expect(read('.env.example')).toBe('GITHUB_CLIENT_SECRET=\nDINGTALK_CLIENT_SECRET=\n')
  })

  it('names the file in the next commands where it is not the usual one', async () => {
    const { stdout, read } = await init(['--source', 'local', '-o', 'my sso.yaml'])
    expect(stdout).toContain("\n  npx sso-kit validate -c 'my sso.yaml' ")
    // no secret, no example
    expect(read('.env.example')).toBeUndefined()
  })

  it('writes nothing where a flag is wrong', async () => {
    for (const args of [
      ['--source', 'github,githup'],
      ['--source', 'github', '--public-url', 'http://sso.example.com'],
      ['--source', 'github', '--public-url', 'https://sso.example.com/?a=b'],
    ]) {
      const { code, text, read } = await init(args)
      expect([code, text, read('.env.example')]).toEqual([2, '', undefined])
    }
  })

  it('a type without its flag is told how it is written', async () => {
    const { code, stderr } = await init(['dingtalk'])
    expect([code, stderr]).toEqual([2, expect.stringContaining('types go behind --source and --app')])
  })

  it('says so where it cannot write', async () => {
    const files = { file: '' }
    const { code, stderr } = await init(['--source', 'local', '-o', 'file/sso.config.yaml'], { files })
    expect(code).toBe(2)
    expect(stderr).toMatch(/sso\.config\.yaml cannot be written \((?:EEXIST|ENOTDIR)\)/)
  })

  it('makes the folder that it is told to write to', async () => {
    const { code, read } = await init(['--source', 'local', '-o', 'new/config/sso.config.yaml'])
    expect([code, read('new/config/.gitignore')]).toEqual([0, '.env\ndata/\n'])
  })
})

it('init names a made-up number among what is to be filled in', async () => {
  const { stdout, text } = await init(['--source', 'wecom'])
  const line = text.split('\n').findIndex(one => one.includes('agentId: 1000002')) + 1
  expect(stdout).toContain(`  sso.config.yaml:${line}  sources[wecom].agentId\n`)
})

it('init takes an address without the blanks around it', async () => {
  const { text } = await init(['--source', 'local', '--public-url', ' https://sso.example.com '])
  expect(text).toContain('publicUrl: https://sso.example.com\n')
})

it('init --source may be given again', async () => {
  const { text } = await init(['--source', 'local', '--source', 'github'])
  expect(text).toBe((await init(['--source', 'local,github'])).text)
})

describe('init at a terminal', () => {
  it('asks, and writes the same as with flags', async () => {
    const asked = await init([], { answers: ['github, local', '', 'https://id.example.org', 'y'] })
    const flags = ['--source', 'github,local', '--public-url', 'https://id.example.org', '--auto-register']
    expect([asked.code, asked.text]).toEqual([0, (await init(flags)).text])
    expect(asked.stderr).toBe(
      `Sources, of ${pluginTypes.join(', ')}: Apps, of ${appTypes.join(', ')} [none]: Public address [https://sso.your-company.example]: An account at a person's first sign-in? [y/N]: `,
    )
  })

  it.each(['', 'none', '没有'])('takes the enter key, and the word, for the usual answer: %j', async none => {
    const asked = await init([], { answers: ['local', none, '', ''] })
    expect(asked.text).toBe((await init(['--source', 'local'])).text)
  })

  it('says what is wrong with an answer and asks again', async () => {
    const answers = [
      '',
      'lokal',
      'local',
      'wikki',
      '',
      'http://sso.example.com',
      'https://sso.example.com',
      'perhaps',
      'n',
    ]
    const { code, stderr } = await init([], { answers })
    expect(code).toBe(0)
    for (const words of [
      'which sources?',
      'did you mean local?',
      'there is no app type "wikki"',
      'write https://',
      '"perhaps" is neither',
    ])
      expect(stderr).toContain(words)
  })

  it.each([[[]], [['local']], [['local', '']], [['local', '', '']]])(
    'writes nothing when the person leaves after %j',
    async answers => {
      const { code, text, stdout } = await init([], { answers })
      expect([code, text, stdout]).toEqual([130, '', ''])
    },
  )

  it('does not ask what the flags say', async () => {
    const { code, stderr } = await init(['--source', 'local'], { answers: [] })
    expect([code, stderr]).toEqual([0, ''])
  })

  it('asks for what the flags leave open, and for nothing else', async () => {
    const flags = ['--public-url', 'https://id.example.org', '--auto-register', '--app', 'link']
    const asked = await init(flags, { answers: ['local'] })
    expect([asked.code, asked.text]).toEqual([0, (await init(['--source', 'local', ...flags])).text])
    expect(asked.stderr).toBe(`Sources, of ${pluginTypes.join(', ')}: `)
  })

  it('a flag that cannot be is told before anything is asked', async () => {
    for (const flags of [
      ['--public-url', 'sso.example.com'],
      ['--app', 'wikki'],
    ]) {
      const { code, stderr } = await init(flags, { answers: ['local', '', '', ''] })
      expect(code).toBe(2)
      expect(stderr).not.toContain('Sources')
    }
  })

  it('takes an answer as a Chinese keyboard writes it, and vendors by their names', async () => {
    const asked = await init([], { answers: ['钉钉，GitHub、FEISHU', '阿里云', '', ''] })
    expect(asked.text).toBe((await init(['--source', 'dingtalk,github,feishu', '--app', 'aliyun'])).text)
  })

  it('what it asks to write can be typed', async () => {
    const { code, stderr } = await init([], {
      answers: ['local', '', 'sso.example.com', 'https://sso.example.com', ''],
    })
    expect(code).toBe(0)
    expect(stderr).toContain(': write https://sso.example.com\n')
  })

  it('says what is wrong with an answer in the language of the command', async () => {
    const answers = [
      ...['', 'lokal', 'nobody', 'local'],
      ...['nothing', '', 'https://u:hunter2@a.example.com', '', 'vielleicht', ''],
    ]
    const { code, stderr } = await init(['--lang', 'zh'], { answers })
    expect(code).toBe(0)
    const said = [
      '哪些来源？',
      '您是指 local 吗？',
      '没有来源类型“nobody”',
      '没有应用类型“nothing”',
      '这不能作为公开地址',
      '“vielleicht”两者都不是',
    ]
    for (const words of said) expect(stderr).toContain(words)
    expect(stderr).not.toMatch(/there is|which|write|hunter2/)
  })

  it('does not ask where the file is there already', async () => {
    const { code, stderr } = await init([], { answers: ['local'], files: { 'sso.config.yaml': '' } })
    expect(code).toBe(2)
    expect(stderr).not.toContain('Sources')
  })

  it('a question is answered by a line, and by nothing when the input ends', async () => {
    const input = new PassThrough()
    const output = new PassThrough()
    const ask = asking(input, output)
    const first = ask('Name? ')
    input.write('anyi\n')
    expect(await first).toBe('anyi')
    expect(output.read().toString()).toContain('Name? ')
    const second = ask('And? ')
    input.end()
    expect(await second).toBeUndefined()
  })
})

describe('a folder that is not there', () => {
  it('is made, and that is said', async () => {
    const { code, stderr, read } = await init(['--source', 'local', '-o', 'some/new/sso.yaml'])
    expect([code, stderr]).toEqual([0, expect.stringContaining('made the folder some/new\n')])
    expect(read('some/new/sso.yaml')).toContain('version: 1')
  })
})
