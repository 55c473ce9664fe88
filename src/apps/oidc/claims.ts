import type { Person } from '../../accounts/person.ts'
import { namesOf, type PermissionProfile } from '../../permissions.ts'

/** OpenID Connect Core 1.0 §5.4, and two of ours. */
export const claimsByScope: Readonly<Record<string, readonly string[]>> = {
  openid: ['sub', 'auth_time'],
  profile: ['name', 'preferred_username'],
  email: ['email'],
  phone: ['phone_number'],
  groups: ['groups'],
  permissions: ['permission', 'permissions'],
  offline_access: [],
}

/**
 * All that can be said of a person, as it is now; the library lets out of it what the scope allows. Nothing says
 * `email_verified`: whether an address is theirs is not kept, and absent means that it is not known.
 */
export function claimsOf({ account, rights }: Person, profile: PermissionProfile): Record<string, unknown> {
  const { displayName, username, email, phone } = account
  return {
    name: displayName ?? username,
    preferred_username: username,
    ...(email !== null && { email }),
    ...(phone !== null && { phone_number: phone }),
    groups: rights.groups,
    permission: rights.permission,
    permissions: namesOf(rights.permission, profile).names,
  }
}
