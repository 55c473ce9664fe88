import { fields as fieldsOf, type Host, type Member, SsoError } from 'sso-kit/plugin'
import { identityOf } from './identity.ts'

/**
 * A user of the Directory API as a member: what a sign-in would vouch for, `hd` being the domain of the main address.
 * Throws for a record without an id, or one that does not say whether it is suspended: who may come in would be a guess.
 */
export function memberOf({ source }: Host, record: unknown): Member {
  const call = { source, step: 'profile' } as const
  const told = fieldsOf(record, call)
  const id = told.string('id')
  const email = told.string('primaryEmail')
  const isSuspended = told.boolean('suspended')
  if (isSuspended === undefined)
    throw new SsoError('source_reply_invalid', { ...call, cause: `${id} has no suspended` })
  const name: unknown = Object(Object(record).name).fullName
  return {
    // its domain is one that the organisation has proved to own
    ...identityOf({
      sub: id,
      name: typeof name === 'string' && name !== '' ? name : undefined,
      email,
      emailVerified: true,
      hd: email.slice(email.lastIndexOf('@') + 1),
    }),
    directoryId: id,
    departments: [told.optional('orgUnitPath') ?? '/'],
    disabled: isSuspended || told.boolean('archived') === true,
    fields: textsIn(record),
  }
}

function textsIn(record: unknown): Record<string, string> {
  const { name, customSchemas, ...plain } = Object(record) as Record<string, unknown>
  return {
    ...texts('', pick(plain, ['id', 'primaryEmail', 'orgUnitPath', 'recoveryPhone'])),
    ...texts('name.', pick(Object(name), ['fullName', 'givenName', 'familyName'])),
    ...Object.assign(
      {},
      ...Object.entries(Object(customSchemas)).map(([schema, values]) =>
        texts(`customSchemas.${schema}.`, Object(values)),
      ),
    ),
  }
}

const pick = (values: Record<string, unknown>, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.map(name => [name, values[name]]))

/** Lists and truth values are left out: a field is a text. */
const texts = (prefix: string, values: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[prefix + name, String(value)]] : [],
    ),
  )
