import type { Path } from '../../../diagnostics/diagnostic.ts'
import type { Draft } from '../../draft.ts'
import { isTypedList, type TypedList, typedLists } from '../../typed-lists.ts'
import { list as listed, quote } from '../../words.ts'
import { conditionsOf } from '../conditions.ts'
import { meanings } from '../meanings.ts'
import type { Rule } from '../rule.ts'
import { valuesIn } from '../when.ts'

interface Mention {
  readonly at: Path
  readonly id: string
  readonly list: TypedList
  /** What the key says before the id. */
  readonly before?: string
}

export const unknownReference: Rule = draft => {
  const known = { sources: namesIn(draft, 'sources'), apps: namesIn(draft, 'apps') }
  return mentions(draft).flatMap(({ at, id, list, before = '' }) => {
    const { ids, all, meaning } = known[list]
    // one whose id is wrong may be the one that is meant
    if (!draft.idsKnown[list] || all.has(id)) return []
    const word = typedLists[list]
    const meant = meaning(id)
    // so may the second of two that have the same
    if (meant === undefined && all.size < ids.length) return []
    const key = at.findLast(segment => typeof segment === 'string')
    const inList = typeof at.at(-1) === 'number'
    return [
      {
        at,
        message: `there is no ${word} ${quote(id)}`,
        label: meant && `did you mean ${quote(meant)}?`,
        help:
          meant !== undefined
            ? `write ${inList ? '' : `${key}: `}${before}${meant}`
            : ids.length === 0
              ? `the file has no ${list}`
              : `name ${word === 'app' ? 'an' : 'a'} ${word} of this file: ${listed(ids, 'or')}`,
      },
    ]
  })
}

function namesIn(draft: Draft, list: TypedList) {
  const ids = draft.ids[list].map(({ id }) => id)
  return { ids, all: new Set(ids), meaning: meanings(ids) }
}

/** Wherever the file speaks of a source or an app by its id. */
function mentions(draft: Draft): Mention[] {
  const { root, organizations, apps, moved, alist } = draft
  const sources = (ids: readonly string[] | undefined, at: Path): Mention[] =>
    (ids ?? []).map((id, index) => ({ at: [...at, index], id, list: 'sources' }))
  const ofAlist = alist?.value.source
  return [
    ...(root.admins ?? []).map(
      ({ source }, index): Mention => ({ at: ['admins', index, 'source'], id: source, list: 'sources' }),
    ),
    ...organizations.flatMap(({ at, value }) => sources(value.sources, [...at, 'sources'])),
    ...(ofAlist === undefined
      ? []
      : [{ at: ['callbacks', 'alist', 'source'], id: ofAlist, list: 'sources' } as const]),
    ...conditionsOf(draft).flatMap(({ at, when }) =>
      valuesIn(when, at, 'source').map(({ at, value }): Mention => ({ at, id: value, list: 'sources' })),
    ),
    ...apps.flatMap(({ path, host: { allow } }) =>
      typeof allow === 'object' ? sources(allow.sources, [...path, 'allow', 'sources']) : [],
    ),
    ...moved.flatMap(({ at, value: { to = '' } }): Mention[] => {
      const [list, id = ''] = to.split('.')
      return isTypedList(list) ? [{ at: [...at, 'to'], id, list, before: `${list}.` }] : []
    }),
  ]
}
