import type { World } from 'sso-kit/plugin'
import { chain, departmentIds } from './departments.ts'
import { errors } from './errors.ts'
import type { Options } from './index.ts'
import type { MethodRow } from './oapi.ts'
import { withText } from './parameters.ts'
import { findEmployee, standing, unionIdOf } from './people.ts'
import { mayReadPerson } from './scope.ts'
import type { State } from './state.ts'
import { userRecord } from './users.ts'

/** One person, by whichever of their names. */
export function userMethods({ edition }: Options, world: World, state: State): MethodRow[] {
  const { switches } = state

  // §1.5b; this, not the sign-in page, is where people of other organisations fail
  const byUnionId = withText('unionid', unionid => {
    const person = world.people.find(someone => unionIdOf(someone) === unionid)
    const contactType = person && contactTypes[standing(person)]
    return contactType === undefined
      ? errors.noUser
      : { result: { contact_type: contactType, userid: person?.id } }
  })

  // §2.4
  const byInAppCode = withText('code', code => {
    const ticket = state.inAppCodes.redeem(code)
    const person = ticket && findEmployee(world, ticket.person)
    if (!person) return errors.noCode
    const { id, name } = person
    const device = { device_id: `sandbox-${id}`, sys: false, sys_level: 0 }
    return { result: { userid: id, unionid: unionIdOf(person), name, ...device } }
  })

  // §4.6
  const byMobile = withText('mobile', mobile => {
    if (!/^\d{11}$/.test(mobile)) return errors.noMobile
    const person = world.people.find(someone => someone.member && someone.mobile === mobile)
    return person ? { result: { userid: person.id } } : errors.noUser
  })

  // §4.5
  const get = withText('userid', userid => {
    const person = findEmployee(world, userid)
    if (!person) return errors.noUser
    if (!mayReadPerson(switches, world, person)) return errors.userOutOfScope
    return { result: userRecord(person, edition, switches) }
  })

  // §4.1: one chain a department; not limited by the contact scope
  const parents = withText('userid', userid => {
    const person = findEmployee(world, userid)
    if (!person) return errors.badUser
    const chains = departmentIds(person).map(id => ({ parent_dept_id_list: chain(world, id) }))
    return { result: { parent_list: chains } }
  })

  return [
    ['/topapi/user/getbyunionid', 'qyapi_get_member', byUnionId],
    ['/topapi/v2/user/getuserinfo', 'qyapi_base', byInAppCode],
    ['/topapi/v2/user/getbymobile', 'qyapi_get_member_by_mobile', byMobile],
    ['/topapi/v2/user/get', 'qyapi_get_member', get],
    ['/topapi/v2/department/listparentbyuser', 'qyapi_get_department_list', parents],
  ]
}

/** §1.5b: employees are 0, external contacts 1. */
const contactTypes: Record<ReturnType<typeof standing>, number | undefined> = {
  employee: 0,
  external: 1,
  stranger: undefined,
}
