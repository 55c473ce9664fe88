import { otherSpellings, permissions } from '../../../permissions.ts'
import { list, quote } from '../../words.ts'
import { meanings } from '../meanings.ts'
import type { Rule } from '../rule.ts'
import { namesAt, permissionPlaces } from './places.ts'

export const unknownName: Rule = draft => {
  const { profile } = draft
  if (profile === undefined) return []
  const known = profile.bits.map(({ name }) => name)
  const meaning = meanings(known)
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
      const meant = otherSpelling(name, known) ?? meaning(name)
      return {
        at,
        message: `unknown permission ${quote(name)}`,
        label: meant && `did you mean ${quote(meant)}?`,
        help: meant === undefined ? `the names of this profile are ${list(known)}` : `write ${quote(meant)}`,
      }
    })
}

function otherSpelling(name: string, known: readonly string[]): string | undefined {
  const spelling = name.toLowerCase().replace(/[- ]/g, '_')
  const other = Object.hasOwn(otherSpellings, spelling) ? otherSpellings[spelling] : undefined
  return other !== undefined && known.includes(other) ? other : undefined
}
