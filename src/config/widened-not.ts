import type { Clash, Side } from './conflict.ts'
import { discreet } from './discreet.ts'
import { isRecord } from './types.ts'
import { list } from './words.ts'
import { flow } from './written.ts'

/**
 * Maps merge, and of a `not` with more keys fewer people are left out: those of whom all of it is true. Whoever adds one
 * in a later file wants more of them left out.
 */
export function widenedNot(first: Side, second: Side): Clash[] {
  const inNot = isInNot(second.at)
  if (!inNot || !isRecord(first.data) || !isRecord(second.data)) return []
  const [before, later] = [first.data, second.data]
  const added = Object.keys(later).filter(key => !Object.hasOwn(before, key))
  // an empty map leaves out everybody, until there is something in it
  if (added.length === 0 || Object.keys(before).length === 0) return []
  const keys = added.length > 3 ? '…' : `{ ${added.map(key => `${flow(key)}: …`).join(', ')} }`
  const own = second.at.at(-1) === 'attribute' ? `{ attribute: ${keys} }` : keys
  return discreet([
    {
      rule: 'grant/widened-not',
      severity: 'warning',
      at: second.at,
      on: 'key',
      layer: second.layer,
      message: `this leaves out only those of whom ${list([...Object.keys(before), ...added])} are all true: fewer than without this file`,
      help: `to leave out these people as well, write all: [{ not: ${own} }] beside the other conditions, in place of it`,
      related: [{ at: first.at, on: 'key', layer: first.layer, message: 'this is merged with it' }],
    },
  ])
}

/** A map of conditions, or of attributes, below an odd number of `not`. */
function isInNot(at: Side['at']): boolean {
  const last = at.at(-1) === 'attribute' ? at.at(-2) : at.at(-1)
  return last === 'not' && at.includes('when') && at.filter(segment => segment === 'not').length % 2 === 1
}
