import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keeping } from '../../src/directory/events.ts'
import { SsoError } from '../../src/errors.ts'
import type { Change } from '../../src/plugin.ts'
import { databaseClock } from '../storage/clock.ts'
import { engines, type Opened } from '../storage/engines.ts'
import { begin, member, type Stage, stage as stageOn } from './organisation.ts'

/** One call each. */
const departments = 6

describe.each(engines)('a read that was cut, on $name', engine => {
  let opened: Opened
  let company: Stage
  beforeEach(async () => {
    const clock = { now: begin }
    opened = await engine.open(databaseClock(clock))
    company = await stageOn('sync: {}', '', opened.storage, clock)
    company.walks = true
    company.departments = Array.from({ length: departments }, (_, n) => ({
      id: String(n + 1),
      name: `Department ${n + 1}`,
      parent: n === 0 ? null : String(Math.ceil(n / 2)),
    }))
    company.people = Array.from({ length: 12 }, (_, n) =>
      member(`p${n}`, { departments: [String((n % departments) + 1)] }),
    )
  })
  afterEach(() => opened.close())
  const disabled = async () =>
    (await company.storage.accounts.list()).flatMap(each => (each.disabled ? [each.username] : []))
  const at = (id: string, department: string) =>
    Object.assign(company.people.find(each => each.directoryId === id) ?? {}, { departments: [department] })
  const push = (...changes: Change[]) => {
    const { config, newId } = company.host()
    const applying = { source: company.followed().config, config, now: company.clock.now, newId }
    return keeping(company.storage)({ id: 'e', changes }, applying)
  }
  const whole = { status: 'complete', problems: [], read: { departments, members: 12 } }

  it.each(Array.from({ length: departments }, (_, n) => n + 1))(
    'is gone on with after mark %i: nothing before it is asked again',
    async marks => {
      await company.cut(marks)
      expect(await company.storage.accounts.list()).toEqual([])
      const report = await company.run()
      expect(report).toMatchObject({
        ...whole,
        resumed: true,
        calls: departments - marks,
        changes: { created: 12 },
      })
      const [binding] = await company.storage.bindings.list()
      expect(binding?.facts?.departments).toContain('Department 1')
      // and that one came to its end
      expect(await company.run()).toMatchObject({ ...whole, resumed: false, calls: departments })
    },
  )

  it('is gone on with as often as it is cut', async () => {
    await company.cut(1)
    await company.cut(2)
    await company.cut(1)
    expect(await company.run()).toMatchObject({ ...whole, resumed: true, calls: departments - 4 })
  })

  it.each<[string, SsoError, boolean]>([
    ['a vendor that is away', new SsoError('source_unreachable'), true],
    ['a vendor that is busy', new SsoError('source_refused', { retryAfterS: 1 }), true],
    ['a refusal', new SsoError('source_refused', { vendorCode: '60011' }), false],
  ])('by %s is gone on with: %o %s', async (_, fault, isKept) => {
    company.more = [
      () => {
        throw fault
      },
    ]
    expect(await company.run()).toMatchObject({ status: 'failed', resumed: false })
    company.more = []
    expect(await company.run()).toMatchObject({ ...whole, resumed: isKept, calls: isKept ? 0 : departments })
  })

  it('by a stop of the server is gone on with', async () => {
    const stop = new AbortController()
    company.more = [() => stop.abort()]
    expect(await company.run({ signal: stop.signal })).toMatchObject({ problems: ['interrupted'] })
    company.more = []
    expect(await company.run()).toMatchObject({ ...whole, resumed: true, calls: 0 })
  })

  it('while its people were being changed does the rest', async () => {
    company.people = Array.from({ length: 600 }, (_, n) =>
      member(`p${n}`, { departments: [String((n % departments) + 1)] }),
    )
    let writes = 0
    const stillOurs = async () => {
      writes += 1
      // the beginning in four steps, a mark for each department, the end, the departments, and a batch of people
      if (writes > departments + 7) throw new SsoError('source_unreachable')
    }
    expect(await company.run({ stillOurs })).toMatchObject({ status: 'failed', changes: { created: 500 } })
    expect(await company.run()).toMatchObject({
      status: 'complete',
      resumed: true,
      calls: 0,
      changes: { created: 100 },
    })
  })

  it('leaves nothing behind, however many there were, nor meets them where it was cut', async () => {
    company.people = Array.from({ length: 5600 }, (_, n) => member(`p${n}`, { departments: ['1'] }))
    const left = () => company.storage.directories.beside('dingtalk', 'all', '', 9000)
    await company.cut(2)
    expect((await left()).length).toBe(5600)
    company.clock.now += 3_600_000
    company.people = company.people.slice(0, 3)
    expect(await company.run()).toMatchObject({ resumed: false, read: { members: 3 } })
    expect(await left()).toEqual([])
  })

  it('keeps what it could not read: nobody is disabled by the rest of it', async () => {
    await company.run()
    company.clock.now += 1000
    company.people.splice(0, 1)
    await company.cut(1)
    await company.storage.reads.mark('dingtalk', '1', ['department 9 cannot be read'])
    expect(await company.run()).toMatchObject({ status: 'partial', resumed: true, changes: { disabled: 0 } })
    expect(await company.run()).toMatchObject({
      status: 'complete',
      resumed: false,
      changes: { disabled: 1 },
    })
  })

  it.each(Array.from({ length: departments - 1 }, (_, n) => n + 1))(
    'after mark %i disables nobody who moved meanwhile to where it had been',
    async marks => {
      await company.run()
      company.clock.now += 1000
      await company.cut(marks)
      at('p5', '1')
      company.people = company.people.filter(({ directoryId }) => directoryId !== 'p11')
      expect(await company.run()).toMatchObject({
        status: 'partial',
        resumed: true,
        problems: ['p5 is in the directory, and not in its lists: they are not complete'],
      })
      expect(await disabled()).toEqual([])
      expect(await company.run()).toMatchObject({ status: 'complete', problems: [] })
      expect(await disabled()).toEqual(['p11'])
    },
  )

  it('lets nobody go who moved there within some departments of the file', async () => {
    const it = await stageOn('sync: { scope: { departments: ["1"] } }', '', company.storage, company.clock)
    Object.assign(it, { walks: true, departments: company.departments, people: company.people })
    await it.run()
    it.clock.now += 1000
    await it.cut(3)
    at('p5', '1')
    expect(await it.run()).toMatchObject({ status: 'partial', resumed: true })
    const binding = (await it.storage.bindings.list()).find(({ directoryId }) => directoryId === 'p5')
    expect(binding?.told).not.toBeNull()
  })

  it('puts nobody out by a department that came after the others were read', async () => {
    const more = '    allow: { departments: [Department 1] }'
    const it = await stageOn(`sync: {}\n${more}`, '', company.storage, company.clock)
    Object.assign(it, { walks: true, departments: company.departments, people: [member('a')] })
    await it.run()
    it.clock.now += 1000
    it.departments.push({ id: '9', name: 'Elsewhere', parent: null })
    it.people = [member('a', { departments: ['9', '10'] })]
    expect(await it.run()).toMatchObject({ status: 'complete', changes: { disabled: 0 } })
    it.people = [member('a', { departments: ['9'] })]
    expect(await it.run()).toMatchObject({ status: 'complete', changes: { disabled: 1 } })
  })

  it('is as it is read last, where somebody is read again', async () => {
    await company.cut(2)
    // told after the mark, and before the end of that part
    const row = {
      source: 'dingtalk',
      directoryId: 'p11',
      issuer: 'dingtalk:corp',
      subject: 'union-p11',
      part: 1,
      member: JSON.stringify({ identity: member('p11', { departments: ['5'] }), disabled: false }),
    }
    await company.storage.directories.put([row])
    await company.run()
    const binding = (await company.storage.bindings.list()).find(({ directoryId }) => directoryId === 'p11')
    expect(binding?.facts?.departments).toContain('Department 6')
    expect(binding?.facts?.departments).not.toContain('Department 5')
  })

  describe('begins anew', () => {
    it('where the file wants other fields, other people or another organisation', async () => {
      const { followed } = company
      const { config, ...rest } = followed()
      for (const other of [
        { ...config, sync: { ...config.sync, fields: { displayName: 'nick' } } },
        { ...config, sync: { ...config.sync, scope: { departments: ['1'] } } },
        { ...config, options: { ...config.options, corpId: 'another' } },
      ]) {
        company.followed = followed
        await company.cut(2)
        company.followed = () => ({ ...rest, config: other })
        expect(await company.run()).toMatchObject({ resumed: false, calls: departments })
      }
    })

    it('where departments have changed, as the directory has told', async () => {
      await company.cut(2)
      company.clock.now += 1000
      await push({ kind: 'departments' })
      expect(await company.run()).toMatchObject({ ...whole, resumed: false, calls: departments })
    })

    it('after an hour by the clock of the database', async () => {
      await company.cut(2)
      expect(await company.storage.reads.hasCut('dingtalk', 0)).toBe(false)
      expect(await company.storage.reads.hasCut('dingtalk', 3_600_000)).toBe(true)
      // a server whose own clock is a day ahead
      const { clock } = company.host()
      const ahead = { ...clock, now: () => clock.now() + 86_400_000 }
      expect(await company.run({ clock: ahead })).toMatchObject({ resumed: true })
      await company.cut(2)
      company.clock.now += 3_600_000
      expect(await company.run()).toMatchObject({ resumed: false })
    })

    it('with a mark that is none', async () => {
      await company.cut(2)
      await company.storage.reads.mark('dingtalk', '7000', [])
      expect(await company.run()).toMatchObject({ status: 'failed', changes: { created: 0 } })
      expect(await company.run()).toMatchObject({ ...whole, resumed: false })
    })
  })

  it('leaves alone whom an event has told of since', async () => {
    await company.run()
    company.clock.now += 1000
    await company.cut(departments)
    company.clock.now += 1000
    await push({ kind: 'left', member: 'p0' })
    expect(await disabled()).toEqual(['p0'])
    company.clock.now += 1000
    expect(await company.run()).toMatchObject({ resumed: true, changes: { enabled: 0 } })
    expect(await disabled()).toEqual(['p0'])
  })

  it('is written by nobody who has lost it to another', async () => {
    let isOurs = true
    const stillOurs = async () => {
      if (!isOurs) throw new Error('another server has taken over')
    }
    company.more = [
      () => {
        isOurs = false
      },
    ]
    await company.cut(3)
    expect(await company.run({ stillOurs })).toMatchObject({ status: 'failed', resumed: true })
    company.more = []
    expect(await company.run()).toMatchObject({ ...whole, resumed: true, calls: 0 })
  })
})
