import type { Draft } from '../../draft.ts'
import { orEverybody } from '../../everybody.ts'
import { list, quote } from '../../words.ts'
import { flow } from '../../written.ts'
import { groupsAskedFor } from '../groups.ts'
import { nobodysGroups } from '../nobodys-groups.ts'
import type { Rule } from '../rule.ts'

/** With no source that has groups a name that no grant gives is a slip, and with a public one where a grant's is near. */
export const unknownGroup: Rule = draft => {
  const { mentions = [], given = [], source, form } = nobodysGroups(draft) ?? {}
  const groups =
    given.length === 0 ? 'add a grant that gives this group' : `the groups of the grants are ${list(given)}`
  const slips = slipsOf(draft, mentions)
  const told = new Set(slips.flatMap(({ asked }) => asked))
  return [
    ...slips.map(({ at, given: name, group, asked }) => ({
      at,
      message: `nobody asks for the group ${quote(name)}, and ${asked.length} places ask for ${quote(group)}, which no grant gives`,
      label: `did you mean ${quote(group)}?`,
      help: `write ${flow(group)}`,
      related: asked.slice(0, mostShown).map(({ at }) => ({ at, message: `asks for ${quote(group)}` })),
    })),
    ...mentions
      .filter(mention => !told.has(mention) && (source === undefined || mention.meant !== undefined))
      .map(({ at, group, meant, silent, condition }) => ({
        at,
        message: `nobody is in the group ${quote(group)}: no grant gives it`,
        label: meant && `did you mean ${quote(meant)}?`,
        help:
          meant !== undefined
            ? `write ${flow(meant)}${condition ? '' : orEverybody(group)}`
            : silent !== undefined
              ? `say allow: { ${silent.list}: […] } at ${quote(silent.source.host.id ?? '')}: only then its people come with groups`
              : form !== undefined && condition?.sources.length === 0
                ? `write a group of the source, such as ${form.words}, or one that a grant above gives`
                : `${groups}${condition ? '' : orEverybody(group)}`,
      })),
  ]
}

type Mention = NonNullable<ReturnType<typeof nobodysGroups>>['mentions'][number]

/** Of the places of one name: a file may have a thousand, and each is a line. */
const mostShown = 4

/** Several places agree on a name, and one grant has nearly that: it is the grant that is wrong. */
function slipsOf(draft: Draft, mentions: readonly Mention[]) {
  // where some are, every grant is right
  if (mentions.length === 0) return []
  const meaning = new Map<string, Mention[]>()
  for (const mention of mentions) {
    if (mention.meant === undefined) continue
    const same = meaning.get(mention.meant)
    if (same) same.push(mention)
    else meaning.set(mention.meant, [mention])
  }
  const asked = new Set(groupsAskedFor(draft).map(({ group }) => group))
  return draft.grants.flatMap(({ at, value: { groups = [] } }) =>
    groups.flatMap((given, index) => {
      const near = (asked.has(given) ? undefined : meaning.get(given)) ?? []
      const [first] = near
      const agree = first !== undefined && near.length > 1 && near.every(({ group }) => group === first.group)
      return agree ? [{ at: [...at, 'groups', index], given, group: first.group, asked: near }] : []
    }),
  )
}
