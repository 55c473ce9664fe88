import { describe, expect, it } from 'vitest'
import { isAllowed } from '../../src/accounts/allow.ts'
import { Stage } from './fixtures/stage.ts'

/** As the gateway says it (facts §4.9). */
const lacking = (permission: string) => {
  const text = `应用尚未开通所需的权限：[${permission}]，点击链接申请并开通即可：https://open-dev.dingtalk.com/appscope/apply?content=dingapp`
  return {
    errcode: 88,
    sub_code: '60011',
    sub_msg: text,
    errmsg: `ding talk error[subcode=60011,submsg=${text}]`,
  }
}
const permission = 'qyapi_get_department_list'
const [above, name] = ['listparentbydept', 'department/get']

describe('the departments of a person', () => {
  it('are their own and all above them, by id, by name and by path', async () => {
    const { departments } = await new Stage().signIn('soneill')
    expect(departments).toEqual([
      ...['1002', '1003', '1001', '1'],
      ...['平台组', '存储小组', '研发部', '示例科技'],
      ...['/示例科技', '/示例科技/研发部', '/示例科技/研发部/平台组', '/示例科技/研发部/平台组/存储小组'],
    ])
  })

  it.each([
    [['研发部'], true],
    [['/示例科技/研发部'], true],
    [['/示例科技/研发部/平台组/存储小组'], true],
    [['/研发部'], false],
    [['研发部/平台组'], false],
    [['/示例科技/平台组'], false],
    [['/示例科技/研发'], false],
    [['1001'], true],
    [['存储小组'], true],
    [['1'], true],
    [['市场部', '1002'], true],
    [['市场部'], false],
    [['100'], false],
    [['研发'], false],
    [[], false],
  ])('let somebody three levels down through %j: %s', async (departments, isIn) => {
    const identity = await new Stage({ allow: { departments } }).signIn('anyi')
    expect(isAllowed({ departments }, identity)).toBe(isIn)
  })

  it('cost one call for what is above and one for each name, which are believed for five minutes', async () => {
    const stage = new Stage()
    await stage.signIn('anyi')
    expect([stage.calls(above), stage.calls(name)]).toEqual([1, 4])
    stage.now += 299_000
    await Promise.all([stage.signIn('liqiang'), stage.signIn('huangli')])
    expect([stage.calls(above), stage.calls(name)]).toEqual([1, 4])
    stage.now += 1_000
    await stage.signIn('liqiang')
    expect([stage.calls(above), stage.calls(name)]).toEqual([2, 8])
  })

  it('are asked for once by people who come at the same time', async () => {
    const stage = new Stage()
    await Promise.all(['anyi', 'liqiang', 'huangli'].map(person => stage.signIn(person)))
    expect([stage.calls(above), stage.calls(name)]).toEqual([1, 4])
    expect(stage.calls('oauth2/accessToken')).toBe(1)
  })

  it('are at most fifty questions, however many there are', async () => {
    const stage = new Stage()
    const dept_id_list = Array.from({ length: 60 }, (_, index) => 2000 + index)
    stage.replies['v2/user/get'] = { errcode: 0, result: { userid: 'anyi', dept_id_list } }
    stage.replies[above] = { errcode: 0, result: { parent_id_list: [] } }
    stage.replies[name] = { errcode: 0, result: { name: '某部' } }
    expect((await stage.signIn('anyi')).departments).toHaveLength(61)
    expect([stage.calls(above), stage.calls(name)]).toEqual([50, 50])
  })

  it('follow a person who has moved at the next sign-in', async () => {
    const stage = new Stage()
    await stage.signIn('anyi')
    Object.assign(stage.world.people.find(({ id }) => id === 'anyi') ?? {}, { departments: ['1007'] })
    expect((await stage.signIn('anyi')).departments).toEqual([
      ...['1007', '1', '财务部', '示例科技', '/示例科技', '/示例科技/财务部'],
    ])
  })

  it('are the person’s own alone, where this app may not see them', async () => {
    const stage = new Stage()
    stage.replies[above] = { errcode: 60003, errmsg: '部门不存在' }
    expect((await stage.signIn('anyi')).departments).toEqual(['1003', '存储小组'])
  })

  it('have no name where this app may not see it', async () => {
    for (const errcode of [50004, 60003]) {
      const stage = new Stage()
      stage.replies[name] = { errcode, errmsg: 'x' }
      expect((await stage.signIn('anyi')).departments).toEqual(['1003', '1002', '1001', '1'])
    }
  })

  it('have no name that could pass for an id', async () => {
    const stage = new Stage()
    stage.replies[name] = { errcode: 0, result: { dept_id: 1003, name: '1007' } }
    expect((await stage.signIn('anyi')).departments).not.toContain('1007')
  })

  it('are read as numbers and as text, without those of the home-school directory', async () => {
    const stage = new Stage()
    stage.replies['v2/user/get'] = { errcode: 0, result: { userid: 'anyi', dept_id_list: ['1003', -7, 0] } }
    stage.replies[above] = { errcode: 0, result: { parent_id_list: [1003, '1002', -7, 1] } }
    expect((await stage.signIn('anyi')).departments?.slice(0, 3)).toEqual(['1003', '1002', '1'])
  })

  it.each(['1003', { id: 1 }, [1.5], [null], ['x'], [{ dept_id: 1 }]])(
    'are refused as %j',
    async dept_id_list => {
      const stage = new Stage()
      stage.replies['v2/user/get'] = { errcode: 0, result: { userid: 'anyi', dept_id_list } }
      await expect(stage.signIn('anyi')).rejects.toMatchObject({ code: 'source_reply_invalid' })
    },
  )

  it('are asked for again after a failure', async () => {
    const stage = new Stage()
    stage.replies[name] = { errcode: -1, errmsg: '系统繁忙' }
    await expect(stage.signIn('anyi')).rejects.toMatchObject({ code: 'source_refused', vendorCode: '-1' })
    stage.replies[name] = undefined
    expect((await stage.signIn('anyi')).departments).toContain('存储小组')
  })
})

describe.each([above, name])('without the permission to read departments: %s', path => {
  it('an app that needs them lets nobody in, and says which one is missing', async () => {
    const stage = new Stage({ allow: { departments: ['研发部'] } })
    stage.replies[path] = lacking(permission)
    for (let count = 0; count < 2; count++)
      await expect(stage.signIn('anyi')).rejects.toMatchObject({
        ...{ code: 'source_refused', step: 'profile', vendorCode: '60011' },
        cause: expect.stringContaining(`the app lacks the permission ${permission}`),
      })
    stage.replies[path] = undefined
    expect((await stage.signIn('anyi')).departments).toContain('研发部')
  })

  it('any other app does without, and asks again after an hour', async () => {
    const stage = new Stage()
    stage.replies[path] = lacking(permission)
    expect((await stage.signIn('anyi')).departments).toContain('1003')
    expect(stage.warnings).toMatchObject([
      { source: 'dingtalk', vendorCode: '60011', cause: expect.stringContaining(permission) },
    ])
    const before = stage.calls(path)
    stage.now += 3_599_000
    expect((await stage.signIn('anyi')).departments).toEqual(['1003'])
    expect([stage.calls(path), stage.warnings.length]).toEqual([before, 1])
    stage.replies[path] = undefined
    stage.now += 1_000
    expect((await stage.signIn('anyi')).departments).toContain('研发部')
  })

  it('one new token is tried: the permission may have been granted meanwhile', async () => {
    const stage = new Stage()
    stage.replies[path] = lacking(permission)
    await stage.signIn('anyi')
    expect(stage.calls(path)).toBe(2)
  })
})

it('an administrator who has not agreed yet is like a missing permission', async () => {
  const stage = new Stage()
  stage.replies[above] = { errcode: 43007, errmsg: '需要授权' }
  expect((await stage.signIn('anyi')).departments).toEqual(['1003'])
})

it('names the address that is not in the list of egress addresses', async () => {
  const stage = new Stage()
  const text = '访问ip不在白名单之中,request ip=203.0.113.9 appKey(dingabc)'
  stage.replies.getbyunionid = { errcode: 88, sub_code: '60020', sub_msg: text, errmsg: text }
  await expect(stage.signIn()).rejects.toMatchObject({
    cause: expect.stringMatching(/203\.0\.113\.9 is not in 服务器出口IP$/),
  })
})
