import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noFacts } from '../../src/accounts/facts.ts'
import { removeFolders } from './folder.ts'
import {
  binding,
  dingtalk,
  github,
  grants,
  office,
  officeWith,
  ownPasswords,
  partner,
  password,
  session,
} from './office.ts'

afterAll(removeFolders)

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
      await storage.bindings.insert(binding(id, { facts: { ...noFacts, public: true } }))
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
    expect(last.stderr).toContain(
      '"github" is the only way in for anyi; disable the account first, and it can be taken away',
    )
    expect(await json('show anyi')).toMatchObject({ hasPassword: false, identities: [{ source: 'github' }] })
  })

  it('does not count an identity of a source that is no longer in the file as a way in', async () => {
    await inStore(storage => storage.bindings.insert(binding(id, { source: 'gone', subject: 'x' })))
    expect(await accounts('unbind anyi --source github')).toMatchObject({ code: 1 })
    expect(await accounts('unbind anyi --source gone')).toMatchObject({ code: 0 })
  })

  it('takes the last one of a disabled account, and says of it that nobody gets in', async () => {
    await accounts('disable anyi')
    expect((await accounts('unbind anyi --source github')).stdout).toBe('unbound github from anyi\n')
    expect((await accounts('enable anyi')).stdout).toBe(
      'enabled anyi; no identity of theirs has an open source, so nobody gets into this account\n',
    )
  })

  it('leaves a record of each change, made by the command line', async () => {
    const records = await inStore(storage => storage.audit.of(id, 100))
    expect(new Set(records.map(({ event }) => event))).toEqual(
      new Set(['created', 'sessions-ended', 'disabled', 'enabled', 'unbound']),
    )
    for (const { detail } of records) expect(JSON.parse(detail)).toMatchObject({ by: 'command line' })
  })
})
