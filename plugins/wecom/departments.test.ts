import { describe, expect, it } from 'vitest'
import { isAllowed } from '../../src/accounts/allow.ts'
import { Stage } from './fixtures/stage.ts'

const answer = (fields: object) => ({ errcode: 0, errmsg: 'ok', ...fields })
const own = (department: unknown) => answer({ userid: 'Lisi', status: 1, department })

describe('the departments of a person', () => {
  it.each([
    [['研发部'], true],
    [['/示例科技/研发部'], true],
    [['/研发部'], false],
    [['研发部/平台组'], false],
    [['1001'], true],
    [['存储小组'], true],
    [['1'], true],
    [['市场部', '1002'], true],
    [['市场部'], false],
    [['100'], false],
    [['0'], false],
    [[], false],
  ])('let somebody three levels down through %j: %s', async (departments, isIn) => {
    const identity = await new Stage({ allow: { departments } }).signIn('anyi')
    expect(isAllowed({ departments }, identity)).toBe(isIn)
  })

  it('cost one call for each, and are believed for five minutes', async () => {
    const stage = new Stage()
    await stage.signIn('anyi')
    expect(stage.calls('department/get')).toBe(4)
    stage.now += 299_000
    await Promise.all([stage.signIn('liqiang'), stage.signIn('huangli')])
    expect(stage.calls('department/get')).toBe(4)
    stage.now += 1_000
    await stage.signIn('liqiang')
    expect(stage.calls('department/get')).toBe(8)
  })

  it('follow a person who has moved at the next sign-in', async () => {
    const stage = new Stage()
    await stage.signIn('anyi')
    Object.assign(stage.world.people.find(({ id }) => id === 'anyi') ?? {}, { departments: ['1007'] })
    expect((await stage.signIn('anyi')).departments).toEqual([
      ...['1007', '1', '财务部', '示例科技', '/示例科技', '/示例科技/财务部'],
    ])
  })

  it('are at most fifty questions, though a reply went in circles', async () => {
    const stage = new Stage()
    stage.replies['user/get'] = own(Array.from({ length: 60 }, (_, index) => 2000 + index))
    stage.replies['department/get'] = answer({ department: { name: '某部', parentid: 2000 } })
    expect((await stage.signIn()).departments).toHaveLength(51)
    expect(stage.calls('department/get')).toBe(50)
  })

  it.each([60003, 60011])(
    'have no name and nothing above them where the app cannot see (%i)',
    async errcode => {
      const stage = new Stage()
      stage.replies['department/get'] = { errcode, errmsg: 'x' }
      expect((await stage.signIn('anyi')).departments).toEqual(['1003'])
    },
  )

  it('have no name that could pass for an id', async () => {
    const stage = new Stage()
    stage.replies['department/get'] = answer({ department: { name: '1007', parentid: 0 } })
    expect((await stage.signIn('anyi')).departments).toEqual(['1003'])
  })

  it('are none where the reply has none', async () => {
    const stage = new Stage()
    stage.replies['user/get'] = own(undefined)
    expect((await stage.signIn()).departments).toEqual([])
  })

  it.each(['1003', { id: 1 }, [1.5], [null], ['x'], ['1003'], [0], [-7]])('are refused as %j', async list => {
    const stage = new Stage()
    stage.replies['user/get'] = own(list)
    await expect(stage.signIn()).rejects.toMatchObject({ code: 'source_reply_invalid' })
  })
})
