import { namesOf } from '../../../permissions.ts'
import type { Rule } from '../rule.ts'
import { permissionPlaces } from './places.ts'

/** A reviewer reads names. */
export const unnamedSum: Rule = draft => {
  const { profile } = draft
  if (profile === undefined) return []
  return permissionPlaces(draft).flatMap(({ at, value }) => {
    if (typeof value !== 'number' || value === 0) return []
    const { names, rest } = namesOf(value, profile)
    if (rest !== 0) return []
    return [
      {
        at,
        message: `${value} is ${names.join(' + ')}`,
        help: `write permissions: [${names.join(', ')}]: a reviewer reads names`,
        ...(names.every(isWord) && { fix: [{ at, text: `[${names.join(', ')}]` }] }),
      },
    ]
  })
}

/** A profile of one's own may have names that need quotes. */
const isWord = (name: string) => !/^(?:y|n|yes|no|on|off|true|false|null)$/.test(name)
