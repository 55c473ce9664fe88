import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { Client } from 'ldapts'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createWorld } from '../../src/sandbox/organisation.ts'
import { listenFor } from '../../src/sandbox/speaking.ts'
import type { World } from '../../src/sandbox/world.ts'
import { all, following, readingOn, sorted } from '../../test/directory/following.ts'
import type { Options } from './directories.ts'
import { hostile } from './fixtures/hostile.ts'
import { hasOpenLdap, type OpenLdap, rootDn, rootPassword, startOpenLdap } from './fixtures/openldap.ts'
import { opened, openedDirectory, usual } from './fixtures/stage.ts'
import { answer, entry } from './simulator/answers.ts'
import { simulate } from './simulator/index.ts'
import { uuidOf } from './simulator/people.ts'

const read = async (change: Partial<Options>, scope: 'all' | string[] = 'all') =>
  sorted(await all((await openedDirectory(change)).read(scope, readingOn())))
const memberAt = async (change: Partial<Options>, id: string) =>
  (await openedDirectory(change)).member(id, readingOn())

const stops: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

async function simulated(change: Partial<Options> = {}): Promise<{ world: World; there: Partial<Options> }> {
  const world = createWorld({ now: Date.now, random: randomBytes })
  const { speaker } = await simulate({ ...usual, ...change }, world)
  if (!speaker) throw new Error('the simulator speaks nothing but HTTP')
  const { address, close } = await listenFor(speaker)
  stops.push(close)
  return { world, there: { ...change, url: `ldap://${address}`, startTls: 'never' } }
}

describe('the simulated directory', () => {
  it('is everybody whom the filter finds by a name, as a sign-in names them', async () => {
    const { world, there } = await simulated()
    const { members, departments, faults } = await read(there)
    expect(members.length).toBe(world.people.filter(({ member }) => member).length)
    expect([departments, faults]).toEqual([[], []])
    const signedIn = await (await opened(there, [], 5_000)).check('lisi', 'password-of-lisi')
    const found = members.find(({ username }) => username === 'lisi')
    expect(found).toEqual({
      ...signedIn,
      departments: [],
      disabled: false,
      fields: expect.objectContaining({ uid: 'lisi', cn: '李四', employeeNumber: expect.any(String) }),
    })
    expect(await memberAt(there, found?.directoryId ?? '')).toEqual(found)
  })

  it.each([
    [false, undefined],
    [true, true],
  ])('answers for addresses as the file says: %s', async (emailAssigned, said) => {
    const { there } = await simulated({ emailAssigned })
    const { members } = await read(there)
    const signedIn = await (await opened(there, [], 5_000)).check('lisi', 'password-of-lisi')
    expect(signedIn?.email).toBe('lisi@example.com')
    expect([signedIn?.emailAssigned, members[0]?.emailAssigned]).toEqual([said, said])
  })

  it('has the groups of everybody by a search too', async () => {
    const { there } = await simulated({ groups: { attribute: 'memberOf', filter: '(memberUid={username})' } })
    const { members } = await read(there)
    expect(members.find(({ username }) => username === 'lisi')?.groups).toEqual([
      'cn=研发部,ou=groups,dc=example,dc=com',
      'cn=平台组,ou=groups,dc=example,dc=com',
    ])
  })

  it.each(['active-directory', 'openldap', 'freeipa'] as const)(
    'tells closed accounts: %s',
    async directory => {
      const { there } = await simulated({ directory })
      const { members } = await read(there)
      expect(members.filter(({ disabled }) => disabled).map(({ username }) => username)).toEqual(['weixin'])
      for (const { directoryId, username } of members.slice(0, 3))
        expect(await memberAt(there, directoryId)).toMatchObject({ username })
    },
  )

  it('is followed from the first account to the last leaver', async () => {
    const { world, there } = await simulated()
    const it = await following(
      `type: ldap
url: ldaps://ldap.example.com
directory: openldap
baseDn: ou=people,dc=example,dc=com
bindDn: cn=sso-kit,ou=services,dc=example,dc=com
bindPassword: { env: S }
autoRegister: { baseDir: /staff, permissions: 768 }
sync: { fields: { employeeNumber: employeeNumber } }`,
      await openedDirectory(there),
    )
    const members = world.people.filter(({ member }) => member)
    expect(await it.run()).toMatchObject({
      status: 'complete',
      problems: [],
      read: { departments: 0, members: members.length },
      changes: { created: members.length - 1, conflicts: 0 },
    })
    expect(await it.account('ldap:///dc=example,dc=com', uuidOf('lisi'))).toMatchObject({
      displayName: '李四',
    })
    world.people.splice(
      world.people.findIndex(({ id }) => id === 'anyi'),
      1,
    )
    const second = await it.run()
    expect(second).toMatchObject({ status: 'complete', problems: [], changes: { created: 0, disabled: 1 } })
    expect(second.leavers).toEqual([{ directoryId: uuidOf('anyi'), name: '安怡', why: 'gone' }])
  })
})

const many = (ou: string, count: number) =>
  [
    `dn: ou=${ou},dc=example,dc=com\nobjectClass: organizationalUnit\nou: ${ou}`,
    ...Array.from(
      { length: count },
      (_, n) =>
        `dn: uid=${ou}-${n},ou=${ou},dc=example,dc=com\nobjectClass: inetOrgPerson\nuid: ${ou}-${n}\ncn: ${ou} ${n}\nsn: ${n}`,
    ),
  ].join('\n\n')

describe.skipIf(!hasOpenLdap)('OpenLDAP (needs /usr/sbin/slapd)', () => {
  let server: OpenLdap
  let there: Partial<Options>
  beforeAll(async () => {
    const people = await readFile(new URL('fixtures/people.ldif', import.meta.url), 'utf8')
    server = await startOpenLdap(`${people}\n${many('some', 250)}\n\n${many('more', 600)}\n`)
    there = { url: server.ldap, ca: server.ca }
  })
  afterAll(() => server?.stop())

  const lisi = '6a4b8c1e-3f0d-4e7a-9b52-0c1d2e3f4a5b'

  it('is read in pages over StartTLS, and each person once', async () => {
    const { members, faults } = await read({ ...there, baseDn: 'ou=some,dc=example,dc=com' })
    expect([new Set(members.map(({ directoryId }) => directoryId)).size, members.length, faults]).toEqual([
      250,
      250,
      [],
    ])
  })

  it('is not taken for whole where the server ends the list', async () => {
    await expect(read({ ...there, baseDn: 'ou=more,dc=example,dc=com' })).rejects.toMatchObject({
      code: 'source_refused',
      vendorCode: '4',
      cause: expect.stringContaining('size.prtotal'),
    })
  })

  it('is read without what another server has, as sign-ins are', async () => {
    const { members, faults } = await read(there)
    expect(faults).toEqual([])
    expect(members.map(({ username }) => username).toSorted()).toEqual(
      ['*(odd)\\, name', 'lisi', 'twin', 'twin', 'wangwu', 'weixin'].toSorted(),
    )
    const signedIn = await (await opened(there, [], 5_000)).check('lisi', 'password-of-lisi')
    expect(members.find(({ directoryId }) => directoryId === lisi)).toMatchObject({ ...signedIn })
    expect(members.filter(({ disabled }) => disabled).map(({ username }) => username)).toEqual(['weixin'])
  })

  it('is read below some entries, each once, and says which is not there', async () => {
    const { members, faults } = await read(there, [
      'OU=contractors, ou=people,dc=example,dc=com',
      'uid=twin,ou=contractors,ou=people,dc=example,dc=com',
      'ou=nowhere,ou=people,dc=example,dc=com',
      'ou=open,dc=example,dc=com',
    ])
    expect(members.map(({ claims }) => claims.dn)).toEqual([
      'uid=twin,ou=contractors,ou=people,dc=example,dc=com',
    ])
    expect(faults).toEqual([
      'ou=nowhere,ou=people,dc=example,dc=com cannot be read (32)',
      'ou=open,dc=example,dc=com does not lie below baseDn',
    ])
  })

  it('knows one person by entryUUID, by another name and in another place, and null for a leaver', async () => {
    const client = new Client({ url: server.ldaps, tlsOptions: { ca: server.ca, host: 'localhost' } })
    await client.bind(rootDn, rootPassword)
    await client.add('uid=new,ou=people,dc=example,dc=com', {
      objectClass: 'inetOrgPerson',
      uid: 'new',
      cn: 'N',
      sn: 'N',
    })
    const found = (await read(there)).members.find(({ username }) => username === 'new')
    const id = found?.directoryId ?? ''
    await client.modifyDN(
      'uid=new,ou=people,dc=example,dc=com',
      'uid=newer,ou=contractors,ou=people,dc=example,dc=com',
    )
    expect(await memberAt(there, id)).toMatchObject({ username: 'newer', subject: id })
    await client.del('uid=newer,ou=contractors,ou=people,dc=example,dc=com')
    await client.unbind()
    expect(await memberAt(there, id)).toBeNull()
  })

  it('knows Active Directory’s people by objectGUID', async () => {
    const windows: Partial<Options> = {
      ...there,
      directory: 'active-directory',
      baseDn: 'ou=windows,dc=example,dc=com',
      filter: '(&(objectClass=person)(sAMAccountName={username}))',
    }
    const { members } = await read(windows)
    expect(members.map(({ username, disabled }) => [username, disabled])).toEqual([
      ['lisi', false],
      ['weixin', true],
    ])
    expect(await memberAt(windows, '01020304-0506-0708-090a-0b0c0d0e0f10')).toMatchObject({
      username: 'lisi',
    })
    expect(await memberAt(windows, '01020304-0506-0708-090a-0b0c0d0e0f11')).toBeNull()
  })

  it.each<[string, Partial<Options>, object]>([
    [
      'the service account is not let in',
      { bindPassword: { reveal: () => 'wrong' } },
      { code: 'source_refused', vendorCode: '49' },
    ],
    [
      'the base is not there',
      { baseDn: 'ou=nowhere,dc=example,dc=com' },
      { code: 'source_refused', vendorCode: '32' },
    ],
    [
      'the base is at another server',
      { baseDn: 'ou=elsewhere,ou=people,dc=example,dc=com' },
      { vendorCode: '10' },
    ],
    [
      'nobody may read',
      { bindDn: undefined, bindPassword: undefined, anonymousSearch: true },
      { name: 'SsoError' },
    ],
    ['the id has another form', { subject: 'objectGUID' }, { code: 'source_reply_invalid' }],
    ['the server is not there', { url: 'ldaps://localhost:1' }, { code: 'source_unreachable' }],
  ])('makes nobody a leaver where %s', async (_, change, error) => {
    const id = 'subject' in change ? 'lisi' : lisi
    await expect(memberAt({ ...there, ...change }, id)).rejects.toMatchObject(error)
  })
})

describe('a directory that has been taken over', () => {
  const person = (id: number, uid: string, more: [string, (string | Buffer)[]][] = []) =>
    entry(id, `uid=${uid},ou=people,dc=example,dc=com`, [
      ['uid', [uid]],
      ['entryUUID', [uuidOf(uid)]],
      ...more,
    ])
  const bound = answer(1, 0x61, 0, '')
  const page = (id: number, cookie: string, code = 0) => answer(id, 0x65, code, '', Buffer.from(cookie))

  /** Says these, one after the other, to whoever comes; a function makes it say something to the connection. */
  async function saying(...replies: (Buffer[] | ((socket: Socket) => void))[]) {
    let said = 0
    const server = await hostile((socket, _chunk, index) => {
      if (index === 0) return void socket.write(bound)
      const reply = replies[Math.min(said, replies.length - 1)] ?? []
      said += 1
      if (typeof reply === 'function') reply(socket)
      else for (const message of reply) socket.write(message)
    })
    stops.push(server.close)
    return { url: server.url, startTls: 'never' } as const
  }

  it('begins anew where a connection ends between two pages', async () => {
    const there = await saying(
      [person(2, 'a'), page(2, 'next')],
      socket => void socket.destroy(),
      [person(2, 'a'), page(2, 'again')],
      [person(3, 'b'), page(3, '')],
    )
    const { members, faults } = await read(there)
    expect([members.map(({ username }) => username), faults]).toEqual([['a', 'a', 'b'], []])
  })

  it.each<[string, Buffer[], object]>([
    [
      'says nothing of the next page',
      [person(2, 'a'), answer(2, 0x65, 0, '')],
      { code: 'source_reply_invalid' },
    ],
    [
      'gives no pages',
      [answer(2, 0x65, 12, '')],
      { vendorCode: '12', cause: expect.stringContaining('no pages') },
    ],
    ['stops in the middle', [person(2, 'a'), page(2, '', 11)], { code: 'source_refused', vendorCode: '11' }],
    [
      'has a control that is none',
      [Buffer.from('30120201026507 0a010004000400a0040402ffff'.replace(' ', ''), 'hex')],
      { code: 'source_reply_invalid' },
    ],
  ])('ends the read where it %s', async (_, reply, error) => {
    await expect(read(await saying(reply))).rejects.toMatchObject(error)
  })

  it('sets an entry aside that has no subject, or two', async () => {
    const two = person(2, 'b', [['entryUUID', [uuidOf('c')]]])
    const none = entry(2, 'uid=a,ou=people,dc=example,dc=com', [['uid', ['a']]])
    const twice = entry(2, 'uid=c,ou=people,dc=example,dc=com', [['entryUUID', [uuidOf('c'), uuidOf('d')]]])
    const { members, faults } = await read(await saying([none, twice, two, page(2, '')]))
    expect([members.length, faults.length]).toEqual([1, 2])
  })

  it('makes nobody a leaver by the entry of somebody else, or by two', async () => {
    const found = answer(2, 0x65, 0, '')
    for (const reply of [
      [person(2, 'b'), found],
      [person(2, 'a'), person(2, 'a'), found],
    ])
      await expect(memberAt(await saying(reply), uuidOf('a'))).rejects.toMatchObject({
        code: 'source_reply_invalid',
      })
  })

  it('makes nobody a leaver where the base cannot be seen either', async () => {
    const there = await saying([answer(2, 0x65, 0, '')], [answer(3, 0x65, 0, '')])
    await expect(memberAt(there, uuidOf('a'))).rejects.toMatchObject({
      cause: expect.stringContaining('baseDn itself'),
    })
  })
})

describe('closed accounts', () => {
  it('that are locked for a while after wrong passwords are not disabled', async () => {
    const bound = answer(1, 0x61, 0, '')
    const locked = entry(2, 'uid=a,ou=people,dc=example,dc=com', [
      ['uid', ['a']],
      ['entryUUID', [uuidOf('a')]],
      ['pwdAccountLockedTime', ['20261127080000Z']],
    ])
    const { url, close } = await hostile((socket, _chunk, index) => {
      if (index === 0) socket.write(bound)
      else for (const each of [locked, answer(2, 0x65, 0, '', Buffer.alloc(0))]) socket.write(each)
    })
    stops.push(close)
    expect((await read({ url, startTls: 'never' })).members).toMatchObject([
      { username: 'a', disabled: false },
    ])
  })
})
