import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noFacts } from '../../src/accounts/facts.ts'
import type { Binding } from '../../src/model.ts'
import { openStorage } from '../../src/storage/open.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { local, openSite, type Site } from '../site.ts'
import { makeFolder, removeFolders } from './folder.ts'
import { command, type Said } from './io.ts'

afterAll(removeFolders)

const github =
  '{ id: github, type: github, name: GitHub, clientId: app, clientSecret: { env: SECRET }, allow: { organizations: [example] } }'
const partner =
  '{ id: partner, type: oidc, name: Partner, issuer: "https://id.example.com", clientId: app, clientSecret: { env: PARTNER_SECRET } }'
/** Tells departments, which a grant asks for. */
const dingtalk =
  '{ id: dingtalk, type: dingtalk, name: 钉钉, corpId: ding3608be7c4e5266ce4ac5d6980864, clientId: app, clientSecret: { env: DINGTALK_SECRET } }'
const ownPasswords = '{ id: local, type: local, name: Password }'
const grants = `grants:
  - { id: hub, when: { source: github }, groups: [hubbers], permissions: [write], baseDir: /hub }
  - { id: rd, when: { department: 研发部, not: { title: 总监 } }, groups: [developers], permissions: [rename] }
`
const file = (extra: string, sources: readonly string[]) => `version: 1
publicUrl: https://sso.example.com
storage: { url: "sqlite:./data/sso.db" }
session: { idle: 30m }
admins: [{ source: partner, subject: boss }]
autoRegister: { enabled: true, baseDir: /staff, permissions: [webdav_read, webdav_manage], role: guest }
${extra}sources:
${sources.map(source => `  - ${source}\n`).join('')}`

const password = 'seven lanterns over the river'

/** A folder with a file, and what one can do there. */
function office(...sources: string[]) {
  return officeWith('', sources)
}

/** The same with more in its file. */
function officeWith(extra: string, sources: readonly string[]) {
  const cwd = makeFolder({ 'sso.config.yaml': file(extra, sources) })
  const accounts = (args: string, stdin = '') => command(['accounts', ...args.split(' ')], { cwd, stdin })
  return {
    cwd,
    accounts,
    /** The same with arguments that have spaces in them. */
    asked: (...args: string[]) => command(['accounts', ...args], { cwd }),
    json: async <T = Record<string, unknown>>(args: string, stdin = ''): Promise<T> => {
      const { code, stdout, stderr } = await accounts(`${args} --format json`, stdin)
      // the first of a fresh folder says that it made the database
      expect([code, stderr.replace(/^new, empty database .*\n/, '')], args).toEqual([0, ''])
      return JSON.parse(stdout) as T
    },
    /** Directly in the database, as a running server would. */
    async inStore<T>(work: (storage: Storage) => Promise<T>): Promise<T> {
      const storage = await openStorage('sqlite:./data/sso.db', cwd)
      try {
        return await work(storage)
      } finally {
        await storage.close()
      }
    },
  }
}

const binding = (accountId: string, fields: Partial<Binding> = {}): Binding => ({
  source: 'github',
  issuer: 'https://github.com',
  subject: '42',
  directoryId: null,
  accountId,
  label: null,
  password: null,
  boundAt: 1_700_000_000_000,
  facts: null,
  told: null,
  goneAt: null,
  ...fields,
})

const session = (accountId: string, hash: string, now = Date.now()) => ({
  id: `id of ${hash}`,
  hash,
  accountId,
  source: 'github',
  createdAt: now,
  provedAt: now,
  seenAt: now,
  endsAt: now + 1_000_000,
  address: '192.0.2.7',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0',
})

describe('accounts create', () => {
  const { accounts, json, inStore } = office(github, partner, ownPasswords)

  it('makes an account with the defaults of the file and the password from standard input', async () => {
    const said = await accounts('create --username anyi --password-stdin', `${password}\n`)
    const stderr = expect.stringMatching(/^new, empty database .*sso\.db\n$/)
    expect(said).toEqual({ code: 0, stdout: 'created anyi\n', stderr })
    expect(await json('show anyi')).toMatchObject({
      username: 'anyi',
      displayName: null,
      role: 'guest',
      permission: 768,
      baseDir: '/staff',
      hasPassword: true,
      identities: [{ source: 'local', issuer: 'local' }],
    })
  })

  it('takes every field from its flags, and a reserved name: the first account is often called admin', async () => {
    const flags =
      '--role admin --permissions write,rename --base-dir /rd --display-name 李四 --email l@example.com --phone +86-1'
    const said = await accounts(`create --username admin --password-stdin ${flags}`, password)
    expect(said).toMatchObject({ code: 0, stderr: '' })
    expect(await json('show admin')).toMatchObject({
      role: 'admin',
      permission: 24,
      permissions: ['write', 'rename'],
      baseDir: '/rd',
      displayName: '李四',
      email: 'l@example.com',
      phone: '+86-1',
    })
  })

  it('keeps nothing of the password but its argon2id record, and says nothing of it', async () => {
    const said = await accounts('create --username kept --password-stdin --format json', password)
    expect(said.stdout + said.stderr).not.toContain('lanterns')
    const records = await inStore(async storage => {
      const account = await storage.accounts.findByUsername('kept')
      return [await storage.bindings.of(account?.id ?? ''), await storage.audit.of(account?.id ?? '', 10)]
    })
    expect(JSON.stringify(records)).toContain('$argon2id$')
    expect(JSON.stringify(records)).not.toContain('lanterns')
    expect(JSON.stringify(said.stdout)).not.toContain('argon2')
  })

  const no: [what: string, args: string, stdin: string, says: string][] = [
    ['a name that is taken', '--username anyi', password, 'the username "anyi" is taken'],
    ['a name that differs in its case', '--username ANYI', password, 'the username "ANYI" is taken'],
    ['a short password', '--username bob', 'too short', 'at least 12 characters'],
    ['no password', '--username bob', '', 'at least 12 characters'],
    ['a password of everybody', '--username bob', 'correct horse battery staple', 'one of the first'],
    ['the name for a password', '--username bobsleigh', 'bobsleigh1234', 'little more than the username'],
    ['a password without end', '--username bob', 'lengthy '.repeat(200), 'at most 1024 bytes'],
  ]
  it.each(no)('says no to %s and makes nothing: exit 1', async (_what, args, stdin, says) => {
    const said = await accounts(`create ${args} --password-stdin`, stdin)
    expect([said.code, said.stdout]).toEqual([1, ''])
    expect(said.stderr).toMatch(/^error: .*\n$/)
    expect(said.stderr).toContain(says)
    expect(await accounts('show bob')).toMatchObject({ code: 1 })
  })

  const cannot: [args: string, says: string][] = [
    ['--password-stdin', 'which username?'],
    ['--username bob', 'an account needs a password'],
    ['--username a/b --password-stdin', 'cannot be a username'],
    [`--username ${'n'.repeat(65)} --password-stdin`, '1 to 64 characters'],
    ['--username pаypal --password-stdin', 'one alphabet only'],
    ['--username bob --password-stdin --role boss', 'there is no role "boss"'],
    ['--username bob --password-stdin --permissions wirte', 'has no permission "wirte"'],
    [
      '--username bob --password-stdin --permissions 1024',
      'has bits that alist-3.22 does not name: bit 10 (1024)',
    ],
    ['--username bob --password-stdin --permissions 4294967296', 'is no permission sum'],
    ['--username bob --password-stdin --permissions 0x8', 'has no permission "0x8"'],
    ['--username bob --password-stdin --base-dir rd', 'begins with /'],
    ['--username bob --password-stdin --base-dir /rd/../..', 'begins with / and has no ..'],
  ]
  it.each(cannot)('cannot do anything with %s: exit 2', async (args, says) => {
    const said = await accounts(`create ${args}`, password)
    expect([said.code, said.stdout]).toEqual([2, ''])
    expect(said.stderr).toContain(says)
    expect(await accounts('show bob')).toMatchObject({ code: 1 })
  })

  it('needs a source that keeps passwords: without one nobody could use it, exit 2', async () => {
    const without = office(github, partner)
    const said = await without.accounts('create --username bob --password-stdin', password)
    expect(said).toMatchObject({ code: 2, stdout: '' })
    expect(said.stderr).toContain('the file has no source of type local')
    expect(await without.json('list')).toEqual([])
  })
})

describe('accounts list and show', () => {
  const { accounts, asked, json, inStore } = office(github, partner, ownPasswords)
  let ids: Record<'anyi' | 'boss' | 'hostile', string>
  beforeAll(async () => {
    await accounts('create --username anyi --password-stdin', password)
    await accounts('create --username boss --password-stdin', password)
    await accounts('create --username hostile --password-stdin', password)
    ids = await inStore(async storage => {
      const id = async (name: string) => (await storage.accounts.findByUsername(name))?.id ?? ''
      const found = { anyi: await id('anyi'), boss: await id('boss'), hostile: await id('hostile') }
      await storage.bindings.insert(binding(found.anyi))
      await storage.bindings.insert(
        binding(found.boss, { source: 'partner', subject: 'boss', issuer: 'https://id.example.com' }),
      )
      await storage.sessions.insert(session(found.anyi, 'living'))
      await storage.sessions.insert(session(found.anyi, 'idle', Date.now() - 31 * 60_000))
      return found
    })
  })

  /** CONFIG.md: other programs build on these; keys are only ever added. */
  const view = {
    id: expect.stringMatching(/^[0-9a-f]{32}$/),
    username: expect.any(String),
    displayName: null,
    email: null,
    phone: null,
    role: expect.stringMatching(/^(general|guest|admin)$/),
    permission: 768,
    permissions: ['webdav_read', 'webdav_manage'],
    baseDir: '/staff',
    groups: [],
    disabled: false,
    left: null,
    hasPassword: true,
    createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    lastSignInAt: null,
    identities: expect.any(Array),
    sessions: expect.any(Number),
  }

  it('prints as JSON exactly the keys that are promised, in their types', async () => {
    const [anyi, boss, ...others] = await json<Record<string, unknown>[]>('list')
    expect(Object.keys(anyi ?? {})).toEqual(Object.keys(view))
    expect(anyi).toEqual({ ...view, username: 'anyi', role: 'guest', sessions: 1 })
    expect(anyi?.identities).toContainEqual({
      source: 'github',
      issuer: 'https://github.com',
      subject: '42',
      boundAt: '2023-11-14T22:13:20.000Z',
    })
    expect(boss).toEqual({ ...view, username: 'boss', role: 'admin', sessions: 0 })
    expect(others).toHaveLength(1)
  })

  it('shows the same of one, by name in any case or by id', async () => {
    const [listed] = await json<unknown[]>('list')
    for (const name of ['anyi', 'ANYI', 'Ａｎｙｉ', ids.anyi])
      expect(await json(`show ${name}`)).toEqual(listed)
  })

  it('takes the role from the file’s admins, whatever the account says', async () => {
    await accounts('set boss --role guest')
    expect(await json('show boss')).toMatchObject({ role: 'admin' })
  })

  it('tells people the same in columns and in lines', async () => {
    const { stdout } = await accounts('list')
    const [head, ...rows] = stdout.trimEnd().split('\n')
    expect(head).toMatch(/^username +name +role +permission +base dir +sources/)
    expect(rows[0]).toMatch(/^anyi +guest +768 +\/staff +github, local +signed in$/)
    const shown = (await accounts('show anyi')).stdout
    for (const line of [
      /^username +anyi$/m,
      /^permissions +768 = webdav_read \+ webdav_manage$/m,
      /^identity +github {2}42 {2}of/m,
    ]) {
      expect(shown).toMatch(line)
    }
  })

  it('knows nobody by another name: exit 1', async () => {
    for (const verb of [
      'show',
      'disable',
      'enable',
      'sessions',
      'set --role guest',
      'unbind --source github',
    ]) {
      const [first = '', ...flags] = verb.split(' ')
      const said = await accounts([first, 'nobody', ...flags].join(' '))
      expect(said, verb).toEqual({ code: 1, stdout: '', stderr: 'error: there is no account "nobody"\n' })
    }
  })

  it.each(['show', 'set', 'disable', 'enable', 'unbind', 'sessions'])(
    'asks which account where none is named: %s, exit 2',
    async verb => {
      expect(await accounts(verb)).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining('which account?'),
      })
    },
  )

  it('sends no control character of a name to the terminal, and still tells programs the very name', async () => {
    const hostile = 'a\u001b[2J\u009b31m\u202eb\u2066\u{e0001}\r\nc'
    await inStore(async storage => {
      await storage.accounts.update(ids.hostile, {
        username: hostile,
        displayName: hostile,
        email: hostile,
        phone: hostile,
      })
      const facts = { ...noFacts, groups: [hostile], departments: [hostile] }
      await storage.bindings.insert(binding(ids.hostile, { subject: hostile, label: hostile, facts }))
      await storage.sessions.insert({
        ...session(ids.hostile, 'h'),
        address: hostile,
        userAgent: hostile,
        source: hostile,
      })
    })
    const controls = /[^\n\P{Cc}]|\p{Cf}/u
    const ends: Said[] = [
      await accounts('list'),
      await accounts('list --format json'),
      await asked('show', 'nobody\u001b[2J'),
      ...(await Promise.all(
        [
          'show',
          'show --format json',
          'sessions',
          'sessions --format json',
          'disable',
          'enable',
          'sessions --end',
          'unbind --source github',
        ].map(verb => accounts(verb.replace(/^\w+/, found => `${found} ${ids.hostile}`))),
      )),
    ]
    for (const { code, stdout, stderr } of ends) {
      expect([0, 1]).toContain(code)
      expect(stdout + stderr).not.toMatch(controls)
    }
    const json = JSON.parse(ends[1]?.stdout ?? '') as { id: string; displayName: string }[]
    expect(json.find(({ id }) => id === ids.hostile)).toMatchObject({
      username: hostile,
      displayName: hostile,
    })
  })
})

describe('accounts set', () => {
  const { accounts, asked, json, inStore } = office(github, partner, ownPasswords)
  beforeAll(async () => {
    for (const name of ['anyi', 'bob']) await accounts(`create --username ${name} --password-stdin`, password)
  })

  const sums: [permissions: string, sum: number, names: string[]][] = [
    ['768', 768, ['webdav_read', 'webdav_manage']],
    ['webdav_manage,webdav_read', 768, ['webdav_read', 'webdav_manage']],
    ['write,write', 8, ['write']],
    ['0', 0, []],
    [
      '1023',
      1023,
      [
        'see_hides',
        'access_without_password',
        'offline_download',
        'write',
        'rename',
        'move',
        'copy',
        'remove',
        'webdav_read',
        'webdav_manage',
      ],
    ],
  ]
  it.each(sums)('takes permissions as names or as their sum: %s', async (permissions, permission, names) => {
    expect(await json(`set anyi --permissions ${permissions}`)).toMatchObject({
      permission,
      permissions: names,
    })
  })

  it('takes an empty list of permissions for none', async () => {
    expect(await asked('set', 'anyi', '--permissions', '')).toMatchObject({ code: 0 })
    expect(await json('show anyi')).toMatchObject({ permission: 0, permissions: [] })
  })

  it.each(['1024', '65536', '2147483648', 'ftp_access', 'delete', 'write,no', 'Write', '1e3', '-8', '8.5'])(
    'refuses permissions that the profile has not, and changes nothing: %s, exit 2',
    async permissions => {
      await accounts('set anyi --permissions 8')
      const said = await asked('set', 'anyi', `--permissions=${permissions}`, '--role', 'admin')
      expect([said.code, said.stdout]).toEqual([2, ''])
      expect(await json('show anyi')).toMatchObject({ permission: 8, role: 'guest' })
    },
  )

  it('changes what is given and leaves the rest, an empty value clears', async () => {
    expect(await asked('set', 'anyi', '--display-name', '安 怡', '--email', 'a@example.com')).toEqual({
      code: 0,
      stdout: 'changed displayName, email of anyi\n',
      stderr: '',
    })
    expect(await json('show anyi')).toMatchObject({
      displayName: '安 怡',
      email: 'a@example.com',
      baseDir: '/staff',
    })
    await asked('set', 'anyi', '--display-name', '', '--base-dir', '/rd')
    expect(await json('show anyi')).toMatchObject({
      displayName: null,
      email: 'a@example.com',
      baseDir: '/rd',
    })
  })

  it('renames, but not to a name that is taken: exit 1', async () => {
    expect(await accounts('set anyi --username Bob')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'error: the username "Bob" is taken\n',
    })
    expect(await json('set anyi --username Anyi')).toMatchObject({ username: 'Anyi' })
    expect(await json('show anyi')).toMatchObject({ username: 'Anyi' })
  })

  it('sets a password and signs out whoever used the old one', async () => {
    const id = (await json<{ id: string }>('show bob')).id
    const before = await inStore(async storage => {
      await storage.sessions.insert(session(id, 'before'))
      return storage.bindings.of(id)
    })
    expect(await accounts('set bob --password-stdin', 'a second sentence for bob')).toMatchObject({ code: 0 })
    const [after, living] = await inStore(async storage => [
      await storage.bindings.of(id),
      await storage.sessions.find('before'),
    ])
    expect(after).toHaveLength(1)
    expect(after).not.toEqual(before)
    expect(living).toBeUndefined()
    expect(await accounts('set bob --password-stdin', 'weak')).toMatchObject({ code: 1 })
  })

  it('needs something to set: exit 2', async () => {
    expect(await accounts('set anyi')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('nothing to set'),
    })
  })
})

describe('accounts and grants', () => {
  const { accounts, json, inStore } = officeWith(grants, [github, partner, dingtalk, ownPasswords])
  const vouched = { ...noFacts, departments: ['1001', '研发部'], groups: ['org/ops'] }
  beforeAll(async () => {
    const { id } = await json<{ id: string }>('create --username anyi --password-stdin', password)
    await inStore(async storage => {
      await storage.bindings.insert(binding(id, { facts: noFacts }))
      const other = { source: 'partner', issuer: 'https://id.example.com', facts: vouched }
      await storage.bindings.insert(binding(id, other))
    })
  })
  const shown = async () =>
    (await accounts('show anyi')).stdout.replaceAll(/^(?! |permissions|base|groups).*\n/gm, '')

  it('tell groups, permissions and base directory as they are now, and where each comes from', async () => {
    const rights = {
      permission: 768 + 24,
      permissions: ['write', 'rename', 'webdav_read', 'webdav_manage'],
      baseDir: '/hub',
      groups: ['org/ops', 'hubbers', 'developers'],
    }
    expect(await json('show anyi')).toMatchObject(rights)
    expect(await json('list')).toMatchObject([rights])
    expect((await accounts('list')).stdout).toMatch(/^anyi +guest +792 +\/hub /m)
    expect(await shown()).toBe(`permissions  792 = write + rename + webdav_read + webdav_manage
             webdav_read + webdav_manage: given when the account was made
             write: grant hub (identity of github)
             rename: grant rd (identity of partner, department 研发部, not {"title":"总监"})
base dir     /hub
             /hub: grant hub (identity of github)
groups       org/ops, hubbers, developers
             org/ops: partner says so
             hubbers: grant hub (identity of github)
             developers: grant rd (identity of partner, department 研发部, not {"title":"总监"})
`)
  })

  it('do not touch what an administrator sets, until it is unset', async () => {
    expect(await json('set anyi --permissions copy')).toMatchObject({ permission: 64, baseDir: '/hub' })
    expect(await json('set anyi --base-dir /own')).toMatchObject({ permission: 64, baseDir: '/own' })
    expect(await shown()).toContain(`permissions  64 = copy
             set by an administrator
             not in force: webdav_read + webdav_manage: given when the account was made
             not in force: write: grant hub (identity of github)
`)
    expect(await shown()).toContain(`base dir     /own
             set by an administrator
             not in force: /hub: grant hub (identity of github)
groups       org/ops, hubbers, developers
`)
    expect(await json('set anyi --unset permissions')).toMatchObject({ permission: 792, baseDir: '/own' })
    // permissions are unset already: nothing about them is changed
    expect((await accounts('set anyi --unset base-dir,permissions')).stdout).toBe('changed baseDir of anyi\n')
    expect(await accounts('set anyi --unset base-dir')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('nothing of that was set for anyi'),
    })
    expect(await json('show anyi')).toMatchObject({ permission: 792, baseDir: '/hub' })
  })

  it('stand below what an account is created with', async () => {
    const flags = '--username boss --password-stdin --permissions 0 --base-dir /boss'
    expect(await json(`create ${flags}`, password)).toMatchObject({
      permission: 0,
      baseDir: '/boss',
      groups: [],
    })
    expect(await json('set boss --unset permissions,base-dir')).toMatchObject({
      permission: 768,
      baseDir: '/staff',
    })
  })

  it('show says who was meant by a name that is nearly right', async () => {
    expect(await accounts('show any')).toMatchObject({
      code: 1,
      stderr: 'error: there is no account "any"; did you mean "anyi"?\n',
    })
  })

  it.each([
    ['--unset role', '"role" cannot be unset'],
    ['--unset permissions --permissions 8', '--permissions is set and unset'],
    ['--unset=', 'nothing to set'],
  ])('cannot be asked for %s: exit 2', async (flags, says) => {
    expect(await accounts(`set anyi ${flags}`)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(says),
    })
  })
})

describe('accounts disable, enable, unbind and sessions', () => {
  const { accounts, json, inStore } = office(github, partner, ownPasswords)
  let id: string
  beforeAll(async () => {
    id = (await json<{ id: string }>('create --username anyi --password-stdin', password)).id
    await inStore(storage => storage.bindings.insert(binding(id)))
  })
  const signIn = (...hashes: string[]) =>
    inStore(async storage => {
      for (const hash of hashes) await storage.sessions.insert(session(id, hash))
    })

  it('lists where somebody is signed in', async () => {
    expect(await accounts('sessions anyi')).toEqual({
      code: 0,
      stdout: 'anyi is not signed in\n',
      stderr: '',
    })
    expect(await json('sessions anyi')).toEqual([])
    await signIn('one')
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    expect(await json('sessions anyi')).toEqual([
      {
        source: 'github',
        createdAt: time,
        seenAt: time,
        address: '192.0.2.7',
        browser: expect.stringContaining('Firefox'),
      },
    ])
    expect((await accounts('sessions anyi')).stdout).toMatch(
      /^source +since +last seen +address +browser\ngithub +.*Firefox/,
    )
  })

  it('signs out with --end, and says how many', async () => {
    await signIn('two')
    expect(await accounts('sessions anyi --end')).toEqual({
      code: 0,
      stdout: 'ended 2 sessions of anyi\n',
      stderr: '',
    })
    expect(await json('sessions anyi --end')).toEqual({ ended: 0 })
  })

  it('disables and signs out at once; enabling signs nobody in', async () => {
    await signIn('three')
    expect((await accounts('disable anyi')).stdout).toBe('disabled anyi, ended 1 session\n')
    expect(await json('show anyi')).toMatchObject({ disabled: true, sessions: 0 })
    expect((await accounts('list')).stdout).toMatch(/^anyi .* disabled$/m)
    expect((await accounts('disable anyi')).stdout).toBe('disabled anyi, ended 0 sessions\n')
    expect((await accounts('enable anyi')).stdout).toBe('enabled anyi\n')
    expect(await json('show anyi')).toMatchObject({ disabled: false, sessions: 0 })
  })

  it('takes an identity away, but never the last way in: exit 1', async () => {
    expect(await accounts('unbind anyi')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('which source?'),
    })
    expect(await accounts('unbind anyi --source partner')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'error: anyi has no identity of "partner"\n',
    })
    expect((await accounts('unbind anyi --source local')).stdout).toBe('unbound local from anyi\n')
    const last = await accounts('unbind anyi --source github')
    expect([last.code, last.stdout]).toEqual([1, ''])
    expect(last.stderr).toContain('"github" is the only way in for anyi; disable the account instead')
    expect(await json('show anyi')).toMatchObject({ hasPassword: false, identities: [{ source: 'github' }] })
  })

  it('does not count an identity of a source that is no longer in the file as a way in', async () => {
    await inStore(storage => storage.bindings.insert(binding(id, { source: 'gone', subject: 'x' })))
    expect(await accounts('unbind anyi --source github')).toMatchObject({ code: 1 })
    expect(await accounts('unbind anyi --source gone')).toMatchObject({ code: 0 })
  })

  it('leaves a record of each change, made by the command line', async () => {
    const records = await inStore(storage => storage.audit.of(id, 100))
    expect(new Set(records.map(({ event }) => event))).toEqual(
      new Set(['created', 'sessions-ended', 'disabled', 'enabled', 'unbound']),
    )
    for (const { detail } of records) expect(JSON.parse(detail)).toMatchObject({ by: 'command line' })
  })
})

describe('accounts beside a running server', () => {
  let site: Site
  let cwd: string
  beforeAll(async () => {
    site = await openSite(`sources:${local}`)
    cwd = makeFolder({
      'sso.config.yaml': `version: 1
publicUrl: https://sso.example.com
storage: { url: "sqlite:${join(site.data, 'sso.db')}" }
sources:
  - ${ownPasswords}
`,
    })
  })
  afterAll(() => site.close())
  const accounts = (args: string, stdin = '') => command(['accounts', ...args.split(' ')], { cwd, stdin })
  const signIn = async (username: string, word: string) => {
    const browser = site.browser()
    const { status } = await browser.submit('/signin', '/auth/local/password', { username, password: word })
    return { browser, status }
  }

  it('lets in who was just created, with the password that was given and no other', async () => {
    expect(await accounts('create --username anyi --password-stdin', `${password}\n`)).toMatchObject({
      code: 0,
    })
    expect((await signIn('anyi', `${password}!`)).status).toBe(401)
    const { browser, status } = await signIn('anyi', password)
    expect(status).toBe(303)
    expect((await browser.get('/account')).page).toContain('anyi')
  })

  it('has people out at their next click, and lets nobody in who is disabled', async () => {
    const { browser } = await signIn('anyi', password)
    expect((await browser.get('/account')).status).toBe(200)
    expect((await accounts('disable anyi')).stdout).toMatch(/^disabled anyi, ended [12] sessions?\n$/)
    expect(await browser.get('/account')).toMatchObject({ status: 302 })
    expect((await signIn('anyi', password)).status).not.toBe(303)
    await accounts('enable anyi')
    expect((await browser.get('/account')).status).toBe(302)
    expect((await signIn('anyi', password)).status).toBe(303)
  })

  it('shows at the next click what was changed', async () => {
    const { browser } = await signIn('anyi', password)
    await accounts('set anyi --base-dir /elsewhere')
    expect((await browser.get('/account')).page).toContain('/elsewhere')
  })
})

describe('accounts --database FILE', () => {
  it('works on that one instead of the one in the file', async () => {
    const { cwd } = office(partner, ownPasswords)
    const elsewhere = makeFolder()
    await (await openStorage('sqlite:./other.db', elsewhere)).close()
    const { code, stdout } = await command(['accounts', 'list', '--database', join(elsewhere, 'other.db')], {
      cwd,
    })
    expect([code, stdout]).toEqual([0, 'no accounts yet\n'])
  })

  it.each(['list', 'create'])('makes none where there is none: %s', async verb => {
    const { cwd } = office(partner, ownPasswords)
    const { code, stderr } = await command(['accounts', verb, '--database', 'missing.db'], { cwd })
    expect([code, stderr]).toEqual([2, expect.stringContaining(`there is no database at ${cwd}/missing.db`)])
    expect(existsSync(join(cwd, 'missing.db'))).toBe(false)
  })
})
