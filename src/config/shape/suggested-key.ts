import { sameLetters } from '../certain.ts'
import { isOtherName, letters, otherName, suggest } from '../suggest.ts'
import { impactOf } from './access.ts'
import type { Context } from './context.ts'
import type { Holder } from './holder.ts'
import { containedIn } from './moved-key.ts'
import { otherLevel } from './other-level.ts'

/** A key that is not there yet before one that is: "remove it" is the last thing to say of a key that is only misspelt. */
export function suggested(key: string, holder: Holder, context: Context): string | undefined {
  const found = nearestKey(key, holder, context)
  // `auto` may be half of anything: it must not become the word that gives accounts
  const isHalf =
    found !== undefined && letters(found).startsWith(letters(key)) && otherName(key, [found]) === undefined
  const isOpening = isHalf && impactOf([...holder.map, found], context.schemaOf) === 'grant'
  return isOpening && found.length - key.length > longestEnding ? undefined : found
}

/** `group` is nearly `groups`. */
const longestEnding = 3

function nearestKey(key: string, { map, candidates, free, missing }: Holder, context: Context) {
  const first = suggestion(key, candidates, missing)
  if (first === undefined || free.includes(first) || sameLetters(key, candidates) !== undefined) return first
  // `hd` of Google is a word of its own, and no `id`
  if (isOtherName(key) && otherName(key, candidates) === undefined) return undefined
  const elsewhere = otherLevel(map, key, context)
  return suggestion(key, free, missing) ?? (elsewhere === undefined ? first : undefined)
}

/** A missing key first: that is the likeliest one to be misspelt. */
function suggestion(
  key: string,
  candidates: readonly string[],
  missing: readonly string[],
): string | undefined {
  return (
    suggest(key, missing) ?? suggest(key, candidates) ?? containedIn(key, missing) ?? halfOf(key, missing)
  )
}

/** `i` and `d` are what is left of an `id` that is missing. */
const halfOf = (key: string, missing: readonly string[]): string | undefined =>
  missing.find(name => name.length === 2 && key.length === 1 && name.includes(key))
