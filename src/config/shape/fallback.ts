import type { Path } from '../../diagnostics/diagnostic.ts'
import { isPlaceName, referenceKinds } from '../place-name.ts'
import { isRecord } from '../typed-lists.ts'
import { plainText, quote } from '../words.ts'
import { type Context, nameOf, type ShapeFinding, valueAt } from './context.ts'

const words = /^(?:default|fallback|else|or|otherwise)$/i

/** `{ env: NAME, optional: true }`: a switch beside the name of a place, and nothing of a secret. */
export function optional(map: Path, keys: readonly string[], context: Context): ShapeFinding | undefined {
  const [key, ...others] = keys
  const given = valueAt(context.data, map)
  if (key === undefined || others.length > 0 || !isRecord(given) || !isPlace(map, context)) return undefined
  const kind = referenceKinds.find(name => Object.hasOwn(given, name))
  const isSwitch = /^(?:optional|required|mandatory)$/i.test(key) && typeof given[key] === 'boolean'
  if (!isSwitch || kind === undefined || !isPlaceName(kind, plainText(given[kind]))) return undefined
  return {
    rule: 'schema/unknown-key',
    severity: 'error',
    at: [...map, key],
    on: 'key',
    message: 'a reference says nothing but a place: where nothing is there, the file is not loaded',
    help: 'remove it',
    failed: [],
  }
}

const isPlace = (map: Path, { schemaOf }: Context): boolean => {
  const schema = schemaOf(map)
  return schema?.['x-secret'] === true || schema?.properties?.credential !== undefined
}

/** `{ env: NAME, default: … }`, as other languages have it: a secret that is known to everybody is none. */
export function fallback(map: Path, keys: readonly string[], context: Context): ShapeFinding | undefined {
  const given = valueAt(context.data, map)
  const key = keys.find(name => words.test(name))
  const isReference = isRecord(given) && referenceKinds.some(kind => Object.hasOwn(given, kind))
  if (!isPlace(map, context) || !isReference || key === undefined) return undefined
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
