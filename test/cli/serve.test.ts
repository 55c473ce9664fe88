import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStorage } from '../../src/storage/open.ts'
import { Browser } from '../browser.ts'
import { buildBundle, killAll, run, start } from './bundle.ts'
import { freePort, makeFolder, removeFolders } from './folder.ts'
import { command } from './io.ts'
import { base, expectWords, local, occupy } from './serving.ts'

beforeAll(buildBundle, 60_000)
afterAll(() => {
  killAll()
  removeFolders()
})

const secretive = `sources:
  - { id: github, type: github, name: GitHub, clientId: app, clientSecret: { env: GITHUB_SECRET }, allow: { organizations: [example] } }
  - { id: partner, type: oidc, name: Partner, issuer: "https://id.example.com", clientId: app, clientSecret: { env: PARTNER_SECRET } }
  - { id: other, type: oidc, name: Other, issuer: "https://id.example.org", clientId: app, clientSecret: { env: OTHER_SECRET } }
  - { id: local, type: local, name: Password }
`

const followed = `sources:
  - id: dingtalk
    type: dingtalk
    name: DingTalk
    corpId: ding3608be7c4e5266ce4ac5d6980864
    clientId: dingwjlht8b93ara
    clientSecret: { env: DINGTALK_SECRET }
`

/** In this process; what starts after all ends at once, and with 0. */
const here: typeof run = (args, { cwd, env = {} }) => command(args, { cwd, env, signal: 'SIGTERM' })

describe.concurrent('serve does not start with a file that is not right, and', () => {
  it('prints every problem, exits 1 and leaves no data folder behind', async () => {
    const bad = `version: 1
publicUrl: http://sso.example.com
storge: {}
sources:
  - { id: github, type: github, name: GitHub, clientId: app, clientSecret: do-not-print-this-one }
  - { id: local, type: nonsense, name: Password }
`
    const folder = makeFolder({ 'sso.config.yaml': bad })
    const { code, stdout, stderr } = await run(['serve'], { cwd: folder })
    expect([code, stdout]).toEqual([1, ''])
    for (const part of ['url/public-not-https', '"storge"', 'secret/inline', '"nonsense"'])
      expect(stderr).toContain(part)
    expect(stderr).not.toContain('do-not-print')
    expect(stderr).not.toMatch(/^ {4}at /m)
    expect(readdirSync(folder).sort()).toEqual(['.git', 'sso.config.yaml'])
  })

  it('says where it looked when there is none, and exits 2', async () => {
    const folder = makeFolder({ 'deep/er/empty': '' })
    const ended = await here(['serve'], { cwd: join(folder, 'deep/er') })
    expect(ended.code).toBe(2)
    expectWords(ended)
    for (const place of ['deep/er/sso.config.yaml', 'deep/config/sso.config.yaml', 'sso.config.yaml']) {
      expect(ended.stderr).toContain(join(folder, place))
    }
  })

  it('names the one that was asked for when it is missing, and exits 2', async () => {
    const folder = makeFolder({ 'sso.config.yaml': base(8080) + local })
    const ended = await here(['serve', '-c', 'other.yaml'], { cwd: folder })
    expect(ended.code).toBe(2)
    expectWords(ended)
    expect(ended.stderr).toContain(join(folder, 'other.yaml'))
  })

  it('takes no switch for the sandbox from it: that key is a problem like any unknown one', async () => {
    const folder = makeFolder({ 'sso.config.yaml': `sandbox: true\n${base(8080)}${local}` })
    const { code, stderr } = await here(['serve'], { cwd: folder })
    expect(code).toBe(1)
    expect(stderr).toContain('schema/unknown-key')
    expect(stderr).toContain('"sandbox"')
  })
})

describe.concurrent('serve without its secrets', () => {
  it('names all that are missing at once and exits 2', async () => {
    const folder = makeFolder({ 'sso.config.yaml': base(await freePort()) + secretive })
    const ended = await run(['serve'], { cwd: folder, env: { PARTNER_SECRET: 'this one is there' } })
    expect(ended.code).toBe(2)
    expectWords(ended)
    for (const name of ['"github"', 'GITHUB_SECRET', '"other"', 'OTHER_SECRET'])
      expect(ended.stderr).toContain(name)
    for (const absent of ['PARTNER_SECRET', 'this one is there']) expect(ended.stderr).not.toContain(absent)
    // one line each and one for what to do
    expect(ended.stderr.trimEnd().split('\n')).toHaveLength(3)
  })

  it('names those of sources, apps, keys and the way out together', async () => {
    const port = await freePort()
    const file = `${base(port)}keys:
  cookie: [{ env: COOKIE_KEY }]
  saml: [{ certificate: { env: SAML_CERTIFICATE } }]
outbound: { proxy: { env: WAY_OUT }, ca: { file: ./gone.pem } }
${followed}    events: { aesKey: { env: DINGTALK_AES }, token: { env: DINGTALK_TOKEN } }
    sync: { auto: true, users: true }
apps:
  - { id: wiki, type: oidc, name: Wiki, clientSecret: { env: WIKI_SECRET }, redirectUris: ["https://wiki.example.com/callback"], allow: everyone }
  - { id: erp, type: saml, name: ERP, entityId: "https://erp.example.com", acsUrl: "https://erp.example.com/acs", allow: everyone }
`
    const folder = makeFolder({ 'sso.config.yaml': file })
    const ended = await here(['serve'], { cwd: folder })
    expect(ended.code).toBe(2)
    expect(ended.stdout).toBe('')
    for (const name of ['DINGTALK_SECRET', 'DINGTALK_AES', 'DINGTALK_TOKEN', 'WIKI_SECRET', 'COOKIE_KEY'])
      expect(ended.stderr).toContain(`${name} is not set`)
    for (const name of ['SAML_CERTIFICATE is not set', 'WAY_OUT is not set', 'gone.pem cannot be read'])
      expect(ended.stderr).toContain(name)
    expect(ended.stderr).toMatch(/\n {2}help: nothing was started\n$/)
    expect(existsSync(join(folder, 'data'))).toBe(false)
  })

  it.each([['check'], ['sync']])('%s starts nothing, and does not say so', async name => {
    const folder = makeFolder({
      'sso.config.yaml': `version: 1
publicUrl: https://sso.example.com
${followed}    sync: { auto: true, users: true }
`,
    })
    const ended = await command([name], { cwd: folder, signal: 'none' })
    expect(ended.code).toBe(2)
    expect(ended.stderr).toBe(
      'error: source "dingtalk": the environment variable DINGTALK_SECRET is not set\n',
    )
  })

  it('never prints the value of one that is not good enough', async () => {
    const keys = 'keys: { cookie: [{ env: COOKIE_KEY }] }\n'
    const folder = makeFolder({ 'sso.config.yaml': base(await freePort()) + keys + local })
    const ended = await here(['serve'], { cwd: folder, env: { COOKIE_KEY: 'too-short-a-key' } })
    expect(ended.code).toBe(2)
    expectWords(ended)
    expect(ended.stderr).toContain('COOKIE_KEY has 15 bytes')
    expect(ended.stderr).not.toContain('too-short')
  })

  it('runs no program for one unless --allow-exec says so', async () => {
    const exec = 'keys: { cookie: [{ exec: [touch, ran] }] }\n'
    const folder = makeFolder({ 'sso.config.yaml': base(await freePort()) + exec + local })
    const ended = await here(['serve'], { cwd: folder })
    expect(ended.code).toBe(2)
    expectWords(ended)
    expect(ended.stderr).toContain('--allow-exec')
    expect(existsSync(join(folder, 'ran'))).toBe(false)
  })
})

interface Obstacle {
  name: string
  /** Where the database is. */
  data?: string
  /** Puts the obstacle there; may answer how to take it away. */
  arrange?: (folder: string, port: number) => unknown
  says: RegExp
  /** For one of them all is looked at from outside, from the command line to the exit code. */
  isProcess?: boolean
}

const database = (folder: string) => join(folder, 'data/sso.db')
/** A copy of an empty one, which nobody has open. */
const withDatabase = async (folder: string, change = '') => {
  await (await openStorage('sqlite:./original/sso.db', folder)).close()
  mkdirSync(join(folder, 'data'))
  const original = new Database(join(folder, 'original/sso.db'))
  original.exec(`${change}; VACUUM INTO '${database(folder)}'`)
  original.close()
}
const withFile = (content: string) => (folder: string) => {
  mkdirSync(join(folder, 'data'))
  writeFileSync(database(folder), content)
}
const withKey = (mode: number) => (folder: string) => {
  mkdirSync(join(folder, 'data'))
  const path = join(folder, 'data/cookie.key')
  writeFileSync(path, `${'c29tZWJvZHkgZWxzZSBrbm93cyB0aGlzIGtleSE='}\n`)
  chmodSync(path, mode)
}

const obstacles: Obstacle[] = [
  {
    name: 'a port that is in use',
    arrange: (_folder, port) => occupy(port),
    says: /^error: 127\.0\.0\.1:\d+ is in use by another program\n.*another port: server\.listen$/m,
    isProcess: true,
  },
  {
    name: 'a data folder below a regular file',
    data: './sso.config.yaml/data',
    says: /cannot make the data folder .*ENOTDIR/,
  },
  {
    name: 'a data folder where none can be made',
    data: '/proc/no/such',
    says: /cannot make the data folder \/proc\/no\/such/,
  },
  {
    name: 'a data folder that takes no file',
    data: '/proc',
    says: /cannot write the database \/proc\/sso\.db/,
  },
  {
    name: 'garbage for a database',
    arrange: withFile('garbage '.repeat(1000)),
    says: /is damaged or is not an SQLite file/,
  },
  {
    name: 'a database of a few bytes',
    arrange: withFile('SQLite format 3\0'),
    says: /is damaged or is not an SQLite file/,
  },
  {
    name: 'half a database',
    arrange: async folder => {
      await withDatabase(folder)
      truncateSync(database(folder), statSync(database(folder)).size / 2)
    },
    says: /is damaged or is not an SQLite file/,
  },
  {
    name: 'a folder in the place of the database',
    arrange: folder => mkdirSync(database(folder), { recursive: true }),
    says: /the database .*sso\.db is a folder/,
  },
  {
    name: 'a database of a later version',
    arrange: folder =>
      withDatabase(
        folder,
        "INSERT INTO kysely_migration VALUES ('9999-tomorrow', '2040-01-01T00:00:00.000Z')",
      ),
    says: /was written by a newer sso-kit/,
  },
  ...[0o644, 0o640, 0o602].map(mode => ({
    name: `a cookie key of mode ${mode.toString(8)}`,
    arrange: withKey(mode),
    says: /^error: the cookie key .*\/data\/cookie\.key is open to other users\n.*chmod 600/,
  })),
]

describe.concurrent('serve says in at most three lines what is in its way, and exits 2:', () => {
  it.each(obstacles)('$name', async ({ data = './data', arrange, says, isProcess = false }) => {
    const port = await freePort()
    const folder = makeFolder({ 'sso.config.yaml': base(port, data) + local })
    const clear = await arrange?.(folder, port)
    const ended = await (isProcess ? run : here)(['serve'], { cwd: folder })
    if (typeof clear === 'function') clear()
    expect(ended.stderr).toMatch(says)
    expect(ended.code).toBe(2)
    expectWords(ended)
    expect(ended.stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(3)
  })
})

it('serve does not wait for ever for a database that another program holds, says so and exits 2', async () => {
  // ready to use, and not even in the right mode yet
  const folders = await Promise.all(
    [withDatabase, withFile('')].map(async arrange => {
      const folder = makeFolder({ 'sso.config.yaml': base(await freePort()) + local })
      await arrange(folder)
      return folder
    }),
  )
  const holders = folders.map(folder => {
    const other = new Database(database(folder))
    other.exec('BEGIN EXCLUSIVE')
    return other
  })
  const ends = await Promise.all(folders.map(cwd => run(['serve'], { cwd })))
  for (const other of holders) other.close()
  for (const ended of ends) {
    expect(ended.code).toBe(2)
    expectWords(ended)
    expect(ended.stderr).toMatch(/sso\.db is locked by another program\n.*\n$/)
  }
})

describe('serve', () => {
  const started = async (folder: string, args: string[] = []) => {
    const child = start(['serve', ...args], { cwd: folder })
    await child.says(/ {2}on {2}127\.0\.0\.1:\d+\n/)
    return child
  }

  it('answers at its address until SIGTERM, keeps its files to itself, and is the same server at its next start', async () => {
    const port = await freePort()
    const folder = makeFolder({ 'sso.config.yaml': base(port) + local })
    const data = join(folder, 'data')
    const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)

    const first = await started(folder)
    expect(first.stdout()).toContain(`  at  http://localhost:${port}\n`)
    const healthy = await fetch(`http://localhost:${port}/healthz`)
    expect([healthy.status, await healthy.json()]).toEqual([200, { status: 'ok' }])
    expect((await fetch(`http://localhost:${port}/readyz`)).status).toBe(200)
    const { status, page } = await new Browser(`http://localhost:${port}`).get('/signin')
    expect(status).toBe(200)
    expect(page).not.toContain('SANDBOX')
    expect((await fetch(`http://localhost:${port}/nothing-here`)).status).toBe(404)

    expect(mode(data)).toBe('700')
    const files = readdirSync(data).sort()
    expect(files).toEqual(['cookie.key', 'sso.db', 'sso.db-shm', 'sso.db-wal'])
    expect(files.map(name => mode(join(data, name)))).toEqual(['600', '600', '600', '600'])
    const key = readFileSync(join(data, 'cookie.key'), 'utf8')
    expect(Buffer.from(key, 'base64').length).toBeGreaterThanOrEqual(32)

    const { code, stderr } = await first.kill('SIGTERM')
    expect(code).toBe(0)
    // whoever copies it now has all of it in one file
    expect(readdirSync(data).sort()).toEqual(['cookie.key', 'sso.db'])
    const lines = stderr
      .trimEnd()
      .split('\n')
      .map((line): Record<string, unknown> => JSON.parse(line))
    expect(lines).toContainEqual(expect.objectContaining({ code: 'not_found', path: '/nothing-here' }))

    const second = await started(folder)
    expect(readFileSync(join(data, 'cookie.key'), 'utf8')).toBe(key)
    expect((await second.kill('SIGINT')).code).toBe(130)
  })

  it('runs plugins that are not ours and packages that it needs on demand, before and after V8 keeps its code', async () => {
    const plugin = new URL('../../dist/plugin.js', import.meta.url).href
    const manifest = {
      apiVersion: 1,
      type: 'acme',
      module: './index.js',
      summary: 'Acme accounts',
      options: { properties: {} },
    }
    const port = await freePort()
    const folder = makeFolder({
      'acme/package.json': '{ "type": "module" }',
      'acme/sso-kit.plugin.json': JSON.stringify(manifest),
      'acme/index.js': `import { SsoError } from '${plugin}'
        export default {
          ...${JSON.stringify({ ...manifest, module: undefined })},
          open: () => ({ redirect: { start() { throw new SsoError('source_closed') } } }),
        }`,
      'sso.config.yaml': `${base(port)}plugins: [./acme]
outbound: { allowPrivate: ["127.0.0.1:9"] }
sources:
  - { id: here, type: acme, name: Acme }
  - { id: local, type: local, name: Password }
  - { id: google, type: google, name: Google, clientId: app, clientSecret: { file: ./secret }, allow: { domains: [example.com] } }
  - { id: other, type: oidc, name: Other, issuer: "http://127.0.0.1:9", clientId: app, clientSecret: { file: ./other } }
`,
      secret: 'a secret of this test',
      other: 'another secret of it',
    })
    for (let begun = 0; begun < 2; begun += 1) {
      const child = await started(folder)
      const browser = new Browser(`http://localhost:${port}`)
      expect(await browser.get('/auth/here')).toMatchObject({ status: 403 })
      const nobody = { username: 'nobody', password: 'seven lanterns over the river' }
      expect((await browser.submit('/signin', '/auth/local/password', nobody)).status).toBe(401)
      expect((await browser.get('/auth/google')).location).toMatch(/^https:\/\/accounts\.google\.com\//)
      expect((await browser.get('/auth/other')).status).toBe(502)
      expect((await child.kill('SIGTERM')).code).toBe(0)
    }
  })

  it('ends as by SIGTERM when its terminal is closed', async () => {
    const folder = makeFolder({ 'sso.config.yaml': base(await freePort()) + local })
    const child = await started(folder)
    expect((await child.kill('SIGHUP')).code).toBe(0)
    expect(readdirSync(join(folder, 'data')).sort()).toEqual(['cookie.key', 'sso.db'])
  })

  it('keeps its files to itself in a folder that others may read', async () => {
    const folder = makeFolder({ 'sso.config.yaml': base(await freePort()) + local, 'data/of-others': '' })
    const child = await started(folder, ['--log-level', 'silent'])
    for (const name of ['cookie.key', 'sso.db', 'sso.db-wal']) {
      expect(statSync(join(folder, 'data', name)).mode & 0o077, name).toBe(0)
    }
    expect(await child.kill('SIGTERM')).toMatchObject({ code: 0, stderr: '' })
  })

  it('leaves a database beside it that several programs may open and bring up to date at once', async () => {
    const folder = makeFolder({ 'sso.config.yaml': base(await freePort()) + local })
    const password = 'seven lanterns over the river'
    const create = (name: string) =>
      run(['accounts', 'create', '--username', name, '--password-stdin'], { cwd: folder, stdin: password })
    const ends = await Promise.all(['anna', 'bert', 'carl', 'Carl'].map(create))
    expect(ends.map(({ code }) => code).sort()).toEqual([0, 0, 0, 1])
    const storage = await openStorage('sqlite:./data/sso.db', folder)
    const names = (await storage.accounts.list()).map(({ username }) => username.toLowerCase())
    await storage.close()
    expect(names).toEqual(['anna', 'bert', 'carl'])
  })
})
