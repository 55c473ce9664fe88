import { type Fields, fields as fieldsOf, type Host, type Member, SsoError } from 'sso-kit/plugin'
import { fields as names } from './directory-options.ts'
import { isOpened, personOf } from './person.ts'
import { userRecord } from './record.ts'

/** The names of the record that are plain; `extAttr.*` is read apart. */
const plain = Object.keys(names).filter(name => !name.endsWith('.*'))

/**
 * A record of `v2/user/list` or `v2/user/detail` as a member. Throws for one without its id or its status: nobody could
 * say whose it is, or whether they may come in.
 */
export function memberOf(host: Host, tenantId: string, value: unknown): Member {
  const call = { source: host.source, step: 'profile' } as const
  const reply: Fields = fieldsOf(value, call)
  const body = value as Readonly<Record<string, unknown>>
  const record = userRecord(reply, body)
  if (!/^[1-4]$/.test(record.userStatus))
    throw new SsoError('source_reply_invalid', {
      ...call,
      cause: `"${record.userId}" has a userStatus that nobody knows`,
    })
  return {
    ...personOf(tenantId, record),
    departments: record.deptCodes,
    disabled: !isOpened(record),
    fields: { ...told(body, plain), ...told(body.extAttr, undefined, 'extAttr.') },
  }
}

/** What is told as text or a number; an empty text was told to be empty. */
function told(value: unknown, wanted?: readonly string[], prefix = ''): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
  const found: Record<string, string> = {}
  for (const [name, each] of Object.entries(value)) {
    const isTold = typeof each === 'string' || Number.isSafeInteger(each)
    if (isTold && (wanted === undefined || wanted.includes(name))) found[`${prefix}${name}`] = String(each)
  }
  return found
}
