import type { PermissionProfile } from '../../../permissions.ts'
import { otherSpellings, permissions } from '../../../permissions.ts'
import { suggest } from '../../suggest.ts'
import { list, quote } from '../../words.ts'
import type { Rule } from '../rule.ts'
import { namesAt, permissionPlaces } from './places.ts'

export const unknownName: Rule = draft => {
  const { profile } = draft
  if (profile === undefined) return []
  const known = profile.bits.map(({ name }) => name)
  return permissionPlaces(draft)
    .flatMap(namesAt)
    .filter(({ name }) => !known.includes(name))
    .map(({ at, name }) => {
      const elsewhere = permissions.find(permission => permission.name === name)
      if (elsewhere && profile.name !== 'custom') {
        return {
          at,
          message: `permission profile ${quote(profile.name)} has no permission ${quote(name)}`,
          label: `only ${list(elsewhere.profiles)} ${elsewhere.profiles.length === 1 ? 'has' : 'have'} it`,
          help: `remove it, or write permissionProfile: ${elsewhere.profiles[0]}`,
        }
      }
      const meant = meaning(name, profile)
      return {
        at,
        message: `unknown permission ${quote(name)}`,
        label: meant && `did you mean ${quote(meant)}?`,
        help: meant === undefined ? `the names of this profile are ${list(known)}` : `write ${meant}`,
      }
    })
}

function meaning(name: string, { bits }: PermissionProfile): string | undefined {
  const known = bits.map(bit => bit.name)
  const spelling = name.toLowerCase().replace(/[- ]/g, '_')
  const other = Object.hasOwn(otherSpellings, spelling) ? otherSpellings[spelling] : undefined
  return other !== undefined && known.includes(other) ? other : suggest(name, known)
}
