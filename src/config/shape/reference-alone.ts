import type { Path } from '../../diagnostics/diagnostic.ts'
import { referenceKinds } from '../place-name.ts'
import { isRecord } from '../typed-lists.ts'
import { type Context, nameOf, type ShapeFinding, valueAt } from './context.ts'
import { secretsInstead } from './secrets-instead.ts'
import { keyed } from './value.ts'

/** `keys: { env: NAME }`, where one key of the map takes a list of references. */
export function referenceAlone(
  map: Path,
  [key = '']: readonly string[],
  context: Context,
): ShapeFinding | undefined {
  const given = valueAt(context.data, map)
  const isAlone = referenceKinds.includes(key) && isRecord(given) && Object.keys(given).length === 1
  const instead = isAlone ? secretsInstead(given, map, context) : undefined
  if (instead === undefined) return undefined
  return {
    rule: 'schema/wrong-type',
    severity: 'error',
    at: map,
    message: `${nameOf(map)} must be a map of keys, not a reference`,
    help: `write ${keyed(map, instead)}`,
    failed: [map],
  }
}
