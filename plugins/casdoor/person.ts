import type { JWTPayload } from 'jose'
import { fields, type Host, SsoError } from 'sso-kit/plugin'
import type { Person } from './identity.ts'

type Told = Omit<Person, 'groups'> & { groups: string[] | undefined }

/** Whom a verified token is about; the groups are undefined where its format has none. Throws `not_member` for people who do not belong to the organization. */
export function personIn(payload: JWTPayload, organization: string, host: Host): Told {
  const claims = fields(payload, { source: host.source, step: 'exchange' })
  const subject = claims.string('sub')
  const owner = claims.string('owner')
  // `name` is the login name, but in the format JWT-Standard the display name
  const standard = claims.optional('preferred_username')
  const username = standard ?? claims.optional('name')
  const refused = (cause: string) => {
    const who = `${owner}/${username ?? 'unnamed'} (${subject})`
    return new SsoError('not_member', { source: host.source, step: 'profile', cause, who })
  }
  // Casdoor lets people of any organization sign in to any application; all of built-in administer everything
  if (owner === 'built-in' || owner !== organization) throw refused('of another organization')
  if (claims.boolean('isForbidden') || claims.boolean('isDeleted')) throw refused('disabled in Casdoor')
  return {
    subject,
    username,
    displayName: claims.optional(standard === undefined ? 'displayName' : 'name'),
    email: claims.optional('email'),
    // the format JWT-Custom has the name of the field
    emailVerified: (claims.boolean('email_verified') ?? claims.boolean('emailVerified')) === true,
    phone: claims.optional('phone_number') ?? claims.optional('phone'),
    groups: Object.hasOwn(payload, 'groups') ? claims.strings('groups') : undefined,
  }
}
