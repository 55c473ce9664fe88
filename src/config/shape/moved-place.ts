import type { Path } from '../../diagnostics/diagnostic.ts'
import { entriesIn, idOf, isTypedList, typedListNames } from '../typed-lists.ts'
import { isRecord } from '../types.ts'
import { type Context, valueAt } from './context.ts'
import { ownWords } from './own-words.ts'
import type { Value } from './value.ts'

/** How an end of an entry of `moved` is written. */
interface End {
  /** Absent where only the id is there. */
  readonly list?: string
  readonly id: string
  readonly isRight: boolean
}

/**
 * `from: sources[github]` in `moved`, as messages show a place, `source.github`, and `from: github`: `sources.github`.
 * Where both ends are written so, the first is told, with both.
 */
export function movedPlace({ path, value, context }: Value): string | undefined {
  const [list, index, end] = path
  if (list !== 'moved' || endIn(value) === undefined) return undefined
  const entry = ['moved', Number(index)]
  const given = endsOf(entry, context)
  const [from, to] = movedEnds(given.from, given.to, context)
  const isTold = (name: string) =>
    ownWords({ path: [...entry, name], value: given[name], context }) !== undefined
  if (!isTold(String(end))) return undefined
  if (areBothWrong(given) && from !== undefined && to !== undefined && isTold('from') && isTold('to'))
    return `write from: ${from} and to: ${to}`
  const place = end === 'from' ? from : to
  return place === undefined ? undefined : `write ${end}: ${place}`
}

/** `to` of an entry of which both ends are written so. */
export function isToldWithFrom(path: Path, context: Context): boolean {
  const [list, index, end] = path
  if (list !== 'moved' || end !== 'to') return false
  const given = endsOf([list, Number(index)], context)
  return areBothWrong(given) && movedEnds(given.from, given.to, context)[0] !== undefined
}

/** Both as `moved` takes them: of an id alone the list is the one that has one of the two. */
export function movedEnds(
  from: unknown,
  to: unknown,
  context: Context,
): [from: string | undefined, to: string | undefined] {
  const ends = [endIn(from), endIn(to)] as const
  const list = listOf(ends, context)
  const place = (end: End | undefined): string | undefined => {
    const name = end?.list ?? list
    return end === undefined || name === undefined ? undefined : `${name}.${end.id}`
  }
  return [place(ends[0]), place(ends[1])]
}

const areBothWrong = ({ from, to }: Readonly<Record<string, unknown>>): boolean =>
  endIn(from)?.isRight === false && endIn(to)?.isRight === false

/** `sources[old]`, `source.old`, `sources/old`, `{ sources: old }` and `old`. */
function endIn(value: unknown): End | undefined {
  const [pair, ...more] = isRecord(value) ? Object.entries(value) : []
  const text = pair !== undefined && more.length === 0 ? `${pair[0]}.${pair[1]}` : value
  if (typeof text !== 'string' || text.length > 200) return undefined
  const [, word, id = ''] =
    /^(?:\$\.)?(?:(sources?|apps?)[^\p{L}\p{N}]+)?([a-z][a-z0-9-]{0,62})["'\])]*$/iu.exec(text.trim()) ?? []
  if (!/^[a-z]/.test(id)) return undefined
  const list = word?.toLowerCase().replace(/s?$/, 's')
  return { id, isRight: value === `${list}.${id}`, ...(list !== undefined && { list }) }
}

/** The list that one of both ends names, or else the only one that has the id of one of both. */
function listOf(ends: readonly (End | undefined)[], { data }: Context): string | undefined {
  const [named] = ends.flatMap(end => end?.list ?? [])
  if (named !== undefined) return isTypedList(named) ? named : undefined
  const ids = ends.map(end => end?.id)
  const [having, another] = typedListNames.filter(name =>
    entriesIn(data, name).some(entry => ids.includes(idOf(entry) ?? '')),
  )
  return another === undefined ? having : undefined
}

function endsOf(entry: Path, { data }: Context): Readonly<Record<string, unknown>> {
  const found = valueAt(data, entry)
  return isRecord(found) ? found : {}
}
