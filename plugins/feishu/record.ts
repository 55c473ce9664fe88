import { fields as fieldsOf, type Host, type Member, SsoError } from 'sso-kit/plugin'
import { fields as names } from './directory-options.ts'
import { personOf } from './person.ts'

/**
 * A user of contact/v3 as a member of the organisation, as a sign-in would have them. Throws for a record that does not
 * say whose it is, which departments they are in or whether they may come in at all: the last two take permissions.
 */
export function memberOf(host: Host, tenantKey: string, record: unknown): Member {
  const call = { source: host.source, step: 'profile' } as const
  const told = fieldsOf(record, call)
  const unionId = told.string('union_id')
  const lacks = (scope: string) =>
    new SsoError('source_reply_invalid', { ...call, cause: `${unionId}: the app lacks ${scope} (权限管理)` })
  const { status, department_ids } = Object(record) as Record<string, unknown>
  if (department_ids === undefined) throw lacks('contact:user.department:readonly')
  if (status === undefined) throw lacks('contact:user.employee:readonly')
  const standing = told.object('status')
  const known = {
    unionId,
    userId: told.optional('user_id'),
    name: told.optional('name'),
    email: told.optional('enterprise_email') ?? told.optional('email'),
    mobile: told.optional('mobile'),
    title: told.optional('job_title'),
    employeeNo: told.optional('employee_no'),
  }
  return {
    ...(told.optional('enterprise_email') !== undefined && { emailAssigned: true }),
    ...personOf(tenantKey, known),
    departments: told.strings('department_ids').filter(id => id !== root),
    disabled: ['is_frozen', 'is_resigned', 'is_exited'].some(flag => standing.boolean(flag) === true),
    fields: textsIn(record),
  }
}

/** The organisation itself. */
export const root = '0'

/** A name of this form could pass for the id of another department. */
export const nameOf = (name: string): string => (name.startsWith('od-') ? '' : name)

/** What is in the organisation itself is in no department; one that is not told is some other. */
export const parentOf = (parent: string | undefined): string | null =>
  parent === root ? null : (parent ?? '')

function textsIn(record: unknown): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name of Object.keys(names)) {
    const value: unknown = Object(record)[name]
    if (typeof value === 'string' || typeof value === 'number') found[name] = String(value)
  }
  return found
}
