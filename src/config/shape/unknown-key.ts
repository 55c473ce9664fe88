import type { Path } from '../../diagnostics/diagnostic.ts'
import { sameLetters } from '../certain.ts'
import { letters, otherName, suggest } from '../suggest.ts'
import { isRecord } from '../types.ts'
import { list, quote } from '../words.ts'
import { addressesExample, isAddresses } from './addresses.ts'
import { type Context, nameOf, type ShapeFinding, valueAt, within } from './context.ts'
import { isBeside, namesIn, rename } from './rename.ts'

/** `missing` are the required keys that the same map does not have. */
export function unknownKey(
  map: Path,
  key: string,
  missing: readonly string[],
  context: Context,
): ShapeFinding {
  const at = [...map, key]
  const schema = context.schemaOf(map)
  const found = { rule: 'schema/unknown-key', severity: 'error', at, on: 'key' } as const
  if (schema?.['x-secret'] === true && suggest(key, kinds) === undefined) return notAReference(map, context)

  const candidates = namesIn(schema)
  const message = `unknown key ${quote(key)} ${within(map, context)}`
  const meant = suggestion(key, candidates, missing)
  if (meant !== undefined) {
    const called = otherName(key, candidates) === meant && key.toLowerCase() !== meant.toLowerCase()
    const there = isBeside(at, meant, context)
    const addresses = context.schemaOf([...map, meant]) ?? {}
    const name =
      called && isAddresses(addresses)
        ? `write ${meant}: ${addressesExample(addresses, valueAt(context.data, at))}`
        : called
          ? `write ${quote(meant)}: that is what it is called here`
          : `rename it to ${quote(meant)}`
    return {
      ...found,
      message,
      label: `did you mean ${quote(meant)}?`,
      help: there
        ? `remove it: ${quote(meant)} is there already`
        : missing.includes(meant)
          ? `${name}; it is required`
          : name,
      fix: mayHaveSlipped(map, key, candidates, context) ? undefined : rename(map, key, meant, context),
      failed: [[...map, meant]],
    }
  }
  const elsewhere = otherLevel(map, key, context)
  if (elsewhere !== undefined) return { ...found, message, help: elsewhere, failed: [[...map, key]] }
  return {
    ...found,
    message,
    help:
      candidates.length === 0
        ? 'remove it: no key may stand here'
        : `remove it; the keys here are ${list(candidates.sort())}`,
    failed: [],
  }
}

const kinds = ['env', 'file', 'credential', 'exec']

/** A missing key first: that is the likeliest one to be misspelt. */
function suggestion(
  key: string,
  candidates: readonly string[],
  missing: readonly string[],
): string | undefined {
  return suggest(key, missing) ?? suggest(key, candidates)
}

/** It is nearly a key of this map, and exactly one of another. */
const mayHaveSlipped = (map: Path, key: string, candidates: readonly string[], context: Context): boolean =>
  sameLetters(key, candidates) === undefined && otherLevel(map, key, context) !== undefined

/** The same key one level down or anywhere above. */
function otherLevel(map: Path, key: string, { schemaOf }: Context): string | undefined {
  const namedIn = (path: Path) =>
    Object.keys(schemaOf(path)?.properties ?? {}).find(name => letters(name) === letters(key))
  const called = (name: string) => (name === key ? '' : `, as ${quote(name)}`)
  for (const child of Object.keys(schemaOf(map)?.properties ?? {})) {
    const name = reference(schemaOf([...map, child])) ? undefined : namedIn([...map, child])
    if (name !== undefined) return `move it under ${quote(child)}${called(name)}`
  }
  for (let depth = map.length - 1; depth >= 0; depth -= 1) {
    const name = namedIn(map.slice(0, depth))
    if (name === undefined) continue
    const place = depth === 0 ? 'to the top level' : `up, beside ${nameOf(map.slice(0, depth + 1))}`
    return `move it ${place}${called(name)}`
  }
  return undefined
}

const reference = (schema: { 'x-secret'?: boolean; 'x-ref'?: boolean } | undefined) =>
  schema?.['x-secret'] === true || schema?.['x-ref'] === true

// the unknown key may be the secret itself, as in `{ hunter2 }`: it is not named
function notAReference(map: Path, { data }: Context): ShapeFinding {
  const given = valueAt(data, map)
  const several = isRecord(given) && Object.keys(given).length > 1
  return {
    rule: 'schema/unknown-key',
    severity: 'error',
    at: map,
    message: `${nameOf(map)} has a key that is not one of ${list(kinds)}`,
    help: several
      ? 'keep exactly one of them'
      : 'name the place where the secret is kept, such as { env: NAME }',
    secret: true,
    failed: [],
  }
}
