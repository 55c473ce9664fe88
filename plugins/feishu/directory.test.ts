import type { SsoError } from 'sso-kit/plugin'
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
import { Stage, tenantKey } from './fixtures/stage.ts'
import { openDepartmentId, unionIdOf } from './simulator/people.ts'
import { allScopes, type Scope } from './simulator/scopes.ts'

const without = (scope: Scope) => allScopes.filter(one => one !== scope)
const id = (person: string) => unionIdOf({ id: person })

let stage: Stage
let clock: Clock
beforeEach(() => open(new Stage()))

/** A clock for both: what waits for Feishu moves Feishu's time on. */
function open(given: Stage): void {
  stage = given
  clock = new Clock()
  Object.defineProperty(stage, 'now', { get: () => clock.time })
}

const read = async (scope: 'all' | string[] = 'all') =>
  all((await stage.open()).directory.read(scope, readingOn(clock)))
const member = async (person: string) => (await stage.open()).directory.member(id(person), readingOn(clock))
const own = (name: string) => stage.world.people.find(person => person.id === name)

describe('a read', () => {
  it('has every department with what it is below, and everybody', async () => {
    const entries = await read()
    expect(faultsOf(entries)).toEqual([])
    expect(departmentsOf(entries)).toHaveLength(stage.world.departments.length)
    expect(departmentsOf(entries)).toEqual(
      expect.arrayContaining([
        { id: openDepartmentId('1001'), name: '研发部', parent: null },
        { id: openDepartmentId('1003'), name: '存储小组', parent: openDepartmentId('1002') },
      ]),
    )
    const subjects = new Set(membersOf(entries).map(({ subject }) => subject))
    expect([...subjects].sort()).toEqual(
      stage.world.people
        .filter(each => each.member)
        .map(unionIdOf)
        .sort(),
    )
  })

  it('has somebody as their sign-in has them, but for the names of departments', async () => {
    const signedIn = await stage.signIn('lisi')
    const found = membersOf(await read()).filter(({ subject }) => subject === id('lisi'))
    // in two departments
    expect(found).toHaveLength(2)
    const { fields, departments, disabled, emailAssigned, ...identity } = found[0] ?? {}
    const { departments: all, ...rest } = signedIn
    expect(identity).toEqual(rest)
    // the mailbox of the organisation
    expect(emailAssigned).toBe(true)
    expect(departments).toEqual(all?.filter(each => each.startsWith('od-')))
    expect(disabled).toBe(false)
    expect(fields).toMatchObject({ union_id: id('lisi'), name: '李四', job_title: '平台组组长' })
    expect(await member('lisi')).toEqual(found[0])
  })

  it('has those who are in no department, and who is suspended', async () => {
    const person = own('renyi')
    if (person) person.departments = []
    stage.setting.frozen = new Set(['renyi'])
    const found = membersOf(await read()).filter(({ subject }) => subject === id('renyi'))
    expect(found).toMatchObject([{ departments: [], disabled: true }])
  })

  it('goes through all pages', async () => {
    for (let n = 0; n < 120; n += 1)
      stage.world.people.push({ ...(own('anyi') as never as object), id: `extra${n}` } as never)
    expect(membersOf(await read()).filter(({ displayName }) => displayName === '安怡')).toHaveLength(121)
  })

  it('of some departments has them and those below, each once', async () => {
    const scope = ['1002', '1003'].map(openDepartmentId)
    const entries = await read(scope)
    expect(faultsOf(entries)).toEqual([])
    const tree = new Map(departmentsOf(entries).map(each => [each.id, each.parent]))
    expect([...tree.keys()]).toEqual(scope)
    expect(tree.get(scope[1] ?? '')).toBe(scope[0])
    expect(new Set(membersOf(entries).map(({ subject }) => subject))).toContain(id('anyi'))
    expect(stage.calls('/children')).toBe(2)
  })

  it('of everybody is none with a contact range of less', async () => {
    stage.setting.range = ['1001']
    await expect(read()).rejects.toMatchObject({
      code: 'source_refused',
      cause: expect.stringContaining('通讯录权限范围'),
    })
    expect(faultsOf(await read([openDepartmentId('1001')]))).toEqual([])
    expect(faultsOf(await read([openDepartmentId('1007')]))).toEqual([
      `department ${openDepartmentId('1007')} cannot be read`,
    ])
  })

  it('tells which permission is missing for the whole of it', async () => {
    open(new Stage({}, []))
    await expect(read()).rejects.toMatchObject({
      vendorCode: '99991672',
      cause: expect.stringContaining('contact:contact.base:readonly'),
    })
  })

  it.each(['contact:user.department:readonly', 'contact:user.employee:readonly'] as const)(
    'sets people aside without %s, for nobody knows what they may',
    async scope => {
      open(new Stage({}, without(scope)))
      const entries = await read()
      expect(membersOf(entries)).toEqual([])
      expect(faultsOf(entries)[0]).toContain(scope)
    },
  )

  it('has no departments without their names', async () => {
    open(new Stage({}, without('contact:department.base:readonly')))
    await expect(read()).rejects.toMatchObject({
      cause: expect.stringContaining('contact:department.base:readonly'),
    })
  })

  it('has no name that could pass for an id', async () => {
    const [first] = stage.world.departments
    Object.assign(first ?? {}, { name: 'od-1' })
    expect(departmentsOf(await read())[0]?.name).toBe('')
  })

  it.each([
    ['no list', { code: 0, data: { has_more: false, items: 'x' } }],
    ['nothing', { code: 0, data: {} }],
    ['no data', { code: 0 }],
    ['more, and no page', { code: 0, data: { has_more: true, items: [] } }],
    ['the same page for ever', { code: 0, data: { has_more: true, items: [], page_token: 'a' } }],
  ])('of an answer with %s is none', async (_, reply) => {
    stage.replies['/children'] = reply
    await expect(read()).rejects.toMatchObject({ code: 'source_reply_invalid' })
  })

  it('of a page that fails is none', async () => {
    stage.replies[`/departments/${openDepartmentId('1002')}/children`] = { code: 40001, msg: 'param error' }
    await expect(read()).rejects.toMatchObject({ code: 'source_refused', vendorCode: '40001' })
  })

  it('of a department that has just gone has a fault', async () => {
    stage.replies[`/departments/${openDepartmentId('1002')}/children`] = { code: 40004, msg: 'no dept' }
    expect(faultsOf(await read())).toEqual([`department ${openDepartmentId('1002')} cannot be read`])
  })

  it('can be gone on with after every department: no list of one is asked for again', async () => {
    const { directory } = await stage.open()
    const lists = () => stage.calls('/children')
    const rests = await restsOf(
      reading => directory.read('all', reading),
      () => readingOn(clock),
      lists,
    )
    // the root is no department, and is asked all the same
    const asked = stage.world.departments.length + 1
    expect(rests).toEqual(Array.from({ length: asked }, (_, n) => asked - n - 1))
  })

  it('waits where Feishu has had too many calls', async () => {
    stage.setting.callsPerSecond = 2
    expect(faultsOf(await read())).toEqual([])
    expect(clock.waited.filter(ms => ms >= 1000).length).toBeGreaterThan(0)
  })

  it('sets one bad record aside', async () => {
    const record = { union_id: id('lisi'), name: 7, department_ids: ['0'], status: {} }
    stage.replies['/users/find_by_department'] = { code: 0, data: { has_more: false, items: [record] } }
    const entries = await read()
    expect(membersOf(entries)).toEqual([])
    expect(faultsOf(entries)[0]).toBe('a member was set aside: "name" is not a string')
  })
})

describe('one person', () => {
  it('is not there only for an app that would see them', async () => {
    const people = stage.world.people
    people.splice(people.indexOf(own('anyi') as never), 1)
    expect(await member('anyi')).toBeNull()
    Object.assign(own('lisi') ?? {}, { member: false })
    expect(await member('lisi')).toBeNull()
    stage.setting.range = ['1001']
    await expect(member('anyi')).rejects.toMatchObject({ code: 'source_refused' })
  })

  it.each([
    ['a refusal', { code: 99991672, msg: 'Access denied' }],
    ['somebody else', { code: 0, data: { user: { union_id: 'on_x', department_ids: ['0'], status: {} } } }],
    ['nobody at all', { code: 0, data: {} }],
  ])('is nobody’s guess after %s', async (_, reply) => {
    stage.replies['/users/on_'] = reply
    await expect(member('lisi')).rejects.toSatisfy((error: SsoError) => error.name === 'SsoError')
  })
})

describe('accounts', () => {
  it('follow the organisation', async () => {
    const keys = `type: feishu
clientId: cli_app
clientSecret: { env: S }
tenantKey: ${tenantKey}
autoRegister: { enabled: true }
allow: { departments: [研发部] }
sync: { users: true, auto: true, fields: { employeeNumber: employee_no } }`
    const { directory } = await stage.open()
    const site = await following(keys, directory, clock)
    const first = await site.run()
    const developers = stage.world.people.filter(
      each => each.member && each.departments.some(one => ['1001', '1002', '1003', '1004'].includes(one)),
    )
    expect(first).toMatchObject({ status: 'complete', problems: [] })
    expect(first.changes.created).toBeGreaterThan(5)
    expect(first.changes.created).toBeLessThanOrEqual(developers.length)
    const issuer = `feishu:${tenantKey}`
    expect(await site.account(issuer, id('anyi'))).toMatchObject({
      displayName: '安怡',
      disabled: false,
      facts: {
        departments: expect.arrayContaining([openDepartmentId('1001'), '研发部', '存储小组']),
        attributes: { employeeNumber: own('anyi')?.jobNumber },
      },
    })

    stage.world.people.splice(stage.world.people.indexOf(own('anyi') as never), 1)
    stage.setting.frozen = new Set(['lisi'])
    expect(await site.run()).toMatchObject({ status: 'complete', changes: { disabled: 2, created: 0 } })
    expect(await site.account(issuer, id('anyi'))).toMatchObject({ disabled: true })

    stage.setting.range = ['1007']
    expect(await site.run()).toMatchObject({ status: 'failed', changes: { disabled: 0 } })
    await site.close()
  })
})
