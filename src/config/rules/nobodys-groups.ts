import type { Draft, DraftSource } from '../draft.ts'
import { isPublic } from './autoregister/strangers.ts'
import { type GroupMention, groupsAskedFor, groupsGiven, tellsGroups } from './groups.ts'
import { meanings } from './meanings.ts'
import { hasComma } from './value/comma-in-name.ts'
import { hasWildcard } from './value/wildcard.ts'

/** Groups that the file asks for though nobody can be in them, of one file. */
export interface NobodysGroups {
  readonly mentions: readonly (GroupMention & {
    /** The group of a grant that it was meant to be. */
    readonly meant: string | undefined
  })[]
  /** Those that grants give, sorted. */
  readonly given: readonly string[]
  /** The first public source that tells groups: where a condition names such a one, its groups count. */
  readonly source: DraftSource | undefined
}

/**
 * Groups come from grants or from a source that has some. A stranger may have made a group of any name at a public
 * source, so its groups count only where a condition names the source. Undefined where nobody can know.
 */
export function nobodysGroups(draft: Draft): NobodysGroups | undefined {
  const { sources, ids, idsKnown } = draft
  const known = groupsGiven(draft)
  const telling = sources.filter(tellsGroups)
  const areKnown = idsKnown.sources && sources.length === ids.sources.length && telling.every(isPublic)
  if (!areKnown || known === undefined) return undefined
  const given = [...known].sort()
  const meaning = meanings(given)
  const tellers = new Set(telling.map(({ host }) => host.id))
  const counts = ({ condition }: GroupMention) =>
    tellers.size > 0 && (condition?.isNegated || condition?.sources.some(id => tellers.has(id)))
  return {
    mentions: groupsAskedFor(draft)
      .filter(mention => !known.has(mention.group) && !counts(mention))
      // what is wrong with the name itself is told by rules of its own
      .filter(({ group }) => !hasComma(group) && !hasWildcard(group))
      .map(mention => ({ ...mention, meant: meaning(mention.group) })),
    given,
    source: telling[0],
  }
}
