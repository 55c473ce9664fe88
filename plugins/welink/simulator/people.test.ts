import { beforeEach, describe, expect, test } from 'vitest'
import { call, detail, ok, start, tenantId, userIds, users, welink } from '../fixtures/simulated.ts'

beforeEach(start)

describe('a user (§2.3, §4.4)', () => {
  test('§4.4 v2/user/detail is flat, with the fields and types of the table', async () => {
    expect(await detail({ userId: 'lisi@example' })).toEqual({
      ...ok,
      userId: 'lisi@example',
      corpUserId: 'lisi',
      userStatus: '3',
      isActivated: 1,
      isAdmin: 0,
      userNameCn: '李四',
      userNameEn: 'lisi',
      mobileNumber: '+86-13800000002',
      phoneNumber: ['+86-13800000002'],
      landlineNumber: '',
      userEmail: 'lisi@example.com',
      emailLoginAccount: 'lisi@example.com',
      mainDeptCode: '1002',
      mainCorpDeptCode: 'ORG-1002',
      deptCodes: ['1002', '1001'],
      corpDeptCodes: ['ORG-1002', 'ORG-1001'],
      orderInDepts: { 1002: 1, 1001: 1 },
      orderInCorpDepts: { 'ORG-1002': 1, 'ORG-1001': 1 },
      employeeId: 'A0001',
      position: '平台组组长',
      avatar: '',
      remark: '',
      isHidePhoneNumber: 0,
      extAttr: { 成本中心: 'CC-1002' },
      creationTime: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
      lastUpdatedTime: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
    })
  })

  test('§4.4 corpUserId, e-mail and mobile number may be empty', async () => {
    expect(await detail({ userId: 'renyi@example' })).toMatchObject({
      corpUserId: '',
      userEmail: '',
      mobileNumber: '',
      phoneNumber: [],
    })
  })

  test('§2.3 userId goes before corpUserId, and that before mobileNumber', async () => {
    const keys = { userId: 'lisi@example', corpUserId: 'wangwu', mobileNumber: '+86-13800000003' }
    const { userId: _, ...two } = keys
    const found = await Promise.all(
      [keys, two, { mobileNumber: keys.mobileNumber }].map(body => detail(body)),
    )
    expect(found.map(({ userId }) => userId)).toEqual(['lisi@example', 'wangwu@example', 'zhangwei@example'])
    expect(await detail({ ...keys, userId: 'nobody@example' })).toMatchObject({ code: '47012' })
  })

  test.each([
    ['47003', 'none of the three', {}],
    ['47003', 'an empty one', { userId: '' }],
    ['47003', 'a number', { userId: 7 }],
    ['47012', 'somebody nobody knows', { userId: 'nobody@example' }],
    ['47012', 'another case', { userId: 'LISI@example' }],
    ['47012', 'the name without the tenant', { userId: 'lisi' }],
  ])('§1.2 %s for %s', async (code, _, body) => {
    expect(await detail(body)).toMatchObject({ code })
  })

  test.each([1, 2, 4] as const)('§4.4 userStatus %i is shown, and hides nobody', async status => {
    welink.setting.userStatus.set('lisi', status)
    expect(await detail({ userId: 'lisi@example' })).toMatchObject({ ...ok, userStatus: String(status) })
    expect(await userIds('1002')).toContain('lisi@example')
  })

  test('§1.2 47012 for who has left, at once', async () => {
    const leaver = welink.world.people.find(person => person.id === 'lisi')
    if (leaver) leaver.member = false
    expect(await detail({ userId: 'lisi@example' })).toMatchObject({ code: '47012' })
    expect(await userIds('1002')).not.toContain('lisi@example')
  })

  test('§4.4 the older v1/users has one department and a number that is a string', async () => {
    const record = await call('GET', '/contact/v1/users', { userId: 'lisi@example' })
    expect(record).toMatchObject({
      ...ok,
      userId: 'lisi@example',
      phoneNumber: '+86-13800000002',
      deptCode: '1002',
      deptNameCn: '平台组',
    })
    expect(record).not.toHaveProperty('deptCodes')
    expect(await call('GET', '/contact/v1/users', {})).toMatchObject({ code: '47003' })
    expect(await call('GET', '/contact/v1/users', { userId: 'nobody@example' })).toMatchObject({
      code: '47012',
    })
  })

  test('§4.3 v1/users/accounts maps the tenant’s ids, without a message, and leaves out the others', async () => {
    const accounts = (corpUserId: unknown) => call('POST', '/contact/v1/users/accounts', { corpUserId })
    expect(await accounts(['lisi', 'nobody', ''])).toEqual({
      code: '0',
      userInfo: [{ userId: 'lisi@example', corpUserId: 'lisi' }],
    })
    expect(await accounts(['nobody'])).toMatchObject({ code: '47012' })
    expect(await accounts('lisi')).toMatchObject({ code: '47003' })
    expect(await accounts(Array(50).fill('lisi'))).toMatchObject({ code: '0' })
    expect(await accounts(Array(51).fill('lisi'))).toMatchObject({ code: '47013' })
  })

  test('§2.3 weopen/v1/isadmin', async () => {
    const isAdmin = (userId: string) => call('GET', '/weopen/v1/isadmin', { userId })
    expect(await isAdmin('fangyuan@example')).toEqual({ ...ok, isAdmin: true, roles: ['enterpriseAdmin'] })
    expect(await isAdmin('lisi@example')).toEqual({ ...ok, isAdmin: false, roles: [] })
    expect(await detail({ userId: 'fangyuan@example' })).toMatchObject({ isAdmin: 1 })
    expect(await isAdmin('nobody@example')).toMatchObject({ code: '47012' })
  })

  test('§2.3 tenant/v1/tenants proves the token and the tenant', async () => {
    expect(await call('GET', '/tenant/v1/tenants', {})).toMatchObject({
      ...ok,
      data: { tenantId, companyNameCn: '示例科技' },
    })
  })
})

describe('the users of a department (§4.2)', () => {
  test('§4.2 comes in the envelope of the sample', async () => {
    expect(await users({ deptCode: '1008', pageSize: '2' })).toEqual({
      ...ok,
      pageNo: 1,
      pageSize: 2,
      hasMore: 1,
      data: [
        expect.objectContaining({ userId: 'xiaolan@example' }),
        expect.objectContaining({ userId: 'fangyuan@example' }),
      ],
    })
  })

  test('§4.2 gives the very records of the detail, in both versions', async () => {
    const { code: _, message: __, ...record } = await detail({ userId: 'wangwu@example' })
    for (const version of ['v1', 'v2']) {
      const { data } = await call('GET', `/contact/${version}/user/list`, {
        deptCode: '1002',
        pageSize: '50',
      })
      expect(data).toContainEqual(record)
    }
  })

  test('§4.2 simplelist has four fields', async () => {
    const { data } = await call('GET', '/contact/v1/user/simplelist', { deptCode: '1007', pageSize: '1' })
    expect(data).toEqual([
      { userId: 'dengchao@example', corpUserId: 'dengchao', userNameCn: '邓超', userNameEn: 'dengchao' },
    ])
  })

  test('§4.2 lists direct members only, and those of two departments in both', async () => {
    expect(await userIds('1001')).toEqual(['zhaomin@example', 'lisi@example'])
    expect(await userIds('1002')).toContain('lisi@example')
  })

  test('§4.2 people may sit in the root', async () => {
    expect(await users({ deptCode: '0' })).toMatchObject({ code: '47012' })
    const person = welink.world.people.find(({ id }) => id === 'renyi')
    if (person) person.departments = []
    expect(await userIds('0')).toEqual(['renyi@example'])
    expect(await detail({ userId: 'renyi@example' })).toMatchObject({ mainDeptCode: '0', deptCodes: ['0'] })
  })

  test('§4.2 pages from 1, ten at a time unless asked otherwise; 47012 after the last', async () => {
    const first = await users({ deptCode: '1008' })
    expect(first.data).toHaveLength(7)
    expect(first).toMatchObject({ pageNo: 1, pageSize: 10 })
    const pages = await Promise.all(
      ['1', '2', '3'].map(pageNo => users({ deptCode: '1008', pageNo, pageSize: '3' })),
    )
    expect(pages.map(({ data }) => data.length)).toEqual([3, 3, 1])
    expect(pages.flatMap(({ data }) => data)).toEqual(first.data)
    expect(await users({ deptCode: '1008', pageNo: '4', pageSize: '3' })).toMatchObject({ code: '47012' })
  })

  test.each([
    ['always 1', [1, 1]],
    ['inverted', [0, 1]],
    ['normal', [1, 0]],
  ] as const)('§4.1 hasMore, %s: %j', async (mode, expected) => {
    welink.setting.hasMore = mode
    const pages = await Promise.all(
      ['1', '2'].map(pageNo => users({ deptCode: '1001', pageNo, pageSize: '1' })),
    )
    expect(pages.map(({ hasMore }) => hasMore)).toEqual(expected)
  })

  test.each([
    ['47002', 'no department', {}],
    ['47012', 'a department nobody knows', { deptCode: '4711' }],
    ['47013', 'a page of 51', { deptCode: '1002', pageSize: '51' }],
    ['47005', 'page 0', { deptCode: '1002', pageNo: '0' }],
    ['47005', 'a page that is no number', { deptCode: '1002', pageNo: 'one' }],
    ['47005', 'an empty page', { deptCode: '1002', pageSize: '0' }],
  ])('§1.2 %s for %s', async (code, _, query) => {
    expect(await users(query)).toMatchObject({ code })
  })
})
