import type { Path } from '../../diagnostics/diagnostic.ts'
import { referenceKinds } from '../place-name.ts'
import { isRecord } from '../typed-lists.ts'
import { quote } from '../words.ts'
import { type Context, nameOf, type ShapeFinding, valueAt } from './context.ts'

const words = /^(?:default|fallback|else|or|otherwise)$/i

/** `{ env: NAME, default: … }`, as other languages have it: a secret that is known to everybody is none. */
export function fallback(
  map: Path,
  keys: readonly string[],
  { data, schemaOf }: Context,
): ShapeFinding | undefined {
  const schema = schemaOf(map)
  const isPlace = schema?.['x-secret'] === true || schema?.properties?.credential !== undefined
  const given = valueAt(data, map)
  const key = keys.find(name => words.test(name))
  const isReference = isRecord(given) && referenceKinds.some(kind => Object.hasOwn(given, kind))
  if (!isPlace || !isReference || key === undefined) return undefined
  return {
    rule: 'schema/unknown-key',
    severity: 'error',
    at: map,
    message: `a reference has no ${quote(key)}: where nothing is there, the file is not loaded`,
    help: `keep the place of ${nameOf(map)} alone; if a secret was written out beside it, replace that at the vendor`,
    secret: true,
    failed: [map],
  }
}
