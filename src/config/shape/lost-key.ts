import { isMap } from 'yaml'
import type { Path } from '../../diagnostics/diagnostic.ts'
import { isUnder } from '../parts.ts'
import { root, type Schema } from '../schema/schema.ts'
import { isRecord, isTypedList } from '../typed-lists.ts'
import { namesOf } from '../types.ts'
import { count, quote } from '../words.ts'
import { hostKeysAt } from '../yaml/host-keys.ts'
import { type Context, nameOf, type ShapeFinding, valueAt } from './context.ts'
import { fits } from './fits.ts'
import { otherLevel } from './other-level.ts'

/**
 * A key is gone from above its lines, and they have gone into the section or the list above. What is wrong with each of them
 * there is one mistake: that key.
 */
export function withoutLostKeys(findings: readonly ShapeFinding[], context: Context): ShapeFinding[] {
  const lost = [...lostLists(findings, context), ...lostSections(findings, context)]
  if (lost.length === 0) return [...findings]
  const isFrom = ({ at, failed }: ShapeFinding): boolean =>
    lost.some(({ failed: parts }) =>
      [at, ...(at.length === 0 ? failed : [])].every(place => place.length === 0 || isUnder(place, parts)),
    )
  return [...lost, ...findings.filter(finding => !isFrom(finding))]
}

/** The last entries of a list, from the first that is none of its kind, where all of them are of one that is nowhere in the file. */
function lostLists(findings: readonly ShapeFinding[], context: Context): ShapeFinding[] {
  const wrong = new Map<string, Set<number>>()
  // one finding may speak of several
  for (const { at, failed } of findings)
    for (const [list, index] of [at, ...failed]) {
      if (typeof list !== 'string' || typeof index !== 'number') continue
      const known = wrong.get(list) ?? new Set()
      wrong.set(list, known.add(index))
    }
  return [...wrong].flatMap(([list, indexes]) => {
    const entries = valueAt(context.data, [list])
    if (!Array.isArray(entries) || context.positions.node([list]) === undefined) return []
    const absent = Object.keys(root.properties ?? {}).filter(name => !context.positions.has([name]))
    const [found, another] = absent.flatMap(name => {
      const isOther = (entry: unknown, index: number) =>
        !(indexes.has(index) && isRecord(entry) && isOf(name, [list, index], entry, context))
      const first = entries.findLastIndex(isOther) + 1
      // one of a type that is there for both may have another mistake
      const isSure = entries
        .slice(first)
        .some(({ type }) => !isTypedList(name) || !isTypeOf(list, type, context))
      return first > 0 && first < entries.length && isSure ? [{ name, first }] : []
    })
    return found === undefined || another !== undefined ? [] : [lostAboveEntry(list, entries.length, found)]
  })
}

function lostAboveEntry(list: string, length: number, { name, first }: { name: string; first: number }) {
  const entries = Array.from({ length: length - first }, (_, index): Path => [list, first + index])
  return {
    ...told,
    at: [list, first],
    message: `there is no key above this entry: it is read as ${nameOf([list, first])}`,
    help: `write ${quote(`${name}:`)} above it`,
    failed: [...entries, [name]],
  }
}

const told = { rule: 'schema/unknown-key', severity: 'error', on: 'first' } as const

const isTypeOf = (list: string, type: unknown, { types }: Context): boolean =>
  isTypedList(list) && namesOf(list, types).some(known => known === type)

/** Whether an entry of one list can only be meant for the other. */
export function isOf(
  name: string,
  at: Path,
  entry: Readonly<Record<string, unknown>>,
  context: Context,
): boolean {
  const { schemaOf, positions } = context
  // the data has the defaults, too
  const written = Object.keys(entry).filter(key => positions.has([...at, key]))
  const isKnown = (place: Path) => {
    const keys = schemaOf(place)?.properties ?? {}
    return written.every(key => Object.hasOwn(keys, key))
  }
  if (!isTypedList(name)) {
    // `{ id, name }` may as well be a source without its type
    const own = hostKeysAt([...at.slice(0, -1), 0])
    const isStrange = written.some(key => !Object.hasOwn(own, key))
    return isStrange && schemaOf([name])?.items !== undefined && isKnown([name, 0])
  }
  // some types are there for both
  const isShared = isTypeOf(String(at[0]), entry.type, context)
  return isTypeOf(name, entry.type, context) && !(isShared && isKnown(at))
}

/** The last keys of a section, where all of them are of one beside it that is not there. */
function lostSections(findings: readonly ShapeFinding[], context: Context): ShapeFinding[] {
  const unknown = new Map<string, Path[]>()
  for (const { rule, at } of findings) {
    // what is no name, or no value, in a map of free names
    const isStrange =
      rule === 'schema/unknown-key' ||
      (rule === 'schema/wrong-type' && context.schemaOf(at.slice(0, -1))?.propertyNames !== undefined)
    if (!isStrange || at.length < 2 || typeof at.at(-1) !== 'string') continue
    const map = JSON.stringify(at.slice(0, -1))
    unknown.set(map, [...(unknown.get(map) ?? []), at])
  }
  return [...unknown.values()].flatMap(places => {
    const [first] = places
    const found = first && lostAbove(first.slice(0, -1), places, context)
    return found ? [found] : []
  })
}

/** A key of its own, or one of several free ones for a bit of a permission; `port: 8080` is none. */
const canHave = (schema: Schema | undefined, key: string, value: unknown, isOnly: boolean): boolean =>
  Object.hasOwn(schema?.properties ?? {}, key) ||
  (typeof value === 'number' &&
    !isOnly &&
    Number.isInteger(Math.log2(value)) &&
    typeof schema?.additionalProperties === 'object' &&
    fits(value, schema.additionalProperties))

function lostAbove(map: Path, places: readonly Path[], context: Context): ShapeFinding | undefined {
  const { positions, schemaOf, data } = context
  const parent = map.slice(0, -1)
  const given = valueAt(data, map)
  const node = positions.node(map)
  if (typeof map.at(-1) !== 'string' || !isRecord(given) || !isMap(node) || node.flow === true)
    return undefined
  const keys = places.map(at => String(at.at(-1)))
  const offset = (key: string) => positions.key([...map, key]).start.offset
  const inOrder = Object.keys(given)
    .filter(key => positions.has([...map, key]))
    .sort((a, b) => offset(a) - offset(b))
  const isLast = inOrder.slice(-keys.length).every(key => keys.includes(key)) && keys.length < inOrder.length
  // one key may well be meant for another level
  const moved = keys.length > 1 ? undefined : otherLevel(map, keys[0] ?? '', context)
  if (!isLast || (moved !== undefined && !positions.has(moved.at))) return undefined
  const [name, another] = Object.keys(schemaOf(parent)?.properties ?? {}).filter(other => {
    const below = schemaOf([...parent, other])
    return (
      !positions.has([...parent, other]) &&
      keys.every(key => canHave(below, key, given[key], keys.length === 1))
    )
  })
  if (name === undefined || another !== undefined) return undefined
  const column = positions.key(map).start.column - 1
  const place = column === 0 ? '' : `, with ${count(column, 'space')} before it`
  const [first = ''] = inOrder.slice(-keys.length)
  return {
    ...told,
    at: [...map, first],
    on: 'key',
    message: `there is no key above ${keys.length === 1 ? 'this line: it is' : 'these lines: they are'} read as part of ${nameOf(map)}`,
    help: `write ${quote(`${name}:`)} above ${keys.length === 1 ? 'it' : 'them'}${place}`,
    failed: [...places, [...parent, name]],
  }
}
