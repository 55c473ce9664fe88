import type { DraftSource } from '../../draft.ts'
import { orEverybody } from '../../everybody.ts'
import type { RuleFinding } from '../../finding.ts'
import { quote } from '../../words.ts'
import { groupSlips, mostShown, placesOfGroups } from '../group-slips.ts'
import { groupFormOf } from '../groups.ts'
import { type NobodysGroup, nobodysGroups } from '../nobodys-groups.ts'
import type { Rule } from '../rule.ts'

/** Where only public sources have groups, one that is asked for without its source is nobody's. A slip of the pen is told as such. */
export const publicGroup: Rule = draft => {
  const found = nobodysGroups(draft)
  const { source } = found ?? {}
  if (found === undefined || source === undefined) return []
  const told = new Set(groupSlips(draft, found).flatMap(({ asked }) => asked))
  const open = found.mentions.filter(mention => mention.meant === undefined && !told.has(mention))
  return placesOfGroups(open).map(places => finding(places, source))
}

function finding(
  [{ at, group, condition }, ...others]: readonly [NobodysGroup, ...NobodysGroup[]],
  { host, path, ...source }: DraftSource,
): RuleFinding {
  const form = groupFormOf({ host, path, ...source })
  const isForeign = form?.pattern.test(group) === false
  const named = `{ source: ${host.id ?? ''}, group: ${isForeign ? '…' : quote(group)} }`
  const hint = isForeign ? `; its groups look like ${form.words}` : ''
  return {
    at,
    message: `nobody is in the group ${quote(group)}: no grant gives it, and one of a public source counts only where a condition names the source`,
    help: condition?.sources.length
      ? `give it by a grant of its own: none of the sources that this names has such a group`
      : condition && others.length === 0
        ? `write ${named}${hint}`
        : `ask for a group of your own, and give it by a grant: when: ${named}, groups: […]${hint}${orEverybody(group)}`,
    related: [
      { at: [...path, 'type'], message: 'public identity source' },
      ...others.slice(0, mostShown).map(({ at }) => ({ at, message: 'here too' })),
    ],
  }
}
