import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type RoundsHost, roundsOf } from '../../src/server/rounds.ts'
import { openSite, partner, registering } from '../site.ts'
import { cloudSso, scimOf } from './saml/cloudsso.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Rounds in which every piece of work takes until `end`; `done` has what was done, in order. `isOver`: not at another server. */
function stage(isOver = () => true) {
  const done: string[] = []
  let end = () => {}
  const until = new Promise<void>(resolve => {
    end = resolve
  })
  const work = (name: string) => async () => {
    done.push(name)
    await until
    return isOver()
  }
  const rounds = roundsOf({
    directories: { workThrough: work('events'), tick: work('directories') },
    provisioner: { tick: work('people') },
    pulse: { look: async () => false },
    tellApps: () => done.push('apps'),
    log: console,
    now: Date.now,
  } as unknown as RoundsHost)
  return { rounds, done, end }
}

it('ends when what was under way has ended, and apps have been asked to be told', async () => {
  const { rounds, done, end } = stage()
  rounds.begin()
  let isClosed = false
  const closed = rounds.close().then(() => {
    isClosed = true
  })
  await new Promise(resolve => setImmediate(resolve))
  expect([done, isClosed]).toEqual([['events'], false])
  end()
  await closed
  expect(done).toEqual(['events', 'directories', 'apps'])
})

it('goes on with what was pushed as soon as another server, which may have begun before, is done', async () => {
  const { rounds, done, end } = stage(() => done.length > 3)
  end()
  rounds.nudge()
  await vi.advanceTimersByTimeAsync(100)
  expect(done).toEqual(['events', 'people', 'apps'])
  await vi.advanceTimersByTimeAsync(250)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(done).toEqual(['events', 'people', 'apps', 'events', 'people', 'apps'])
  await rounds.close()
})

it.each([0, 1])('begins nothing any more, whatever is pushed while it ends (%d before)', async before => {
  const { rounds, done } = stage()
  for (let count = 0; count < before; count += 1) rounds.nudge()
  await rounds.close()
  rounds.nudge()
  vi.advanceTimersByTime(600_000)
  expect(done).toEqual([])
})

it('does not leave people half told behind, nor speak of a database that is gone', async () => {
  vi.useRealTimers()
  const site = await openSite(`${registering}
sources:${partner}
apps:${cloudSso()}`)
  let release = () => {}
  const asked = new Promise<void>(reached => {
    scimOf(site, () => {
      reached()
      // CloudSSO says nothing
      return new Promise<Response>(resolve => {
        release = () => resolve(new Response('{}'))
      })
    })
  })
  await site.browser().signIn('partner', 'lisi')
  const told = site.provisioner.tick()
  await asked
  const before = site.lines.length
  const closed = site.close()
  await expect(told).resolves.toBe(true)
  release()
  await closed
  expect(site.lines.slice(before)).toEqual([])
})
