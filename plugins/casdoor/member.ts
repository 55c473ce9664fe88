import { fields as fieldsOf, type Host, type Member, SsoError } from 'sso-kit/plugin'
import { fields as names } from './directory-options.ts'
import { identityOf, type Options } from './identity.ts'

/** The names of the record that are plain; `properties.*` is read apart. */
const plain = Object.keys(names).filter(name => !name.endsWith('.*'))

/**
 * A user of `get-users` or `get-user` as a member, the same as the token of their sign-in has them. Nothing else is kept:
 * the record has salts, TOTP secrets and recovery codes in it. Throws for one of another organization.
 */
export function memberOf(host: Host, options: Options, record: unknown): Member & { username: string } {
  const call = { source: host.source, step: 'profile' } as const
  const user = fieldsOf(record, call)
  const owner = user.string('owner')
  const subject = user.string('id')
  const username = user.string('name')
  // all of built-in administer everything
  if (owner === 'built-in' || owner !== options.organization)
    throw new SsoError('source_reply_invalid', { ...call, cause: `"${subject}" is of another organization` })
  return {
    ...identityOf(options, {
      subject,
      username,
      displayName: user.optional('displayName'),
      email: user.optional('email'),
      emailVerified: user.boolean('emailVerified') === true,
      phone: user.optional('phone'),
      groups: user.strings('groups'),
    }),
    username,
    departments: [],
    // who was deleted softly is listed all the same
    disabled: user.boolean('isForbidden') === true || user.boolean('isDeleted') === true,
    fields: {
      ...texts(record, name => plain.includes(name)),
      ...texts(Object(record).properties, () => true, 'properties.'),
    },
  }
}

function texts(value: unknown, isWanted: (name: string) => boolean, prefix = ''): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) =>
      typeof each === 'string' && isWanted(name) ? [[`${prefix}${name}`, each]] : [],
    ),
  )
}
