import { list, quote } from '../../words.ts'
import { groupsAskedFor, groupsGiven, tellsGroups } from '../groups.ts'
import { meanings } from '../meanings.ts'
import type { Rule } from '../rule.ts'

/** Groups come from grants or from a source that has some. With no such source a name that no grant gives is a slip. */
export const unknownGroup: Rule = draft => {
  const { sources, ids, idsKnown } = draft
  const fromSources = !idsKnown.sources || sources.length < ids.sources.length || sources.some(tellsGroups)
  const known = groupsGiven(draft)
  if (fromSources || known === undefined) return []
  const given = [...known].sort()
  const meaning = meanings(given)
  return groupsAskedFor(draft)
    .filter(({ group }) => !known.has(group))
    .map(({ at, group }) => {
      const meant = meaning(group)
      return {
        at,
        message: `nobody is in the group ${quote(group)}: no grant gives it`,
        label: meant && `did you mean ${quote(meant)}?`,
        help:
          meant !== undefined
            ? `write ${meant}`
            : given.length === 0
              ? 'add a grant that gives this group'
              : `the groups of the grants are ${list(given)}`,
      }
    })
}
