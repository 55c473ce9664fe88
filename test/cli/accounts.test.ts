import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noFacts } from '../../src/accounts/facts.ts'
import { openStorage } from '../../src/storage/open.ts'
import { local, openSite, type Site } from '../site.ts'
import { makeFolder, removeFolders } from './folder.ts'
import { command, type Said } from './io.ts'
import { binding, file, github, office, ownPasswords, partner, password, session } from './office.ts'

afterAll(removeFolders)

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
    expect((await without.accounts('list')).stderr).toContain('there is no database')
  })
})

describe('a database that is kept in memory', () => {
  it.each([
    ['create --username bob --password-stdin', password],
    ['list', ''],
  ])('is refused, for nothing of it would be left: accounts %s', async (args, stdin) => {
    const text = file('', [ownPasswords]).replace('sqlite:./data/sso.db', 'sqlite::memory:')
    const cwd = makeFolder({ 'sso.config.yaml': text.replace(/^admins.*$/m, '') })
    const said = await command(['accounts', ...args.split(' ')], { cwd, stdin })
    expect(said).toMatchObject({ code: 2, stdout: '' })
    expect(said.stderr).toContain('storage.url keeps everything in the memory of the server')
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

  it.each([
    [['--username', 'bob', '--password-stdin'], 1],
    [['--username', 'a/b', '--password-stdin'], 2],
    [['--username', 'bob'], 2],
  ])('makes none for an account that is refused: %j', async (args, code) => {
    const cwd = makeFolder({
      'sso.config.yaml': `version: 1
publicUrl: https://sso.example.com
storage: { url: "sqlite:./new/sso.db" }
sources: [{ id: local, type: local, name: Password }]
`,
    })
    const refused = await command(['accounts', 'create', ...args], { cwd, stdin: 'too short' })
    expect([refused.code, refused.stdout]).toEqual([code, ''])
    expect(refused.stderr).not.toContain('database')
    expect(existsSync(join(cwd, 'new'))).toBe(false)
    const right = ['--username', 'bob', '--password-stdin', '--permissions', 'write，rename']
    const made = await command(['accounts', 'create', ...right], { cwd, stdin: password })
    expect([made.code, made.stderr]).toEqual([0, `new, empty database ${cwd}/new/sso.db\n`])
  })

  it.each(['list', 'create'])('makes none where there is none: %s', async verb => {
    const { cwd } = office(partner, ownPasswords)
    const { code, stderr } = await command(['accounts', verb, '--database', 'missing.db'], { cwd })
    expect([code, stderr]).toEqual([2, expect.stringContaining(`there is no database at ${cwd}/missing.db`)])
    expect(existsSync(join(cwd, 'missing.db'))).toBe(false)
  })
})
