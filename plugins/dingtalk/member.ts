import { fields as fieldsOf, type Host, type Member, SsoError } from 'sso-kit/plugin'
import { idsIn } from './department-ids.ts'
import { fields as names } from './directory-options.ts'
import { personOf } from './person.ts'

/** The names of the record that are plain; `extension.*` is read apart. */
const plain = Object.keys(names).filter(name => !name.endsWith('.*'))

/**
 * A record of `topapi/v2/user/list` or `user/get` as a member. Every field but the two ids depends on a permission, and
 * is left out where it is not told. Throws for a record without them: nobody could say whose it is.
 */
export function memberOf(host: Host, corpId: string, record: unknown): Member {
  const call = { source: host.source, step: 'profile' } as const
  const told = fieldsOf(record, call)
  const userId = told.string('userid')
  const subject = told.optional('unionid')
  if (subject === undefined)
    throw new SsoError('source_reply_invalid', { ...call, cause: `"${userId}" has no unionid` })
  const known = {
    ...{ unionId: subject, userId },
    name: told.optional('name'),
    email: told.optional('org_email'),
    mobile: told.optional('mobile'),
    title: told.optional('title'),
    jobNumber: told.optional('job_number'),
  }
  return {
    ...personOf(corpId, known),
    ...(known.email !== undefined && { emailAssigned: true }),
    directoryId: userId,
    departments: idsIn(record, 'dept_id_list', call),
    // an account of a dedicated DingTalk that its organisation has disabled
    disabled: told.boolean('disable_status') === true,
    fields: { ...plainFields(record), ...extension(told.optional('extension')) },
  }
}

function plainFields(record: unknown): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name of plain) {
    const value: unknown = Object(record)[name]
    if (typeof value === 'string' || typeof value === 'number') found[name] = String(value)
  }
  return found
}

/** The organisation's own fields: a text with JSON in it (…/query-user-details), by their names in the console. */
function extension(text: string | undefined): Record<string, string> {
  let parsed: unknown
  try {
    parsed = JSON.parse(text ?? '{}')
  } catch {
    return {}
  }
  if (typeof parsed !== 'object' || parsed === null) return {}
  return Object.fromEntries(
    Object.entries(parsed).flatMap(([name, value]) =>
      typeof value === 'string' ? [[`extension.${name}`, value]] : [],
    ),
  )
}
