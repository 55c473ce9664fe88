import type { Path } from '../../diagnostics/diagnostic.ts'
import type { Draft } from '../draft.ts'
import { groupFormOf, groupsAskedFor } from './groups.ts'
import type { NobodysGroup, NobodysGroups } from './nobodys-groups.ts'

/** A group of a grant that nobody asks for, where several places ask for another one, which no grant gives. */
export interface GroupSlip {
  readonly at: Path
  readonly given: string
  readonly asked: readonly [NobodysGroup, ...NobodysGroup[]]
  /** The names that are asked for: several, where a comma between them is gone. */
  readonly names: readonly string[]
  /** The two names are nearly the same. */
  readonly isNear: boolean
}

/**
 * Several places agree on a name that no grant gives, and one group of a grant that nothing asks for is nearly called so,
 * begins as that, or is the only one: the grant is wrong.
 */
export function groupSlips(draft: Draft, { mentions, source }: NobodysGroups): GroupSlip[] {
  if (mentions.length < 2) return []
  const asked = new Set(groupsAskedFor(draft).map(({ group }) => group))
  const idle = draft.grants.flatMap(({ at, value: { groups = [] } }) =>
    groups.flatMap((given, index) => (asked.has(given) ? [] : [{ at: [...at, 'groups', index], given }])),
  )
  const names = placesOfGroups(mentions)
  // it may be the name of a group there
  const isOfSource = (group: string) =>
    source !== undefined && groupFormOf(source)?.pattern.test(group) !== false
  const cut = idle.flatMap(one => withoutComma(one, names))
  const isCut = (places: Places) => cut.some(({ asked }) => asked.includes(places[0]))
  const others = names.flatMap(places => {
    const [{ group, meant }] = places
    if (isCut(places)) return []
    const isMeant = ({ given, at: [, giver] }: Idle) =>
      meant === undefined
        ? isBelow(places, giver) && (beginAlike(given, group) || (idle.length === 1 && names.length === 1))
        : given === meant && names.filter(([other]) => other.meant === meant).length === 1
    if (places.length < 2 || (meant === undefined && isOfSource(group))) return []
    const [slip, another] = idle.filter(isMeant)
    return slip && another === undefined
      ? [{ ...slip, asked: places, names: [group], isNear: meant !== undefined }]
      : []
  })
  return [...cut, ...others]
}

/** `groups: [developers leads]` is one group, whose name is those of two that are asked for. */
function withoutComma({ at, given }: Idle, groups: readonly Places[]): GroupSlip[] {
  const names = given.split(' ')
  const asked = groups.filter(([{ group }]) => names.includes(group))
  const [first, ...others] = asked.flat()
  const isEach = names.length > 1 && asked.length === names.length
  return first && isEach ? [{ at, given, asked: [first, ...others], names, isNear: true }] : []
}

type Places = readonly [NobodysGroup, ...NobodysGroup[]]

interface Idle {
  readonly at: Path
  readonly given: string
}

/** `devs` and `developers`. */
const beginAlike = (one: string, other: string): boolean =>
  one.slice(0, 3).length === 3 && one.slice(0, 3).toLowerCase() === other.slice(0, 3).toLowerCase()

/** A grant can ask only for what one above it gives. */
const isBelow = (places: readonly NobodysGroup[], giver: Path[number] | undefined): boolean =>
  places.every(({ at: [list, index] }) => list !== 'grants' || Number(index) > Number(giver))

/** Of the places of one name: a file may have a thousand, and each is a line. */
export const mostShown = 4

/** The places of each name, one that a help for all of them can be given at first. */
export function placesOfGroups<T extends NobodysGroup>(mentions: readonly T[]): (readonly [T, ...T[]])[] {
  const places = new Map<string, T[]>()
  for (const mention of mentions) {
    const name = JSON.stringify([mention.group, mention.meant])
    const same = places.get(name)
    if (same === undefined) places.set(name, [mention])
    // what a condition may name beside it mends that place alone
    else if (same[0]?.condition && !mention.condition) same.unshift(mention)
    else same.push(mention)
  }
  return [...places.values()].flatMap(([first, ...others]) => (first ? [[first, ...others] as const] : []))
}
