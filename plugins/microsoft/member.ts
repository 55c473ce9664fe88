import { fields as fieldsOf, type Host, type Member, SsoError } from 'sso-kit/plugin'
import { fields as names } from './directory-options.ts'
import { identityOf } from './identity.ts'
import { isGuid } from './tenant.ts'

/** Everything of a user that is asked for: without `$select` Graph tells less. */
export const properties = [...Object.keys(names), 'accountEnabled']

/**
 * A user of Graph as a member, with what their ID token would say (`oid`, `preferred_username`, `name`, `email`). Throws
 * for a record without an id, or one that does not say whether its account is enabled: who may come in would be a guess.
 */
export function memberOf(host: Host, issuer: string, tenant: string, record: unknown): Member {
  const call = { source: host.source, step: 'profile' } as const
  const told = fieldsOf(record, call)
  const oid = told.string('id')
  const isEnabled = told.boolean('accountEnabled')
  if (!isGuid(oid)) throw new SsoError('source_reply_invalid', { ...call, cause: '"id" is no object id' })
  if (isEnabled === undefined)
    throw new SsoError('source_reply_invalid', { ...call, cause: `${oid} has no accountEnabled` })
  const upn = told.optional('userPrincipalName')
  const email = told.optional('mail')
  const department = told.optional('department')
  // the name of a guest has the address at home in it
  const isGuest = told.optional('userType') === 'Guest' || (upn?.includes('#EXT#') ?? false)
  return {
    ...identityOf({
      issuer,
      tid: tenant,
      oid,
      username: isGuest ? email : upn,
      displayName: told.optional('displayName'),
      email,
      emailVerified: verified(email, upn, isGuest),
    }),
    departments: department === undefined ? [] : [department],
    disabled: !isEnabled,
    fields: textsIn(record),
  }
}

/**
 * A name to sign in with ends with a domain that the tenant has proved to own; an address there is as good. Any other
 * was typed by an administrator, here or, for a guest, of whoever invited himself (nOAuth).
 */
function verified(email = '', upn = '', isGuest: boolean): boolean | undefined {
  if (isGuest) return false
  const [ours, theirs] = [domainOf(upn), domainOf(email)]
  return ours !== undefined && ours === theirs ? true : undefined
}

const domainOf = (address: string): string | undefined => /@([a-z0-9.-]+)$/i.exec(address)?.[1]?.toLowerCase()

function textsIn(record: unknown): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name of Object.keys(names)) {
    const value: unknown = Object(record)[name]
    if (typeof value === 'string') found[name] = value
  }
  return found
}
