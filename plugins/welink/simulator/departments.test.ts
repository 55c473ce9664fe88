import { beforeEach, describe, expect, test } from 'vitest'
import { call, departments, detail, ok, start, userIds, users, welink } from '../fixtures/simulated.ts'

beforeEach(start)

describe('departments (§4.1)', () => {
  test('§4.1 lists the children, in the envelope and with the fields of the sample', async () => {
    const reply = await departments({ deptCode: '0', recursiveflag: '0', pageNo: '1', pageSize: '100' })
    expect(reply).toMatchObject({ ...ok, pageNo: 1, pageSize: 100, hasMore: 1 })
    expect(reply.data.map(({ deptNameCn }) => deptNameCn)).toEqual([
      '研发部',
      '市场部',
      '财务部',
      '人力资源部',
    ])
    expect(reply.data[0]).toEqual({
      deptCode: '1001',
      corpDeptCode: 'ORG-1001',
      parentCode: '0',
      corpParentCode: '',
      deptNameCn: '研发部',
      deptNameEn: '研发部',
      managerId: ['zhaomin@example'],
      corpManagerId: ['zhaomin'],
      deptLevel: 2,
      orderNo: 1,
      visibleRange: 1,
      hasChildDept: 1,
      createDeptGroup: 0,
    })
  })

  test('§4.1 lists all descendants, from the root too', async () => {
    const codes = async (deptCode: string) =>
      (await departments({ deptCode, recursiveflag: '1', pageSize: '100' })).data.map(one => one.deptCode)
    expect(await codes('1001')).toEqual(['1002', '1004', '1003'])
    expect((await codes('0')).toSorted()).toEqual(welink.world.departments.map(({ id }) => id))
  })

  test('§4.1 pages, and is 47012 for a department without any below it', async () => {
    const page = async (pageNo: string) =>
      departments({ deptCode: '0', recursiveflag: '1', pageNo, pageSize: '5' })
    expect((await page('1')).data).toHaveLength(5)
    expect((await page('2')).data).toHaveLength(3)
    expect(await page('3')).toMatchObject({ code: '47012' })
    expect(await departments({ deptCode: '1003' })).toMatchObject({ code: '47012' })
  })

  test('§4.1 knows them by the tenant’s own codes too', async () => {
    expect((await departments({ corpDeptCode: 'ORG-1005' })).data).toMatchObject([{ deptCode: '1006' }])
    expect(await departments({ corpDeptCode: 'ORG-4711' })).toMatchObject({ code: '47012' })
  })

  test('§4.1 the detail is flat, and the root has one', async () => {
    const department = (deptCode: string) => call('GET', '/contact/v2/department/detail', { deptCode })
    expect(await department('1003')).toMatchObject({
      ...ok,
      deptCode: '1003',
      parentCode: '1002',
      deptLevel: 4,
      hasChildDept: 0,
    })
    expect(await department('0')).toMatchObject({
      ...ok,
      deptNameCn: '示例科技',
      parentCode: '',
      deptLevel: 1,
    })
    expect(await department('4711')).toMatchObject({ code: '47012' })
    expect(await department('')).toMatchObject({ code: '47002' })
  })

  test.each([
    ['47013', 'a page of 101', { deptCode: '0', pageSize: '101' }],
    ['47005', 'another depth', { deptCode: '0', recursiveflag: '2' }],
    ['47005', 'a page before the first', { deptCode: '0', pageNo: '-1' }],
  ])('§1.2 %s for %s', async (code, _, query) => {
    expect(await departments(query)).toMatchObject({ code })
  })

  describe('of the generation before (§4.1)', () => {
    const older = (query: Record<string, string>, version = 'v2') =>
      call('GET', `/contact/${version}/departments/list`, query)

    test.each(['v2', 'v3'])('§4.1 %s says OK, father and totalCount', async version => {
      expect(await older({ deptCode: '0', recursiveflag: '0', offset: '1', limit: '1' }, version)).toEqual({
        code: '0',
        message: 'OK',
        offset: 1,
        limit: 1,
        totalCount: 4,
        departmentInfo: [
          {
            deptCode: '1001',
            deptNameCn: '研发部',
            deptNameEn: '研发部',
            fatherCode: '0',
            deptLevel: '2',
            orderNo: 1,
            hasChildDept: 1,
            corpDeptCode: 'ORG-1001',
          },
        ],
      })
    })

    test('§4.1 the offset is the number of a page', async () => {
      const { departmentInfo } = await older({ deptCode: '0', offset: '2', limit: '3' })
      expect(departmentInfo).toMatchObject([{ deptCode: '1008' }])
      expect(await older({ deptCode: '0', offset: '3', limit: '3' })).toMatchObject({ code: '47012' })
    })

    test('§4.1 expands everything but the root', async () => {
      expect(await older({ deptCode: '1001', recursiveflag: '1' })).toMatchObject({ totalCount: 3 })
      expect(await older({ deptCode: '0', recursiveflag: '1' })).toMatchObject({ totalCount: 4 })
    })

    test('§4.1 takes a hundred at most', async () => {
      expect(await older({ deptCode: '0', limit: '100' })).toMatchObject({ code: '0' })
      expect(await older({ deptCode: '0', limit: '101' })).toMatchObject({ code: '47013' })
    })
  })
})

describe('the address-book scope of the app (§4)', () => {
  beforeEach(() => {
    welink.setting.addressBook = ['1002']
  })

  test('§4 departments outside it are missing from lists, without an error', async () => {
    const all = await departments({ deptCode: '0', recursiveflag: '1' })
    expect(all.data.map(({ deptCode }) => deptCode)).toEqual(['1002', '1003'])
    expect(await departments({ deptCode: '0' })).toMatchObject({ code: '47012' })
  })

  test('§4 members outside it are missing too', async () => {
    expect(await detail({ userId: 'lisi@example' })).toMatchObject(ok)
    expect(await detail({ userId: 'zhaomin@example' })).toMatchObject({ code: '47012' })
    expect(await userIds('1003')).toContain('anyi@example')
  })

  test('§1.2 47102 for a department outside it that is asked for by name', async () => {
    expect(await users({ deptCode: '1005' })).toMatchObject({ code: '47102' })
    expect(await departments({ deptCode: '1005' })).toMatchObject({ code: '47102' })
    for (const deptCode of ['1005', '0']) {
      expect(await call('GET', '/contact/v2/department/detail', { deptCode })).toMatchObject({
        code: '47102',
      })
    }
    expect(await call('GET', '/contact/v2/departments/list', { deptCode: '1005' })).toMatchObject({
      code: '47102',
    })
  })
})
