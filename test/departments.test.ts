import { describe, expect, it } from 'vitest'
import { isAllowed } from '../src/accounts/allow.ts'
import { namesOf, pathsOf } from '../src/departments.ts'
import { treeOf } from '../src/directory/tree.ts'
import type { Department } from '../src/plugin.ts'

const tree = (...departments: [id: string, name: string, parent: string | null][]) =>
  new Map<string, Department>(departments.map(([id, name, parent]) => [id, { id, name, parent }]))

describe('paths of departments', () => {
  it('are those of their own and of all above, from the top down', () => {
    const all = tree(['1', 'example', null], ['2', '研发部', '1'], ['3', '平台组', '2'])
    expect(pathsOf(all, ['3']).sort()).toEqual(['/example', '/example/研发部', '/example/研发部/平台组'])
    expect(pathsOf(all, ['2', '2'])).toHaveLength(2)
  })

  it.each([
    ['a parent that was not read', tree(['3', '平台组', '2'])],
    ['a parent that is not told', tree(['3', '平台组', ''])],
    ['a circle', tree(['2', 'a', '3'], ['3', 'b', '2'])],
    ['no name', tree(['1', '', null], ['3', '平台组', '1'])],
    ['an id that is a path already', tree(['/', '/', null], ['3', 'a', '/'])],
  ])('are none with %s', (_, departments) => {
    expect(pathsOf(departments, ['3'])).toEqual([])
  })

  it('tell a slash of a name from one between two', () => {
    const slashed = treeOf(tree(['1', 'example', null], ['2', '研发部/平台组', '1']).values())
    const nested = treeOf(tree(['1', 'example', null], ['2', '研发部', '1'], ['3', '平台组', '2']).values())
    const may = (entry: string, departments: string[]) =>
      isAllowed({ departments: [entry] }, { issuer: 'i', subject: 's', departments, claims: {} })
    const [named, lying] = [slashed.belongings(['2']), nested.belongings(['3'])]
    expect([may('研发部/平台组', named), may('研发部/平台组', lying)]).toEqual([true, false])
    expect([may('/example/研发部/平台组', named), may('/example/研发部/平台组', lying)]).toEqual([
      false,
      true,
    ])
    expect(may('/example/研发部\\/平台组', named)).toBe(true)
  })
})

it('names are left out that could pass for an id, or for a path', () => {
  expect(namesOf(['研发部', '42', '/example/研发部', '', 'R/D', '研发部'])).toEqual(['研发部', 'R/D'])
})

describe('names of departments', () => {
  it('do not belong to whom they are called like', () => {
    const all = treeOf(
      tree(
        ['od-finance', '财务部', null],
        ['od-mine', 'od-finance', null],
        ['hr', '人力资源部', null],
        ['x', 'hr', null],
      ).values(),
    )
    expect(all.belongings(['od-mine'])).toEqual(['od-mine', '/od-finance'])
    expect(all.belongings(['x'])).toEqual(['x', '/hr'])
    expect(namesOf(['1001', '/a', 'od-abc', '研发部', ''])).toEqual(['研发部'])
  })
})
