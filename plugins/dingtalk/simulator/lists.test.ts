import { beforeEach, describe, expect, it } from 'vitest'
import { Vendor } from '../fixtures/vendor.ts'

let vendor: Vendor
beforeEach(() => {
  vendor = new Vendor()
})

const list = '/topapi/v2/user/list'
const ids = (listed: { userid: string }[]) => listed.map(({ userid }) => userid)

describe('departments', () => {
  it('come one level at a time, from the root where none is named', async () => {
    const { result } = await vendor.ask('/topapi/v2/department/listsub', {})
    expect(result).toEqual(
      (await vendor.ask('/topapi/v2/department/listsub', { dept_id: 1, language: 'zh_CN' })).result,
    )
    expect(result).toContainEqual({
      ...{ dept_id: 1001, name: '研发部', parent_id: 1 },
      ...{ create_dept_group: false, auto_add_user: false },
    })
    expect((result as unknown as object[]).length).toBe(4)
    const below = await vendor.ask('/topapi/v2/department/listsub', { dept_id: 1005 })
    expect(below.result).toMatchObject([{ dept_id: 1006, name: '品牌/公关组', parent_id: 1005 }])
    expect((await vendor.ask('/topapi/v2/department/listsub', { dept_id: 1003 })).result).toEqual([])
  })

  it('come as numbers too', async () => {
    const { result } = await vendor.ask('/topapi/v2/department/listsubid', { dept_id: 1001 })
    expect(result).toEqual({ dept_id_list: [1002, 1004] })
  })

  it('are refused by their kind of wrongness', async () => {
    const code = async (dept_id: unknown) =>
      (await vendor.ask('/topapi/v2/department/listsub', { dept_id })).errcode
    expect([await code(4711), await code(-7), await code('研发部')]).toEqual([60003, 40009, 400002])
  })
})

describe('user/list', () => {
  it('has the direct members only, in real types', async () => {
    const direct = await vendor.members(1001)
    expect(ids(direct)).toEqual(['zhaomin', 'lisi'])
    expect(direct[1]).toMatchObject({
      ...{ name: '李四', active: true, dept_id_list: [1002, 1001], work_place: '杭州' },
      ...{ org_email: 'lisi@example.com', state_code: '86', hired_date: 1597536000000 },
    })
    for (const absent of ['manager_userid', 'role_list', 'dept_order_list', 'leader_in_dept'])
      expect(direct[1]).not.toHaveProperty(absent)
    expect(await vendor.members(1)).toEqual([])
  })

  it('says of a person in two departments what they are in this one', async () => {
    const leads = async (department: number) =>
      (await vendor.members(department)).find(({ userid }) => userid === 'lisi')?.leader
    expect([await leads(1002), await leads(1001)]).toEqual([true, false])
  })

  it('writes orders that no double can hold', async () => {
    const reply = await vendor.raw(list, { dept_id: 1003, cursor: 0, size: 1 })
    expect(await reply.text()).toContain('"dept_order":176322897889315515,')
  })

  it('goes on with the cursor that it gave, and with no other', async () => {
    vendor.crowd(250, '1007')
    const pages = await vendor.pages({ dept_id: 1007 })
    expect(pages.map(page => page.length)).toEqual([100, 100, 55])
    expect(new Set(ids(pages.flat())).size).toBe(255)
    const { result } = await vendor.ask(list, { dept_id: 1007, cursor: 0, size: 100 })
    expect(result.next_cursor).not.toBe(100)
    for (const cursor of [1, 100, -97])
      expect(await vendor.ask(list, { dept_id: 1007, cursor, size: 100 })).toMatchObject({ errcode: 40035 })
  })

  it('has no next cursor on the last page, however exactly that is filled', async () => {
    vendor.crowd(95, '1007')
    const { result } = await vendor.ask(list, { dept_id: 1007, cursor: 0, size: 100 })
    expect([result.has_more, 'next_cursor' in result]).toEqual([false, false])
  })

  it.each([
    [{ size: 101 }, 40035],
    [{ size: 0 }, 40035],
    [{ order_field: 'name' }, 40035],
    [{ size: undefined }, 400002],
    [{ cursor: undefined }, 400002],
    [{ dept_id: 4711 }, 60003],
  ])('refuses %j with %i', async (change, errcode) => {
    const body = { dept_id: 1001, cursor: 0, size: 100, ...change }
    expect(await vendor.ask(list, body)).toMatchObject({ errcode })
  })

  it('takes orders, the last one first if that is asked for', async () => {
    const [page] = await vendor.pages({ dept_id: 1001, order_field: 'entry_desc' })
    expect(ids(page ?? [])).toEqual(['lisi', 'zhaomin'])
  })

  it('keeps restricted people from a caller who does not ask for them', async () => {
    vendor.switches.restricted.add('zhaomin')
    expect(ids((await vendor.pages({ dept_id: 1001 })).flat())).toEqual(['lisi'])
    expect(ids(await vendor.members(1001))).toEqual(['zhaomin', 'lisi'])
  })

  it('has a case of everything that a client must bear', async () => {
    const everybody = new Map<string, Record<string, unknown>>()
    for (const { id } of vendor.world.departments)
      for (const member of await vendor.members(Number(id))) everybody.set(member.userid, member)
    expect(everybody.size).toBe(40)
    const [inactive, broken, bare] = ['weixin', 'hejun', 'renyi'].map(id => everybody.get(id) ?? {})
    expect(inactive).toMatchObject({ active: false })
    expect(() => JSON.parse(String(broken?.extension))).toThrow(SyntaxError)
    for (const absent of ['avatar', 'mobile', 'state_code', 'email', 'org_email', 'telephone'])
      expect(bare).not.toHaveProperty(absent)
    const sameNumber = [...everybody.values()].filter(({ job_number }) => job_number === 'A0021')
    expect(sameNumber).toHaveLength(2)
    expect(everybody.get('yoshino')?.name).toBe('𠮷野健')
  })

  it('tells enterprise accounts apart in a dedicated DingTalk', async () => {
    vendor = new Vendor({ edition: 'dedicated' })
    const accounts = await vendor.members(1007)
    expect(accounts.find(({ userid }) => userid === 'zenghong')).toMatchObject({ disable_status: true })
    expect((await vendor.ask('/topapi/v2/user/get', { userid: 'dfischer' })).result).toMatchObject({
      ...{ exclusive_account: true, exclusive_account_type: 'sso', disable_status: false },
    })
  })
})

describe('the other lists', () => {
  it('listsimple has two fields and errors of its own', async () => {
    const path = '/topapi/user/listsimple'
    const [page] = await vendor.pages({ dept_id: 1001 }, path)
    expect(page).toEqual([
      { userid: 'zhaomin', name: '赵敏' },
      { userid: 'lisi', name: '李四' },
    ])
    const refused = (change: object) => vendor.ask(path, { dept_id: 1001, cursor: 0, size: 100, ...change })
    expect(await refused({ size: 101 })).toMatchObject({ errcode: 40069 })
    expect(await refused({ cursor: 100 })).toMatchObject({ errcode: 40068 })
  })

  it('listid has everybody at once', async () => {
    vendor.crowd(250, '1007')
    const { result } = await vendor.ask('/topapi/user/listid', { dept_id: 1007 })
    expect(result.userid_list).toHaveLength(255)
  })

  it('count knows who is active, and getbymobile who has which number', async () => {
    const count = async (only_active: boolean) =>
      (await vendor.ask('/topapi/user/count', { only_active })).result.count
    expect([await count(false), await count(true)]).toEqual([40, 39])
    const byMobile = (mobile: string) => vendor.ask('/topapi/v2/user/getbymobile', { mobile })
    expect((await byMobile('13800000002')).result).toEqual({ userid: 'lisi' })
    expect(await byMobile('13899999999')).toMatchObject({ errcode: 60121 })
    expect(await byMobile('138')).toMatchObject({ errcode: 40104 })
  })
})

describe('empLeaveRecords', () => {
  const records = (query: Record<string, string>) =>
    vendor.api(
      `/v1.0/contact/empLeaveRecords?${new URLSearchParams({
        ...{ startTime: '2026-11-01T00:00:00Z', endTime: '2026-12-01T00:00:00Z', maxResults: '2' },
        ...query,
      })}`,
    )

  it('goes page by page, the first who left first', async () => {
    for (const person of ['lisi', 'renyi', 'wangwu']) {
      await vendor.order({ do: 'remove', person })
      vendor.now += 1000
    }
    const first = await (await records({})).json()
    expect(first.records).toEqual([
      {
        ...{ userId: 'lisi', name: '李四', stateCode: '86', mobile: '13800000002' },
        ...{ leaveTime: '2026-11-26T00:00:00Z', leaveReason: 'delete' },
      },
      { userId: 'renyi', name: '任一', leaveTime: '2026-11-26T00:00:01Z', leaveReason: 'delete' },
    ])
    const second = await (await records({ nextToken: first.nextToken })).json()
    expect(second.records).toMatchObject([{ userId: 'wangwu' }])
    expect(second).not.toHaveProperty('nextToken')
    const before = await (await records({ endTime: '2026-11-26T00:00:01Z' })).json()
    expect(before.records).toHaveLength(1)
  })

  it.each([
    [{ maxResults: '51' }],
    [{ nextToken: '2' }],
    [{ startTime: 'yesterday' }],
    [{ startTime: '2025-11-01T00:00:00Z' }],
    [{ startTime: '2026-12-02T00:00:00Z' }],
  ])('refuses %j', async query => {
    expect((await records(query as Record<string, string>)).status).toBe(400)
  })
})
