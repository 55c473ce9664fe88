import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keeping, work } from '../../src/directory/events.ts'
import { SsoError } from '../../src/errors.ts'
import type { Change } from '../../src/plugin.ts'
import { databaseClock } from '../storage/clock.ts'
import { engines, type Opened } from '../storage/engines.ts'
import { begin, member, type Stage, stage as stageOn } from './organisation.ts'

describe.each(engines)('pushed events on $name', engine => {
  let opened: Opened
  let clock: { now: number }
  beforeEach(async () => {
    clock = { now: begin }
    opened = await engine.open(databaseClock(clock))
  })
  afterEach(() => opened.close())
  const stage = (sync?: string, more?: string) => stageOn(sync, more, opened.storage, clock)

  let ids = 0
  /** Arrives a second after what was before. */
  async function push(it: Stage, ...changes: Change[]) {
    it.clock.now += 1000
    ids += 1
    const { config, newId } = it.host()
    const applying = { source: it.followed().config, config, now: it.clock.now, newId }
    return keeping(it.storage)({ id: `e${ids}`, changes }, applying)
  }
  const worked = (it: Stage) => work(new Map([['dingtalk', it.followed()]]), it.host(), () => {})
  const left = (id: string): Change => ({ kind: 'left', member: id })
  const changed = (id: string): Change => ({ kind: 'changed', member: id })

  async function company(people = 5, sync?: string) {
    const it = await stage(sync)
    it.people = Array.from({ length: people }, (_, n) => member(`p${n}`))
    await it.run()
    return it
  }
  const out = async (it: Stage) =>
    (await it.storage.accounts.list()).filter(({ disabled }) => disabled).map(({ username }) => username)

  it('make, change and move people, and return those who are back', async () => {
    const it = await company()
    it.people.push(member('new'))
    it.people[0] = member('p0', { displayName: 'Another name' })
    await push(it, changed('new'), changed('p0'))
    expect(await worked(it)).toMatchObject({ events: 1, problems: [] })
    expect(await it.account('union-new')).toMatchObject({ disabled: false })
    expect(await it.account('union-p0')).toMatchObject({ displayName: 'Another name' })
    await push(it, left('p1'))
    expect(await out(it)).toEqual(['p1'])
    await push(it, changed('p1'))
    await worked(it)
    expect(await out(it)).toEqual([])
  })

  it('are not undone by a directory that is late: who left comes back by a later event only', async () => {
    const it = await company()
    await push(it, changed('p1'))
    await push(it, left('p1'))
    await worked(it)
    expect(await out(it)).toEqual(['p1'])
  })

  it.each([
    ['ahead of', 600_000],
    ['behind', -600_000],
  ])('are as new as they are to a server whose clock is %s that of the one they came to', async (_, skew) => {
    const it = await company()
    it.walks = true
    const { host } = it
    const { clock } = host()
    it.host = options => host({ clock: { ...clock, now: () => it.clock.now + skew }, ...options })
    const push_ = (change: Change) => push({ ...it, host }, change)

    // it has read of p1 when the other one hears that they have left
    await it.cut(1)
    await push_(left('p1'))
    it.clock.now += 1000
    expect(await it.run()).toMatchObject({ resumed: true, changes: { enabled: 0 } })
    expect(await out(it)).toEqual(['p1'])
    // and what it reads after that is newer
    it.clock.now += 1000
    expect(await it.run()).toMatchObject({ status: 'complete', changes: { enabled: 1 } })
    expect(await out(it)).toEqual([])
  })

  it('that come together are kept together, each once, and one that cannot be kept harms no other', async () => {
    const it = await company()
    const { config, newId } = it.host()
    const applying = { source: it.followed().config, config, now: it.clock.now, newId }
    const keep = keeping(it.storage)
    const send = (id: string, source = 'dingtalk') =>
      keep({ id, changes: [changed('p0')] }, { ...applying, source: { ...applying.source, id: source } })
    expect(await Promise.all([send('a'), send('b'), send('a'), send('c')])).toEqual([
      ...['kept', 'kept', 'known', 'kept'],
    ])
    expect(await send('b')).toBe('known')
    // the database takes no row without one
    const bad = send('bad', null as unknown as string).catch(() => 'refused')
    expect(await Promise.all([send('d'), bad, send('e')])).toEqual(['kept', 'refused', 'kept'])
    const kept = (await it.storage.events.waiting('dingtalk', 10)).map(({ id }) => id)
    expect(kept.sort()).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  it('put out again who was enabled by an administrator, or has signed in since', async () => {
    const it = await company()
    await push(it, left('p1'))
    const account = await it.account('union-p1')
    await it.storage.accounts.update(account?.id ?? '', { disabled: false })
    await push(it, left('p1'))
    expect(await out(it)).toEqual(['p1'])
  })

  it('ask the guard where the directory does not know many people all at once; those who left by their own event are out', async () => {
    const it = await company(300, 'sync: { guard: { accounts: 20, percent: 5 } }')
    it.lost = new Set(it.people.map(({ directoryId }) => directoryId))
    await push(it, ...[...it.lost].map(changed))
    const { wanted, problems } = await worked(it)
    expect(await out(it)).toHaveLength(20)
    expect([...wanted]).toEqual(['dingtalk'])
    expect(problems[0]).toContain('more people would be disabled by events than the guard allows')
    await push(it, left('p299'))
    expect(await out(it)).toHaveLength(21)
  })

  it('touch no account where the file wants departments only', async () => {
    const it = await company()
    const { followed } = it
    it.followed = () => {
      const source = followed()
      return { ...source, config: { ...source.config, sync: { ...source.config.sync, users: false } } }
    }
    it.people.push(member('new'))
    it.lost = new Set(['p1'])
    await push(it, changed('new'), changed('p1'), left('p2'))
    await worked(it)
    expect(await it.account('union-new')).toBeUndefined()
    expect(await out(it)).toEqual([])
  })

  it('wait where the vendor is away, and do not wait for one person of whom it refuses to speak', async () => {
    const it = await company()
    const source = it.followed()
    const member = source.directory.member
    let fault: SsoError | undefined = new SsoError('source_unreachable')
    let calls = 0
    source.directory.member = async (id, reading) =>
      reading.call(async () => {
        calls += 1
        if (fault && id === 'p0') throw fault
        return member(id, reading)
      })
    const workOn = () => work(new Map([['dingtalk', source]]), it.host(), () => {})
    await push(it, changed('p0'))
    await push(it, changed('p1'))
    expect(await workOn()).toMatchObject({ events: 0, problems: ['dingtalk: source_unreachable'] })
    expect(calls).toBe(2)
    fault = new SsoError('source_refused', { vendorCode: '50002' })
    const { events, wanted, problems } = await workOn()
    expect([events, [...wanted], problems]).toEqual([2, ['dingtalk'], ['p0: source_refused 50002']])
  })

  it('are forgotten a day after they were worked through, and a week after nobody could', async () => {
    const it = await company()
    await push(it, changed('p0'))
    await worked(it)
    await push(it, changed('p1'))
    const day = 86_400_000
    it.clock.now += day
    await it.storage.events.sweep(day)
    expect(await it.storage.events.waiting('dingtalk', 10)).toHaveLength(1)
    expect(await push(it, changed('p2'))).toBe('kept')
    it.clock.now += 8 * day + 1
    await it.storage.events.sweep(day)
    expect(await it.storage.events.waiting('dingtalk', 10)).toEqual([])
  })

  it('say that departments have changed: everything is wanted', async () => {
    const it = await company()
    await push(it, { kind: 'departments' })
    expect([...(await worked(it)).wanted]).toEqual(['dingtalk'])
  })
})
