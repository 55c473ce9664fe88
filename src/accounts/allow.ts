import type { Identity } from '../model.ts'

type Allow = Readonly<Record<string, readonly string[]>>

/**
 * May this person sign in? Absent: everyone the source vouches for. Within a list one match is enough; where several
 * lists are given each must match; an empty list matches nobody.
 */
export function isAllowed(allow: Allow | undefined, identity: Identity): boolean {
  return Object.entries(allow ?? {}).every(([key, wanted]) => {
    const has = belongings(identity, key)
    return wanted.some(value => has.includes(value))
  })
}

/** What the identity has under a key of `allow`: a field of its own, or a claim of that name. */
function belongings(identity: Identity, key: string): readonly unknown[] {
  const own =
    key === 'departments' ? identity.departments : key === 'groups' ? identity.groups : identity.claims[key]
  return Array.isArray(own) ? own : []
}
