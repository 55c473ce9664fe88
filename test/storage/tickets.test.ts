import { afterEach, beforeEach, describe, expect, it } from 'vitest'
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
