import type { Form } from '../../plugin.ts'
import type { Draft, DraftSource } from '../draft.ts'
import { isPublic, unlimitedAt } from './autoregister/strangers.ts'
import { givesNothing } from './grant/gives-nothing.ts'
import {
  type GroupMention,
  groupFormOf,
  groupsAskedFor,
  groupsGiven,
  knowsGroupsOf,
  listForGroups,
  tellsGroups,
} from './groups.ts'
import { meanings } from './meanings.ts'
import { hasComma } from './value/comma-in-name.ts'
import { hasWildcard } from './value/wildcard.ts'

/** A source that has groups only with this list under `allow`. */
interface Silent {
  readonly source: DraftSource
  readonly list: string
}

export interface NobodysGroup extends GroupMention {
  /** The group of a grant that it was meant to be. */
  readonly meant: string | undefined
  /** One that the condition names. */
  readonly silent: Silent | undefined
}

/** Groups that the file asks for though nobody can be in them, of one file. */
export interface NobodysGroups {
  readonly mentions: readonly NobodysGroup[]
  /** Those that grants give, sorted. */
  readonly given: readonly string[]
  /** The first public source that tells groups: where a condition names such a one, its groups count. */
  readonly source: DraftSource | undefined
  /** What groups look like that count though no condition names their source; undefined where there are none, or of any form. */
  readonly form: Form | undefined
}

/**
 * Groups come from grants or from a source that has some, of the form that these have there. A stranger may have made a
 * group of any name at a public source, so its groups count only where a condition names the source. Undefined where
 * nobody can know.
 */
export function nobodysGroups(draft: Draft): NobodysGroups | undefined {
  const { sources, ids, idsKnown } = draft
  const known = groupsGiven(draft)
  const telling = sources.filter(tellsGroups)
  if (!idsKnown.sources || sources.length < ids.sources.length || known === undefined) return undefined
  const mayBeTold = tellersIn(telling, new Set(ids.sources.map(({ id }) => id)))
  const asked = groupsAskedFor(draft)
    .filter(mention => !known.has(mention.group) && !mayBeTold(mention))
    // what is wrong with the name itself is told by rules of its own
    .filter(({ group }) => !hasComma(group) && !hasWildcard(group))
  if (asked.length === 0) return undefined
  const given = [...known].sort()
  const meaning = meanings(given)
  const knows = knowsGroupsOf(draft)
  const isHidden = givesNothing(draft).length > 0
  const silent = silentSources(draft)
  const told = unlimitedAt(draft).map(({ source }) => source)
  return {
    mentions: asked
      .map(mention => ({ mention, meant: meaning(mention.group) }))
      .map(({ mention, meant }) => ({
        ...mention,
        meant: meant !== undefined && knows(mention.at, meant) ? meant : undefined,
        silent: mention.condition?.sources.map(id => silent.get(id)).find(found => found !== undefined),
      }))
      // that nobody, or anybody, may sign in there is told at its `allow`
      .filter(
        ({ silent: { source } = {} }) => source === undefined || !(told.includes(source) || isEmpty(source)),
      )
      // a blank is told where the group is given, and a grant without its groups as that
      .filter(({ meant }) => (meant === undefined ? !isHidden : meant.trim() === meant)),
    given,
    source: telling.find(isPublic),
    form: telling.filter(source => !isPublic(source)).map(groupFormOf)[0],
  }
}

const silentSources = ({ sources }: Draft): ReadonlyMap<string, Silent> =>
  new Map(
    sources.flatMap(source => {
      const list = listForGroups(source)
      return list === undefined ? [] : [[source.host.id ?? '', { source, list }] as const]
    }),
  )

const isEmpty = ({ host: { allow = {} } }: DraftSource): boolean =>
  Object.values(allow).some(list => list.length === 0)

/** True where somebody whom the mention is about may come with such a group. */
function tellersIn(
  telling: readonly DraftSource[],
  known: ReadonlySet<string>,
): (mention: GroupMention) => boolean {
  const tellers = telling.map(source => ({
    id: source.host.id ?? '',
    isOpen: isPublic(source),
    form: groupFormOf(source)?.pattern,
  }))
  return ({ group, condition: { sources: wanted, isNegated } = { sources: [], isNegated: false } }) =>
    // a source that is not there, which is told, may have meant one that has it
    wanted.some(id => !known.has(id)) ||
    tellers.some(({ id, isOpen, form }) => {
      // that none of its groups is called so, grant/never-met tells
      if (isNegated || wanted.includes(id)) return true
      return wanted.length === 0 && !isOpen && form?.test(group) !== false
    })
}
