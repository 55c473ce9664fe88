import { describe, expect, it } from 'vitest'
import { isAllowed } from '../../src/accounts/allow.ts'
import { Stage } from './fixtures/stage.ts'
import { openDepartmentId } from './simulator/people.ts'
import { allScopes, type Scope } from './simulator/scopes.ts'

const without = (scope: Scope) => allScopes.filter(one => one !== scope)

describe('the departments of a person', () => {
  it('are their own and all above them, each once, by id, by name and by path', async () => {
    const { departments } = await new Stage().signIn('soneill')
    expect(departments).toEqual([
      ...['1002', '1003', '1001'].map(openDepartmentId),
      ...['平台组', '存储小组', '研发部'],
      ...['/研发部', '/研发部/平台组', '/研发部/平台组/存储小组'],
    ])
  })

  it.each([
    [['研发部'], true],
    [['/研发部/平台组'], true],
    [['/平台组'], false],
    [['研发部/平台组'], false],
    [[openDepartmentId('1001')], true],
    [['存储小组'], true],
    [['市场部', openDepartmentId('1002')], true],
    [['市场部'], false],
    [['1001'], false],
    [['0'], false],
    [[], false],
  ])('let somebody three levels down through %j: %s', async (departments, isIn) => {
    const identity = await new Stage({ allow: { departments } }).signIn('anyi')
    expect(isAllowed({ departments }, identity)).toBe(isIn)
  })

  it('are none for who sits in the organisation itself', async () => {
    const stage = new Stage()
    stage.replies['/users/'] = { code: 0, data: { user: { department_ids: ['0'] } } }
    expect((await stage.signIn()).departments).toEqual([])
    expect(stage.calls('/departments/')).toBe(0)
  })

  it('cost one call for each, and are believed for five minutes', async () => {
    const stage = new Stage()
    await stage.signIn('anyi')
    expect(stage.calls('/departments/')).toBe(3)
    stage.now += 299_000
    await Promise.all([stage.signIn('liqiang'), stage.signIn('huangli')])
    expect(stage.calls('/departments/')).toBe(3)
    stage.now += 1_000
    await stage.signIn('liqiang')
    expect(stage.calls('/departments/')).toBe(6)
  })

  it('follow a person who has moved at the next sign-in', async () => {
    const stage = new Stage()
    await stage.signIn('anyi')
    Object.assign(stage.world.people.find(({ id }) => id === 'anyi') ?? {}, { departments: ['1007'] })
    expect((await stage.signIn('anyi')).departments).toEqual([
      ...[openDepartmentId('1007'), '财务部', '/财务部'],
    ])
  })

  it('are at most fifty questions, though a reply went in circles', async () => {
    const stage = new Stage()
    const department_ids = Array.from({ length: 60 }, (_, index) => `od-${index}`)
    stage.replies['/users/'] = { code: 0, data: { user: { department_ids } } }
    stage.replies['/departments/'] = {
      code: 0,
      data: { department: { name: '某部', parent_department_id: 'od-0' } },
    }
    expect((await stage.signIn()).departments).toHaveLength(51)
    expect(stage.calls('/departments/')).toBe(50)
  })

  it('end where the app cannot see further', async () => {
    const stage = new Stage()
    stage.replies[`/departments/${openDepartmentId('1002')}`] = {
      code: 40004,
      msg: 'no dept authority error',
    }
    const { departments } = await stage.signIn('anyi')
    expect(departments).toEqual([openDepartmentId('1003'), openDepartmentId('1002'), '存储小组'])
  })

  it('have no name that could pass for an id', async () => {
    const stage = new Stage()
    stage.replies['/departments/'] = {
      code: 0,
      data: { department: { name: 'od-7', parent_department_id: '0' } },
    }
    expect((await stage.signIn('anyi')).departments).toEqual([openDepartmentId('1003')])
  })

  it('have names only, or ids only, or no parents, as the app was granted', async () => {
    const names = await new Stage({}, without('contact:department.base:readonly')).signIn('anyi')
    expect(names.departments).toEqual(['1003', '1002', '1001'].map(openDepartmentId))
    const parents = await new Stage({}, without('contact:department.organize:readonly')).signIn('anyi')
    expect(parents.departments).toEqual([openDepartmentId('1003'), '存储小组'])
    const none = await new Stage({}, without('contact:user.department:readonly')).signIn('anyi')
    expect(none.departments).toEqual([])
  })
})

describe('an app that may not read the directory', () => {
  const granted = without('contact:contact.base:readonly')

  it('does without it, says so once, and tries again after an hour', async () => {
    const stage = new Stage({}, granted)
    await stage.signIn()
    await stage.signIn('anyi')
    expect([stage.warnings.length, stage.calls('/users/')]).toEqual([1, 1])
    expect(stage.warnings[0]).toMatchObject({
      vendorCode: '99991672',
      cause: expect.stringContaining('the app lacks contact:contact.base:readonly'),
    })
    stage.now += 3_600_000
    await stage.signIn()
    expect([stage.warnings.length, stage.calls('/users/')]).toEqual([2, 2])
  })

  it('lets nobody in where departments decide who may come in', async () => {
    const stage = new Stage({ allow: { departments: ['研发部'] } }, granted)
    await expect(stage.signIn()).rejects.toMatchObject({ code: 'source_refused', vendorCode: '99991672' })
  })

  it('does without the record of a person outside of its range, and of that person only', async () => {
    const stage = new Stage()
    stage.replies['/users/'] = { code: 41050, msg: 'no user authority' }
    expect((await stage.signIn()).departments).toEqual([])
    stage.replies['/users/'] = undefined
    expect((await stage.signIn('anyi')).departments).toContain('存储小组')
    const choosy = new Stage({ allow: { departments: ['研发部'] } })
    choosy.replies['/users/'] = { code: 41050, msg: 'no user authority' }
    await expect(choosy.signIn()).rejects.toMatchObject({ code: 'source_refused', vendorCode: '41050' })
  })
})
