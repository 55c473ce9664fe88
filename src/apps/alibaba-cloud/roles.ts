import { met } from '../../accounts/grants.ts'
import type { Person } from '../../accounts/person.ts'
import type { When } from '../../config/config.ts'

export interface RoleOption {
  readonly role: string
  readonly accountId: string
  readonly when?: When
}

/**
 * The roles that a person may take, in the file's order: those whose condition one of their identities meets, with the
 * groups that grants give to that identity.
 */
export function rolesOf(roles: readonly RoleOption[], { identities, rights }: Person): RoleOption[] {
  const people = identities.map(identity => ({
    ...identity,
    groups: [
      ...identity.groups,
      ...rights.matches
        .filter(({ source }) => source === identity.source)
        .flatMap(({ grant }) => grant.groups),
    ],
  }))
  return roles.filter(({ when }) => when === undefined || people.some(each => met(when, each) !== undefined))
}

/** The pair that Role is filled with: the role first, a comma, no blank (facts: role SSO). */
export const arnPair = ({ role, accountId }: RoleOption, provider: string): string =>
  `acs:ram::${accountId}:role/${role},acs:ram::${accountId}:saml-provider/${provider}`
