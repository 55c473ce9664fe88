import { describe, expect, it } from 'vitest'
import { createWorld } from '../../src/sandbox/organisation.ts'
import {
  all,
  Clock,
  following,
  membersOf,
  readingOn,
  restsOf,
  sorted,
} from '../../test/directory/following.ts'
import { clientSecret, type Replies, Stage, tenantId } from './fixtures/welink.ts'
import { type Event, eventsOf, type Spelling } from './simulator/events.ts'
import { simulate } from './simulator/index.ts'
import { usualSetting } from './simulator/setting.ts'

const list = 'contact/v2/department/list'
const people = 'contact/v2/user/list'
const detail = 'contact/v2/user/detail'
const department = 'contact/v2/department/detail'

const user = (userId: string, ...deptCodes: string[]) => ({
  ...{ userId, userStatus: '3', userNameCn: userId, mainDeptCode: deptCodes[0], deptCodes },
})
const dept = (deptCode: string, parentCode = '0', hasChildDept: unknown = 0) => ({
  ...{ deptCode, parentCode, deptNameCn: `第${deptCode}组`, hasChildDept },
})
const query = (request: Request) => Object.fromEntries(new URL(request.url).searchParams)
const full = (data: object[]) => ({ code: 0, hasMore: 1, data })

/** A tenant with a department in a department, and somebody in each. */
const tenant: Replies = {
  [department]: ({ request }) => ({ code: '0', ...dept(query(request).deptCode ?? '', '', 1) }),
  [list]: ({ request }) =>
    query(request).deptCode === '0' ? full([dept('1', '0', 1), dept('2', '1')]) : full([dept('2', '1')]),
  [people]: ({ request }) => {
    const code = query(request).deptCode ?? ''
    return full([user(`p${code}@acme`, code)])
  },
}
const opened = async (replies: Replies = {}) => {
  const stage = new Stage({ ...tenant, ...replies })
  return { stage, directory: await stage.directory() }
}
const read = async (replies: Replies = {}, scope: 'all' | string[] = 'all') =>
  sorted(await all((await opened(replies)).directory.read(scope, readingOn())))

describe('the directory', () => {
  it('is all departments, with the tenant itself, and the people in each', async () => {
    const { departments, members, faults } = await read()
    expect(departments).toEqual([
      { id: '0', name: '第0组', parent: null },
      { id: '1', name: '第1组', parent: '0' },
      { id: '2', name: '第2组', parent: '1' },
    ])
    expect(members.map(({ directoryId }) => directoryId)).toEqual(['p0@acme', 'p1@acme', 'p2@acme'])
    expect(faults).toEqual([])
  })

  it('can be gone on with after every department: no list of one is asked for again', async () => {
    const { stage, directory } = await opened()
    const rests = await restsOf(
      reading => directory.read('all', reading),
      () => readingOn(),
      () => stage.calls(people) + stage.calls(list),
    )
    expect(rests).toEqual([2, 1, 0])
  })

  it('has the same person as a sign-in, with what sync.fields may read besides', async () => {
    const { stage, directory } = await opened()
    const record = {
      ...{ code: '0', message: 'ok', ...user('lisi@acme', '1', '2'), userStatus: 3, corpUserId: 'lisi' },
      ...{ userEmail: 'lisi@example.com', mobileNumber: '+86-13800000002', employeeId: 'E7', remark: '' },
      ...{ position: '组长', extAttr: { costCenter: 'CC-1', list: ['x'] }, sipNum: '1' },
    }
    stage.replies[detail] = record
    const found = await directory.member('lisi@acme', readingOn())
    const { departments, ...identity } = await stage.signIn()
    expect(departments).toEqual(['1', '2', '第1组', '第2组'])
    expect(found).toEqual({
      ...identity,
      departments: ['1', '2'],
      disabled: false,
      fields: {
        ...{ userId: 'lisi@acme', corpUserId: 'lisi', userNameCn: 'lisi@acme', mainDeptCode: '1' },
        ...{ userEmail: 'lisi@example.com', mobileNumber: '+86-13800000002', employeeId: 'E7', remark: '' },
        ...{ position: '组长', 'extAttr.costCenter': 'CC-1' },
      },
    })
  })

  it.each([1, '2', 4, '4'])('counts a person with userStatus %j as disabled', async userStatus => {
    const { members } = await read({ [people]: full([{ ...user('a@acme', '0'), userStatus }]) })
    expect(members[0]).toMatchObject({ directoryId: 'a@acme', disabled: true })
  })

  it('below some departments is these and what is below them', async () => {
    const { departments, members } = await read({ [department]: { code: 0, ...dept('1', '0', 1) } }, ['1'])
    expect(departments.map(({ id }) => id)).toEqual(['1', '2'])
    expect(members.map(({ directoryId }) => directoryId)).toEqual(['p1@acme', 'p2@acme'])
  })

  it('with a department and one below it in the scope has each once, and no fault', async () => {
    const { departments, faults } = await read({}, ['1', '2'])
    expect([departments.map(({ id }) => id), faults]).toEqual([['1', '2'], []])
  })

  it('goes on below, where a list has one level only', async () => {
    const { departments, faults } = await read({
      [list]: ({ request }) => full(query(request).deptCode === '0' ? [dept('1', '0', 1)] : [dept('2', '1')]),
    })
    expect([departments.map(({ id }) => id), faults]).toEqual([['0', '1', '2'], []])
  })

  it('goes without a record of the tenant itself', async () => {
    const { departments, faults } = await read({ [department]: { code: '47012' }, [list]: full([dept('1')]) })
    expect([departments[0], faults]).toEqual([{ id: '0', name: '', parent: null }, []])
  })

  it('ends where departments are above each other', async () => {
    const { departments } = await read({ [list]: full([dept('a', 'b', 1), dept('b', 'a', 1)]) })
    expect(departments.map(({ id }) => id)).toEqual(['0', 'a', 'b'])
  })

  it('pages on as long as pages are full, whatever hasMore says', async () => {
    const all = Array.from({ length: 120 }, (_, index) => user(`p${index}@acme`, '0'))
    const { members, faults } = await read({
      [list]: { code: '47012' },
      [department]: { code: 0, ...dept('0', '') },
      [people]: ({ request }) => {
        const page = Number(query(request).pageNo)
        return { ...full(all.slice((page - 1) * 50, page * 50)), hasMore: 0 }
      },
    })
    expect([members.length, faults]).toEqual([120, []])
  })

  it('pages on in the steps that the server takes', async () => {
    const { members } = await read({
      ...{ [list]: { code: '47012' }, [department]: { code: 0, ...dept('0', '') } },
      [people]: ({ request }) => {
        const page = Number(query(request).pageNo)
        const data = Array.from({ length: page < 3 ? 10 : 4 }, (_, index) => user(`p${page}-${index}`, '0'))
        return { ...full(data), pageSize: 10 }
      },
    })
    expect(members.length).toBe(24)
  })

  it('takes an empty list with a yes for an empty list', async () => {
    expect(
      await read({ [people]: full([]), [list]: full([]), [department]: { code: 0, ...dept('0', '') } }),
    ).toEqual({
      departments: [{ id: '0', name: '第0组', parent: null }],
      members: [],
      faults: [],
    })
  })
})

describe('what is wrong with a directory', () => {
  const fifty = Array.from({ length: 50 }, (_, index) => user(`p${index}@acme`, '0'))
  it.each<[string, Replies, string]>([
    [
      'a department that may not be read',
      { [people]: ({ request }) => (query(request).deptCode === '2' ? { code: 403 } : full([])) },
      'the people of department 2 cannot be read (403)',
    ],
    [
      'a department out of the range',
      { [people]: { code: '47102' } },
      'the people of department 0 cannot be read (47102)',
    ],
    [
      'pages that come again',
      { [people]: full(fifty) },
      'the people of department 0: page 2 is the first one again',
    ],
    [
      'a department in two places',
      { [list]: full([dept('1'), dept('3'), dept('2', '1'), dept('2', '3')]) },
      'department 2 lies in two places',
    ],
    [
      'departments that are hidden',
      { [list]: { code: '47012' } },
      'department 0 has others below it, and shows this app none of them',
    ],
    [
      'a member without an id',
      { [people]: full([{ userStatus: '3' }]) },
      'a member was set aside: "userId" is not a non-empty string',
    ],
    [
      'a member without a status',
      { [people]: full([{ userId: 'a@acme' }]) },
      'a member was set aside: "userStatus" is not a non-empty string',
    ],
    [
      'a member of an unknown status',
      { [people]: full([{ userId: 'a@acme', userStatus: 9 }]) },
      'a member was set aside: "a@acme" has a userStatus that nobody knows',
    ],
    [
      'a department without a code',
      { [list]: full([{ deptNameCn: 'x' }]) },
      'a department was set aside: "deptCode" is not a non-empty string',
    ],
  ])('is a fault: %s', async (_, replies, fault) => {
    expect((await read(replies)).faults).toContain(fault)
  })

  it('is a fault: a department of the scope that is not there', async () => {
    const { faults, members } = await read({ [department]: { code: '47012' } }, ['9'])
    expect([faults, members]).toEqual([['department 9 cannot be read (47012)'], []])
  })

  it.each<[string, Replies, object]>([
    [
      'a page that fails',
      { [people]: ({ request }) => (query(request).pageNo === '2' ? { code: '47004' } : full(fifty)) },
      { code: 'source_refused', vendorCode: '47004' },
    ],
    ['a list that is none', { [people]: { code: '0' } }, { code: 'source_reply_invalid' }],
    [
      'no permission for people',
      { [people]: { code: '501' } },
      { vendorCode: '501', cause: expect.stringContaining('用户详细信息') },
    ],
    [
      'no permission for departments',
      { [list]: { code: '501' } },
      { code: 'source_refused', vendorCode: '501' },
    ],
  ])('ends the read: %s', async (_, replies, error) => {
    await expect(read(replies)).rejects.toMatchObject(error)
  })

  it.each<[string, () => Record<string, unknown> | Response, number]>([
    ['says so', () => ({ code: '48503' }), 5000],
    [
      'has a page of its gateway',
      () => new Response('<html>', { status: 503, headers: { 'retry-after': '9' } }),
      9000,
    ],
  ])('that is busy and %s is asked again later', async (_, busy, leastMs) => {
    const clock = new Clock()
    const { directory } = await opened({
      [people]: ({ request }, call) =>
        call === 1 ? busy() : full([user(`p${query(request).deptCode}`, '0')]),
    })
    // as good as none, so that what takes time is the waiting
    const pace = { perSecond: 1000, atOnce: 3 }
    const start = clock.time
    expect(membersOf(await all(directory.read('all', readingOn(clock, pace)))).length).toBe(3)
    expect(clock.time - start).toBeGreaterThanOrEqual(leastMs)
  })

  it.each(['10007', '41403'])('with app tokens refused (%s) is not asked again', async code => {
    const { stage, directory } = await opened({ 'auth/v2/tickets': { code } })
    for (let time = 0; time < 2; time += 1)
      await expect(all(directory.read('all', readingOn()))).rejects.toMatchObject({ vendorCode: code })
    expect(stage.calls('auth/v2/tickets')).toBe(1)
  })
})

describe('one person', () => {
  const member = async (reply: Replies[string]) =>
    (await opened({ [detail]: reply })).directory.member('lisi@acme', readingOn())

  it.each(['47012', 47111])('is not there after %j', async code => {
    expect(await member({ code })).toBeNull()
  })

  it.each<[string, Replies[string]]>([
    ['the app may not ask', { code: '501' }],
    ['it is out of the range', { code: '47102' }],
    ['the tenant is closed', { code: '47006' }],
    ['the user is illegal', { code: '47007' }],
    ['WeLink is busy', { code: '48503' }],
    ['the record is somebody else’s', { code: '0', ...user('LiSi@acme', '0') }],
    ['the record is empty', { code: '0' }],
    ['nothing is said', {}],
  ])('is no leaver where %s', async (_, reply) => {
    await expect(member(reply)).rejects.toMatchObject({ name: 'SsoError' })
  })
})

describe('an event of the simulated tenant', () => {
  const given = { clientId: '2019', clientSecret: { reveal: () => clientSecret }, tenantId }
  const endpoints = { login: '', api: '', jsapi: '' }
  const people = [{ id: 'lisi' }, { id: 'anyi' }]
  const told: [Event, string[]][] = [
    [{ eventType: 'corpEditUser', people }, ['changed lisi@example', 'changed anyi@example']],
    [{ eventType: 'corpDelUser', people: [{ id: 'lisi' }] }, ['left lisi@example']],
    [{ eventType: 'corpEditDept', departments: ['1002'] }, ['departments']],
    [{ eventType: 'test' }, []],
    [{ eventType: 'corpAuth' }, []],
  ]
  const spellings: Spelling[] = [
    { form: 'raw', time: 'milliseconds' },
    { form: 'hex', time: 'seconds' },
    { form: 'raw', time: 'number', misspelt: true },
  ]

  async function pushed(event: Event, spelling: Spelling) {
    const stage = new Stage({}, { events: true })
    const world = createWorld({ now: () => stage.now, random: size => Buffer.alloc(size, 7) })
    const events = eventsOf({ ...given, endpoints }, world)
    const { receive } = await stage.directory()
    if (!receive) throw new Error('no events are taken')
    return {
      events,
      received: receive(events.request('https://sso.example.com/events/welink', event, spelling)),
    }
  }

  it.each(told.flatMap(([event, changes]) => spellings.map(spelling => [event, spelling, changes] as const)))(
    '%j, spelt %j, is understood and acknowledged',
    async (event, spelling, changes) => {
      const { events, received } = await pushed(event, spelling)
      const { changes: found, reply } = await received
      expect(found.map(each => ('member' in each ? `${each.kind} ${each.member}` : each.kind))).toEqual(
        changes,
      )
      expect(await events.acknowledges(reply)).toBe(true)
    },
  )

  it('of another tenant is refused', async () => {
    const { received } = await pushed({ eventType: 'corpDelUser', people }, { tenantId: 'F'.repeat(32) })
    await expect(received).rejects.toMatchObject({ code: 'request_invalid' })
  })

  it('is taken only where the file says so', async () => {
    expect((await new Stage().directory()).receive).toBeUndefined()
  })
})

describe('the simulated tenant', () => {
  const source = `type: welink
clientId: "2019"
clientSecret: { env: S }
tenantId: "${tenantId}"
autoRegister: { baseDir: /staff, permissions: 768 }
sync: { fields: { employeeNumber: employeeId } }`

  it('is followed from the first account to the last leaver', async () => {
    const clock = new Clock()
    const world = createWorld({ now: clock.now, random: size => Buffer.alloc(size, clock.time % 251) })
    const setting = { ...usualSetting(), hasMore: 'inverted' as const, numbersAs: 'number' as const }
    setting.userStatus.set('weixin', 4)
    const endpoints = {
      login: 'https://login.welink.test',
      api: 'https://open.welink.test/api',
      jsapi: 'https://doc.welink.test/hwh5.js',
    }
    const options = { clientId: '2019', clientSecret: { reveal: () => clientSecret }, tenantId, endpoints }
    const answer = await simulate(options, world, setting)
    const stage = new Stage()
    for (const path of ['auth/v2/tickets', list, people, detail, department])
      stage.replies[path] = ({ request }) => answer(request)
    const it = await following(source, await stage.directory())

    const members = world.people.filter(person => person.member)
    expect(await it.run()).toMatchObject({
      status: 'complete',
      problems: [],
      read: { departments: world.departments.length + 1, members: members.length },
      changes: { created: members.length - 1, disabled: 0, conflicts: 0 },
    })
    const issuer = `welink:${tenantId}`
    expect(await it.account(issuer, `${tenantId}:anyi@example`)).toMatchObject({
      displayName: '安怡',
      givenBaseDir: '/staff',
    })
    const [binding] = (await it.storage.bindings.list()).filter(({ label }) => label === '安怡')
    expect(binding?.facts?.departments).toEqual([
      ...['0', '1001', '1002', '1003', '存储小组', '平台组', '研发部', '示例科技'].toSorted(),
      ...['/示例科技', '/示例科技/研发部', '/示例科技/研发部/平台组', '/示例科技/研发部/平台组/存储小组'],
    ])
    expect(binding?.facts?.attributes).toMatchObject({ employeeNumber: expect.any(String) })

    world.people.splice(
      world.people.findIndex(({ id }) => id === 'anyi'),
      1,
    )
    setting.userStatus.set('lisi', 4)
    const second = await it.run()
    expect(second).toMatchObject({ status: 'complete', changes: { created: 0, disabled: 2 } })
    expect(second.leavers.map(({ directoryId, why }) => [directoryId, why]).toSorted()).toEqual([
      ['anyi@example', 'gone'],
      ['lisi@example', 'disabled'],
    ])
  })
})
