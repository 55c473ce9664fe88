import type { World } from 'sso-kit/plugin'
import type { Options } from './index.ts'
import type { Answer, Method, Parameters } from './oapi.ts'
import { findEmployee, standing, unionIdOf } from './people.ts'
import { chain, departmentIds, departmentRecord, root, userRecord } from './records.ts'
import type { State } from './state.ts'

/** The methods of `topapi`; their permissions are all granted. */
export function directoryMethods(
  { edition }: Options,
  world: World,
  state: State,
): ReadonlyMap<string, Method> {
  // §1.5b; this, not the sign-in page, is where people of other organisations fail
  const userByUnionId = withText('unionid', unionid => {
    const person = world.people.find(someone => unionIdOf(someone) === unionid)
    const contactType = person && contactTypes[standing(person)]
    return contactType === undefined
      ? errors.noUser
      : { result: { contact_type: contactType, userid: person?.id } }
  })

  // §2.4
  const userByInAppCode = withText('code', code => {
    const ticket = state.inAppCodes.redeem(code)
    const person = ticket && findEmployee(world, ticket.person)
    if (!person) return errors.noCode
    const { id, name } = person
    const device = { device_id: `sandbox-${id}`, sys: false, sys_level: 0 }
    return { result: { userid: id, unionid: unionIdOf(person), name, ...device } }
  })

  // §4.5
  const user = withText('userid', userid => {
    const person = findEmployee(world, userid)
    return person ? { result: userRecord(person, edition) } : errors.noUser
  })

  // §4.1
  const department = withNumber('dept_id', id => {
    if (id < root) return errors.badDepartment
    const record = departmentRecord(world, id)
    return record ? { result: record } : errors.noDepartment
  })

  // §4.1: the department first and the organisation last
  const parentsOfDepartment = withNumber('dept_id', id => {
    if (id < root) return errors.badDepartment
    if (!departmentRecord(world, id)) return errors.noDepartment
    return { result: { parent_id_list: chain(world, id) } }
  })

  // §4.1: one chain a department
  const parentsOfUser = withText('userid', userid => {
    const person = findEmployee(world, userid)
    if (!person) return errors.badUser
    const chains = departmentIds(person).map(id => ({ parent_dept_id_list: chain(world, id) }))
    return { result: { parent_list: chains } }
  })

  return new Map([
    ['/topapi/user/getbyunionid', userByUnionId],
    ['/topapi/v2/user/getuserinfo', userByInAppCode],
    ['/topapi/v2/user/get', user],
    ['/topapi/v2/department/get', department],
    ['/topapi/v2/department/listparentbydept', parentsOfDepartment],
    ['/topapi/v2/department/listparentbyuser', parentsOfUser],
  ])
}

/** §1.5b: employees are 0, external contacts 1. */
const contactTypes: Record<ReturnType<typeof standing>, number | undefined> = {
  employee: 0,
  external: 1,
  stranger: undefined,
}

/** §4.9 */
const errors = {
  noParameter: { errcode: 400002, errmsg: '参数错误' },
  noUser: { errcode: 60121, errmsg: '找不到该用户' },
  badUser: { errcode: 33012, errmsg: '无效的USERID' },
  noCode: { errcode: 40078, errmsg: '不存在的临时授权码' },
  noDepartment: { errcode: 60003, errmsg: '部门不存在' },
  badDepartment: { errcode: 40009, errmsg: '不合法的部门id' },
} satisfies Record<string, Answer>

function withText(name: string, method: (value: string) => Answer): Method {
  return (parameters: Parameters) => {
    const value = parameters.get(name)
    return typeof value === 'string' && value !== '' ? method(value) : errors.noParameter
  }
}

/** A number, or its digits where it came in a form. */
function withNumber(name: string, method: (value: number) => Answer): Method {
  return (parameters: Parameters) => {
    const value = parameters.get(name)
    return /^-?\d{1,15}$/.test(String(value)) ? method(Number(value)) : errors.noParameter
  }
}
