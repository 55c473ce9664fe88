import { isEverybody } from '../everybody.ts'
import { typedListOf } from '../typed-lists.ts'
import { list, plainText } from '../words.ts'
import { ifEverybody } from './as-map.ts'
import { type Context, valueAt } from './context.ts'
import { fixedHere, optionsInstead } from './fixed.ts'
import type { Holder } from './holder.ts'
import { beginsAsLimit, intoEntry, limitInstead, mayKeepOut, tellsNobodyApart } from './limits.ts'
import { publicClient } from './public-client.ts'

/** What keeps people out is not to be removed: one less would let more of them in. */
export function instead(key: string, holder: Holder, context: Context): string {
  const { map, candidates, isLimit } = holder
  const type =
    typedListOf(map) === 'sources'
      ? plainText(valueAt(context.data, [...map.slice(0, 2), 'type']))
      : undefined
  if (candidates.length === 0)
    return isLimit && type !== undefined ? tellsNobodyApart(type) : 'remove it: no key may stand here'
  if (isLimit)
    return `${allOf(candidates)}${isEverybody(key) ? ifEverybody(map, context.schemaOf(map) ?? {}) : ''}`
  const elsewhere = map.length === 0 ? intoEntry(key, context) : undefined
  if (elsewhere !== undefined) return elsewhere
  const fixed = fixedHere(key, holder)
  if (fixed !== undefined || !mayKeepOut(key))
    return optionsInstead(holder, context) ?? fixed ?? `${nothingLike} ${allOf(candidates)}`
  const isSwitch = typeof valueAt(context.data, [...map, key]) === 'boolean'
  if (isSwitch && !beginsAsLimit(key) && publicClient(key, holder, context) === undefined)
    return `${allOf(candidates)}; if it keeps people out, say that under "allow"`
  return (
    publicClient(key, holder, context) ??
    limitInstead(map, key, context) ??
    `${allOf(candidates)}; whom it keeps out has to be said otherwise`
  )
}

/** How a help begins that has no idea what the key was to be. */
export const nothingLike = 'remove it;'

function allOf(keys: readonly string[]): string {
  const known = listed.get(keys)
  if (known !== undefined) return known
  const told = `the ${keys.length === 1 ? 'only key here is' : 'keys here are'} ${list(keys.toSorted())}`
  listed.set(keys, told)
  return told
}

// the keys of one kind of map are a list of their own
const listed = new WeakMap<readonly string[], string>()
