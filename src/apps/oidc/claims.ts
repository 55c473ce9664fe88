import type { VouchedEmail } from '../../accounts/email.ts'
import type { Person } from '../../accounts/person.ts'
import { namesOf, type PermissionProfile } from '../../permissions.ts'

/** OpenID Connect Core 1.0 §5.4, and two of ours. */
export const claimsByScope: Readonly<Record<string, readonly string[]>> = {
  openid: ['sub', 'auth_time'],
  profile: ['name', 'preferred_username'],
  email: ['email', 'email_verified'],
  phone: ['phone_number'],
  groups: ['groups'],
  permissions: ['permission', 'permissions'],
  offline_access: [],
}

/**
 * All that can be said of a person, as it is now; the library lets out of it what the scope allows. An address that
 * nobody answers for is not said at all: there are apps that find people by it and do not look at `email_verified`.
 */
export function claimsOf(
  { account, rights }: Person,
  email: VouchedEmail | undefined,
  profile: PermissionProfile,
): Record<string, unknown> {
  const { displayName, username, phone } = account
  return {
    name: displayName ?? username,
    preferred_username: username,
    ...(email?.isTheirs && { email: email.value, email_verified: true }),
    ...(phone !== null && { phone_number: phone }),
    groups: rights.groups,
    permission: rights.permission,
    permissions: namesOf(rights.permission, profile).names,
  }
}
