import type { World } from 'sso-kit/plugin'
import { below, chain, departmentRecord, isDepartment, listedDepartment, root } from './departments.ts'
import { errors } from './errors.ts'
import type { Answer, Method, MethodRow } from './oapi.ts'
import { withNumber } from './parameters.ts'
import { mayReadDepartment, scopesRecord } from './scope.ts'
import type { State } from './state.ts'

/** The tree (§4.1), one level a call, and the scope it may be read in (§4.6). */
export function departmentMethods(world: World, { switches }: State): MethodRow[] {
  /** A department that exists. Those of the home-school directory have numbers below zero, which most calls reject. */
  const existing = (then: (id: number) => Answer, otherwise?: number): Method =>
    withNumber(
      'dept_id',
      id => {
        if (id < root) return errors.badDepartment
        return isDepartment(world, id) ? then(id) : errors.noDepartment
      },
      otherwise,
    )
  const inScope =
    (then: (id: number) => Answer) =>
    (id: number): Answer =>
      mayReadDepartment(switches, world, id) ? then(id) : errors.departmentOutOfScope

  const listSub = existing(
    inScope(id => ({ result: below(world, id).map(listedDepartment) })),
    root,
  )
  const listSubId = existing(
    id => ({ result: { dept_id_list: below(world, id).map(one => Number(one.id)) } }),
    root,
  )
  const get = existing(inScope(id => ({ result: departmentRecord(world, id) })))
  // the department first and the organisation last
  const parents = existing(id => ({ result: { parent_id_list: chain(world, id) } }))

  return [
    ['/topapi/v2/department/listsub', 'qyapi_get_department_list', listSub],
    ['/topapi/v2/department/listsubid', 'qyapi_get_department_list', listSubId],
    ['/topapi/v2/department/get', 'qyapi_get_department_list', get],
    ['/topapi/v2/department/listparentbydept', 'qyapi_get_department_list', parents],
    ['/auth/scopes', 'qyapi_base', () => ({ beside: scopesRecord(switches) })],
  ]
}
