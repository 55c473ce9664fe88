import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Basis } from '../../src/storage/basis.ts'
import { openStorage } from '../../src/storage/open.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { hasPostgres, makeDatabase } from '../postgres/database.ts'
import { account, binding, facts, session } from './records.ts'

/** Where two programs find one database. */
interface Place {
  url: string
  folder: string
  remove(): Promise<void>
}

async function inFile(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'sso-kit-test-'))
  return { url: 'sqlite:sso.db', folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

async function onServer(): Promise<Place> {
  const { url, remove } = await makeDatabase()
  return { url, folder: '.', remove }
}

const places: [string, () => Promise<Place>][] = [
  ['SQLite', inFile],
  ...(hasPostgres ? [['PostgreSQL', onServer] as [string, () => Promise<Place>]] : []),
]

let place: Place
let one: Storage
let other: Storage
let basis: Basis
const openOn = async (make: () => Promise<Place>) => {
  place = await make()
  one = await openStorage(place.url, place.folder)
  other = await openStorage(place.url, place.folder)
  if (!one.basis) throw new Error('there is no basis')
  basis = one.basis
}
const close = async () => {
  await Promise.all([one.close(), other.close()])
  await place.remove()
}
const unknown = { label: null, directoryId: null }
const key = { source: 'dingtalk', issuer: 'issuer', subject: 'subject' }

describe.each(places)('what answers rest on, in %s', (_engine, make) => {
  const rows = () => basis.of('mine')
  beforeEach(async () => {
    await openOn(make)
    await one.accounts.insert(account({ email: 'a@example.com' }))
    await one.bindings.insert(binding({ facts }))
    await one.sessions.insert(session({ id: 'mine' }))
    await one.accounts.insert(account({ id: 'b', email: 'b@example.com' }))
    await one.bindings.insert(binding({ accountId: 'b', subject: 'b' }))
  })
  afterEach(close)

  it('is one text for as long as nothing of it changes, whatever else does', async () => {
    const before = await rows()
    expect(before).toEqual(expect.any(String))
    await other.accounts.update('b', { displayName: 'B', disabled: true })
    await other.bindings.refresh({ ...key, subject: 'b' }, { ...unknown, facts })
    await other.sessions.insert(session({ id: 'another', hash: 'another' }))
    await other.accounts.insert(account({ id: 'c' }))
    expect(await rows()).toBe(before)
  })

  describe.each([
    ['this program', () => one],
    ['another one', () => other],
  ])('is another text after a change by %s:', (_who, who) => {
    it.each<[string, (store: Storage) => Promise<unknown>]>([
      ['the account is disabled', ({ accounts }) => accounts.update('a', { disabled: true })],
      ['they have left', ({ accounts }) => accounts.update('a', { leftAt: 5, leftSource: 'dingtalk' })],
      ['they have another name', ({ accounts }) => accounts.update('a', { displayName: '张伟' })],
      [
        'their source says something else',
        ({ bindings }) => bindings.refresh(key, { ...unknown, facts: { ...facts, groups: [] } }),
      ],
      ['their source is unbound', store => store.atomically(all => all.bindings.remove('a', 'dingtalk', 5))],
      ['another one is bound', ({ bindings }) => bindings.insert(binding({ source: 'github' }))],
      ['the session was seen', ({ sessions }) => sessions.touch('hash', 5)],
      ['the address is also theirs', ({ accounts }) => accounts.update('b', { email: 'A@example.com' })],
    ])('%s', async (_what, change) => {
      const before = await rows()
      await change(who())
      const after = await rows()
      expect(after).toEqual(expect.any(String))
      expect(after).not.toBe(before)
    })

    it('whoever has the same address is vouched for', async () => {
      await one.accounts.update('b', { email: 'A@example.com' })
      const before = await rows()
      await who().bindings.refresh({ ...key, subject: 'b' }, { ...unknown, facts })
      expect(await rows()).not.toBe(before)
    })

    it('the session is over', async () => {
      await who().sessions.end('hash')
      expect(await rows()).toBeUndefined()
    })

    it('and not before that is committed', async () => {
      const before = await rows()
      await who().atomically(async all => {
        await all.accounts.update('a', { disabled: true })
        expect(await rows()).toBe(before)
      })
      expect(await rows()).not.toBe(before)
    })
  })

  it('is none of a session that never was', async () => {
    expect(await basis.of('there is none')).toBeUndefined()
  })
})

describe('the revision', () => {
  beforeEach(() => openOn(inFile))
  afterEach(close)
  const revision = () => basis.revision?.()

  it('stays while nothing is written, whatever is read', async () => {
    const before = revision()
    await one.tickets.take('none')
    await other.accounts.list()
    await basis.of('none')
    expect(before).toEqual(expect.any(Number))
    expect(revision()).toBe(before)
  })

  it.each([
    ['this program', () => one],
    ['another one', () => other],
  ])('is another one after every change by %s, when that is committed', async (_who, who) => {
    const seen = new Set([revision()])
    await who().accounts.insert(account())
    seen.add(revision())
    await who().atomically(async all => {
      await all.accounts.update('a', { disabled: true })
      expect(seen).toContain(revision())
    })
    seen.add(revision())
    await who().accounts.update('a', { disabled: false })
    expect(seen.add(revision()).size).toBe(4)
  })

  it('holds back no other program that tidies the file', async () => {
    await one.accounts.insert(account())
    await one.bindings.insert(binding())
    await one.sessions.insert(session({ id: 'mine' }))
    expect([revision(), await basis.of('mine')]).toEqual([expect.any(Number), expect.any(String)])
    const database = new Database(join(place.folder, 'sso.db'))
    expect(database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').raw().get()).toEqual([0, 0, 0])
    database.close()
  })
})

it('a database in memory has none: nobody else could write it, and it ends with the process', async () => {
  const storage = await openStorage('sqlite::memory:', '.')
  expect(storage.basis).toBeUndefined()
  await storage.close()
})
