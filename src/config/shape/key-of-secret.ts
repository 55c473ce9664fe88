import type { Path } from '../../diagnostics/diagnostic.ts'
import { referenceKinds, referenceTo } from '../place-name.ts'
import { isRecord } from '../types.ts'
import { list } from '../words.ts'
import { type Context, nameOf, type ShapeFinding, valueAt } from './context.ts'
import type { Holder } from './holder.ts'
import { referenceText } from './reference-text.ts'
import { keyed } from './value.ts'

/** `{ token, hunter2 }`: beside a secret that has no value, a word that is no key may be that value. */
export const mayBeSecret = (key: string, { map, emptied }: Holder, { data }: Context): boolean =>
  emptied.some(other => other !== key) && valueAt(data, [...map, key]) === null

export const withoutValue = (map: Path): ShapeFinding => ({
  rule: 'schema/unknown-key',
  severity: 'error',
  at: map,
  message: `${nameOf(map)} has a word that is no key, beside a secret without a value`,
  help: 'write "key: value" for each; a secret that was written out there is to be replaced at the vendor',
  secret: true,
  failed: [],
})

// the unknown key may be the secret itself, as in `{ hunter2 }`: it is not named
export function notAReference(map: Path, key: string, { data }: Context): ShapeFinding {
  const given = valueAt(data, map)
  const several = isRecord(given) && Object.keys(given).some(name => referenceKinds.includes(name))
  // `{ env NAME }`
  const reference = isRecord(given) && given[key] === null ? referenceText(key)?.reference : undefined
  const kind = referenceKinds.find(kind => isRecord(given) && given[kind] === null)
  // `{ env, NAME }`
  if (kind !== undefined && isRecord(given) && given[key] === null && Object.keys(given).length === 2)
    return {
      rule: 'schema/wrong-type',
      severity: 'error',
      at: map,
      message: '"," stands where ":" belongs',
      help: `write ${keyed(map, referenceTo(kind, key))}`,
      secret: true,
      failed: [[...map, kind]],
    }
  return {
    rule: 'schema/unknown-key',
    severity: 'error',
    at: map,
    message: `${nameOf(map)} has a key that is not one of ${list(referenceKinds)}`,
    help: several
      ? 'keep exactly one of them'
      : reference === undefined
        ? 'name the place where the secret is kept, such as { env: NAME }\nif the secret itself was written here, replace it at the vendor'
        : `write ${keyed(map, reference)}`,
    secret: true,
    failed: [],
  }
}
