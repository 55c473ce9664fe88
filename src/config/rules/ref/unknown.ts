import type { Path } from '../../../diagnostics/diagnostic.ts'
import { distance } from '../../../diagnostics/distance.ts'
import type { Draft } from '../../draft.ts'
import { isTypedList, type TypedList, typedLists } from '../../typed-lists.ts'
import { list as listed, quote } from '../../words.ts'
import { conditionsOf } from '../conditions.ts'
import { meanings } from '../meanings.ts'
import type { Rule } from '../rule.ts'
import { valuesIn } from '../when.ts'
import { renamedIn } from './renamed.ts'

interface Mention {
  readonly at: Path
  readonly id: string
  readonly list: TypedList
  /** What the key says before the id. */
  readonly before?: string
}

export const unknownReference: Rule = draft => {
  const everywhere = mentions(draft)
  const known = {
    sources: namesIn(draft, 'sources', everywhere),
    apps: namesIn(draft, 'apps', everywhere),
  }
  const unknown = everywhere.filter(({ id, list }) => {
    const { ids, all, meaning } = known[list]
    // one whose id is wrong may be the one that is meant
    if (!draft.idsKnown[list] || all.has(id)) return false
    // so may the second of two that have the same, but for one letter
    return all.size === ids.length || distance(id, meaning(id) ?? '', 1) <= 1
  })
  const places = new Map<string, Mention[]>()
  for (const mention of unknown) {
    const same = places.get(nameOf(mention))
    if (same) same.push(mention)
    else places.set(nameOf(mention), [mention])
  }
  return unknown.flatMap(mention => {
    const { at, id, list } = mention
    const { ids, meaning, renamed, mentioned } = known[list]
    const nearest = meaning(id)
    const other = renamed(id)
    // what something else speaks of by its name is less likely than what nothing speaks of any more
    const isRenamed =
      other !== undefined && (nearest === undefined || (nearest !== other && mentioned.has(nearest)))
    const [meant, now] = isRenamed ? [undefined, other] : [nearest, undefined]
    // one name is one mistake: the other places of it are told with the first one
    const [first, ...others] = places.get(nameOf(mention)) ?? []
    if (first !== mention) return []
    const word = typedLists[list]
    return [
      {
        at,
        message: `there is no ${word} ${quote(id)}`,
        label: meant && `did you mean ${quote(meant)}?`,
        help:
          movedOn(mention, draft) ??
          (meant !== undefined
            ? `write ${written(mention, meant)}`
            : now !== undefined
              ? `write ${written(mention, now)}${elsewhere(others.length)}${accounts(mention, now, draft)}`
              : ids.length === 0
                ? `the file has no ${list}`
                : `name ${word === 'app' ? 'an' : 'a'} ${word} of this file: ${listed(ids, 'or')}${alsoNeeded(others.length)}`),
        related: others.slice(0, mostShown).map(({ at }) => ({ at, message: 'here too' })),
      },
    ]
  })
}

/** `to: sources.b` where another entry moves that one on: accounts move once, to where the source is now. */
function movedOn({ list, before, id }: Mention, { moved }: Draft): string | undefined {
  const next = before === undefined ? undefined : moved.find(({ value }) => value.from === `${list}.${id}`)
  return next?.value.to === undefined
    ? undefined
    : `write to: ${next.value.to}, where another entry moves ${quote(id)}`
}

/** Of the places of one name: a file may have a thousand, and each is a line. */
const mostShown = 4

const elsewhere = (number: number): string =>
  number === 0
    ? ''
    : `, and so at the other ${number === 1 ? 'place' : number > mostShown ? `${number} places` : 'places'}`

const alsoNeeded = (number: number): string =>
  number === 0 ? '' : `\nthe other ${number === 1 ? 'place needs' : `${number} places need`} one, too`

const nameOf = ({ list, id }: Mention): string => `${list}.${id}`

function written({ at, before = '' }: Mention, id: string): string {
  const inList = typeof at.at(-1) === 'number'
  return `${inList ? '' : `${at.findLast(segment => typeof segment === 'string')}: `}${before}${id}`
}

/** Under a new id it is another source, and whoever came by the old one is nobody, until the file says otherwise. */
function accounts({ list, id }: Mention, now: string, { moved }: Draft): string {
  const [from, to] = [`${list}.${id}`, `${list}.${now}`]
  return list === 'apps' || moved.some(({ value }) => value.from === from)
    ? ''
    : `\nif people have signed in by it, add moved: [{ from: ${from}, to: ${to} }], or name the source ${id} again: accounts hang on its id`
}

function namesIn(draft: Draft, list: TypedList, everywhere: readonly Mention[]) {
  const ids = draft.ids[list].map(({ id }) => id)
  // where `moved` names the new place of one, nothing else may speak of it yet
  const speaking = everywhere.filter(mention => mention.list === list && mention.before === undefined)
  const mentioned = new Set(speaking.map(({ id }) => id))
  const renamed = renamedIn(draft.ids[list], mentioned)
  return { ids, all: new Set(ids), meaning: meanings(ids), renamed, mentioned }
}

const isThere = (place: string, { ids }: Draft): boolean => {
  const [list, id] = place.split('.')
  return isTypedList(list) && ids[list].some(entry => entry.id === id)
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
    ...moved.flatMap(({ at, value: { from = '', to = '' } }): Mention[] => {
      const [list, id = ''] = to.split('.')
      // of an entry whose accounts have not moved yet moved/from-is-there tells all
      return isTypedList(list) && !isThere(from, draft)
        ? [{ at: [...at, 'to'], id, list, before: `${list}.` }]
        : []
    }),
  ]
}
