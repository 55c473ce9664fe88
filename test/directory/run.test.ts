import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SsoError } from '../../src/errors.ts'
import { engines, type Opened } from '../storage/engines.ts'
import { member, stage as stageOn } from './organisation.ts'

const ids = (count: number, prefix = 'p') => Array.from({ length: count }, (_, n) => `${prefix}${n}`)

describe.each(engines)('on $name', engine => {
  let opened: Opened
  beforeEach(async () => {
    opened = await engine.open()
  })
  afterEach(() => opened.close())
  const stage = (sync?: string, more?: string) => stageOn(sync, more, opened.storage)

  describe('a run', () => {
    it('makes an account for everybody, and a second one changes nothing', async () => {
      const it = await stage('sync: {}\n    autoRegister: { baseDir: /staff, permissions: 768 }')
      it.people = [
        ...ids(1200).map(id => member(id)),
        member('zhang', { displayName: '张三', email: 'z@example.com' }),
      ]
      const first = await it.run()
      expect(first).toMatchObject({
        status: 'complete',
        problems: [],
        read: { departments: 1, members: 1201 },
      })
      expect(first.changes).toEqual({
        created: 1201,
        updated: 0,
        moved: 0,
        disabled: 0,
        enabled: 0,
        conflicts: 0,
      })
      expect(await it.account('union-zhang')).toMatchObject({
        displayName: '张三',
        email: 'z@example.com',
        givenBaseDir: '/staff',
        givenPermission: 768,
        role: 'general',
        disabled: false,
      })
      expect((await it.run()).changes).toEqual({
        created: 0,
        updated: 0,
        moved: 0,
        disabled: 0,
        enabled: 0,
        conflicts: 0,
      })
    })

    it('gives two people of one name each their own', async () => {
      const it = await stage()
      it.people = [
        member('a', { username: 'wei' }),
        member('b', { username: 'wei' }),
        member('c', { username: 'Ｗei' }),
      ]
      expect((await it.run()).changes.created).toBe(3)
      const names = (await it.storage.accounts.list()).map(({ username }) => username)
      expect(new Set(names).size).toBe(3)
      expect(names).toContain('wei')
    })

    it('counts who is in two departments once, and gives them both', async () => {
      const it = await stage()
      it.departments.push({ id: '2', name: '研发部', parent: '1' }, { id: '3', name: '平台', parent: '2' })
      it.people = [member('a', { departments: ['3'] }), member('a', { departments: ['1'] })]
      expect(await it.run()).toMatchObject({
        status: 'complete',
        read: { members: 1 },
        changes: { created: 1 },
      })
      const [binding] = await it.storage.bindings.list()
      expect(binding?.facts?.departments).toEqual([
        ...['1', '2', '3', 'Example', '平台', '研发部'],
        ...['/Example', '/Example/研发部', '/Example/研发部/平台'],
      ])
    })

    it('moves who is in another department now', async () => {
      const it = await stage()
      it.departments.push({ id: '2', name: '研发部', parent: '1' })
      it.people = [member('a')]
      await it.run()
      it.people = [member('a', { departments: ['2'] })]
      expect((await it.run()).changes).toMatchObject({ updated: 1, moved: 1 })
      const [binding] = await it.storage.bindings.list()
      expect(binding?.facts?.departments).toContain('研发部')
    })

    it('puts a leaver out of every session, and lets them in again when they are back', async () => {
      const it = await stage()
      it.people = ids(3).map(id => member(id))
      await it.run()
      const account = await it.account('union-p1')
      await it.storage.sessions.insert({
        id: 'i',
        hash: 'h',
        accountId: account?.id ?? '',
        source: 'dingtalk',
        createdAt: 1,
        provedAt: 1,
        seenAt: 1,
        endsAt: 9e15,
        address: '',
        userAgent: '',
      })
      const [gone] = it.people.splice(1, 1)
      it.clock.now += 1000
      const report = await it.run()
      expect(report).toMatchObject({ status: 'complete', changes: { disabled: 1 } })
      expect(report.leavers).toEqual([{ directoryId: 'p1', name: 'Name of p1', why: 'gone' }])
      expect(await it.account('union-p1')).toMatchObject({ disabled: true, leftSource: 'dingtalk' })
      expect(await it.storage.sessions.find('h')).toBeUndefined()
      expect((await it.run()).changes).toMatchObject({ disabled: 0 })

      if (gone) it.people.push(gone)
      it.clock.now += 1000
      expect((await it.run()).changes).toMatchObject({ enabled: 1, created: 0 })
      expect(await it.account('union-p1')).toMatchObject({ disabled: false, leftAt: null })
    })

    it('does not enable whom an administrator has disabled', async () => {
      const it = await stage()
      it.people = [member('a')]
      await it.run()
      const account = await it.account('union-a')
      await it.storage.accounts.update(account?.id ?? '', { disabled: true })
      const people = it.people
      it.people = [member('b')]
      it.clock.now += 1000
      await it.run()
      it.people = [...people, member('b')]
      it.clock.now += 1000
      await it.run()
      expect(await it.account('union-a')).toMatchObject({ disabled: true, leftAt: null })
    })

    it('leaves alone what an administrator has changed, and follows the rest', async () => {
      const it = await stage()
      it.people = [member('a', { email: 'a@example.com', phone: '1' })]
      await it.run()
      const account = await it.account('union-a')
      await it.storage.accounts.update(account?.id ?? '', { email: 'mine@example.com', manualPermission: 3 })
      it.people = [member('a', { email: 'new@example.com', phone: '2' })]
      await it.run()
      expect(await it.account('union-a')).toMatchObject({
        email: 'mine@example.com',
        phone: '2',
        manualPermission: 3,
      })
    })

    it('forgets nothing that the vendor stops telling, and follows it when it is told again', async () => {
      const it = await stage()
      it.people = [member('a', { phone: '1' })]
      await it.run()
      it.people = [member('a')]
      await it.run()
      expect(await it.account('union-a')).toMatchObject({ phone: '1' })
      it.people = [member('a', { phone: '2' })]
      await it.run()
      expect(await it.account('union-a')).toMatchObject({ phone: '2' })
    })

    it('maps the fields that the file names', async () => {
      const it = await stage(
        'sync: { fields: { displayName: name, email: org_email, employeeNumber: job_number, attributes.costCenter: extension.成本中心, title: title } }',
      )
      it.people = [
        member('a', {
          fields: {
            name: '李四',
            org_email: 'l@example.com',
            job_number: '42',
            'extension.成本中心': '4711',
            title: '工程师',
          },
        }),
      ]
      await it.run()
      expect(await it.account('union-a')).toMatchObject({ displayName: '李四', email: 'l@example.com' })
      const [binding] = await it.storage.bindings.list()
      expect(binding?.facts).toMatchObject({
        title: '工程师',
        attributes: { employeeNumber: '42', costCenter: '4711' },
      })
    })

    it('puts out who is disabled there, or whom the file lets in no longer', async () => {
      const it = await stage('sync: {}\n    allow: { departments: [研发部] }')
      it.departments.push({ id: '2', name: '研发部', parent: '1' })
      it.people = [member('a', { departments: ['2'] }), member('b', { departments: ['2'] }), member('c')]
      expect((await it.run()).changes).toMatchObject({ created: 2 })
      it.clock.now += 1000
      it.people = [member('a', { departments: ['2'], disabled: true }), member('b')]
      const report = await it.run()
      expect(report.leavers.map(({ why }) => why)).toEqual(['disabled', 'not allowed'])
      expect(report.changes).toMatchObject({ disabled: 2 })
    })

    it('says in a dry run what it would do, and does nothing', async () => {
      const it = await stage()
      it.people = ids(5).map(id => member(id))
      await it.run()
      it.people = [...ids(3), 'new'].map(id => member(id, { phone: '1' }))
      const report = await it.run({ dryRun: true })
      expect(report.changes).toMatchObject({ created: 1, updated: 3, disabled: 2 })
      expect(await it.storage.accounts.list()).toHaveLength(5)
      expect((await it.storage.accounts.list()).filter(({ disabled, phone }) => disabled || phone)).toEqual(
        [],
      )
      expect(await it.storage.runs.of('dingtalk', 10)).toHaveLength(1)
    })
  })

  /** 100 people were there; what a damaged answer makes of them. */
  describe('nobody is disabled by', () => {
    async function company(sync?: string) {
      const it = await stage(sync)
      it.people = ids(100).map(id => member(id))
      await it.run()
      it.clock.now += 1000
      return it
    }
    const disabled = async (it: Awaited<ReturnType<typeof company>>) =>
      (await it.storage.accounts.list()).filter(account => account.disabled).length

    it('an empty list', async () => {
      const it = await company()
      it.people = []
      expect(await it.run()).toMatchObject({ status: 'partial', changes: { disabled: 0 } })
      expect(await disabled(it)).toBe(0)
    })

    it('a page that fails', async () => {
      const it = await company()
      it.people.splice(0, 10)
      it.more = [
        () => {
          throw new SsoError('source_refused', { vendorCode: '60011' })
        },
      ]
      expect(await it.run()).toMatchObject({
        status: 'failed',
        problems: ['source_refused: 60011'],
        changes: { created: 0, disabled: 0 },
      })
      expect(await disabled(it)).toBe(0)
    })

    it('a department that cannot be read; the others are followed all the same', async () => {
      const it = await company()
      it.people = [...ids(90).map(id => member(id, { phone: '1' })), member('new')]
      it.more = [{ fault: 'department 7 cannot be read' }]
      expect(await it.run()).toMatchObject({
        status: 'partial',
        problems: ['department 7 cannot be read'],
        changes: { created: 1, updated: 90, disabled: 0 },
      })
      expect(await disabled(it)).toBe(0)
    })

    it('a list that lacks people who are there when asked for', async () => {
      const it = await company()
      it.hidden = new Set(ids(3))
      const report = await it.run()
      expect(report).toMatchObject({ status: 'partial', changes: { disabled: 0 } })
      expect(report.problems).toHaveLength(3)
      expect(await disabled(it)).toBe(0)
    })

    it('more leavers than the guard allows; an administrator may allow them once', async () => {
      const it = await company()
      it.people = it.people.slice(0, 70)
      expect(await it.run()).toMatchObject({
        status: 'failed',
        guard: { limit: 20, wouldDisable: 30, tripped: true },
      })
      expect(await disabled(it)).toBe(0)
      expect(await it.run({ allowDisable: 30 })).toMatchObject({
        status: 'complete',
        changes: { disabled: 30 },
      })
      expect(await disabled(it)).toBe(30)
    })

    it('a circle of departments', async () => {
      const it = await company()
      it.departments.push({ id: '8', name: 'a', parent: '9' }, { id: '9', name: 'b', parent: '8' })
      it.people.splice(0, 5)
      expect(await it.run()).toMatchObject({ status: 'partial', changes: { disabled: 0 } })
      expect(await disabled(it)).toBe(0)
    })

    it('a record that makes no sense: it is set aside', async () => {
      const it = await company()
      it.people[0] = member('p0', { subject: '0' })
      it.people.splice(50, 3)
      expect(await it.run()).toMatchObject({ status: 'partial', changes: { disabled: 0 } })
      expect(await disabled(it)).toBe(0)
    })

    it('one directory id with two subjects, or the other way round', async () => {
      const it = await company()
      it.more = [
        { member: member('p1', { subject: 'other' }) },
        { member: member('p999', { subject: 'union-p2' }) },
      ]
      it.people.splice(50, 3)
      const report = await it.run()
      expect(report).toMatchObject({ status: 'partial', changes: { disabled: 0 } })
      expect(report.problems.toSorted()).toEqual([
        'the directory id p1 has two subjects',
        'two directory ids, one of them p999, have the same subject',
      ])
      expect(await disabled(it)).toBe(0)
    })

    it('somebody who was made anew under their directory id: a conflict, and other leavers go', async () => {
      const it = await company()
      it.people[0] = member('p0', { subject: 'union-again' })
      it.people.splice(50, 3)
      const report = await it.run()
      expect(report).toMatchObject({ status: 'complete', changes: { created: 0, disabled: 3 } })
      expect(report.changes.conflicts).toBeGreaterThan(0)
      expect(await it.account('union-p0')).toMatchObject({ disabled: false })
      expect(await it.account('union-again')).toBeUndefined()
    })

    it('a run that another replica has taken over', async () => {
      const it = await company()
      it.people.splice(0, 5)
      const stillOurs = async () => {
        throw new Error('the lease is lost')
      }
      expect(await it.run({ stillOurs })).toMatchObject({ status: 'failed', problems: ['the lease is lost'] })
      expect(await disabled(it)).toBe(0)
    })

    it('an interruption', async () => {
      const it = await company()
      const stop = new AbortController()
      it.people.splice(0, 5)
      it.more = [() => stop.abort()]
      expect(await it.run({ signal: stop.signal })).toMatchObject({
        status: 'failed',
        problems: ['interrupted'],
      })
      expect(await disabled(it)).toBe(0)
    })

    it('a directory that knows an administrator no more', async () => {
      const it = await stage('sync: {}', 'admins: [{ source: dingtalk, subject: union-p1 }]\n')
      it.people = ids(3).map(id => member(id))
      await it.run()
      it.people = []
      it.people = [member('p0')]
      it.clock.now += 1000
      const report = await it.run()
      expect(report.changes.disabled).toBe(1)
      expect(report.problems.join()).toContain('p1 is an administrator')
      expect(await it.account('union-p1')).toMatchObject({ disabled: false })
    })
  })
})
