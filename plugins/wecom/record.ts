import { fields as fieldsOf, type Host, type Member, SsoError } from 'sso-kit/plugin'
import { idsIn, inactive } from './api.ts'
import { fields as names } from './directory-options.ts'
import { personOf } from './person.ts'

/** The form of a UserId (path/90195); people of linked organisations have a slash in theirs. */
export const isUserId = (text: string): boolean => /^[0-9A-Za-z][\w.@-]{0,63}$/.test(text)

/**
 * A record of `user/list` or `user/get` as a member, as a sign-in would have them. Throws for one that does not say whose
 * it is, or whether they may come in at all.
 */
export function memberOf(host: Host, corpId: string, record: unknown): Member {
  const call = { source: host.source, step: 'profile' } as const
  const told = fieldsOf(record, call)
  const userId = told.string('userid')
  const status = told.number('status')
  if (!isUserId(userId))
    throw new SsoError('source_reply_invalid', { ...call, cause: '"userid" is not a UserId' })
  if (status === undefined)
    throw new SsoError('source_reply_invalid', { ...call, cause: `${userId} has no status` })
  const known = {
    userId,
    name: told.optional('name'),
    email: told.optional('biz_mail') ?? told.optional('email'),
    mobile: told.optional('mobile'),
    title: told.optional('position'),
  }
  return {
    ...(told.optional('biz_mail') !== undefined && { emailAssigned: true }),
    ...personOf(corpId, known),
    departments: idsIn(host, Object(record).department),
    disabled: inactive.has(status),
    fields: { ...plainFields(record), ...ownFields(record) },
  }
}

function plainFields(record: unknown): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name of Object.keys(names)) {
    const value: unknown = Object(record)[name]
    if (typeof value === 'string' || typeof value === 'number') found[name] = String(value)
  }
  return found
}

/** `extattr: { attrs: [{ type: 0, name, text: { value } }] }`; those of other types are links and small programs. */
function ownFields(record: unknown): Record<string, string> {
  const attrs: unknown = Object(Object(record).extattr).attrs
  return Object.fromEntries(
    (Array.isArray(attrs) ? attrs : []).flatMap((attribute: unknown) => {
      const { name, text } = Object(attribute) as { name?: unknown; text?: unknown }
      const value: unknown = Object(text).value
      return typeof name === 'string' && name !== '' && typeof value === 'string'
        ? [[`extattr.${name}`, value]]
        : []
    }),
  )
}

/** The organisation itself. */
export const root = '1'

/** Above the organisation is nothing; above another department that does not say it, some other. */
export const parentOf = (id: string, parent: string | undefined): string | null =>
  id === root ? null : parent === undefined || parent === '0' ? '' : parent
