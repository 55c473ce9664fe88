import type { Path } from '../../diagnostics/diagnostic.ts'
import { sameLetters } from '../certain.ts'
import { letters, otherName, suggest } from '../suggest.ts'
import { typedListOf } from '../typed-lists.ts'
import { isRecord } from '../types.ts'
import { list, plainText, quote } from '../words.ts'
import { isCondition } from './access.ts'
import { addressesExample, isAddresses } from './addresses.ts'
import { type Context, nameOf, type ShapeFinding, valueAt, within } from './context.ts'
import { isBeside, namesIn, rename } from './rename.ts'
import { around, takesText } from './rewrite.ts'

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
  const isSecond = meant !== undefined && isBeside(at, meant, context)
  const isLimit = isCondition(map, context.schemaOf)
  // `name` beside the `id` of a grant is no other word for it
  if (meant !== undefined && !(isLimit && isSecond && otherName(key, candidates) === meant)) {
    const called = otherName(key, candidates) === meant && key.toLowerCase() !== meant.toLowerCase()
    const addresses = context.schemaOf([...map, meant]) ?? {}
    const name =
      called && isAddresses(addresses)
        ? `write ${meant}: ${addressesExample(addresses, valueAt(context.data, at))}`
        : called
          ? `write ${quote(meant)}: that is what it is called here`
          : `rename it to ${quote(meant)}`
    const quotes = needsQuotes(at, [...map, meant], context)
    const renaming = mayHaveSlipped(map, key, candidates, context)
      ? undefined
      : rename(map, key, meant, context)
    return {
      ...found,
      message,
      label: `did you mean ${quote(meant)}?`,
      help: isSecond
        ? isLimit
          ? `${quote(meant)} is there already: make one of the two`
          : `remove it: ${quote(meant)} is there already`
        : `${name}${missing.includes(meant) ? '; it is required' : ''}${quotes ? `\nand put its value in quotes: ${quote(context.positions.source(at) ?? '')}` : ''}`,
      fix: renaming && quotes ? [...renaming, ...around(at, context.positions)] : renaming,
      failed: [[...map, meant]],
    }
  }
  const elsewhere = otherLevel(map, key, context)
  // a condition that moves to where there is one already is gone
  const isLost = isLimit && elsewhere !== undefined && context.positions.has(elsewhere.at)
  if (elsewhere !== undefined && !isLost)
    return { ...found, message, help: elsewhere.help, failed: [[...map, key], elsewhere.at] }
  return { ...found, message, help: instead(map, candidates.sort(), context), failed: [] }
}

/** A number under the wrong name of a key that takes text has two things to be mended at once. */
function needsQuotes(at: Path, meant: Path, { data, positions, schemaOf, hidden }: Context): boolean {
  const isNumber = typeof valueAt(data, at) === 'number' && !hidden(at)
  return isNumber && takesText(positions.source(at) ?? '', schemaOf(meant) ?? {})
}

/** A condition less would let more people in: of one, only what it may be is told. */
function instead(map: Path, keys: readonly string[], { schemaOf, data }: Context): string {
  const isLimit = isCondition(map, schemaOf)
  const type =
    typedListOf(map) === 'sources' ? plainText(valueAt(data, [...map.slice(0, 2), 'type'])) : undefined
  if (keys.length === 0)
    return isLimit && type !== undefined ? tellsNobodyApart(type) : 'remove it: no key may stand here'
  const told = keys.length === 1 ? `the only key here is ${list(keys)}` : `the keys here are ${list(keys)}`
  return isLimit ? told : `remove it; ${told}`
}

/** What to do in place of `allow` at a source that has no key of it. */
export const tellsNobodyApart = (type: string): string =>
  `a source of type ${quote(type)} can tell nobody apart: say under allow of the apps who may open them`

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

interface Elsewhere {
  readonly at: Path
  readonly help: string
}

/** The same key one level down or anywhere above. */
function otherLevel(map: Path, key: string, { schemaOf }: Context): Elsewhere | undefined {
  const namedIn = (path: Path) =>
    Object.keys(schemaOf(path)?.properties ?? {}).find(name => letters(name) === letters(key))
  const called = (name: string) => (name === key ? '' : `, as ${quote(name)}`)
  for (const child of Object.keys(schemaOf(map)?.properties ?? {})) {
    const name = reference(schemaOf([...map, child])) ? undefined : namedIn([...map, child])
    if (name !== undefined)
      return { at: [...map, child, name], help: `move it under ${quote(child)}${called(name)}` }
  }
  for (let depth = map.length - 1; depth >= 0; depth -= 1) {
    const name = namedIn(map.slice(0, depth))
    if (name === undefined) continue
    const place = depth === 0 ? 'to the top level' : `up, beside ${nameOf(map.slice(0, depth + 1))}`
    return { at: [...map.slice(0, depth), name], help: `move it ${place}${called(name)}` }
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
