import type { Person, World } from 'sso-kit/plugin'
import { isDepartment, membersOf } from './departments.ts'
import { errors } from './errors.ts'
import type { Options } from './index.ts'
import type { Answer, MethodRow, Parameters } from './oapi.ts'
import { pageOf } from './paging.ts'
import { integer, withNumber } from './parameters.ts'
import { mayReadDepartment } from './scope.ts'
import type { State } from './state.ts'
import { traitsOf } from './traits.ts'
import { listedUser } from './users.ts'

const mostPerPage = 100
const orders = ['entry_asc', 'entry_desc', 'modify_asc', 'modify_desc', 'custom']

/** The people of a department – direct members only – and how many there are (§4.2–§4.4, §4.6). */
export function listMethods({ edition }: Options, world: World, { switches }: State): MethodRow[] {
  /** When somebody was changed is not kept: that order is the one of entry. */
  function visible(id: number, parameters: Parameters): Person[] {
    const seesAll = String(parameters.get('contain_access_limit')) === 'true'
    const members = membersOf(world, id).filter(person => seesAll || !switches.restricted.has(person.id))
    return String(parameters.get('order_field')).endsWith('_desc') ? members.reverse() : members
  }

  const paged = (
    badCursor: Answer,
    badSize: Answer,
    record: (person: Person, department: number) => Record<string, unknown>,
  ) =>
    withNumber('dept_id', (id, parameters) => {
      const cursor = integer(parameters.get('cursor'))
      const size = integer(parameters.get('size'))
      if (cursor === undefined || size === undefined) return errors.noParameter
      if (size < 1 || size > mostPerPage) return badSize
      if (!orders.includes(String(parameters.get('order_field') ?? 'custom'))) return badCursor
      if (!isDepartment(world, id)) return errors.noDepartment
      if (!mayReadDepartment(switches, world, id)) return errors.departmentOutOfScope
      const page = pageOf(visible(id, parameters), cursor, size)
      return page ? { result: { ...page, list: page.list.map(person => record(person, id)) } } : badCursor
    })

  const list = paged(errors.badList, errors.badList, (person, id) =>
    listedUser(person, id, edition, switches),
  )
  const listSimple = paged(errors.badOffset, errors.badSize, ({ id, name }) => ({ userid: id, name }))

  // not limited by the contact scope, no more than the count is
  const listId = withNumber('dept_id', id => {
    if (!isDepartment(world, id)) return errors.noDepartment
    return { result: { userid_list: membersOf(world, id).map(person => person.id) } }
  })

  const count = (parameters: Parameters): Answer => {
    const onlyActive = String(parameters.get('only_active'))
    if (onlyActive !== 'true' && onlyActive !== 'false') return errors.noParameter
    const counted = world.people.filter(
      person => person.member && (onlyActive === 'false' || !traitsOf(person).inactive),
    )
    return { result: { count: counted.length } }
  }

  return [
    ['/topapi/v2/user/list', 'qyapi_get_department_member', list],
    ['/topapi/user/listsimple', 'qyapi_get_department_member', listSimple],
    ['/topapi/user/listid', 'qyapi_get_member', listId],
    ['/topapi/user/count', 'qyapi_get_member', count],
  ]
}
