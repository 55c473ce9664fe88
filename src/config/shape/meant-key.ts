import type { Path } from '../../diagnostics/diagnostic.ts'
import { sameLetters } from '../certain.ts'
import { otherName } from '../suggest.ts'
import { isEntry, typedListOf } from '../typed-lists.ts'
import { isRecord, namesOf } from '../types.ts'
import { plainText, quote } from '../words.ts'
import { addressesExample, isAddresses } from './addresses.ts'
import { type Context, type ShapeFinding, valueAt } from './context.ts'
import type { Holder } from './holder.ts'
import { otherLevel } from './other-level.ts'
import { isBeside, rename, takes } from './rename.ts'
import { renamedValue } from './renamed-value.ts'
import { around, takesText } from './rewrite.ts'
import { suggested } from './suggested-key.ts'

/** What is told of a key that is nearly one of its map, or is called otherwise here. */
export function meantKey(
  key: string,
  holder: Holder,
  context: Context,
): Pick<ShapeFinding, 'label' | 'help' | 'fix' | 'failed'> | undefined {
  const { map, candidates, missing, isLimit } = holder
  const at = [...map, key]
  const guess = namesNoType(at, context) ? undefined : suggested(key, holder, context)
  const meant = guess !== undefined && isOtherMap(at, guess, holder, context) ? undefined : guess
  const isSecond = meant !== undefined && isBeside(at, meant, context)
  // `name` beside the `id` of a grant is no other word for it
  if (meant === undefined || (isLimit && isSecond && otherName(key, candidates) === meant)) return undefined
  const called = otherName(key, candidates) === meant && key.toLowerCase() !== meant.toLowerCase()
  const addresses = context.schemaOf([...map, meant]) ?? {}
  const isOther =
    called ||
    addresses.type === 'array' ||
    addresses['x-secret'] === true ||
    !takes(addresses, valueAt(context.data, at))
  const value = isOther ? renamedValue(at, meant, context) : undefined
  const name =
    value !== undefined
      ? `write ${meant}: ${value}`
      : called && isAddresses(addresses)
        ? `write ${meant}: ${addressesExample(addresses, valueAt(context.data, at))}`
        : called
          ? `write ${quote(meant)}: that is what it is called here`
          : `rename it to ${quote(meant)}`
  const quotes = needsQuotes(at, [...map, meant], context)
  const slipped = sameLetters(key, candidates) === undefined ? otherLevel(map, key, context) : undefined
  const renaming = slipped === undefined && value === undefined ? rename(map, key, meant, context) : undefined
  // it is nearly a key of this map, and exactly one of another, where it is not yet
  const moving = slipped !== undefined && !context.positions.has(slipped.at) ? `${slipped.help}, or ` : ''
  return {
    label: `did you mean ${quote(meant)}?`,
    help: isSecond
      ? isLimit || otherName(key, candidates) === meant
        ? `${quote(meant)} is there already: make one of the two`
        : `remove it: ${quote(meant)} is there already`
      : `${moving}${name}${missing.includes(meant) ? '; it is required' : ''}${quotes ? `\nand put its value in quotes: ${quote(context.positions.source(at) ?? '')}` : ''}`,
    fix: renaming && quotes ? [...renaming, ...around(at, context.positions)] : renaming,
    failed: [[...map, meant]],
  }
}

/** `userSearch: { baseDN: … }`: what is called so elsewhere has keys or entries there, and here it has none. */
function isOtherMap(at: Path, meant: string, { map, candidates }: Holder, context: Context): boolean {
  const value = valueAt(context.data, at)
  if (otherName(String(at.at(-1)), candidates) !== meant) return false
  // `allowed_groups: [a]` is one key of `allow`
  if (Array.isArray(value)) return meant === 'allow'
  const places = [
    [...map, meant],
    [...map, meant, 0],
  ]
  return (
    isRecord(value) && !places.some(place => context.schemaOf(place) && takes(context.schemaOf(place), value))
  )
}

/** `provider: x` in an entry: what other products call a type, where it names none. */
function namesNoType(at: Path, { data, types }: Context): boolean {
  const [entry, key = ''] = [at.slice(0, -1), at.at(-1)]
  const list = isEntry(entry) ? typedListOf(entry) : undefined
  return (
    list !== undefined &&
    otherName(String(key), ['type']) !== undefined &&
    !namesOf(list, types).includes(plainText(valueAt(data, at)))
  )
}

/** A number under the wrong name of a key that takes text has two things to be mended at once. */
function needsQuotes(at: Path, meant: Path, { data, positions, schemaOf, hidden }: Context): boolean {
  const isNumber = typeof valueAt(data, at) === 'number' && !hidden(at)
  return isNumber && takesText(positions.source(at) ?? '', schemaOf(meant) ?? {})
}
