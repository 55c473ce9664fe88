import type { Path } from '../../diagnostics/diagnostic.ts'
import { entriesIn, idOf, placeIn, typedListNames } from '../typed-lists.ts'
import { isRecord } from '../types.ts'
import { type Context, valueAt } from './context.ts'
import type { Value } from './value.ts'

/**
 * `from: sources[github]` in `moved`, as messages show a place, and `from: github`: `sources.github`. Where both ends are
 * without their list, the first is told, with both.
 */
export function movedPlace({ path, value, context }: Value): string | undefined {
  const [list, index, end] = path
  if (list !== 'moved' || typeof value !== 'string') return undefined
  const place = placeIn(value)
  if (place !== undefined) return `write ${end}: ${place}`
  if (!isId(value)) return undefined
  const { from, to } = endsOf([list, Number(index)], context)
  const having = listOf([from, to], context)
  if (having === undefined) return undefined
  return isId(from) && isId(to)
    ? `write from: ${having}.${from} and to: ${having}.${to}`
    : `write ${end}: ${having}.${value}`
}

/** `to` of an entry of which both ends are written so. */
export function isToldWithFrom(path: Path, context: Context): boolean {
  const [list, index, end] = path
  if (list !== 'moved' || end !== 'to') return false
  const { from, to } = endsOf([list, Number(index)], context)
  return isId(from) && isId(to) && listOf([from, to], context) !== undefined
}

/** The only list that has the id of one of both ends. */
function listOf(ends: readonly unknown[], { data }: Context): string | undefined {
  const ids = ends.map(end => String(end).replace(/^(?:sources|apps)\./, ''))
  const [having, another] = typedListNames.filter(name =>
    entriesIn(data, name).some(entry => ids.includes(idOf(entry) ?? '')),
  )
  return another === undefined ? having : undefined
}

const isId = (value: unknown): boolean => typeof value === 'string' && /^[a-z][a-z0-9-]{0,62}$/.test(value)

function endsOf(entry: Path, { data }: Context): Readonly<Record<string, unknown>> {
  const found = valueAt(data, entry)
  return isRecord(found) ? found : {}
}
