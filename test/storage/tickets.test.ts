import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStorage } from '../../src/storage/open.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { engines, type Opened } from './engines.ts'

const ticket = {
  ...{ hash: 'h', app: 'intranet', host: 'intranet.example.com', browserHash: 'b' },
  ...{ sessionId: 's', target: '/wanted?a=1', expiresAt: 100 },
}

describe.each(engines)('tickets on $name', ({ open }) => {
  let opened: Opened
  let storage: Storage
  beforeEach(async () => {
    opened = await open()
    storage = opened.storage
  })
  afterEach(() => opened.close())

  it('are good for one of those who come with them at once', async () => {
    await storage.tickets.insert(ticket)
    const taken = await Promise.all(Array.from({ length: 5 }, () => storage.tickets.take('h')))
    expect(taken.filter(Boolean)).toEqual([ticket])
  })

  it('are forgotten when their time has come, and not before', async () => {
    await storage.tickets.insert(ticket)
    await storage.tickets.sweep(99)
    await storage.tickets.insert({ ...ticket, hash: 'later', expiresAt: 101 })
    await storage.tickets.sweep(100)
    expect(await storage.tickets.take('h')).toBeUndefined()
    expect(await storage.tickets.take('later')).toMatchObject({ target: '/wanted?a=1' })
  })
})

describe('the revision of an SQLite database', () => {
  let folder: string
  let one: Storage
  let other: Storage
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sso-kit-test-'))
    one = await openStorage('sqlite:sso.db', folder)
    other = await openStorage('sqlite:sso.db', folder)
  })
  afterEach(async () => {
    await Promise.all([one.close(), other.close()])
    await rm(folder, { recursive: true, force: true })
  })

  it('stays while nothing is written, whatever is read', async () => {
    const before = one.revision?.()
    await one.tickets.take('none')
    await other.accounts.list()
    expect(before).toEqual(expect.any(String))
    expect(one.revision?.()).toBe(before)
  })

  it.each([
    ['this program', () => one],
    ['another one', () => other],
  ])('is another one after a change by %s', async (_who, who) => {
    const before = one.revision?.()
    await who().tickets.insert(ticket)
    const between = one.revision?.()
    await who().tickets.take('h')
    expect(new Set([before, between, one.revision?.()]).size).toBe(3)
  })

  it('is another one after a change that was made in the middle of others', async () => {
    const before = one.revision?.()
    await other.atomically(async all => {
      await all.tickets.insert(ticket)
      expect(one.revision?.()).toBe(before)
    })
    expect(one.revision?.()).not.toBe(before)
  })
})
