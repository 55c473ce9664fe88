import { namesOf, type PermissionProfile } from '../../permissions.ts'
import type { Who } from './app.ts'

/** What the attributes of an app are filled with; one without a value is left out. */
export function attributesOf(
  wanted: Readonly<Record<string, string>>,
  who: Who,
  profile: PermissionProfile,
): Record<string, readonly string[]> {
  const filled = Object.entries(wanted).map(([name, key]) => [name, valuesOf(key, who, profile)] as const)
  return Object.fromEntries(filled.filter(([, values]) => values.length > 0))
}

function valuesOf(key: string, { person, email }: Who, profile: PermissionProfile): readonly string[] {
  const { account, identities, rights } = person
  const own = (name: string) =>
    identities
      .flatMap(({ attributes }) => (Object.hasOwn(attributes, name) ? [attributes[name] ?? ''] : []))
      .slice(0, 1)
  switch (key) {
    case 'username':
      return [account.username]
    case 'displayName':
      return [account.displayName ?? account.username]
    // apps find people by it: only what somebody answers for, and for nobody else
    case 'email':
      return email?.isTheirs ? [email.value] : []
    case 'phone':
      return account.phone === null ? [] : [account.phone]
    case 'groups':
      return rights.groups
    case 'departments':
      return [...new Set(identities.flatMap(({ departments }) => departments))]
    case 'permissions':
      return namesOf(rights.permission, profile).names
    default:
      return own(key.replace(/^attributes\./, ''))
  }
}
