import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { Halt } from '../../src/errors.ts'
import { openStorage } from '../../src/storage/open.ts'
import { type Database, hasPostgres, makeDatabase } from '../postgres/database.ts'
import { testStorage } from './suite.ts'

describe.skipIf(!hasPostgres)('with PostgreSQL', () => {
  let database: Database
  beforeAll(async () => {
    database = await makeDatabase()
  }, 60_000)
  afterAll(() => database.remove())

  testStorage('PostgreSQL', async () => ({
    open: () => openStorage(database.url, '.'),
    remove: () => database.empty(),
  }))

  describe('a PostgreSQL database', () => {
    it('is brought up to date once, however many servers start at once on it', async () => {
      const fresh = await makeDatabase()
      const made: string[] = []
      const all = await Promise.all(
        Array.from({ length: 4 }, () => openStorage(fresh.url, '.', { made: place => made.push(place) })),
      )
      expect(await fresh.run('select name from kysely_migration order by name')).toEqual([
        { name: '0001-accounts' },
        { name: '0002-grants' },
        { name: '0003-alist-tokens' },
        { name: '0004-replicas' },
        { name: '0005-leases' },
        { name: '0006-directory' },
        { name: '0008-apps' },
        { name: '0009-oidc' },
        { name: '0010-saml' },
        { name: '0011-tickets' },
        { name: '0012-admin' },
        { name: '0013-reads' },
        { name: '0014-manual-email' },
        { name: '0015-one-clock' },
        { name: '0016-known-as' },
        { name: '0017-seen-at' },
        { name: '0018-shut-out' },
        { name: '0019-alist-users' },
      ])
      expect(made[0]).toMatch(new RegExp(`^${fresh.name} at 127\\.0\\.0\\.1:\\d+$`))
      for (const storage of all) await storage.close()
      made.splice(0)
      await (await openStorage(fresh.url, '.', { made: place => made.push(place) })).close()
      expect(made).toEqual([])
      await fresh.remove()
    })

    it('that nobody has used is an error for who expects accounts, and is left empty', async () => {
      const fresh = await makeDatabase()
      await expect(openStorage(fresh.url, '.', { create: false })).rejects.toThrow('is empty')
      expect(await fresh.run("select 1 from pg_tables where schemaname = 'public'")).toEqual([])
      await fresh.remove()
    })

    it('of a newer version is left alone', async () => {
      const newer = await makeDatabase()
      await (await openStorage(newer.url, '.')).close()
      await newer.run("insert into kysely_migration values ('9999-tomorrow', '2099')")
      await expect(openStorage(newer.url, '.')).rejects.toThrow('was written by a newer sso-kit')
      await newer.remove()
    })

    it('is not left half migrated by a migration that fails', async () => {
      const half = await makeDatabase()
      // the last table of the first migration is there already, and nobody says by whom
      await half.run('create table audit (id text)')
      await expect(openStorage(half.url, '.')).rejects.toThrow(Halt)
      expect(
        await half.run(
          "select tablename from pg_tables where schemaname = 'public' and tablename not like 'kysely%'",
        ),
      ).toEqual([{ tablename: 'audit' }])
      await half.remove()
    })

    const secret = 'p4ss-that-nobody-repeats'
    const unreachable: [what: string, change: Partial<URL>, words: RegExp][] = [
      ['a wrong password', { password: secret }, /refuses this user or password/],
      ['a user that is not there', { username: 'ghost' }, /refuses this user or password/],
      ['a database that is not there', { pathname: '/ghost' }, /ghost at .* does not exist/],
      ['a port that nobody listens on', { port: '1' }, /cannot be reached: ECONNREFUSED/],
      ['TLS that the server has not', { search: 'sslmode=require' }, /offers no TLS/],
      ['a parameter of no meaning', { search: 'sslmod=require' }, /"sslmod"/],
      ['a mode of no meaning', { search: 'sslmode=prefer' }, /"prefer"/],
      [
        'a certificate that is not there',
        { search: 'sslmode=require&sslrootcert=./no.pem' },
        /cannot read sslrootcert .*no\.pem: ENOENT/,
      ],
      ['no database', { pathname: '/' }, /is not postgres:/],
    ]
    it.each(unreachable)('%s: is said in words, and no password with them', async (_what, change, words) => {
      const url = new URL(database.url)
      const { password } = url
      Object.assign(url, change)
      const fault: unknown = await openStorage(url.href, '.').catch(error => error)
      expect(fault).toBeInstanceOf(Halt)
      const { message, help } = fault as Halt
      expect(message).toMatch(words)
      expect(help).toBeTruthy()
      for (const unspoken of [password, secret]) expect(`${message} ${help}`).not.toContain(unspoken)
    })

    it('in an encoding that has not every name is refused', async () => {
      const other = `${database.name}_ascii`
      await database.run(`create database ${other} encoding 'SQL_ASCII' template template0`)
      const url = new URL(database.url)
      url.pathname = other
      await expect(openStorage(url.href, '.')).rejects.toThrow('is in SQL_ASCII')
      await database.run(`drop database ${other} with (force)`)
    })

    it('that goes away is unavailable and tells so, and is used again when it is back', async () => {
      const disturbed = vi.fn()
      const storage = await openStorage(database.url, '.', { disturbed })
      await storage.accounts.list()
      await database.close()
      await expect.poll(() => disturbed.mock.calls.length).toBe(1)
      expect(await storage.isReachable()).toBe(false)
      await expect(storage.accounts.list()).rejects.toMatchObject({ code: 'store_unavailable' })
      await expect(storage.atomically(async () => 1)).rejects.toMatchObject({ code: 'store_unavailable' })
      await expect(storage.shared?.counter(counting).consume('x')).rejects.toMatchObject({
        code: 'store_unavailable',
      })
      await database.reopen()
      expect(await storage.isReachable()).toBe(true)
      expect(await storage.accounts.list()).toEqual([])
      await storage.close()
    })

    it('asked for what no text can be says so, and not that it is out of order', async () => {
      const storage = await openStorage(database.url, '.')
      await expect(storage.accounts.find('a\0b')).rejects.toMatchObject({ code: 'request_invalid' })
      await expect(storage.atomically(store => store.openings.find('\0'))).rejects.toMatchObject({
        code: 'request_invalid',
      })
      expect(await storage.accounts.list()).toEqual([])
      await storage.close()
    })

    it('has one key of a name, whoever comes first', async () => {
      const [one, other] = [await openStorage(database.url, '.'), await openStorage(database.url, '.')]
      const asked = [one, other].flatMap(({ shared }, server) =>
        Array.from({ length: 10 }, (_, n) => shared?.key('cookie', `${server} ${n}`)),
      )
      const [first, ...rest] = await Promise.all(asked)
      expect(first).toMatch(/^[01] \d$/)
      expect(new Set(rest)).toEqual(new Set([first]))
      expect(await other.shared?.key('another', 'another')).toBe('another')
      await one.close()
      await other.close()
      await database.empty()
    })

    it('forgets the counts that are over', async () => {
      const storage = await openStorage(database.url, '.')
      await storage.shared?.counter(counting).consume('x')
      await storage.shared?.sweep(Date.now())
      expect(await database.run('select key from counters')).toEqual([{ key: 'test:x' }])
      await storage.shared?.sweep(Date.now() + 61_000)
      expect(await database.run('select key from counters')).toEqual([])
      await storage.close()
    })
  })
})

const counting = { keyPrefix: 'test', points: 1, duration: 60 }
