import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLimits, type Limits } from '../../src/server/limits.ts'
import { openStorage } from '../../src/storage/open.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { type Database, hasPostgres, makeDatabase } from '../postgres/database.ts'

describe.skipIf(!hasPostgres)('limits of two servers on one database', () => {
  let database: Database
  let opened: Storage[]
  let one: Limits
  let two: Limits
  beforeAll(async () => {
    database = await makeDatabase()
  }, 60_000)
  afterAll(() => database.remove())
  beforeEach(async () => {
    opened = [await openStorage(database.url, '.'), await openStorage(database.url, '.')]
    ;[one, two] = opened.map(({ shared }) => createLimits(shared?.counter)) as [Limits, Limits]
    // only the clock: the connections need their timers
    vi.useFakeTimers({ toFake: ['Date'] })
  })
  afterEach(async () => {
    vi.useRealTimers()
    for (const storage of opened) await storage.close()
    await database.empty()
  })
  const code = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'passed',
      error => error.code,
    )
  const seconds = (count: number) => vi.setSystemTime(Date.now() + count * 1000)
  const both = (count: number, work: (limits: Limits, n: number) => Promise<unknown>) =>
    Promise.all(Array.from({ length: count }, (_, n) => code(work(n % 2 ? one : two, n))))

  it('let sixty sign-ins of an address through a minute, and say when the next is', async () => {
    const came = await both(70, limits => limits.signIn('203.0.113.7'))
    expect(came.filter(one => one === 'passed')).toHaveLength(60)
    await expect(one.signIn('203.0.113.7')).rejects.toMatchObject({
      code: 'too_many_requests',
      retryAfterS: 60,
    })
    expect(await code(two.signIn('203.0.113.8'))).toBe('passed')
    seconds(60)
    expect(await code(two.signIn('203.0.113.7'))).toBe('passed')
  })

  it('let sixty registrations of a source through a minute', async () => {
    const came = await both(61, limits => limits.registration('dingtalk'))
    expect(came.filter(one => one === 'registration_limit')).toHaveLength(1)
    expect(await code(one.registration('github'))).toBe('passed')
  })

  it('stop telling an address of organisations, wherever it guessed', async () => {
    await both(60, limits => limits.organization('named', '203.0.113.7', false))
    expect(await code(one.organization('named', '203.0.113.7', true))).toBe('too_many_requests')
    expect(await code(two.organization('remembered', '203.0.113.7', true))).toBe('passed')
  })

  it('do not let tries that come all at once past the count', async () => {
    const came = await both(40, (limits, n) => limits.password(`198.51.100.${n}`, 'local anyi'))
    expect(came.filter(one => one === 'passed').length).toBeLessThanOrEqual(6)
  })

  it('hold tries for one account up for longer and longer, wherever they are made', async () => {
    let address = 0
    const attempt = (limits: Limits) => code(limits.password(`203.0.113.${address++}`, 'local anyi'))
    for (let count = 0; count < 5; count += 1) expect(await attempt(count % 2 ? one : two)).toBe('passed')
    expect(await attempt(one)).toBe('too_many_requests')
    for (const pause of [30, 60, 120, 240]) {
      seconds(pause - 1)
      expect(await attempt(two)).toBe('too_many_requests')
      seconds(1)
      expect(await attempt(one)).toBe('passed')
    }
    seconds(960)
    expect(await attempt(two)).toBe('passed')
  })

  it('forget wrong passwords after the right one, at both', async () => {
    for (let round = 0; round < 4; round += 1) {
      for (let count = 0; count < 3; count += 1) await one.password(`203.0.113.${round}`, 'local anyi')
      await (await two.password(`203.0.113.${round}`, 'local anyi')).passed()
    }
    expect(await code(one.password('203.0.113.9', 'local anyi'))).toBe('passed')
  })

  it('take a try back that nobody could answer', async () => {
    for (let count = 0; count < 12; count += 1)
      await (await one.password(`203.0.113.${count}`, 'local anyi')).unanswered()
    expect(await code(two.password('203.0.113.99', 'local anyi'))).toBe('passed')
  })

  it('let nobody through, and call nobody too quick, while the database is gone', async () => {
    await database.close()
    try {
      expect(await code(one.signIn('203.0.113.7'))).toBe('store_unavailable')
      expect(await code(one.registration('dingtalk'))).toBe('store_unavailable')
      expect(await code(one.password('203.0.113.7', 'local anyi'))).toBe('store_unavailable')
    } finally {
      await database.reopen()
    }
  })

  it('keep no name that somebody types', async () => {
    await one.password('203.0.113.7', 'local somebody@example.com')
    const keys = (await database.run('select key from counters')).map(({ key }) => String(key))
    expect(keys.some(key => key.startsWith('failure:'))).toBe(true)
    expect(keys.join()).not.toContain('somebody')
  })
})
