import { beforeEach, describe, expect, it } from 'vitest'
import {
  all,
  Clock,
  departmentsOf,
  faultsOf,
  following,
  membersOf,
  readingOn,
  restsOf,
} from '../../test/directory/following.ts'
import { corpId, Stage } from './fixtures/stage.ts'

let stage: Stage
let clock: Clock
beforeEach(() => open(new Stage()))

/** A clock for both: what waits for WeCom moves WeCom's time on. */
function open(given: Stage): void {
  stage = given
  clock = new Clock()
  Object.defineProperty(stage, 'now', { get: () => clock.time })
}

const read = async (scope: 'all' | string[] = 'all') =>
  all((await stage.open()).directory.read(scope, readingOn(clock)))
const member = async (userid: string) => (await stage.open()).directory.member(userid, readingOn(clock))
const own = (name: string) => stage.world.people.find(person => person.id === name)
const answer = (fields: object) => ({ errcode: 0, errmsg: 'ok', ...fields })
const refusal = (errcode: number) => ({ errcode, errmsg: 'told to nobody' })

describe('a read', () => {
  it('has the organisation, every department below it, and everybody', async () => {
    const entries = await read()
    expect(faultsOf(entries)).toEqual([])
    expect(departmentsOf(entries)).toHaveLength(stage.world.departments.length + 1)
    expect(departmentsOf(entries)).toEqual(
      expect.arrayContaining([
        { id: '1', name: '示例科技', parent: null },
        { id: '1001', name: '研发部', parent: '1' },
        { id: '1003', name: '存储小组', parent: '1002' },
      ]),
    )
    const subjects = new Set(membersOf(entries).map(({ subject }) => subject))
    expect([...subjects].sort()).toEqual(
      stage.world.people
        .filter(each => each.member)
        .map(({ id }) => id)
        .sort(),
    )
  })

  it.each([false, true])('has somebody as their sign-in has them (older app: %s)', async hasPersonalData => {
    open(new Stage({}, { hasPersonalData }))
    const { departments: all, ...signedIn } = await stage.signIn('lisi')
    const found = membersOf(await read()).filter(({ subject }) => subject === 'lisi')
    // in two departments
    expect(found).toHaveLength(2)
    const { fields, departments, disabled, emailAssigned, ...identity } = found[0] ?? {}
    expect(identity).toEqual(signedIn)
    expect(emailAssigned).toBe(hasPersonalData || undefined)
    expect(departments).toEqual(['1002', '1001'])
    expect(all).toEqual(expect.arrayContaining(departments ?? []))
    expect(disabled).toBe(false)
    expect(fields).toMatchObject({
      userid: 'Lisi',
      position: '平台组组长',
      main_department: '1002',
      'extattr.工号': 'A0001',
    })
    expect(await member('lisi')).toEqual(found[0])
  })

  it.each([
    [1, false],
    [2, true],
    [4, false],
    [5, true],
  ])('takes status %i for disabled: %s', async (status, disabled) => {
    stage.replies['user/list'] = answer({ userlist: [{ userid: 'Lisi', status, department: [1] }] })
    expect(membersOf(await read())[0]).toMatchObject({ disabled })
  })

  it('of some departments has them and those below, each once', async () => {
    const entries = await read(['1002', '1003'])
    expect(faultsOf(entries)).toEqual([])
    expect(departmentsOf(entries).map(({ id }) => id)).toEqual(['1002', '1003'])
    expect(membersOf(entries).map(({ subject }) => subject)).toContain('anyi')
    expect(stage.calls('user/list')).toBe(2)
  })

  it('of everybody has a fault with a range of less, and what there is to see', async () => {
    stage.setting.range = ['1001']
    const entries = await read()
    expect(faultsOf(entries)).toEqual([expect.stringContaining('可见范围')])
    expect(departmentsOf(entries).map(({ id }) => id)).toEqual(['1001', '1002', '1003', '1004'])
    expect(membersOf(entries).map(({ subject }) => subject)).toContain('anyi')
    expect(faultsOf(await read(['1001']))).toEqual([])
    expect(faultsOf(await read(['1007']))).toEqual(['department 1007 cannot be read'])
  })

  it.each([
    ['department/list', {}],
    ['department/list', { department: null }],
    ['user/list', {}],
    ['user/list', { userlist: 'x' }],
  ])('of %s with %j for a list is none', async (path, fields) => {
    stage.replies[path] = answer(fields)
    await expect(read()).rejects.toMatchObject({ code: 'source_reply_invalid' })
  })

  it('of nobody has nobody', async () => {
    stage.replies['user/list'] = answer({ userlist: [] })
    expect(membersOf(await read())).toEqual([])
  })

  it.each([40001, 50003, 60020])('of a call that fails with %i is none', async code => {
    stage.replies['user/list'] = refusal(code)
    await expect(read()).rejects.toMatchObject({ code: 'source_refused', vendorCode: String(code) })
    expect(clock.waited.filter(ms => ms >= 1000)).toEqual([])
  })

  it('of a department that has just gone has a fault', async () => {
    stage.replies['user/list'] = [refusal(60003)]
    expect(faultsOf(await read())).toEqual(['the people of department 1 cannot be read (60003)'])
  })

  it.each([
    [-1, 2000],
    [45009, 60_000],
    [45033, 2000],
  ])('waits after %i, and asks again', async (code, pause) => {
    stage.replies['department/list'] = [refusal(code)]
    expect(faultsOf(await read())).toEqual([])
    expect(Math.max(...clock.waited)).toBe(pause)
  })

  it('can be gone on with after every department: no list of one is asked for again', async () => {
    const { directory } = await stage.open()
    const rests = await restsOf(
      reading => directory.read('all', reading),
      () => readingOn(clock),
      () => stage.calls('user/list') + stage.calls('department/list'),
    )
    const departments = stage.world.departments.length + 1
    expect(rests).toEqual(Array.from({ length: departments }, (_, n) => departments - n - 1))
  })

  it('gets through a limit of calls', async () => {
    stage.setting.callsPerMinute = 4
    expect(faultsOf(await read())).toEqual([])
    expect(clock.waited).toContain(60_000)
  })

  it('renews a token that is dead', async () => {
    stage.replies['department/list'] = [refusal(42001)]
    expect(faultsOf(await read())).toEqual([])
  })

  it.each([
    ['without a UserId', { status: 1 }],
    ['of a linked organisation', { userid: 'wwother/lisi', status: 1 }],
    ['without a status', { userid: 'lisi' }],
    ['with departments that are none', { userid: 'lisi', status: 1, department: ['x'] }],
  ])('sets a record aside %s, and reads on', async (_, record) => {
    stage.replies['user/list'] = [
      answer({ userlist: [record, { userid: 'Anyi', status: 1, department: [1] }] }),
    ]
    const entries = await read(['1003'])
    expect(membersOf(entries).map(({ subject }) => subject)).toEqual(['anyi'])
    expect(faultsOf(entries)).toEqual([expect.stringMatching(/^a member was set aside: /)])
  })
})

describe('one person', () => {
  it.each([60111, 60011, 40003])('is not there by %i only for an app that sees everybody', async code => {
    stage.replies['user/get'] = refusal(code)
    expect(await member('lisi')).toBeNull()
    stage.setting.range = ['1001']
    await expect(member('lisi')).rejects.toMatchObject({ code: 'source_refused', vendorCode: String(code) })
  })

  it.each([
    ['a refusal', refusal(60020)],
    ['somebody else', answer({ userid: 'Anyi', status: 1 })],
    ['nobody at all', answer({})],
  ])('is nobody’s guess after %s', async (_, reply) => {
    stage.replies['user/get'] = reply
    await expect(member('lisi')).rejects.toMatchObject({ name: 'SsoError' })
  })

  it('is asked for by nothing but a UserId', async () => {
    await expect(member('a/b')).rejects.toMatchObject({ code: 'source_refused' })
    expect(stage.asked).toEqual([])
  })
})

describe('accounts', () => {
  it('follow the organisation', async () => {
    const keys = `type: wecom
corpId: ${corpId}
agentId: 1000002
clientSecret: { env: S }
autoRegister: { enabled: true }
allow: { departments: ['1001'] }
sync: { users: true, auto: true, fields: { employeeNumber: extattr.工号 } }`
    const { directory } = await stage.open()
    const site = await following(keys, directory, clock)
    expect(await site.run()).toMatchObject({ status: 'complete', problems: [] })
    const issuer = `wecom:${corpId}`
    expect(await site.account(issuer, 'anyi')).toMatchObject({
      displayName: '安怡',
      disabled: false,
      facts: {
        departments: expect.arrayContaining(['1', '1001', '1003', '研发部', '存储小组']),
        attributes: { employeeNumber: own('anyi')?.jobNumber },
      },
    })
    const outside = stage.world.people.find(({ departments }) => departments.includes('1007'))
    expect(await site.account(issuer, outside?.id ?? '')).toBeUndefined()

    stage.world.people.splice(stage.world.people.indexOf(own('anyi') as never), 1)
    stage.setting.disabled = new Set(['lisi'])
    expect(await site.run()).toMatchObject({ status: 'complete', changes: { disabled: 2, created: 0 } })

    stage.setting.range = ['1007']
    expect(await site.run()).toMatchObject({ status: 'partial', changes: { disabled: 0 } })
    await site.close()
  })
})
