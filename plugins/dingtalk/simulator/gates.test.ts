import { beforeEach, describe, expect, it } from 'vitest'
import { Vendor } from '../fixtures/vendor.ts'

let vendor: Vendor
beforeEach(() => {
  vendor = new Vendor()
})

const listSub = '/topapi/v2/department/listsub'
const members = { dept_id: 1002, cursor: 0, size: 100 }

describe('the gateway of oapi', () => {
  it('wraps what it refuses in 88, in words and numbers', async () => {
    const wrapped = (code: string, text: RegExp) => ({
      ...{
        errcode: 88,
        sub_code: code,
        sub_msg: expect.stringMatching(text),
        request_id: expect.any(String),
      },
      errmsg: expect.stringMatching(`^ding talk error\\[subcode=${code},submsg=`),
    })
    expect(await vendor.ask(listSub, {}, 'made-up')).toEqual(wrapped('40014', /不合法的access_token/))
    vendor.switches.withheld.add('qyapi_get_department_list')
    const apply = 'https://open-dev.dingtalk.com/appscope/apply?content=dingapp%23qyapi_get_department_list'
    const refused = await vendor.ask(listSub, {})
    expect(refused).toEqual(wrapped('60011', /\[qyapi_get_department_list\]/))
    expect(refused.sub_msg).toContain(apply)
    vendor.switches.unlistedIp = '203.0.113.9'
    expect(await vendor.ask(listSub, {})).toEqual(wrapped('60020', /request ip=203\.0\.113\.9 appKey/))
  })

  it.each([
    ['qyapi_get_department_list', listSub, {}],
    ['qyapi_get_department_list', '/topapi/v2/department/listsubid', {}],
    ['qyapi_get_department_member', '/topapi/v2/user/list', members],
    ['qyapi_get_department_member', '/topapi/user/listsimple', members],
    ['qyapi_get_member', '/topapi/v2/user/get', { userid: 'lisi' }],
    ['qyapi_get_member', '/topapi/user/listid', { dept_id: 1002 }],
    ['qyapi_get_member', '/topapi/user/count', { only_active: false }],
    ['qyapi_get_member_by_mobile', '/topapi/v2/user/getbymobile', { mobile: '13800000002' }],
  ] as const)('asks for %s before %s', async (permission, path, body) => {
    expect(await vendor.ask(path, body)).toMatchObject({ errcode: 0 })
    vendor.switches.withheld.add(permission)
    expect(await vendor.ask(path, body)).toMatchObject({ sub_code: '60011' })
    expect(await vendor.ask('/auth/scopes')).toMatchObject({ errcode: 0 })
  })

  it('counts each method’s calls of the last second', async () => {
    vendor.switches.callsPerSecond = 20
    const code = async (path = listSub) => (await vendor.ask(path, {})).sub_code
    for (let call = 0; call < 20; call += 1) expect(await code()).toBeUndefined()
    expect(await code()).toBe('90018')
    expect(await code('/topapi/v2/department/listsubid')).toBeUndefined()
    vendor.now += 999
    expect(await code()).toBe('90018')
    vendor.now += 1
    expect(await code()).toBeUndefined()
  })

  it('is busy now and then, and says so without a wrapping', async () => {
    vendor.switches.busyEvery = 3
    const codes = []
    for (let call = 0; call < 6; call += 1) codes.push((await vendor.ask(listSub, {})).errcode)
    expect(codes).toEqual([0, 0, -1, 0, 0, -1])
  })

  it('shuts an address out with answers that have no errcode', async () => {
    const token = await vendor.token()
    vendor.switches.banned = 'json'
    expect(await vendor.ask(listSub, {}, token)).toEqual({
      ...{ status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: expect.any(String) },
    })
    expect(await (await vendor.api('/v1.0/contact/users/me', token)).json()).toHaveProperty('punish')
    vendor.switches.banned = 'html'
    expect((await vendor.raw(listSub, {}, token)).headers.get('content-type')).toContain('text/html')
  })
})

describe('permissions for fields', () => {
  it('leave out numbers, or what is personal, from lists and single users', async () => {
    const keys = async () => {
      const { result } = await vendor.ask('/topapi/v2/user/get', { userid: 'lisi' })
      const listed = (await vendor.members(1002)).find(({ userid }) => userid === 'lisi')
      const watched = ['mobile', 'state_code', 'email', 'org_email', 'work_place', 'remark', 'extension']
      return [result, listed ?? {}].map(record => watched.filter(name => name in record).length)
    }
    expect(await keys()).toEqual([7, 7])
    vendor.switches.withheld.add('fieldMobile')
    expect(await keys()).toEqual([5, 5])
    vendor.switches.withheld.add('fieldEmail')
    expect(await keys()).toEqual([0, 0])
    expect((await vendor.ask('/auth/scopes')).auth_user_field).toEqual(['name'])
  })
})

describe('the contact scope', () => {
  it('is everybody: department 1', async () => {
    expect(await vendor.ask('/auth/scopes')).toMatchObject({
      auth_user_field: ['name', 'mobile', 'email'],
      condition_field: [],
      auth_org_scopes: { authed_user: [], authed_dept: [1] },
    })
  })

  it('or a part, outside of which the walk ends', async () => {
    vendor.switches.scope = { departments: [1002], users: ['renyi'] }
    expect((await vendor.ask('/auth/scopes')).auth_org_scopes).toEqual({
      authed_user: ['renyi'],
      authed_dept: [1002],
    })
    const codes = async (...asked: [path: string, body: object][]) =>
      Promise.all(asked.map(async ([path, body]) => (await vendor.ask(path, body)).errcode))
    expect(
      await codes(
        [listSub, {}],
        [listSub, { dept_id: 1001 }],
        ['/topapi/v2/department/get', { dept_id: 1001 }],
        ['/topapi/v2/user/list', { ...members, dept_id: 1001 }],
        ['/topapi/user/listsimple', { ...members, dept_id: 1001 }],
      ),
    ).toEqual([50004, 50004, 50004, 50004, 50004])
    expect(
      await codes(
        [listSub, { dept_id: 1002 }],
        ['/topapi/v2/user/list', { ...members, dept_id: 1003 }],
        ['/topapi/v2/user/get', { userid: 'renyi' }],
        ['/topapi/v2/user/get', { userid: 'lisi' }],
        // these the scope does not limit
        ['/topapi/v2/department/listsubid', { dept_id: 1 }],
        ['/topapi/v2/department/listparentbyuser', { userid: 'caimei' }],
        ['/topapi/user/listid', { dept_id: 1008 }],
      ),
    ).toEqual([0, 0, 0, 0, 0, 0, 0])
    expect(await codes(['/topapi/v2/user/get', { userid: 'caimei' }])).toEqual([50002])
  })
})

describe('the gateway of api', () => {
  const records =
    '/v1.0/contact/empLeaveRecords?startTime=2026-11-01T00:00:00Z&endTime=2026-12-01T00:00:00Z&maxResults=9'
  const failure = async (token?: string) => {
    const reply = await vendor.api(records, token)
    return [reply.status, (await reply.json()).code]
  }

  it('answers with statuses and codes of its own', async () => {
    expect(await failure()).toEqual([200, undefined])
    expect(await failure('made-up')).toEqual([400, 'InvalidAuthentication'])
    vendor.switches.callsPerSecond = 1
    vendor.now += 1000
    await vendor.api(records)
    expect(await failure()).toEqual([403, 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi'])
    vendor.switches.withheld.add('Contact.Common.Read')
    expect(await (await vendor.api(records)).json()).toMatchObject({
      code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied',
      accessdenieddetail: { requiredScopes: ['Contact.Common.Read'] },
    })
    vendor.switches.unlistedIp = '203.0.113.9'
    expect(await failure()).toEqual([403, 'Forbidden.AccessDenied.IpNotInWhiteList'])
  })
})
