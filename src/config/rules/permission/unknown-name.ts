import { otherSpellings, type PermissionProfile, permissions } from '../../../permissions.ts'
import type { RuleFinding } from '../../finding.ts'
import { list, quote } from '../../words.ts'
import { meanings } from '../meanings.ts'
import type { Rule } from '../rule.ts'
import { namesAt, permissionPlaces } from './places.ts'

export const unknownName: Rule = draft => {
  const { profile } = draft
  if (profile === undefined) return []
  const tell = unknownIn(profile)
  return permissionPlaces(draft)
    .flatMap(namesAt)
    .flatMap(({ at, name }) => {
      const told = tell(name)
      return told ? [{ at, ...told }] : []
    })
}

/** What to say of a name that the profile does not have; undefined for one that it has. */
export function unknownIn(profile: PermissionProfile): (name: string) => Words | undefined {
  const known = profile.bits.map(({ name }) => name)
  const meaning = meanings(known)
  return name => {
    if (known.includes(name)) return undefined
    const elsewhere = permissions.find(permission => permission.name === name)
    if (elsewhere && profile.name !== 'custom') {
      return {
        message: `permission profile ${quote(profile.name)} has no permission ${quote(name)}`,
        label: `only ${list(elsewhere.profiles)} ${elsewhere.profiles.length === 1 ? 'has' : 'have'} it`,
        help: `remove it, or write permissionProfile: ${elsewhere.profiles[0]}`,
      }
    }
    const several = name.split(/[\s,，、;；|+&/]+/)
    if (several.length > 1 && several.every(part => known.includes(part)))
      return {
        message: `unknown permission ${quote(name)}`,
        label: 'these are several',
        help: `write ${several.length} entries: ${several.join(', ')}`,
      }
    const meant = otherSpelling(name, known) ?? meaning(name)
    return {
      message: `unknown permission ${quote(name)}`,
      label: meant && `did you mean ${quote(meant)}?`,
      help: meant === undefined ? `the names of this profile are ${list(known)}` : `write ${quote(meant)}`,
    }
  }
}

type Words = Pick<RuleFinding, 'message' | 'label' | 'help'>

function otherSpelling(name: string, known: readonly string[]): string | undefined {
  const spelling = name.toLowerCase().replace(/[- ]/g, '_')
  const other = Object.hasOwn(otherSpellings, spelling) ? otherSpellings[spelling] : undefined
  return other !== undefined && known.includes(other) ? other : undefined
}
