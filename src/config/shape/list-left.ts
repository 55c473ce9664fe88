import type { Path } from '../../diagnostics/diagnostic.ts'
import { isUnder } from '../parts.ts'
import { resolve, type Schema } from '../schema/schema.ts'
import { isRecord } from '../typed-lists.ts'
import { count, quote } from '../words.ts'
import { type Context, type ShapeFinding, valueAt } from './context.ts'
import { fits } from './fits.ts'

/**
 * `domains:` at the end of an entry, and its own entries below it as far left as the dash of that: read as entries of the
 * list further up, they are one mistake with the key that has none.
 */
export function withoutListsLeft(findings: readonly ShapeFinding[], context: Context): ShapeFinding[] {
  const left = findings.flatMap(({ rule, at }) =>
    rule === 'schema/wrong-type' && valueAt(context.data, at) === null ? (listLeft(at, context) ?? []) : [],
  )
  if (left.length === 0) return [...findings]
  const parts = left.flatMap(({ failed }) => failed)
  return [...left, ...findings.filter(({ at, secret }) => secret || !isUnder(at, parts))]
}

function listLeft(key: Path, context: Context): ShapeFinding | undefined {
  const items = context.schemaOf(key)?.items
  const entry = entryThatEndsWith(key, context)
  if (items === undefined || entry === undefined) return undefined
  const list = entry.slice(0, -1)
  const next = Number(entry.at(-1)) + 1
  const rest = entriesOf(list, context).slice(next)
  const form = resolve(items)
  const other = rest.findIndex(value => !canBeOf(form, value))
  // what goes on with the entry behind the list is read as part of the last one
  const around = Object.keys(context.schemaOf(entry)?.properties ?? {})
  const isLast = canBeOf(form, rest[other], around)
  const own = (other === -1 ? rest : rest.slice(0, other + (isLast ? 1 : 0))).map(
    (_, index): Path => [...list, next + index],
  )
  const [first] = own
  if (first === undefined) return undefined
  const column = (at: Path) => context.positions.key(at).start.column
  const wanted = column(key) + 1
  // the dash is two further left
  const more = wanted - (column(first) - dash - 1)
  const isOneLine = own.length === 1 && !isRecord(valueAt(context.data, first))
  return {
    rule: 'schema/wrong-type',
    severity: 'error',
    at: first,
    on: 'first',
    message: `this list is further left than ${quote(String(key.at(-1)))}, which it belongs to`,
    label: 'its first entry',
    help: `write ${count(wanted, 'space')} before it${isOneLine ? '' : `, and ${more} more before the other lines of this list`}`,
    related: [{ at: key, on: 'key', message: 'which has no value' }],
    failed: [key, ...own],
  }
}

const dash = '- '.length

const entriesOf = (list: Path, { data }: Context): readonly unknown[] => {
  const entries = valueAt(data, list)
  return Array.isArray(entries) ? entries : []
}

/** The innermost entry of a list that others follow, where nothing in it is behind that key. */
function entryThatEndsWith(key: Path, context: Context): Path | undefined {
  for (let depth = key.length; depth > 0; depth -= 1) {
    const at = key.slice(0, depth)
    const map = at.slice(0, -1)
    const step = at.at(-1)
    if (typeof step === 'number' && step < entriesOf(map, context).length - 1) return at
    if (typeof step === 'string' && lastOf(map, context) !== step) return undefined
  }
  return undefined
}

function lastOf(map: Path, { data, positions }: Context): string | undefined {
  const value = valueAt(data, map)
  const offset = (key: string) => positions.key([...map, key]).start.offset
  // the data has the defaults, too
  const keys = isRecord(value) ? Object.keys(value).filter(key => positions.has([...map, key])) : []
  return keys.toSorted((a, b) => offset(b) - offset(a))[0]
}

/** A word for a list of words; a map that begins with a key of the entries, and has no others. */
function canBeOf(items: Schema, value: unknown, others: readonly string[] = []): boolean {
  if (!isRecord(value)) return fits(value, items)
  const isOwn = (key: string) => Object.hasOwn(items.properties ?? {}, key)
  const [first, ...more] = Object.keys(value)
  return first !== undefined && isOwn(first) && more.every(key => isOwn(key) || others.includes(key))
}
