import type { Path } from '../../diagnostics/diagnostic.ts'
import { isRecord } from '../typed-lists.ts'
import { quote } from '../words.ts'
import { type Context, nameOf, type ShapeFinding } from './context.ts'
import { entries, isShown } from './entries.ts'
import { enumOf } from './example.ts'
import { canBe } from './fits.ts'
import { ownWords } from './own-words.ts'
import { keyed, toValue, type Value } from './value.ts'

/**
 * `scope: all` with `departments: […]` beside it: the key belongs into a map, and a text has no room for it. Undefined
 * where the map is one already or absent, or what the text says would be lost.
 */
export function besideText(at: Path, place: Path, context: Context): ShapeFinding | undefined {
  const map = place.slice(0, -1)
  const text = toValue({ path: map, keyword: 'type', params: {} }, context)
  const isBeside = map.length === at.length && context.positions.has(map)
  if (!isBeside || !isShown(text) || isEntry(text, place, context)) return undefined
  const given = toValue({ path: at, keyword: 'type', params: {} }, context)
  return {
    rule: 'schema/wrong-type',
    severity: 'error',
    at,
    on: 'key',
    message: `${nameOf(at)} belongs into ${quote(String(map.at(-1)))}, and that is ${text.shown}`,
    help: `write ${keyed(map, `{ ${keyed(place, inMap(given, place))} }`)} in place of both`,
    related: [{ at: map, message: 'a text, which no key fits into' }],
    failed: [at, map],
  }
}

/** The word for all of them is none of them. */
function isEntry({ value, schema }: Value, place: Path, { schemaOf }: Context): boolean {
  return !enumOf(schema).includes(String(value)) && canBe(String(value), schemaOf([...place, 0]) ?? {})
}

function inMap(given: Value, place: Path): string {
  const items = given.context.schemaOf([...place, 0])
  return items === undefined || isRecord(given.value)
    ? (ownWords(given) ?? '…')
    : `[${entries(given, items).join(', ')}]`
}
