import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Client } from 'ldapts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorld } from '../../src/sandbox/organisation.ts'
import { listenFor } from '../../src/sandbox/speaking.ts'
import type { Options } from './directories.ts'
import { hasOpenLdap, type OpenLdap, rootDn, rootPassword, startOpenLdap } from './fixtures/openldap.ts'
import { type Logged, opened, usual } from './fixtures/stage.ts'
import { simulate } from './simulator/index.ts'

interface Directory {
  /** Options that lead there. */
  there: Partial<Options>
  stop(): Promise<void> | void
}

async function simulated(): Promise<Directory> {
  const { speaker } = await simulate(usual, createWorld({ now: Date.now, random: randomBytes }))
  if (!speaker) throw new Error('the simulator speaks nothing but HTTP')
  const { address, close } = await listenFor(speaker)
  return { there: { url: `ldap://${address}`, startTls: 'never' }, stop: close }
}

async function withMembers(): Promise<OpenLdap> {
  const server = await startOpenLdap(await readFile(new URL('fixtures/people.ldif', import.meta.url), 'utf8'))
  // slapadd does not run overlays: memberOf comes of a change
  const client = new Client({ url: server.ldaps, tlsOptions: { ca: server.ca, host: 'localhost' } })
  await client.bind(rootDn, rootPassword)
  await client.add('cn=研发部,ou=groups,dc=example,dc=com', {
    objectClass: 'groupOfNames',
    cn: '研发部',
    member: 'uid=lisi,ou=people,dc=example,dc=com',
  })
  await client.unbind()
  return server
}

const kinds: [string, boolean, () => Promise<Directory>][] = [
  ['the simulator', true, simulated],
  [
    'OpenLDAP over TLS (needs /usr/sbin/slapd)',
    hasOpenLdap,
    async () => {
      const { ldaps, ca, stop } = await withMembers()
      return { there: { url: ldaps, ca }, stop }
    },
  ],
]

describe.each(kinds)('%s', (_name, isHere, start) => {
  describe.skipIf(!isHere)('as a source', () => {
    let directory: Directory
    beforeAll(async () => {
      directory = await start()
    })
    afterAll(() => directory?.stop())

    const check = async (username: string, password: string, change: Partial<Options> = {}, log?: Logged) =>
      (await opened({ ...directory.there, ...change }, log, 5_000)).check(username, password)

    it('knows a person by name and password', async () => {
      const lisi = await check('lisi', 'password-of-lisi')
      expect(lisi?.subject).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
      expect(lisi).toEqual({
        issuer: 'ldap:///dc=example,dc=com',
        subject: lisi?.subject,
        directoryId: lisi?.subject,
        username: 'lisi',
        displayName: '李四',
        email: 'lisi@example.com',
        phone: '13800000002',
        groups: expect.arrayContaining(['cn=研发部,ou=groups,dc=example,dc=com']),
        claims: { dn: 'uid=lisi,ou=people,dc=example,dc=com' },
      })
    })

    it('knows the same person by another case of the name', async () => {
      const [one, other] = [await check('lisi', 'password-of-lisi'), await check('LiSi', 'password-of-lisi')]
      expect(other).toEqual(one)
    })

    it.each([
      ['a wrong password', 'lisi', 'password-of-wangwu'],
      ['an empty password', 'lisi', ''],
      ['a name that nobody has', 'nobody', 'password-of-lisi'],
      ['an empty name', '', 'password-of-lisi'],
      ['a closed account', 'weixin', 'password-of-weixin'],
      ['a name with a space before it', ' lisi', 'password-of-lisi'],
      ['a name with a space after it', 'lisi ', 'password-of-lisi'],
      ['everybody', '*', 'password-of-lisi'],
      ['a beginning', 'lis*', 'password-of-lisi'],
      ['another filter', 'lisi)(uid=*', 'password-of-lisi'],
      ['a filter that is closed early', 'nobody))(|(uid=lisi', 'password-of-lisi'],
      ['an escape', '\\6cisi', 'password-of-lisi'],
      ['a zero byte', 'lisi\0', 'password-of-lisi'],
      ['a placeholder', '{username}', 'password-of-lisi'],
      ['a DN', 'uid=lisi,ou=people,dc=example,dc=com', 'password-of-lisi'],
    ])('answers null to %s', async (_what, username, password) => {
      expect(await check(username, password)).toBeNull()
    })

    it('says in the log, and nowhere else, that an account is closed', async () => {
      const log: Logged = []
      expect(await check('weixin', 'password-of-weixin', {}, log)).toBeNull()
      expect(log.join()).toMatch(/closed in the directory/)
      expect(log.join()).not.toContain('password-of-weixin')
    })

    it('writes the groups of the file as the file does, and finds them by a search', async () => {
      const written = 'CN=平台组, OU=Groups, DC=example, DC=com'
      const identity = await check('lisi', 'password-of-lisi', {
        groups: { attribute: 'memberOf', baseDn: 'ou=groups,dc=example,dc=com' },
        allow: { groups: [written] },
      })
      expect(identity?.groups?.[0]).toBe(written)
    })

    it.each(['LISI', 'Lisi', 'ｌｉｓｉ'])(
      'lets nobody choose groups by how a name is typed: %s',
      async typed => {
        const groups = {
          attribute: 'memberOf',
          baseDn: 'ou=groups,dc=example,dc=com',
          filter: '(memberUid={username})',
        }
        const plain = await check('lisi', 'password-of-lisi', { groups })
        const other = await check(typed, 'password-of-lisi', { groups })
        expect(plain?.groups).not.toEqual([])
        // a directory may not take a wide letter for a narrow one
        expect(other?.groups ?? (/^\w/.test(typed) ? 'refused' : plain?.groups)).toEqual(plain?.groups)
      },
    )

    it.each([
      ['a wrong password of the service account', { bindPassword: { reveal: () => 'wrong' } }, '49'],
      ['a base that is not there', { baseDn: 'ou=nowhere,dc=example,dc=com' }, '32'],
    ])('throws for %s, and does not call it a wrong password', async (_what, change, vendorCode) => {
      const outcome = check('lisi', 'password-of-lisi', change)
      await expect(outcome).rejects.toMatchObject({ code: 'source_refused', source: 'corp', vendorCode })
    })

    it('throws for a subject that is not there', async () => {
      const outcome = check('lisi', 'password-of-lisi', { subject: 'ipaUniqueID' })
      await expect(outcome).rejects.toMatchObject({ code: 'source_reply_invalid', step: 'profile' })
    })
  })
})

describe.skipIf(!hasOpenLdap)('OpenLDAP besides (needs /usr/sbin/slapd)', () => {
  let server: OpenLdap
  beforeAll(async () => {
    server = await withMembers()
  })
  afterAll(() => server?.stop())

  const check = async (username: string, password: string, change: Partial<Options> = {}, log?: Logged) =>
    (await opened({ url: server.ldap, ca: server.ca, ...change }, log, 5_000)).check(username, password)

  it('is asked over StartTLS', async () => {
    expect(await check('lisi', 'password-of-lisi')).toMatchObject({ username: 'lisi' })
    expect(await check('lisi', 'wrong')).toBeNull()
  })

  it('takes every special character as what it is', async () => {
    expect(await check('*(odd)\\, name', 'password-of-odd')).toMatchObject({
      subject: '9c8b7a69-5847-4635-8241-302f1e0d9cab',
    })
  })

  it('lets in neither of two with one name, and logs it', async () => {
    const log: Logged = []
    expect(await check('twin', 'password-of-twin', {}, log)).toBeNull()
    expect(log.join()).toContain('several people')
  })

  it('is not followed to another server', async () => {
    const search = { baseDn: 'ou=elsewhere,ou=people,dc=example,dc=com' }
    await expect(check('lisi', 'password-of-lisi', search)).rejects.toMatchObject({
      code: 'source_refused',
      vendorCode: '10',
    })
  })

  it('is searched by nobody where the file says so, and not otherwise', async () => {
    const nobody = { bindDn: undefined, bindPassword: undefined, anonymousSearch: true }
    const open = { ...nobody, baseDn: 'ou=open,dc=example,dc=com' }
    expect(await check('guest', 'password-of-guest', open)).toMatchObject({ username: 'guest' })
    await expect(check('lisi', 'password-of-lisi', nobody)).rejects.toMatchObject({ code: 'source_refused' })
  })

  it('keeps Active Directory’s ids and closed accounts', async () => {
    const windows: Partial<Options> = {
      directory: 'active-directory',
      baseDn: 'ou=windows,dc=example,dc=com',
      filter: '(&(objectClass=person)(sAMAccountName={username}))',
    }
    const subject = '01020304-0506-0708-090a-0b0c0d0e0f10'
    expect(await check('lisi', 'password-of-lisi', windows)).toMatchObject({ subject, username: 'lisi' })
    const log: Logged = []
    expect(await check('weixin', 'password-of-weixin', windows, log)).toBeNull()
    expect(log.join()).toContain('userAccountControl')
  })

  it.each([
    ['a certificate of somebody else', 'localhost', false],
    // the certificate is for localhost alone
    ['a certificate for another name', '127.0.0.1', true],
  ])('is not believed with %s', async (_what, name, knowsCa) => {
    for (const url of [server.ldap, server.ldaps]) {
      const there = { url: url.replace('localhost', name), ca: knowsCa ? server.ca : undefined }
      await expect(check('lisi', 'password-of-lisi', there)).rejects.toMatchObject({
        code: 'source_unreachable',
      })
    }
  })

  it('is not talked to in plain text', async () => {
    const outcome = check('lisi', 'password-of-lisi', {
      url: 'ldap://ldap.example.com',
      startTls: 'never',
    })
    await expect(outcome).rejects.toMatchObject({
      code: 'source_unreachable',
      cause: expect.stringContaining('without TLS'),
    })
  })
})
