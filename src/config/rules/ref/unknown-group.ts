import { orEverybody } from '../../everybody.ts'
import { list, quote } from '../../words.ts'
import { flow } from '../../written.ts'
import { nobodysGroups } from '../nobodys-groups.ts'
import type { Rule } from '../rule.ts'

/** With no source that has groups a name that no grant gives is a slip, and with a public one where a grant's is near. */
export const unknownGroup: Rule = draft => {
  const { mentions = [], given = [], source } = nobodysGroups(draft) ?? {}
  const groups =
    given.length === 0 ? 'add a grant that gives this group' : `the groups of the grants are ${list(given)}`
  return mentions
    .filter(({ meant }) => source === undefined || meant !== undefined)
    .map(({ at, group, meant, condition }) => ({
      at,
      message: `nobody is in the group ${quote(group)}: no grant gives it`,
      label: meant && `did you mean ${quote(meant)}?`,
      help: `${meant !== undefined ? `write ${flow(meant)}` : groups}${condition ? '' : orEverybody(group)}`,
    }))
}
