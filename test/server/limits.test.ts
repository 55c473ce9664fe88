import { AsyncLocalStorage } from 'node:async_hooks'
import fc from 'fast-check'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { usernameKey } from '../../src/accounts/username.ts'
import { createLimits, type Limits, network } from '../../src/server/limits.ts'

describe('a network', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8::9', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1', 'fe80:0:0:0::/64'],
    ['', ''],
  ])('of %s is %s', (address, expected) => {
    expect(network(address)).toBe(expected)
  })

  const group = fc.integer({ min: 0, max: 0xffff }).map(value => value.toString(16))

  it('is one for all addresses of a household', () => {
    fc.assert(
      fc.property(
        fc.array(group, { minLength: 4, maxLength: 4 }),
        fc.array(group, { minLength: 4, maxLength: 4 }),
        fc.array(group, { minLength: 4, maxLength: 4 }),
        (head, one, two) => {
          expect(network([...head, ...one].join(':'))).toBe(network([...head, ...two].join(':')))
        },
      ),
    )
  })

  it('is another for another household', () => {
    fc.assert(
      fc.property(
        fc.array(group, { minLength: 4, maxLength: 4 }),
        fc.array(group, { minLength: 4, maxLength: 4 }),
        (one, two) => {
          fc.pre(one.join() !== two.join())
          expect(network(`${one.join(':')}:0:0:0:1`)).not.toBe(network(`${two.join(':')}:0:0:0:1`))
        },
      ),
    )
  })

  it('is the same for every spelling of an address', () => {
    fc.assert(
      fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), groups => {
        const short = new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1)
        const long = groups.map(part => part.padStart(4, '0').toUpperCase()).join(':')
        expect([network(short), network(long)]).toEqual([
          network(groups.join(':')),
          network(groups.join(':')),
        ])
      }),
    )
  })
})

describe('limits', () => {
  let limits: Limits
  beforeEach(() => {
    vi.useFakeTimers()
    limits = createLimits()
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  const code = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'passed',
      error => error.code,
    )
  const minutes = (count: number) => vi.advanceTimersByTime(count * 60_000)

  it('let sixty sign-ins of an address through a minute', async () => {
    for (let count = 0; count < 60; count++) await limits.signIn('203.0.113.7')
    expect(await code(limits.signIn('203.0.113.7'))).toBe('too_many_requests')
    expect(await code(limits.signIn('203.0.113.8'))).toBe('passed')
    minutes(1)
    expect(await code(limits.signIn('203.0.113.7'))).toBe('passed')
  })

  it('count a household of IPv6 as one address', async () => {
    for (let count = 0; count < 60; count++) await limits.signIn(`2001:db8:1:2::${count.toString(16)}`)
    expect(await code(limits.signIn('2001:db8:1:2:ffff::1'))).toBe('too_many_requests')
    expect(await code(limits.signIn('2001:db8:1:3::1'))).toBe('passed')
  })

  it('let a person into apps a hundred and twenty times a minute', async () => {
    for (let count = 0; count < 120; count++) await limits.entry('anyi')
    expect(await code(limits.entry('anyi'))).toBe('too_many_requests')
    expect(await code(limits.entry('lisi'))).toBe('passed')
    minutes(1)
    expect(await code(limits.entry('anyi'))).toBe('passed')
  })

  it('have a hundred and twenty refusals of a source written down in a minute, and refuse nobody by that', async () => {
    const written = async () => {
      const each = await Promise.all(Array.from({ length: 130 }, () => limits.refusal('ldap', 'password')))
      return each.filter(Boolean).length
    }
    expect([await written(), await written()]).toEqual([120, 0])
    expect(await limits.refusal('local', 'password')).toBe(true)
    expect(await limits.refusal('ldap', 'person')).toBe(true)
  })

  it('let sixty registrations of a source through a minute', async () => {
    for (let count = 0; count < 60; count++) await limits.registration('dingtalk')
    expect(await code(limits.registration('dingtalk'))).toBe('registration_limit')
    expect(await code(limits.registration('github'))).toBe('passed')
    minutes(1)
    expect(await code(limits.registration('dingtalk'))).toBe('passed')
  })

  it('hold tries for one account up for longer and longer, at most a quarter of an hour, and never for good', async () => {
    const attempt = (count: number) => code(limits.password(`203.0.113.${count % 200}`, 'local anyi'))
    for (let count = 0; count < 5; count++) expect(await attempt(count)).toBe('passed')
    expect(await attempt(5)).toBe('too_many_requests')
    for (const seconds of [30, 60, 120, 240]) {
      vi.advanceTimersByTime((seconds - 1) * 1000)
      expect(await attempt(6)).toBe('too_many_requests')
      vi.advanceTimersByTime(1000)
      expect(await attempt(7)).toBe('passed')
    }
    minutes(16)
    expect(await attempt(8)).toBe('passed')
  })

  it('forget wrong passwords after the right one', async () => {
    for (let round = 0; round < 4; round++) {
      for (let count = 0; count < 3; count++) await limits.password(`203.0.113.${round}`, 'local anyi')
      await (await limits.password(`203.0.113.${round}`, 'local anyi')).passed()
    }
    expect(await code(limits.password('203.0.113.9', 'local anyi'))).toBe('passed')
  })

  it('do not let tries that come all at once past the count', async () => {
    const tries = Array.from({ length: 100 }, (_, index) =>
      code(limits.password(`198.51.100.${index}`, 'local anyi')),
    )
    const passed = (await Promise.all(tries)).filter(one => one === 'passed')
    expect(passed.length).toBeLessThanOrEqual(5)
  })

  it('keep no name that somebody types, however long it is', async () => {
    // one character of these is eighteen in the form that names are compared in
    const long = `local ${usernameKey('\ufdfa'.repeat(256))}`
    expect(long.length).toBeGreaterThan(4_000)
    const keys: string[] = []
    const methods = ['consume', 'get', 'reward', 'delete', 'set', 'block', 'penalty'] as const
    const spies = methods.map(method => vi.spyOn(RateLimiterMemory.prototype, method))
    for (let count = 0; count < 7; count++) await code(limits.password(`203.0.113.${count}`, long))
    const attempt = await limits.password('203.0.113.9', `${long}!`)
    await attempt.passed()
    for (const spy of spies) {
      keys.push(...spy.mock.calls.map(([key]) => String(key)))
      spy.mockRestore()
    }
    expect(keys.length).toBeGreaterThan(20)
    expect(Math.max(...keys.map(({ length }) => length))).toBeLessThanOrEqual(64)
    // names that differ at their very end are still two
    expect(await code(limits.password('203.0.113.10', long))).toBe('too_many_requests')
    expect(await code(limits.password('203.0.113.10', `${long}!`))).toBe('passed')
  })
})

it('keeps nothing of the request that begins a count', async () => {
  const request = new AsyncLocalStorage<string>()
  const seen: unknown[] = []
  const later = globalThis.setTimeout
  const timers = vi.spyOn(globalThis, 'setTimeout').mockImplementation(((
    ...what: Parameters<typeof later>
  ) => {
    seen.push(request.getStore())
    return later(...what)
  }) as typeof later)
  await request.run('of a person', () => createLimits().entry('a1'))
  timers.mockRestore()
  expect(seen).toEqual([undefined])
})
