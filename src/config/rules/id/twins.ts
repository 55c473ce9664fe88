import { isDeepStrictEqual } from 'node:util'
import type { Path } from '../../../diagnostics/diagnostic.ts'
import type { Draft } from '../../draft.ts'
import { valueAt } from '../../shape/context.ts'
import { type TypedList, typedLists } from '../../typed-lists.ts'
import { repeated } from '../repeated.ts'

/** True for places in an entry that repeats the id of another one: that is told, and what follows from it is no mistake of its own. */
export function inRepeated(draft: Draft): (at: Path) => boolean {
  const known = repeatedIn.get(draft)
  if (known) return known
  const found = find(draft)
  repeatedIn.set(draft, found)
  return found
}

// several rules ask
const repeatedIn = new WeakMap<Draft, (at: Path) => boolean>()

function find({ ids, organizations }: Draft): (at: Path) => boolean {
  const typed = (Object.keys(typedLists) as TypedList[]).flatMap(list =>
    repeated(ids[list], ({ id }) => id.toLowerCase()).map(({ again }) => `${list} ${again.index}`),
  )
  const named = organizations.filter(({ value }) => value.id !== undefined)
  const plain = repeated(named, ({ value }) => String(value.id).toLowerCase())
  const entries = [...typed, ...plain.map(({ again: { at } }) => at.slice(0, 2).join(' '))]
  if (entries.length === 0) return () => false
  const all = new Set(entries)
  return ([list, index]) => all.has(`${list} ${index}`)
}

/** Whether two entries say the very same: one was pasted twice. */
export const areTwins = ({ parsed }: Draft, one: Path, other: Path): boolean =>
  isDeepStrictEqual(valueAt(parsed.data, one), valueAt(parsed.data, other))
