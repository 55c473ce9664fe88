import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { asking } from '../../src/cli/ask.ts'
import { compile } from '../../src/config/compile.ts'
import { pluginTypes } from '../../src/plugins.ts'
import { makeFolder, removeFolders } from './folder.ts'
import { command, type Situation } from './io.ts'

afterAll(removeFolders)

const init = async (args: string[], more: Partial<Situation> & { files?: Record<string, string> } = {}) => {
  const { files = {}, ...situation } = more
  const cwd = makeFolder(files)
  const said = await command(['init', ...args], { cwd, ...situation })
  const read = (name: string) =>
    existsSync(join(cwd, name)) ? readFileSync(join(cwd, name), 'utf8') : undefined
  return { ...said, cwd, read, text: read('sso.config.yaml') ?? '' }
}

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
      /^已写入 sso\.config\.yaml、\.env\.example\n\n仍需填写\n[\s\S]*\n接下来\n/,
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
    expect(stdout).toBe(`wrote sso.config.yaml, .env.example

still to be filled in
  sso.config.yaml:7  publicUrl
  sso.config.yaml:24  sources[github].clientId
  sso.config.yaml:26  sources[github].allow.organizations[0]
  sso.config.yaml:31  sources[dingtalk].corpId
  sso.config.yaml:32  sources[dingtalk].clientId

next
  npx sso-kit urls              what to enter in the vendors' consoles, and what to bring back
  npx sso-kit validate          check the file after each change
  npx sso-kit serve --sandbox   try it with simulated vendors
`)
    expect(read('.env.example')).toBe('GITHUB_CLIENT_SECRET=\nDINGTALK_CLIENT_SECRET=\n')
  })

  it('names the file in the next commands where it is not the usual one', async () => {
    const { stdout, read } = await init(['--source', 'local', '-o', 'my sso.yaml'])
    expect(stdout).toContain("\n  npx sso-kit validate -c 'my sso.yaml' ")
    // no secret, no example
    expect(read('.env.example')).toBeUndefined()
  })

  it('overwrites nothing', async () => {
    const files = { 'sso.config.yaml': 'mine', '.env.example': 'MINE=\n' }
    const refused = await init(['--source', 'local'], { files })
    expect([refused.code, refused.text]).toEqual([2, 'mine'])
    expect(refused.stderr).toMatch(/sso\.config\.yaml is there already\n {2}help: -o FILE .* --force/)

    const beside = await init(['--source', 'github', '-o', 'other.yaml'], { files })
    expect([beside.code, beside.read('.env.example')]).toEqual([0, 'MINE=\n'])
    expect(beside.stderr).toContain('GITHUB_CLIENT_SECRET')
  })

  it('overwrites with --force', async () => {
    const files = { 'sso.config.yaml': 'mine', '.env.example': 'MINE=\n' }
    const { code, text, read } = await init(['--source', 'github', '--force'], { files })
    expect([code, read('.env.example')]).toEqual([0, 'GITHUB_CLIENT_SECRET=\n'])
    expect(text).toContain('type: github')
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

  it('says so where it cannot write', async () => {
    const { code, stderr } = await init(['--source', 'local', '-o', 'no/such/sso.config.yaml'])
    expect(code).toBe(2)
    expect(stderr).toContain('sso.config.yaml cannot be written (ENOENT)')
  })
})

describe('init at a terminal', () => {
  it('asks, and writes the same as with flags', async () => {
    const asked = await init([], { answers: ['github, local', 'https://id.example.org', 'y'] })
    const flags = ['--source', 'github,local', '--public-url', 'https://id.example.org', '--auto-register']
    expect([asked.code, asked.text]).toEqual([0, (await init(flags)).text])
    expect(asked.stderr).toBe(
      `Sources, of ${pluginTypes.join(', ')}: Public address [https://sso.your-company.example]: An account at a person's first sign-in? [y/N]: `,
    )
  })

  it('takes the enter key for the usual answer', async () => {
    const asked = await init([], { answers: ['local', '', ''] })
    expect(asked.text).toBe((await init(['--source', 'local'])).text)
  })

  it('says what is wrong with an answer and asks again', async () => {
    const answers = [
      '',
      'lokal',
      'local',
      'http://sso.example.com',
      'https://sso.example.com',
      'perhaps',
      'n',
    ]
    const { code, stderr } = await init([], { answers })
    expect(code).toBe(0)
    for (const words of ['which sources?', 'did you mean local?', 'write https://', '"perhaps" is neither'])
      expect(stderr).toContain(words)
  })

  it.each([[[]], [['local']], [['local', '']]])(
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

describe('init --from alist', () => {
  const settings = {
    sso_login_enabled: 'true',
    sso_login_platform: 'Github',
    sso_client_id: 'Ov23liExample0123456',
    sso_client_secret: 'hunter2',
    sso_auto_register: 'true',
    sso_default_dir: '/staff',
    sso_default_permission: '768',
    sso_compatibility_mode: 'false',
    sso_endpoint_name: '',
    ldap_manager_password: 'hunter3',
  }
  const from = async (changed: Record<string, unknown>, ...flags: string[]) => {
    const files = { 'alist.json': JSON.stringify({ ...settings, ...changed }) }
    const taken = await init(['--from', 'alist', 'alist.json', ...flags], { files })
    const { config, diagnostics } = await compile(taken.text, { file: 'sso.config.yaml' })
    // it may be worth a warning what AList gave its people
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    return { ...taken, config, source: config?.sources[0], all: taken.text + taken.stdout + taken.stderr }
  }

  it('takes platform, client, auto-registration, directory and permissions over', async () => {
    const { code, config, source, read } = await from({})
    expect(code).toBe(0)
    expect(source).toMatchObject({
      type: 'github',
      enabled: true,
      options: { clientId: 'Ov23liExample0123456', clientSecret: { env: 'GITHUB_CLIENT_SECRET' } },
      autoRegister: { enabled: true, baseDir: '/staff', permission: 768 },
      // AList asks GitHub for no organisation: here that would be an error
      allow: { organizations: ['your-organization'] },
    })
    expect(config?.sources).toHaveLength(1)
    expect(read('.env.example')).toBe('GITHUB_CLIENT_SECRET=\n')
  })

  it('never copies a secret, and says where it goes', async () => {
    const { all, stderr } = await from({})
    expect(all).not.toMatch(/hunter/)
    expect(stderr).toContain('The client secret was not copied: put it where clientSecret points')
  })

  it('reads the answer of the API, its data alone, and an object', async () => {
    const rows = Object.entries(settings).map(([key, value]) => ({ key, value, group: 7 }))
    const written = await Promise.all(
      [{ code: 200, message: 'success', data: rows }, rows, settings].map(async answer => {
        const files = { 'alist.json': `\u{feff}${JSON.stringify(answer)}` }
        return (await init(['--from', 'alist', 'alist.json'], { files })).text
      }),
    )
    expect(new Set(written).size).toBe(1)
    expect(written[0]).toContain('Ov23liExample0123456')
  })

  it('takes the issuer and further scopes of the OpenID platform over', async () => {
    const { source } = await from({
      sso_login_platform: 'OIDC',
      sso_endpoint_name: 'https://door.example.com/',
      sso_extra_scopes: 'groups email',
    })
    expect(source).toMatchObject({
      type: 'oidc',
      options: { issuer: 'https://door.example.com/', scopes: ['openid', 'profile', 'email', 'groups'] },
    })
  })

  it('closes a source that was switched off', async () => {
    expect((await from({ sso_login_enabled: 'false' })).source?.enabled).toBe(false)
  })

  it.each([
    ['0', 'alist-3.22', 0],
    ['1023', 'alist-3.22', 1023],
    ['16384', 'alist', 16384],
    ['131071', 'alist', 131071],
    ['131072', 'alist-3.22', 0],
    ['-1', 'alist-3.22', 0],
    ['many', 'alist-3.22', 0],
  ])('permission sum %s: profile %s, sum %i', async (value, profile, sum) => {
    const { config, source } = await from({ sso_default_permission: value })
    expect([config?.permissions.name, source?.autoRegister.permission]).toEqual([profile, sum])
  })

  it('takes the organisation and the application of Casdoor over, which AList never read', async () => {
    const { source } = await from({
      sso_login_platform: 'Casdoor',
      sso_endpoint_name: 'https://door.example.com',
      sso_organization_name: 'example',
      sso_application_name: 'files',
    })
    expect(source).toMatchObject({
      type: 'casdoor',
      options: { endpoint: 'https://door.example.com', organization: 'example', application: 'files' },
    })
  })

  it.each([
    ['sso_organization_name', 'built-in', 'organization', 'your-organization'],
    ['sso_application_name', 'app-built-in', 'application', 'sso-kit'],
    ['sso_client_id', 'abc-org-built-in', 'clientId', '00000000000000000000'],
    ['sso_endpoint_name', 'https://door.example.com/login', 'endpoint', 'https://door.your-company.example'],
  ])(
    'leaves out alone what Casdoor cannot be used with, and says so: %s %s',
    async (setting, value, key, left) => {
      const { code, source, text, stderr } = await from({
        sso_login_platform: 'Casdoor',
        sso_endpoint_name: 'https://door.example.com',
        sso_organization_name: 'example',
        sso_application_name: 'files',
        [setting]: value,
      })
      expect([code, source?.autoRegister.baseDir, source?.options[key]]).toEqual([0, '/staff', left])
      const taken = { organization: 'example', application: 'files', clientId: 'Ov23liExample0123456' }
      expect(source?.options).toMatchObject({ ...taken, [key]: left })
      const remark = `${key} "${value}": `
      expect(text).toContain(`\n# ${remark}`)
      expect(stderr.split(remark)).toHaveLength(2)
    },
  )

  it('tells in Chinese too what becomes of the settings', async () => {
    const { stderr } = await from({ sso_default_dir: 'staff', sso_client_id: 'a b' }, '--lang', 'zh')
    for (const words of [
      '客户端密钥没有复制',
      '这不是客户端 ID',
      '这在此处不能作为根目录',
      'AList 的账号没有迁移',
    ])
      expect(stderr).toContain(words)
  })

  it.each(['Microsoft', 'Google', 'Dingtalk'])('knows the platform %s', async platform => {
    const { source } = await from({ sso_login_platform: platform })
    expect(source).toMatchObject({
      type: platform.toLowerCase(),
      options: { clientId: 'Ov23liExample0123456' },
    })
  })

  it.each(['Zitadel', 'Authentik', 'Feishu', 'saml'])(
    'keeps a platform that AList does not have as comments: %s',
    async platform => {
      const { code, source, text, stderr } = await from({
        sso_login_platform: platform,
        sso_endpoint_name: 'https://door.example.com',
      })
      expect([code, source?.type]).toEqual([0, 'local'])
      const lines = [
        `sso_login_platform "${platform}": AList has no such platform: what this means is not known`,
        'sso_client_id "Ov23liExample0123456": AList has no such platform: what this means is not known',
        'sso_endpoint_name "https://door.example.com": AList has no such platform: what this means is not known',
      ]
      for (const line of lines) {
        expect(text).toContain(`\n# ${line}\n`)
        expect(stderr).toContain(`note: ${line}\n`)
      }
    },
  )

  it('may have further sources', async () => {
    const { config } = await from(
      { sso_login_platform: 'Dingtalk' },
      '--source',
      'local',
      '--public-url',
      'https://x.example',
    )
    expect(config?.sources.map(({ type }) => type)).toEqual(['dingtalk', 'local'])
    expect(config?.publicUrl).toBe('https://x.example')
  })

  it.each([
    ['sso_default_dir', 'staff'],
    ['sso_client_id', 'a b'],
    ['sso_default_permission', '99999999999'],
  ])('leaves out what cannot be: %s %s', async (key, value) => {
    const { text } = await from({ [key]: value })
    expect(text).toContain(`\n# ${key} ${JSON.stringify(value)}: this `)
  })

  it.each([
    ['/a//b/./c', '/a/b/c'],
    ['/a..b/...//c', '/a..b/.../c'],
  ])('takes a directory over as what it means, and says so: %s', async (value, folder) => {
    const { source, text } = await from({ sso_default_dir: value })
    expect(source?.autoRegister).toMatchObject({ enabled: true, baseDir: folder })
    expect(text).toContain(`\n# sso_default_dir "${value}": written as ${folder}\n`)
  })

  it('registers nobody into a wider directory than was meant', async () => {
    for (const folder of ['staff', '/../x', '/staff/../..', '/a/../b'])
      for (const flags of [[], ['--auto-register']]) {
        const { source, text } = await from({ sso_default_dir: folder }, ...flags)
        expect(source?.autoRegister.enabled, folder).toBe(false)
        expect(text, folder).toContain('so auto-registration is off')
      }
  })

  it('registers where AList did not, if that is asked for', async () => {
    const { source } = await from({ sso_auto_register: 'false' }, '--auto-register')
    expect(source?.autoRegister.enabled).toBe(true)
  })

  it('says in Chinese what Casdoor cannot be used with, and what became of the username key', async () => {
    const casdoor = { sso_login_platform: 'Casdoor', sso_organization_name: 'built-in' }
    const refused = await from(casdoor, '--lang', 'zh')
    expect(refused.stderr).toContain('organization "built-in": 不能这样填写')
    expect(refused.stderr).toContain('sso-kit explain casdoor/built-in')
    const oidc = { sso_login_platform: 'OIDC', sso_oidc_username_key: 'email' }
    expect((await from(oidc)).text).toContain('\n# sso_oidc_username_key "email": this has no key here')
    expect((await from({ ...oidc, sso_login_platform: 'Github' })).text).not.toContain(
      'sso_oidc_username_key',
    )
  })

  it('says of a file that is no JSON just that', async () => {
    const { code, stderr } = await init(['--from', 'alist', 'a.json'], { files: { 'a.json': 'sso: yes' } })
    expect([code, stderr]).toEqual([2, expect.stringContaining('a.json is not JSON')])
  })

  it.each([
    ['Github', 'sso_client_id', `ghp_${'a1B2'.repeat(9)}`],
    ['OIDC', 'sso_endpoint_name', 'https://anyi:lanterns@door.example.com'],
    ['Casdoor', 'sso_endpoint_name', 'https://anyi:lanterns@door.example.com'],
  ])('writes no secret that stands in the wrong place: %s %s', async (platform, key, value) => {
    const { all, text } = await from({ sso_login_platform: platform, [key]: value })
    expect(text).toContain(`\n# ${key} ‹redacted›: this `)
    expect(all).not.toContain(value)
    expect(all).not.toContain('lanterns')
  })

  it.each(['http://door.example.com', 'https://user:pass@door.example.com', 'door'])(
    'leaves an endpoint out that is no https address: %s',
    async value => {
      const { source } = await from({ sso_login_platform: 'OIDC', sso_endpoint_name: value })
      expect(source?.options.issuer).toBe('https://id.your-partner.example')
    },
  )

  it('says where the compatibility mode went', async () => {
    expect((await from({ sso_compatibility_mode: 'true' })).text).toContain('see callbacks.alist')
  })

  it('lets nothing of the settings out of its comment or its quotes', async () => {
    const hostile = 'Casdoor\npublicUrl: https://evil.example\u001b[31m\u202e'
    const { all, config } = await from({
      sso_login_platform: hostile,
      sso_client_id: hostile,
      sso_default_dir: `/a: [b] #c "d" 'e' \n f`,
    })
    expect(config?.publicUrl).toBe('https://sso.your-company.example')
    expect(all.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    const quoted = await from({ sso_default_dir: `/a: [b], #c "d" 'e' & *f` })
    expect(quoted.source?.autoRegister.baseDir).toBe(`/a: [b], #c "d" 'e' & *f`)
  })

  it.each(['{', '[]', '{}', '"text"', '{"code":401,"message":"token is invalidated","data":null}'])(
    'refuses what has no such settings: %s',
    async text => {
      const { code, stderr, read } = await init(['--from', 'alist', 'alist.json'], {
        files: { 'alist.json': text },
      })
      expect([code, read('sso.config.yaml')]).toEqual([2, undefined])
      expect(stderr).toContain('GET /api/admin/setting/list?group=7')
    },
  )

  it('says which file it cannot read', async () => {
    const { code, stderr } = await init(['--from', 'alist', 'missing.json'])
    expect(code).toBe(2)
    expect(stderr).toContain('missing.json cannot be read (ENOENT)')
  })
})
