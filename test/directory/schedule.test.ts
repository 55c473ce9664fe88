import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { following } from '../../src/directory/following.ts'
import type { Followed } from '../../src/directory/run.ts'
import { engines, type Opened } from '../storage/engines.ts'
import { member, type Stage, stage } from './organisation.ts'

const day = 86_400_000

describe.each(engines)('a directory on $name is read', engine => {
  let opened: Opened
  let company: Stage
  let everyMs: number
  let auto: boolean
  /** How much older the newest run is by the database's clock than it would be. */
  let aged: number
  beforeEach(async () => {
    opened = await engine.open()
    company = await stage('sync: { every: 24h }', '', opened.storage)
    company.walks = true
    company.people = [member('a')]
    everyMs = day
    auto = true
    aged = 0
  })
  afterEach(() => opened.close())

  const followed = (): Followed => {
    const { config, ...rest } = company.followed()
    return { ...rest, config: { ...config, sync: { ...config.sync, everyMs, auto } } }
  }
  /** What one look of a server does, with the process clock where the test has put it. */
  async function tick() {
    const { runs } = company.storage
    const last: typeof runs.last = async source => {
      const newest = await runs.last(source)
      return newest && { ...newest, ageMs: newest.ageMs + aged }
    }
    const directories = following(new Map([['dingtalk', followed()]]), {
      storage: { ...company.storage, runs: { ...runs, last } },
      config: company.host().config,
      clock: company.host().clock,
      newId: company.host().newId,
      log: { info() {}, warn() {} },
      ended: () => {},
      turn: async () => ({ stillOurs: async () => {}, end: async () => {} }),
    })
    await directories.tick()
    await directories.close()
  }
  const runs = async () => (await company.storage.runs.of('dingtalk', 10)).length

  it('at once where it never was, and then when its interval is over', async () => {
    await tick()
    await tick()
    expect(await runs()).toBe(1)
    everyMs = 0
    await tick()
    expect(await runs()).toBe(2)
    everyMs = day
    await tick()
    expect(await runs()).toBe(2)
  })

  it('neither earlier nor later by a process whose clock jumps', async () => {
    await tick()
    for (const jump of [400 * day, -800 * day]) {
      company.clock.now += jump
      await tick()
      expect(await runs()).toBe(1)
    }
    everyMs = 0
    await tick()
    expect(await runs()).toBe(2)
  })

  it('again, once its turn is free, where a server was killed in the middle – and not at every look', async () => {
    await company.cut(1)
    await tick()
    expect(await runs()).toBe(1)
    everyMs = 0
    await tick()
    expect(await runs()).toBe(2)
  })

  it('as a whole half an hour after a read that was gone on with, and then at its interval again', async () => {
    await company.cut(1)
    const resumed = async () =>
      (await company.storage.runs.of('dingtalk', 10))
        .flatMap(({ report }) => (report === null ? [] : [JSON.parse(report).resumed]))
        .sort()
    aged = 61_000
    await tick()
    expect(await resumed()).toEqual([true])
    aged = 29 * 60_000
    await tick()
    expect(await resumed()).toEqual([true])
    aged = 30 * 60_000
    await tick()
    expect(await resumed()).toEqual([false, true])
    await tick()
    expect(await resumed()).toEqual([false, true])
  })

  it('never by itself where the file says so', async () => {
    auto = false
    await tick()
    expect(await runs()).toBe(0)
  })

  it('and its runs are forgotten by their age there', async () => {
    await tick()
    await company.storage.runs.sweep(day)
    expect(await runs()).toBe(1)
    await company.storage.runs.sweep(-1000)
    expect(await runs()).toBe(0)
  })
})
