import type { Department, Person, World } from 'sso-kit/plugin'
import type { Options } from './index.ts'
import { present, unionIdOf } from './people.ts'

/** The organisation itself is department 1; the world's departments keep their decimal ids (§4). */
export const root = 1

/** A user as `topapi/v2/user/get` gives it (§4.5), with real types and not those of the document's sample. */
export function userRecord(person: Person, edition: Options['edition']): Record<string, unknown> {
  const departments = departmentIds(person)
  return present({
    userid: person.id,
    unionid: unionIdOf(person),
    name: person.name,
    state_code: person.mobile && '86',
    mobile: person.mobile,
    hide_mobile: false,
    job_number: person.jobNumber,
    title: person.title,
    email: person.email,
    org_email: person.email,
    dept_id_list: departments,
    dept_order_list: departments.map(id => ({ dept_id: id, order: beyondDoubles + BigInt(id) })),
    leader_in_dept: departments.map(id => ({ dept_id: id, leader: /组长|总监/.test(person.title) })),
    // a string that holds JSON, with the labels of the console as names
    extension: JSON.stringify({ 成本中心: `CC-${departments[0]}` }),
    active: true,
    admin: false,
    boss: false,
    senior: false,
    real_authed: true,
    ...(edition === 'dedicated' ? exclusiveAccount(person) : { exclusive_account: false }),
  })
}

/** §4.2, §7: what the accounts of a dedicated DingTalk have more. */
function exclusiveAccount({ id, name }: Person): Record<string, unknown> {
  const kind = { exclusive_account: true, exclusive_account_type: 'dingtalk', disable_status: false }
  return { ...kind, login_id: id, nickname: name }
}

/** Real orders do not fit into a double (§0.2, 64-bit trap). */
const beyondDoubles = 176_322_897_889_314_512n

/** A department as `topapi/v2/department/get` gives it (§4.1). */
export function departmentRecord(world: World, id: number): Record<string, unknown> | undefined {
  const department = world.departments.find(one => Number(one.id) === id)
  const name = id === root ? world.organization.name : department?.name
  if (name === undefined) return undefined
  const members = world.people.filter(person => person.member)
  return {
    dept_id: id,
    name,
    ...(department && { parent_id: parentOf(department) }), // §4.1: the root has none
    order: id,
    create_dept_group: false,
    auto_add_user: false,
    dept_manager_userid_list: [],
    hide_dept: false,
    outer_dept: false,
    member_count: members.filter(person => departmentIds(person).some(one => chain(world, one).includes(id)))
      .length,
    owning_member_count: members.filter(person => departmentIds(person).includes(id)).length,
  }
}

/** The numbers of somebody's departments; people who are in none sit in the root. */
export function departmentIds({ departments }: Person): number[] {
  return departments.length > 0 ? departments.map(Number) : [root]
}

/** A department and everything above it, the organisation last. */
export function chain(world: World, id: number): number[] {
  const department = world.departments.find(one => Number(one.id) === id)
  return department ? [id, ...chain(world, parentOf(department))] : [root]
}

const parentOf = ({ parent }: Department): number => (parent === null ? root : Number(parent))
