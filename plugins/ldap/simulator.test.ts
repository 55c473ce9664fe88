import { randomBytes } from 'node:crypto'
import { Client, InvalidCredentialsError } from 'ldapts'
import { afterEach, describe, expect, it } from 'vitest'
import { createWorld } from '../../src/sandbox/organisation.ts'
import { listenFor } from '../../src/sandbox/speaking.ts'
import type { Options } from './directories.ts'
import { account, accountPassword, opened, usual } from './fixtures/stage.ts'
import { passwordOf, simulate } from './simulator/index.ts'
import { uuidOf } from './simulator/people.ts'

const stops: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

async function started(change: Partial<Options> = {}) {
  const world = createWorld({ now: Date.now, random: randomBytes })
  const { speaker } = await simulate({ ...usual, ...change }, world)
  if (!speaker) throw new Error('the simulator speaks nothing but HTTP')
  const { address, close } = await listenFor(speaker)
  stops.push(close)
  return { url: `ldap://${address}`, world }
}

/** The client that others wrote. */
async function client(change: Partial<Options> = {}) {
  const { url, world } = await started(change)
  const made = new Client({ url, timeout: 5_000 })
  stops.push(() => made.unbind())
  return { client: made, world }
}

const base = usual.baseDn
const dnOf = (id: string) => `uid=${id},${base}`

describe('ldapts, as a client of the simulator', () => {
  it('binds as the service account and as a person, and with nothing else', async () => {
    const { client: ldap } = await client()
    await ldap.bind(account, accountPassword)
    await ldap.bind(dnOf('lisi'), passwordOf({ id: 'lisi' }))
    for (const [dn, password] of [
      [account, 'wrong'],
      [dnOf('lisi'), passwordOf({ id: 'wangwu' })],
      [dnOf('nobody'), passwordOf({ id: 'nobody' })],
      [dnOf('stranger'), passwordOf({ id: 'stranger' })],
    ] as const)
      await expect(ldap.bind(dn, password)).rejects.toBeInstanceOf(InvalidCredentialsError)
  })

  it('is welcome without a password, and is nobody then (RFC 4513 §5.1.2)', async () => {
    const { client: ldap } = await client()
    await ldap.bind(dnOf('lisi'), '')
    await expect(ldap.search(base, { filter: '(uid=lisi)' })).rejects.toMatchObject({ code: 50 })
  })

  it.each([
    ['(uid=lisi)', ['lisi']],
    ['(UID=LiSi)', ['lisi']],
    ['(&(objectClass=person)(uid=lisi))', ['lisi']],
    ['(|(uid=lisi)(uid=wangwu))', ['lisi', 'wangwu']],
    ['(&(uid=lisi)(!(uid=lisi)))', []],
    ['(&(uid=*)(title=测试工程师))', ['chenjing']],
    ['(cn=张伟)', ['zhangwei', 'zhangwei2']],
    ['(uid=li*)', []],
    ['(memberOf=CN=平台组, ou=Groups,dc=example,dc=com)', 'members of 1002'],
    ['(memberOf:1.2.840.113556.1.4.1941:=cn=平台组,ou=groups,dc=example,dc=com)', 'members of 1002'],
  ])('finds by %s', async (filter, expected) => {
    const { client: ldap, world } = await client()
    await ldap.bind(account, accountPassword)
    const { searchEntries } = await ldap.search(base, { filter, attributes: ['uid'] })
    const wanted = Array.isArray(expected)
      ? expected
      : world.people.filter(({ departments }) => departments.includes('1002')).map(({ id }) => id)
    expect(searchEntries.map(({ uid }) => uid).sort()).toEqual([...wanted].sort())
  })

  it('gets the attributes that it asked for, and at most so many entries', async () => {
    const { client: ldap } = await client()
    await ldap.bind(account, accountPassword)
    const { searchEntries } = await ldap.search(dnOf('lisi'), {
      scope: 'base',
      attributes: ['entryuuid', 'cn'],
    })
    expect(searchEntries).toEqual([{ dn: dnOf('lisi'), cn: '李四', entryuuid: uuidOf('lisi') }])
    // the end of it is sizeLimitExceeded, which ldapts takes for what it asked for
    const few = await ldap.search(base, { filter: '(uid=*)', sizeLimit: 2 })
    expect(few.searchEntries).toHaveLength(2)
    expect(few.searchEntries[0]).toHaveProperty('objectClass')
    await expect(ldap.search('ou=nowhere,dc=example,dc=com')).rejects.toMatchObject({ code: 32 })
  })

  it('is told by Active Directory why, and finds ids as bytes', async () => {
    const { client: ldap } = await client({ directory: 'active-directory' })
    await ldap.bind(account, accountPassword)
    const { searchEntries } = await ldap.search(base, {
      filter: '(sAMAccountName=lisi)',
      attributes: ['objectGUID'],
      explicitBufferAttributes: ['objectGUID'],
    })
    expect(searchEntries[0]?.objectGUID).toHaveLength(16)
    const dn = (id: string) => `CN=${id},${base}`
    for (const [id, password, data] of [
      ['lisi', 'wrong', '52e'],
      ['nobody', 'wrong', '525'],
      ['weixin', passwordOf({ id: 'weixin' }), '533'],
    ] as const)
      await expect(ldap.bind(dn(id), password)).rejects.toThrow(`data ${data},`)
  })

  it('sees at once that somebody has gone', async () => {
    const { client: ldap, world } = await client()
    world.people.splice(
      world.people.findIndex(({ id }) => id === 'lisi'),
      1,
    )
    await expect(ldap.bind(dnOf('lisi'), passwordOf({ id: 'lisi' }))).rejects.toBeInstanceOf(
      InvalidCredentialsError,
    )
  })
})

describe('the source, at a simulator of the same file', () => {
  const allowed = 'cn=wiki,ou=groups,dc=example,dc=com'
  const files: [string, Partial<Options>, string, string][] = [
    ['Active Directory', { directory: 'active-directory' }, 'lisi', uuidOf('lisi')],
    ['FreeIPA', { directory: 'freeipa' }, 'lisi', uuidOf('lisi')],
    ['another subject', { subject: 'nsUniqueId' }, 'lisi', uuidOf('lisi')],
    ['a filter by e-mail', { filter: '(mail={username})' }, 'lisi@example.com', uuidOf('lisi')],
    [
      'groups by the name',
      { groups: { attribute: 'memberOf', filter: '(memberUid={username})' } },
      'lisi',
      uuidOf('lisi'),
    ],
    [
      'an open directory',
      { bindDn: undefined, bindPassword: undefined, anonymousSearch: true },
      'lisi',
      uuidOf('lisi'),
    ],
  ]
  it.each(files)('lets people in with %s', async (_what, change, username, subject) => {
    const options = { ...change, allow: { groups: [allowed] } }
    const { url } = await started(options)
    const { check } = await opened({ ...options, url, startTls: 'never' })
    const identity = await check(username, passwordOf({ id: 'lisi' }))
    expect(identity).toMatchObject({ subject, displayName: '李四' })
    expect(identity?.groups?.[0]).toBe(allowed)
    expect(identity?.groups?.some(dn => dn.startsWith('cn=平台组,'))).toBe(true)
    expect(await check(username, 'wrong')).toBeNull()
    expect(await check('weixin', passwordOf({ id: 'weixin' }))).toBeNull()
  })
})
