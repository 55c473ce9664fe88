import type { Draft, DraftSource } from '../../draft.ts'
import { quote } from '../../words.ts'
import { isPublic } from '../autoregister/strangers.ts'
import { type GroupMention, groupsAskedFor, groupsGiven, tellsGroups } from '../groups.ts'
import type { Rule } from '../rule.ts'

/**
 * A stranger may have made a group of any name at a public source, so its groups count only where a condition names the
 * source. Where no other source has groups, one that is asked for without it is nobody's.
 */
export const publicGroup: Rule = draft => {
  const given = groupsGiven(draft)
  const [source, ...others] = tellers(draft)
  if (given === undefined || source === undefined) return []
  const ids = new Set([source, ...others].map(({ host }) => host.id))
  return groupsAskedFor(draft)
    .filter(
      ({ group, condition }) =>
        !given.has(group) && !condition?.isNegated && !condition?.sources.some(id => ids.has(id)),
    )
    .map(mention => finding(mention, source))
}

/** The public sources that tell groups; none where one that is not public does so too, or nobody can know. */
function tellers({ sources, ids, idsKnown }: Draft): DraftSource[] {
  if (!idsKnown.sources || sources.length < ids.sources.length) return []
  const telling = sources.filter(tellsGroups)
  return telling.every(isPublic) ? telling : []
}

function finding({ at, group, condition }: GroupMention, { host: { id = '' }, path }: DraftSource) {
  const named = `{ source: ${id}, group: ${quote(group)} }`
  return {
    at,
    message: `nobody is in the group ${quote(group)}: no grant gives it, and one of a public source counts only where a condition names the source`,
    help: condition
      ? `write ${named}`
      : `ask for a group of your own, and give it by a grant: when: ${named}, groups: […]`,
    related: [{ at: [...path, 'type'], message: 'public identity source' }],
  }
}
