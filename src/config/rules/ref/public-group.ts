import type { DraftSource } from '../../draft.ts'
import { orEverybody } from '../../everybody.ts'
import { quote } from '../../words.ts'
import { type GroupMention, groupFormOf } from '../groups.ts'
import { nobodysGroups } from '../nobodys-groups.ts'
import type { Rule } from '../rule.ts'

/** Where only public sources have groups, one that is asked for without its source is nobody's. A slip of the pen is told as such. */
export const publicGroup: Rule = draft => {
  const { mentions = [], source } = nobodysGroups(draft) ?? {}
  if (source === undefined) return []
  return mentions.filter(({ meant }) => meant === undefined).map(mention => finding(mention, source))
}

function finding({ at, group, condition }: GroupMention, source: DraftSource) {
  const { host, path } = source
  const form = groupFormOf(source)
  const isForeign = form?.pattern.test(group) === false
  const named = `{ source: ${host.id ?? ''}, group: ${isForeign ? '…' : quote(group)} }`
  const hint = isForeign ? `; its groups look like ${form.words}` : ''
  return {
    at,
    message: `nobody is in the group ${quote(group)}: no grant gives it, and one of a public source counts only where a condition names the source`,
    help: condition?.sources.length
      ? `give it by a grant of its own: none of the sources that this names has such a group`
      : condition
        ? `write ${named}${hint}`
        : `ask for a group of your own, and give it by a grant: when: ${named}, groups: […]${hint}${orEverybody(group)}`,
    related: [{ at: [...path, 'type'], message: 'public identity source' }],
  }
}
