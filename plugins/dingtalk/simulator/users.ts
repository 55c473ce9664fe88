import type { Person } from 'sso-kit/plugin'
import { departmentIds } from './departments.ts'
import type { Options } from './index.ts'
import { present, unionIdOf } from './people.ts'
import type { Switches } from './switches.ts'
import { traitsOf } from './traits.ts'

type Edition = Options['edition']
type Fields = Record<string, unknown>

/** A user as `topapi/v2/user/get` gives it (§4.5), with real types and not those of the document's sample. */
export function userRecord(person: Person, edition: Edition, switches: Switches): Fields {
  const departments = departmentIds(person)
  const { manager = '', roles = '' } = traitsOf(person)
  return present({
    ...common(person, edition, switches),
    manager_userid: manager,
    role_list: roles,
    dept_order_list: departments.map(id => ({ dept_id: id, order: orderIn(id) })),
    leader_in_dept: departments.map(id => ({ dept_id: id, leader: leads(person, id) })),
    senior: false,
    real_authed: true,
  })
}

/** The same in `topapi/v2/user/list` of one department (§4.2): no manager, no roles, and only what they are in this one. */
export function listedUser(person: Person, department: number, edition: Edition, switches: Switches): Fields {
  return present({
    ...common(person, edition, switches),
    dept_order: orderIn(department),
    leader: leads(person, department),
  })
}

function common(person: Person, edition: Edition, { withheld }: Switches): Fields {
  const traits = traitsOf(person)
  const departments = departmentIds(person)
  return {
    userid: person.id,
    unionid: unionIdOf(person),
    name: person.name,
    avatar: traits.avatar ?? '',
    telephone: traits.telephone ?? '',
    hide_mobile: false,
    job_number: person.jobNumber,
    title: person.title,
    hired_date: traits.hiredDate ?? '',
    // §4.5, presence rules: what the app may not see is absent, exactly as what is empty
    ...(!withheld.has('fieldMobile') && {
      state_code: person.mobile && '86',
      mobile: person.mobile,
    }),
    ...(!withheld.has('fieldEmail') && {
      email: person.email,
      org_email: person.email,
      work_place: traits.workPlace ?? '',
      remark: traits.remark ?? '',
      // a string that holds JSON, with the labels of the console as names
      extension: traits.extension ?? JSON.stringify({ 成本中心: `CC-${departments[0]}` }),
    }),
    dept_id_list: departments,
    active: !traits.inactive,
    admin: false,
    boss: false,
    ...(edition === 'dedicated' ? exclusiveAccount(person) : { exclusive_account: false }),
  }
}

/** §4.2, §7: what the accounts of a dedicated DingTalk have more. */
function exclusiveAccount(person: Person): Fields {
  const { signsInElsewhere, accountDisabled } = traitsOf(person)
  return {
    exclusive_account: true,
    exclusive_account_type: signsInElsewhere ? 'sso' : 'dingtalk',
    disable_status: accountDisabled === true,
    login_id: person.id,
    nickname: person.name,
  }
}

/** People lead their main department alone, whatever else they are in. */
const leads = (person: Person, department: number): boolean =>
  /组长|总监/.test(person.title) && departmentIds(person)[0] === department

/** Real orders do not fit into a double (§0.2, 64-bit trap). */
const orderIn = (department: number): bigint => 176_322_897_889_314_512n + BigInt(department)
