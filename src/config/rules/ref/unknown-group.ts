import type { Path } from '../../../diagnostics/diagnostic.ts'
import type { Draft } from '../../draft.ts'
import { list, quote } from '../../words.ts'
import { conditionsOf } from '../conditions.ts'
import { meanings } from '../meanings.ts'
import type { Rule } from '../rule.ts'
import { valuesIn } from '../when.ts'

/** Groups come from grants or from a source that has some. With no such source a name that no grant gives is a slip. */
export const unknownGroup: Rule = draft => {
  const { sources, ids, idsKnown, grants, failed } = draft
  const fromSources =
    !idsKnown.sources ||
    sources.length < ids.sources.length ||
    sources.some(({ plugin }) => plugin.groups ?? plugin.allow?.groups)
  if (fromSources || failed.some(([list]) => list === 'grants')) return []
  const known = new Set(grants.flatMap(({ value: { groups = [] } }) => groups))
  const given = [...known].sort()
  const meaning = meanings(given)
  return mentions(draft)
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

function mentions(draft: Draft): { at: Path; group: string }[] {
  return [
    ...draft.apps.flatMap(({ path, host: { allow } }) =>
      typeof allow === 'object'
        ? (allow.groups ?? []).map((group, index) => ({ at: [...path, 'allow', 'groups', index], group }))
        : [],
    ),
    ...conditionsOf(draft).flatMap(({ at, when }) =>
      valuesIn(when, at, 'group').map(({ at, value }) => ({ at, group: value })),
    ),
  ]
}
