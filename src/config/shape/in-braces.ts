import type { Path } from '../../diagnostics/diagnostic.ts'
import { referenceKinds } from '../place-name.ts'
import { suggest } from '../suggest.ts'
import { isRecord } from '../typed-lists.ts'
import { type Context, type ShapeFinding, valueAt } from './context.ts'
import { corrected } from './corrected.ts'
import { scalar } from './example.ts'
import { fits } from './fits.ts'
import { keyBefore } from './pairs-in-text.ts'
import { referenceText } from './reference-text.ts'
import { keyed, toValue, type Value } from './value.ts'
import { unwrapped } from './wrapped.ts'

/** `{ url: http://… }` and `{72F988BF-…}`, where a value or a reference to it belongs: braces make it a map of one key. */
export function inBraces(
  map: Path,
  [key = '']: readonly string[],
  context: Context,
): ShapeFinding | undefined {
  const [given, schema] = [valueAt(context.data, map), context.schemaOf(map) ?? {}]
  if (schema['x-ref'] !== true || !isRecord(given) || Object.keys(given).length !== 1) return undefined
  // `{ env NAME }` and `{ evn }` are nearly a reference
  if (keyBefore(key, referenceKinds) !== undefined || suggest(key, referenceKinds) !== undefined)
    return undefined
  const value = toValue({ path: map, keyword: 'type', params: {} }, context)
  const help = given[key] === null ? withoutBraces(key, value) : unwrapped(value)
  if (help === undefined) return undefined
  return {
    rule: 'schema/wrong-type',
    severity: 'error',
    at: map,
    message: `${value.name} must be one value, or a reference such as { env: NAME }, not another map`,
    help,
    failed: [map],
  }
}

function withoutBraces(word: string, { path, schema, context }: Value): string {
  const isFit = fits(word, schema) || context.hidden(path)
  const meant = referenceText(word)?.reference ?? (isFit ? undefined : scalar(corrected(word, schema)))
  return meant === undefined ? 'remove the braces around it' : `write ${keyed(path, meant)}`
}
