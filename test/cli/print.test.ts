import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { compile } from '../../src/config/compile.ts'
import { disk } from '../../src/config/plugins/reader.ts'
import { yaml } from '../../src/config/written.ts'
import { loadPlugin, pluginTypes } from '../../src/plugins.ts'
import { makeFolder, removeFolders } from './folder.ts'
import { command } from './io.ts'

afterAll(removeFolders)

const good = new URL('../config/ok/', import.meta.url)
const files = readdirSync(fileURLToPath(good)).map(
  name => [name, readFileSync(new URL(name, good), 'utf8')] as const,
)
const reference = [
  'sso.config.yaml',
  readFileSync(new URL('../../sso.config.yaml', import.meta.url), 'utf8'),
] as const
/** What the good files name. */
const manifest = 'plugins/acme/sso-kit.plugin.json'
const surroundings = { folder: fileURLToPath(new URL('..', good)), reader: disk }
const plugins = { [manifest]: readFileSync(join(surroundings.folder, manifest)) }
const printed = (name: string, text: string | Buffer, ...flags: string[]) =>
  command(['print', '-c', name, ...flags], { cwd: makeFolder({ [name]: text, ...plugins }) })

const printedWords = async (words: readonly string[]) => {
  const { stdout } = await printed(
    'sso.config.yaml',
    `${JSON.stringify({ version: 1, publicUrl: 'https://sso.example.com', keys: { cookie: [{ exec: words }] }, sources: [{ id: 'local', type: 'local', name: 'Local' }] })}`,
  )
  return parse(stdout).keys.cookie[0].exec
}

/** Options that nobody here describes. */
const withOptions = (options: object) =>
  JSON.stringify({
    version: 1,
    publicUrl: 'https://sso.example.com',
    sources: [
      {
        ...{ id: 'lab', type: 'passport', name: 'Lab', module: 'passport-gitlab2' },
        ...{ identity: { issuer: 'https://lab.example.com', subject: 'id' } },
        options,
      },
    ],
  })

describe('what print writes', () => {
  it.each([{ env: { stage: 'prod' } }, { file: 7 }, { exec: [7] }, { list: [{ env: { stage: 'prod' } }] }])(
    'has what is called like a reference and is none: %j',
    async options => {
      const text = withOptions({ scope: options })
      const { code, stdout } = await printed('sso.config.yaml', text)
      expect([code, parse(stdout).sources[0].options]).toEqual([0, { scope: options }])
      const cwd = makeFolder({ 'a.yaml': text, 'b.yaml': withOptions({}) })
      expect((await command(['validate', 'a.yaml'], { cwd })).stdout).toContain('0 secret references')
      expect((await command(['urls', '-c', 'a.yaml'], { cwd })).code).toBe(0)
      expect((await command(['diff', 'a.yaml', 'b.yaml', '--format', 'json'], { cwd })).code).toBeLessThan(2)
    },
  )

  it.each([...files, reference])(
    '%s: is valid and compiles to the same configuration',
    async (name, text) => {
      const { code, stdout } = await printed(name, text)
      expect(code).toBe(0)
      const again = await compile(stdout, { file: name, ...surroundings })
      const { config, suppressed } = await compile(text, { file: name, ...surroundings })
      // a comment that excuses something is not printed
      if (suppressed.length === 0) expect(again.diagnostics).toEqual([])
      expect(uncovered(again.config)).toEqual(uncovered(config))
    },
  )

  it('leaves nothing to a default', async () => {
    const { stdout } = await printed(...reference)
    expect(parse(stdout)).toMatchObject({
      version: 1,
      outbound: { allowPrivate: [] },
      sources: [
        {
          id: 'dingtalk',
          enabled: true,
          callbackUrl: 'https://sso.example.com/auth/dingtalk/callback',
          autoRegister: { baseDir: '/staff', permissions: ['webdav_read', 'webdav_manage'], role: 'general' },
          membership: 'required',
          endpoints: { api: 'https://api.dingtalk.com' },
        },
        {},
        {},
        { id: 'local' },
      ],
    })
  })

  it('shows a callback for each source whose vendor sends people back, and for no other', async () => {
    const types = await Promise.all(pluginTypes.map(async type => ({ type, plugin: await loadPlugin(type) })))
    const sources = types.map(({ type, plugin }) => ({
      id: `s-${type}`,
      type,
      name: 'Somebody',
      ...plugin?.starter?.keys,
    }))
    const text = JSON.stringify({ version: 1, publicUrl: 'https://sso.example.com', sources })
    const { code, stdout, stderr } = await printed('all.sandbox.yaml', text)
    expect([code, stderr.match(/^error.*/gm)]).toEqual([0, null])
    const without = parse(stdout).sources.filter((one: { callbackUrl?: string }) => !one.callbackUrl)
    expect(without.map(({ type }: { type: string }) => type)).toEqual(['ldap', 'local'])
  })

  it('leaves nothing of an app to a default', async () => {
    const text = `version: 1
publicUrl: https://sso.example.com
server: { trustedProxies: [10.0.0.1/32] }
sources: [{ id: local, type: local, name: Password }]
apps:
  - { id: wiki, type: oidc, name: Wiki, redirectUris: ["com.example.wiki:/cb"], allow: everyone }
  - { id: files, type: alist, name: Files, url: "https://files.example.com", clientSecret: { env: F }, allow: everyone }
  - { id: intranet, type: forward-auth, name: Intranet, hosts: ["a.example.com:8443", b.example.com], allow: everyone }
  - { id: ram, type: alibaba-cloud, name: RAM, site: china, sso: role, accountId: "1234567890123456", roles: [{ role: dev }], allow: everyone }
  - { id: users, type: alibaba-cloud, name: Users, site: china, sso: user, accountId: "1234567890123456", allow: everyone }
`
    const { code, stdout } = await printed('sso.config.yaml', text)
    expect(code).toBe(0)
    expect(parse(stdout).apps).toMatchObject([
      { enabled: true, clientId: 'wiki', pkce: 'required', algorithm: 'RS256', postLogoutRedirectUris: [] },
      { clientId: 'files' },
      { launchUrl: 'https://a.example.com:8443' },
      {
        provider: 'sso-kit',
        sessionName: '{username}',
        sessionDuration: '1h',
        roles: [{ role: 'dev', accountId: '1234567890123456' }],
      },
      { userName: '{username}' },
    ])
    expect(parse(stdout).apps[4]).not.toHaveProperty('provider')
    const again = await compile(stdout, { file: 'sso.config.yaml' })
    expect(again.diagnostics).toEqual([])
    expect(again.config).toEqual((await compile(text, { file: 'sso.config.yaml' })).config)
  })

  it('says the same as JSON', async () => {
    const [asYaml, asJson] = [await printed(...reference), await printed(...reference, '--format', 'json')]
    expect(JSON.parse(asJson.stdout)).toEqual(parse(asYaml.stdout))
  })

  it('shows references as references, whatever the environment says', async () => {
    const [name, text] = reference
    const { stdout } = await command(['print'], {
      cwd: makeFolder({ [name]: text }),
      env: { GITHUB_CLIENT_SECRET: 'hunter2' },
    })
    expect(stdout).toContain('\n    clientSecret: { env: GITHUB_CLIENT_SECRET }\n')
    expect(stdout).not.toContain('hunter2')
  })

  it.each(['yaml', 'json'])('never shows what a sandbox file has written out: %s', async format => {
    const text = `version: 1
publicUrl: http://localhost:8080
keys: { cookie: [a-cookie-key-of-the-sandbox-file] }
sources:
  - { id: hub, type: oidc, name: Hub, issuer: "https://id.example.com", clientId: app, clientSecret: hunter2 }
`
    const { code, stdout } = await printed('dev.sandbox.yaml', text, '--format', format)
    expect(code).toBe(0)
    expect(stdout).not.toMatch(/hunter2|a-cookie-key/)
    expect(stdout.match(/‹redacted›/g)).toHaveLength(2)
  })

  it('covers a token among the arguments of a program', async () => {
    const token = `ghp_${'a1B2'.repeat(9)}`
    const text = `version: 1
publicUrl: https://sso.example.com
sources:
  # sso-kit: ignore[secret/looks-like-secret] until the vault is there
  - { id: hub, type: oidc, name: Hub, issuer: "https://id.example.com", clientId: app, clientSecret: { exec: [get, ${token}, --password=S3cretPassw0rd, -token=hvs.CAESabcdefabcdefabcdef, --password, hunter2] } }
`
    const { stdout } = await printed('sso.config.yaml', text)
    expect(stdout).toContain(
      'clientSecret: { exec: [get, "‹redacted›", "‹redacted›", "‹redacted›", "--password", "‹redacted›"] }',
    )
  })

  it.each([
    [
      ['env', 'VAULT_TOKEN=hunter2Abc!', 'vault'],
      ['env', '‹redacted›', 'vault'],
    ],
    [
      ['curl', '-H', 'X-Vault-Token: hunter2Abc!'],
      ['curl', '-H', '‹redacted›'],
    ],
    [
      ['curl', '-u', 'user:hunter2Abc!'],
      ['curl', '-u', '‹redacted›'],
    ],
    [
      ['sh', '-c', 'vault login --password hunter2Abc! x'],
      ['sh', '-c', '‹redacted›'],
    ],
    [
      ['mysql', '-phunter2Abc!'],
      ['mysql', '‹redacted›'],
    ],
    [
      ['sshpass', '-p', 'hunter2Abc!'],
      ['sshpass', '-p', '‹redacted›'],
    ],
    [
      ['op', '--client-secret', 'hunter2Abc!'],
      ['op', '--client-secret', '‹redacted›'],
    ],
  ])('covers a word for a program that may be a secret: %j', async (words, shown) => {
    expect(await printedWords(words)).toEqual(shown)
  })

  it.each([
    [
      'aws',
      'secretsmanager',
      'get-secret-value',
      '--secret-id',
      'sso/dingtalk',
      '--query',
      'SecretString',
      '-n',
      '1',
    ],
    [
      'env',
      'VAULT_ADDR=https://vault.example.com:8200',
      'vault',
      'kv',
      'get',
      '-field=client_secret',
      'secret/sso/github',
    ],
    ['sh', '-c', 'cat /run/secrets/github'],
    ['op', 'read', 'op://sso/dingtalk/secret'],
  ])('and leaves what is a name, a path or an option: %s …', async (...words) => {
    expect(await printedWords(words)).toEqual(words)
  })

  it('covers what sounds like a secret among options that nobody here knows, in print and urls', async () => {
    const known = { scope: ['read_user'], url: 'https://x.example.com/path?x=1', size: 3, on: true }
    const text = `version: 1
publicUrl: https://sso.example.com
autoRegister: { enabled: true }
sources:
  - id: gitlab
    type: passport
    name: GitLab
    module: passport-gitlab2
    identity: { issuer: "https://gitlab.example.com", subject: id }
    options:
      extra: "user=a password=CANARYq7w host=b"
      conn: "Server=x;Password=CANARYq7w;"
      body: { form: "client_secret=CANARYq7w&x=1" }
      tokenURL: "https://x/?client_secret=CANARYq7w"
      headers: ["X-Api-Key: CANARYq7w"]
      env2: ["DB_PASSWORD=CANARYq7w"]
      known: ${JSON.stringify(known)}
      clientSecret: { env: GITLAB_CLIENT_SECRET }
`
    const { stdout } = await printed('sso.config.yaml', text)
    expect(stdout).not.toContain('CANARY')
    expect(parse(stdout).sources[0].options).toMatchObject({
      known,
      clientSecret: { env: 'GITLAB_CLIENT_SECRET' },
    })
    const urls = await command(['urls'], { cwd: makeFolder({ 'sso.config.yaml': text }) })
    expect([urls.code, urls.stdout.includes('CANARY')]).toEqual([0, false])
  })

  it('refuses to print what is no name of a place where one belongs: the file would not be valid', async () => {
    const text = reference[1].replace('{ env: GITHUB_CLIENT_SECRET }', '{ env: hunter2canary }')
    const { code, stdout, stderr } = await printed('sso.config.yaml', text)
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain('error: what sources[github].clientSecret names may be the secret itself')
    expect(stderr).not.toContain('canary')
  })

  it.each(['github_client_secret', 'GithubClientSecret', 'github_2', 'Github_Secret'])(
    'prints %s, the name of a variable',
    async name => {
      const { code, stdout } = await printed(
        'sso.config.yaml',
        reference[1].replace('GITHUB_CLIENT_SECRET', name),
      )
      expect(code).toBe(0)
      expect(stdout).toContain(`clientSecret: { env: ${name} }`)
      expect((await compile(stdout, { file: 'sso.config.yaml' })).config).toBeDefined()
    },
  )

  it('prints no client secret that stands in the place of an id', async () => {
    const secret = '0a1b2c3d4e5f60718293a4b5c6d7e8f901234567'
    const text = `version: 1
publicUrl: https://sso.example.com
sources:
  - { id: github, type: github, name: GitHub, clientId: ${secret}, clientSecret: { env: GITHUB_CLIENT_SECRET }, allow: { organizations: [example] } }
`
    const { code, stdout } = await printed('sso.config.yaml', text)
    expect(code).toBe(0)
    expect(stdout).not.toContain(secret)
    expect(stdout).toMatch(/clientId: "?‹redacted›/)
  })

  it('tells of an exception without which it is no valid file', async () => {
    const text = `version: 1
publicUrl: https://sso.example.com
sources:
  - id: github
    type: github
    name: GitHub
    clientId: 0a1b2c3d4e5f60718293
    clientSecret: { env: GITHUB_CLIENT_SECRET }
    # sso-kit: ignore[autoregister/open-source] a meeting of strangers
    autoRegister: { enabled: true }
`
    const { code, stdout, stderr } = await printed('sso.config.yaml', text)
    expect([code, stderr]).toEqual([
      0,
      'note: comments are not printed: without autoregister/open-source excused, what is printed is not valid\n',
    ])
    expect((await compile(stdout, { file: 'sso.config.yaml' })).config).toBeUndefined()
  })

  it('sends no control character to the terminal', async () => {
    const text = `version: 1
publicUrl: https://sso.example.com
sources:
  - { id: hub, type: oidc, name: Hub, issuer: "https://id.example.com", clientId: "a\\u001b[31m\\u202e\\u009bb" }
`
    for (const format of ['yaml', 'json']) {
      const { stdout } = await printed('sso.config.yaml', text, '--format', format)
      expect(stdout).toMatch(/"a\\u001b\[31m\\u202e\\u009bb"/)
      expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    }
  })
})

describe('print', () => {
  it('shows the problems of a file that has an error, and prints nothing', async () => {
    const { code, stdout, stderr } = await printed('sso.config.yaml', 'version: 1\nsources: []\n')
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain('error[schema/missing-key]')
  })

  it('knows two formats', async () => {
    const { code, stderr } = await printed(...reference, '--format', 'toml')
    expect(code).toBe(2)
    expect(stderr).toContain('there is no format "toml"\n  help: choose yaml or json')
  })
})

describe('the YAML', () => {
  const data = fc.letrec(tie => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'no',
        '1.10',
        '0777',
        '12:30',
        '~',
        '.inf',
        '-',
        '- a',
        '# b',
        'a: b',
        'a #b',
        '',
        ' ',
        '钉钉',
        '.',
        '..',
        './a',
        '5e3',
        '0x10',
        '=',
        '<<',
      ),
      fc.boolean(),
      fc.integer(),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.string({ minLength: 1, unit: 'grapheme' }), tie('value'), {
        maxKeys: 4,
        noNullPrototype: true,
      }),
    ),
  })).value

  it('is read as what was written', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), data, { minKeys: 1, noNullPrototype: true }),
        value => {
          expect(parse(yaml(value))).toEqual(value)
        },
      ),
      { numRuns: 500 },
    )
  })
})

/** Written-out secrets do not come back, nor does what a shell is told. */
const uncovered = (config: unknown): unknown =>
  JSON.parse(
    JSON.stringify(config, (key, value) => {
      if (key === 'exec' && value[0] === 'sh') return value.slice(0, 2)
      return key === 'literal' ? '' : value
    }),
  )
