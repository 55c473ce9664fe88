import type { Draft } from '../../draft.ts'
import type { RuleFinding } from '../../finding.ts'
import { quote } from '../../words.ts'
import { isPublic } from '../autoregister/strangers.ts'
import { type GroupMention, groupFormOf, groupsAskedFor, groupsGiven, named, tellsGroups } from '../groups.ts'
import type { Rule } from '../rule.ts'

/**
 * Grants apply in the file's order, and a group counts from the entry on that gives it. Below a `not` that is an open
 * door wherever it is given later; a wish of it may mean what a source tells, or what an entry above gives.
 */
export const groupGivenLater: Rule = draft => {
  // a mistake may hide that it is given above
  if (groupsGiven(draft) === undefined) return []
  const givenAt = giversIn(draft)
  const mayBeTold = tellersIn(draft)
  return groupsAskedFor(draft).flatMap(mention => {
    const [list, here] = mention.at
    if (list !== 'grants' || typeof here !== 'number') return []
    const { first, last } = givenAt(mention) ?? {}
    if (first === undefined || last === undefined || last < here) return []
    const isElsewhere = first < here || mayBeTold(mention)
    if (isElsewhere && (last === here || !mention.condition?.isNegated)) return []
    return [finding(mention, here, last, isElsewhere, draft)]
  })
}

function finding(
  { at, group, condition }: GroupMention,
  here: number,
  giver: number,
  isElsewhere: boolean,
  { grants }: Draft,
): RuleFinding {
  const { id, groups = [] } = grants[giver]?.value ?? {}
  const itself = giver === here
  const where = itself ? 'by this very entry' : `further down${isElsewhere ? ' as well' : ''}`
  const so = isElsewhere
    ? 'who gets it there is not left out here'
    : condition?.isNegated
      ? 'nobody is left out by it'
      : 'nobody whom this asks for is in it yet'
  return {
    at,
    message: `the group ${quote(group)} is given ${where}: ${so}`,
    help: itself
      ? 'an entry knows the groups that those above it give: give this one above, or ask for something else'
      : `move this entry below ${id === undefined ? 'that one' : quote(id)}: an entry knows the groups that those above it give`,
    related: [{ at: ['grants', giver, 'groups', groups.indexOf(group)], message: 'given here' }],
  }
}

interface Span {
  readonly first: number
  readonly last: number
}

/** The first and the last entry that may give a group to somebody whom the mention is about; by source, so that it takes linear time. */
function giversIn({ grants }: Draft): (mention: GroupMention) => Span | undefined {
  const spans = new Map<string, Map<string | undefined, Span>>()
  for (const [index, { value }] of grants.entries()) {
    const sources = value.when ? [...named(value.when)] : []
    for (const group of value.groups ?? []) {
      const ofGroup = spans.get(group) ?? new Map<string | undefined, Span>()
      spans.set(group, ofGroup)
      for (const source of sources.length > 0 ? sources : [undefined])
        ofGroup.set(source, { first: ofGroup.get(source)?.first ?? index, last: index })
    }
  }
  return ({ group, condition: { sources } = { sources: [] } }) => {
    const ofGroup = spans.get(group)
    const keys = sources.length > 0 ? [undefined, ...sources] : [...(ofGroup?.keys() ?? [])]
    const found = keys.flatMap(key => ofGroup?.get(key) ?? [])
    if (found.length === 0) return undefined
    return {
      first: Math.min(...found.map(({ first }) => first)),
      last: Math.max(...found.map(({ last }) => last)),
    }
  }
}

/** True where a source may say of those whom the mention is about that they are in the group. */
function tellersIn({ sources, ids, idsKnown }: Draft): (mention: GroupMention) => boolean {
  if (!idsKnown.sources || sources.length < ids.sources.length) return () => true
  const tellers = sources
    .filter(tellsGroups)
    .map(source => ({ source, id: source.host.id ?? '', form: groupFormOf(source)?.pattern }))
  const counts = ({ source, id, form }: (typeof tellers)[number], mention: GroupMention) => {
    const { sources: wanted = [], isNegated } = mention.condition ?? {}
    if (form?.test(mention.group) === false) return false
    if (wanted.length > 0) return wanted.includes(id)
    // a public one is not believed where nobody names it
    return isNegated === true || !isPublic(source)
  }
  return mention => tellers.some(teller => counts(teller, mention))
}
