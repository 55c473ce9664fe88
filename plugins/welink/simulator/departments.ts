import type { World } from 'sso-kit/plugin'
import { type AddressBook, type Node, root } from './address-book.ts'
import type { Call, Method, Methods } from './call.ts'
import type { Answer, Code } from './errors.ts'
import { askedPage, paged, rowsOf } from './paging.ts'
import { departmentRecord, legacyDepartmentRecord } from './records.ts'
import type { Setting } from './setting.ts'

const most = 100

/** `contact/…/department…` (§4.1). */
export function departmentMethods(world: World, setting: Setting, book: AddressBook): Methods {
  const readable = (answer: Method['answer']): Method => ({ permission: '部门信息', answer })
  const record = (node: Node) => departmentRecord(node, world, book)

  function list({ query }: Call): Answer {
    const department = departmentAsked(query, book)
    if (typeof department === 'number') return department
    const depth = recursion(query)
    if (depth === undefined) return 47005
    const found = depth === 'all' ? book.descendantsOf(department.code) : book.childrenOf(department.code)
    return paged(found.map(record), query, most, setting)
  }

  function detail({ query }: Call): Answer {
    const department = departmentAsked(query, book)
    if (typeof department === 'number') return department
    return book.sees(department.code) ? record(department) : 47102
  }

  /** `offset` is the number of a page, and the root is not expanded: one level, and one level is counted. */
  function legacyList({ query }: Call): Answer {
    const department = departmentAsked(query, book)
    if (typeof department === 'number') return department
    const depth = recursion(query)
    if (depth === undefined) return 47005
    const asked = askedPage(query, ['offset', 'limit'], most)
    if (typeof asked === 'number') return asked
    const whole = depth === 'all' && department.code !== root
    const found = whole ? book.descendantsOf(department.code) : book.childrenOf(department.code)
    const departmentInfo = rowsOf(found, asked).map(node => legacyDepartmentRecord(node, book))
    if (departmentInfo.length === 0) return 47012
    return {
      message: 'OK',
      offset: asked.number,
      limit: asked.size,
      totalCount: found.length,
      departmentInfo,
    }
  }

  return [
    ['GET /contact/v2/department/list', readable(list)],
    ['GET /contact/v2/department/detail', readable(detail)],
    ['GET /contact/v2/departments/list', readable(legacyList)],
    ['GET /contact/v3/departments/list', readable(legacyList)],
  ]
}

/**
 * The department that `deptCode` or `corpDeptCode` names. Outside the scope: 47102, but the root can always be walked
 * from – which error it is there is an inference from its meaning (§1.2, §8.3).
 */
export function departmentAsked(query: URLSearchParams, book: AddressBook): Node | Code {
  const [code, corpCode] = [query.get('deptCode') ?? '', query.get('corpDeptCode') ?? '']
  if (code === '' && corpCode === '') return 47002
  const node = code === '' ? book.nodeOfTenant(corpCode) : book.node(code)
  if (!node) return 47012
  return node.code === root || book.sees(node.code) ? node : 47102
}

/** 0 direct children, 1 everything below (§4.1). */
function recursion(query: URLSearchParams): 'children' | 'all' | undefined {
  return depths.get(query.get('recursiveflag') ?? '0')
}

const depths = new Map<string, 'children' | 'all'>([
  ['0', 'children'],
  ['1', 'all'],
])
