import { isMap } from 'yaml'
import type { Path } from '../../diagnostics/diagnostic.ts'
import { isUnder } from '../parts.ts'
import { isRecord } from '../typed-lists.ts'
import { type Context, nameOf, type ShapeFinding, valueAt } from './context.ts'

/**
 * An entry that a dash too many has torn in two: one half lacks what the other has, the second has nothing that is in
 * the first, and could have all of it. Whatever the halves lack is that one mistake.
 */
export function withoutTornEntries(findings: readonly ShapeFinding[], context: Context): ShapeFinding[] {
  const lacking = new Map<string, { entry: Path; missing: string[] }>()
  for (const { rule, at, failed } of findings) {
    if (rule !== 'schema/missing-key' || typeof at.at(-1) !== 'number' || failed.length === 0) continue
    lacking.set(JSON.stringify(at), { entry: at, missing: failed.map(path => String(path.at(-1))) })
  }
  const seconds = new Map<string, Path>()
  for (const { entry, missing } of lacking.values()) {
    const isIn = (other: Path) => keysAt(other, context).some(key => missing.includes(key))
    const [last, next] = [beside(entry, -1), beside(entry, 1)]
    const second = [
      ...(isIn(last) ? [entry] : []),
      // what has an id is an entry of its own
      ...(isIn(next) && !keysAt(next, context).includes('id') ? [next] : []),
    ].find(half => isSecondHalf(half, context))
    if (second) seconds.set(JSON.stringify(second), second)
  }
  const torn = [...seconds.values()].map(told)
  if (torn.length === 0) return [...findings]
  const halves = torn.flatMap(({ failed }) => failed)
  const others = findings.filter(
    ({ rule, at }) => !(isUnder(at, halves) && (rule === 'schema/missing-key' || at.length <= 2)),
  )
  return [...others, ...torn]
}

const beside = (entry: Path, by: number): Path => [...entry.slice(0, -1), Number(entry.at(-1)) + by]
const before = (entry: Path): Path => beside(entry, -1)

function isSecondHalf(entry: Path, context: Context): boolean {
  const [first, second] = [keysAt(before(entry), context), keysAt(entry, context)]
  if (
    first.length === 0 ||
    second.length === 0 ||
    context.locate(before(entry)).layer !== context.locate(entry).layer
  )
    return false
  const isKnown = (key: string, map: Path) => context.schemaOf([...map, key]) !== undefined
  return (
    second.every(key => !first.includes(key)) &&
    (second.every(key => isKnown(key, before(entry))) || first.every(key => isKnown(key, entry)))
  )
}

/** The keys that are written there, on lines of their own: the data has the defaults, too. */
function keysAt(entry: Path, { data, positions }: Context): string[] {
  const [value, node] = [valueAt(data, entry), positions.node(entry)]
  if (!isRecord(value) || !isMap(node) || node.flow === true) return []
  return Object.keys(value).filter(key => positions.has([...entry, key]))
}

const told = (entry: Path): ShapeFinding => ({
  rule: 'schema/missing-key',
  severity: 'error',
  at: entry,
  on: 'first',
  message: `the "-" in this line begins ${nameOf(entry)}, which has too little for one`,
  label: 'this belongs to the entry above',
  help: `write a space in place of the "-"`,
  related: [{ at: before(entry), on: 'first', message: 'which begins here' }],
  failed: [before(entry), entry],
})
