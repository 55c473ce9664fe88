import { entriesIn, idOf, placeIn, typedListNames } from '../typed-lists.ts'
import { isRecord } from '../types.ts'
import { valueAt } from './context.ts'
import { keyed, type Value } from './value.ts'

/** `from: sources[github]` in `moved`, as messages show a place, and `from: github`: `sources.github`, where only one list has that id or the one of the other end. */
export function movedPlace({ path, value, context }: Value): string | undefined {
  const [list, index, end] = path
  if (list !== 'moved' || typeof value !== 'string') return undefined
  const place = placeIn(value)
  if (place !== undefined) return `write ${keyed(path, place)}`
  if (!/^[a-z][a-z0-9-]{0,62}$/.test(value)) return undefined
  const entry = valueAt(context.data, [list, Number(index)])
  const other = isRecord(entry) ? entry[end === 'from' ? 'to' : 'from'] : undefined
  const ids = [value, String(other).replace(/^(?:sources|apps)\./, '')]
  const having = typedListNames.filter(name =>
    entriesIn(context.data, name).some(entry => ids.includes(idOf(entry) ?? '')),
  )
  return having.length === 1 ? `write ${keyed(path, `${having[0]}.${value}`)}` : undefined
}
