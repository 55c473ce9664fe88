import { sameLetters } from '../certain.ts'
import { referenceKinds } from '../place-name.ts'
import { letters, otherName } from '../suggest.ts'
import { isRecord } from '../typed-lists.ts'
import { quote } from '../words.ts'
import { type Context, type ShapeFinding, valueAt } from './context.ts'
import type { Holder } from './holder.ts'
import { mayKeepOut } from './limits.ts'

type Told = Pick<ShapeFinding, 'help' | 'failed'>

/** `config: { clientId: … }`, as other products have it: what is in it belongs here. */
export function wrapper(key: string, { map, free, isLimit }: Holder, context: Context): Told | undefined {
  const inside = valueAt(context.data, [...map, key])
  if (isLimit || mayKeepOut(key) || !isRecord(inside)) return undefined
  const names = Object.keys(inside).slice(0, 50)
  // what is only like a key may be one of something that there is not
  const meant = names.flatMap(name => sameLetters(name, free) ?? otherName(name, free) ?? [])
  return meant.length * 2 > names.length
    ? {
        help: `remove ${quote(key)} alone: its keys belong one level up`,
        failed: meant.map(name => [...map, name]),
      }
    : undefined
}

/** `env: NAME` beside the secret that it was to be written below. */
export function besideItsSecret(key: string, { map }: Holder, context: Context): Told | undefined {
  const given = valueAt(context.data, map)
  if (!referenceKinds.includes(key) || !isRecord(given)) return undefined
  const secret = Object.keys(given).find(name => {
    const schema = given[name] === null ? context.schemaOf([...map, name]) : undefined
    return schema?.['x-secret'] === true || schema?.['x-ref'] === true
  })
  return secret === undefined
    ? undefined
    : { help: `indent it below ${quote(secret)}`, failed: [[...map, secret]] }
}

/** `oidc_issuer_url` is the `issuer` that is missing. */
export function containedIn(key: string, missing: readonly string[]): string | undefined {
  const found = missing.filter(name => name.length > 4 && letters(key).includes(letters(name)))
  return found.length === 1 ? found[0] : undefined
}
