import type { Path } from '../../diagnostics/diagnostic.ts'
import { discreetly } from '../../diagnostics/secret-form.ts'
import { commented, sameLetters } from '../certain.ts'
import { isEverybody } from '../everybody.ts'
import { referenceKinds, referenceTo } from '../place-name.ts'
import type { Schema } from '../schema/schema.ts'
import { letters, otherName, suggest } from '../suggest.ts'
import { typedListOf } from '../typed-lists.ts'
import { isRecord, namesOf } from '../types.ts'
import { list, plainText, quote } from '../words.ts'
import { impactOf, isCondition } from './access.ts'
import { addressesExample, isAddresses } from './addresses.ts'
import { ifEverybody } from './as-map.ts'
import { type Context, nameOf, type ShapeFinding, valueAt, within } from './context.ts'
import { cutByComma } from './cut-by-comma.ts'
import { cutSecrets } from './cut-secret.ts'
import { databaseParts } from './database.ts'
import { deniedKey } from './denied-key.ts'
import { entryInstead, idFinding, idInstead } from './entry-id.ts'
import { secretExample } from './example.ts'
import { fits } from './fits.ts'
import { fixedHere, optionsInstead } from './fixed.ts'
import { beginsAsLimit, intoEntry, limitInstead, mayKeepOut, tellsNobodyApart } from './limits.ts'
import { listenParts } from './listen-parts.ts'
import { besideItsSecret, containedIn, wrapper } from './moved-key.ts'
import { otherLevel, otherSection } from './other-level.ts'
import { colonLost } from './pairs-in-text.ts'
import { publicClient } from './public-client.ts'
import { referenceKey } from './reference-key.ts'
import { referenceText } from './reference-text.ts'
import { isBeside, namesIn, rename, takes } from './rename.ts'
import { renamedValue } from './renamed-value.ts'
import { around, takesText } from './rewrite.ts'
import { namesAsKeys } from './sum.ts'
import { switchOfMap } from './switch-of-map.ts'
import { keyed } from './value.ts'
import { withReplacement } from './written-out.ts'

/** A map with keys too many: what is the same for all of them is asked once. */
export interface Holder {
  readonly map: Path
  readonly schema: Schema | undefined
  readonly candidates: readonly string[]
  /** Those that are not there yet. */
  readonly free: readonly string[]
  /** The required keys that it does not have. */
  readonly missing: readonly string[]
  readonly where: string
  /** It says for whom something is. */
  readonly isLimit: boolean
  /** Keys that may be secrets, and have no value. */
  readonly emptied: readonly string[]
}

/** `missing` are the required keys that the same map does not have. */
export function unknownKeys(
  map: Path,
  keys: readonly string[],
  missing: readonly string[],
  context: Context,
): ShapeFinding[] {
  if (keys.length === 0) return []
  const whole =
    databaseParts(map, keys, context) ?? namesAsKeys(map, keys, context) ?? listenParts(map, keys, context)
  if (whole) return [whole]
  const schema = context.schemaOf(map)
  const isLimit = isCondition(map, context.schemaOf)
  const where = within(map, context)
  const given = valueAt(context.data, map)
  const candidates = namesIn(schema)
  // the data has the defaults, too
  const free = candidates.filter(name => !context.positions.has([...map, name]))
  const emptied = Object.entries(isRecord(given) ? given : {}).flatMap(([name, value]) =>
    value === null && context.hidden([...map, name]) ? [name] : [],
  )
  const holder: Holder = { map, schema, candidates, free, missing, where, isLimit, emptied }
  const secrets = cutSecrets(map, keys, context)
  const cut = [...secrets, ...cutByComma(map, keys, context)]
  const words = new Set(cut.flatMap(({ words }) => words))
  const others = keys.filter(key => !words.has(key))
  /** An unknown key may be of a secret that goes on behind a comma. */
  const withRest = (key: string, finding: ShapeFinding): ShapeFinding => {
    const words = secrets.find(({ at }) => at.at(-1) === key)?.words ?? []
    const rest = words.map(word => [...map, word])
    return rest.length === 0 ? finding : { ...finding, failed: [...finding.failed, ...rest] }
  }
  return [
    ...cut.flatMap(({ finding }) => finding ?? []),
    ...others.map(key =>
      withReplacement(withRest(key, unknownKey(key, holder, context)), [...map, key], context),
    ),
  ]
}

function unknownKey(key: string, holder: Holder, context: Context): ShapeFinding {
  const { map, schema, candidates, missing, where, isLimit } = holder
  const at = [...map, key]
  const found = { rule: 'schema/unknown-key', severity: 'error', at, on: 'key' } as const
  if (schema?.['x-secret'] === true && suggest(key, referenceKinds) === undefined)
    return notAReference(map, key, context)

  if (mayBeSecret(key, holder, context)) return withoutValue(map)

  const stuck = colonLost(at, candidates, context)
  if (stuck) return { ...found, ...stuck }

  const message = `unknown key ${quote(discreetly(key))} ${where}`
  if (commented.test(key))
    return {
      ...found,
      message,
      help: 'remove it, or make it a comment: those begin with "# " here',
      failed: [],
    }
  const assigned = /^([A-Za-z]+) ?=/.exec(key)?.[1] ?? ''
  if (context.schemaOf([...map, assigned])?.['x-secret'] === true)
    return {
      ...found,
      message: `there is "=" behind ${quote(assigned)} where a colon belongs`,
      help: `write ${assigned}: ${secretExample([...map, assigned], context.data)}`,
      failed: [[...map, assigned]],
    }
  const told =
    entryInstead(map, key, context) ??
    deniedKey(key, holder, context) ??
    referenceKey(key, holder, context) ??
    switchOfMap(key, holder, context)
  if (told) return { ...found, message, ...told }
  const asId = missing.includes('id') ? keyAsId(key, holder, context) : undefined
  // an entry below its id: no key that is like that has a map
  if (asId && isRecord(valueAt(context.data, at))) return { ...found, message, ...asId }
  const guess = namesNoType(at, context) ? undefined : suggested(key, holder, context)
  const meant = guess !== undefined && isOtherMap(at, guess, holder, context) ? undefined : guess
  const isSecond = meant !== undefined && isBeside(at, meant, context)
  // `name` beside the `id` of a grant is no other word for it
  if (meant !== undefined && !(isLimit && isSecond && otherName(key, candidates) === meant)) {
    const called = otherName(key, candidates) === meant && key.toLowerCase() !== meant.toLowerCase()
    const addresses = context.schemaOf([...map, meant]) ?? {}
    const isOther = called || addresses.type === 'array' || addresses['x-secret'] === true
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
    const renaming =
      slipped === undefined && value === undefined ? rename(map, key, meant, context) : undefined
    // it is nearly a key of this map, and exactly one of another, where it is not yet
    const moving = slipped !== undefined && !context.positions.has(slipped.at) ? `${slipped.help}, or ` : ''
    return {
      ...found,
      message,
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
  if (asId) return { ...found, message, ...asId }
  const moved = besideItsSecret(key, holder, context) ?? wrapper(key, holder, context)
  if (moved) return { ...found, message, ...moved }
  const elsewhere =
    otherLevel(map, key, context) ?? (map.length === 0 ? otherSection(key, context) : undefined)
  // a condition that moves to where there is one already is gone
  const isLost = isLimit && elsewhere !== undefined && context.positions.has(elsewhere.at)
  if (elsewhere !== undefined && !isLost)
    return {
      ...found,
      message,
      help: elsewhere.help,
      failed: [[...map, key], elsewhere.at, ...madeBy(elsewhere.at, map, context)],
    }
  const sole = onlyKey(at, holder, context)
  if (sole) return { ...found, message, ...sole }
  // what else is told of an `allow` that is elsewhere would be the same mistake
  const failed =
    isEntry(map) && mayKeepOut(key) && publicClient(key, holder, context) === undefined
      ? [[...map, 'allow']]
      : []
  return { ...found, message, help: instead(key, holder, context), failed }
}

/** `- wiki:` where its id is missing. */
function keyAsId(key: string, { map, candidates, missing }: Holder, { data }: Context) {
  const entry = valueAt(data, map)
  const help = isRecord(entry) ? idInstead(key, entry, name => candidates.includes(name)) : undefined
  return help === undefined ? undefined : idFinding(map, key, help, valueAt(data, [...map, key]), missing)
}

/** `retention: 400d` in `audit`, which has one key alone: what can be its value is meant to be. */
function onlyKey(at: Path, { map, candidates, free }: Holder, context: Context) {
  const [name, more] = candidates
  if (name === undefined || more !== undefined || free.length === 0 || context.hidden(at)) return undefined
  const [value, schema] = [valueAt(context.data, at), context.schemaOf([...map, name]) ?? {}]
  // of what anything can be, nothing is certain
  const isFit = (schema.pattern !== undefined || schema.enum !== undefined) && fits(value, schema)
  return isFit
    ? { help: `rename it to ${quote(name)}, the only key here`, failed: [[...map, name]] }
    : undefined
}

/** The key under which another one is moved, where it is not there yet: that it is missing is the same mistake. */
const madeBy = (at: Path, map: Path, { positions }: Context): Path[] => {
  const holder = at.slice(0, map.length + 1)
  return at.length > holder.length && !positions.has(holder) ? [holder] : []
}

const isEntry = (map: Path): boolean => map.length === 2 && typedListOf(map) !== undefined

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

/** What keeps people out is not to be removed: one less would let more of them in. */
function instead(key: string, holder: Holder, context: Context): string {
  const { map, candidates, isLimit } = holder
  const type =
    typedListOf(map) === 'sources'
      ? plainText(valueAt(context.data, [...map.slice(0, 2), 'type']))
      : undefined
  if (candidates.length === 0)
    return isLimit && type !== undefined ? tellsNobodyApart(type) : 'remove it: no key may stand here'
  if (isLimit)
    return `${allOf(candidates)}${isEverybody(key) ? ifEverybody(map, context.schemaOf(map) ?? {}) : ''}`
  const elsewhere = map.length === 0 ? intoEntry(key, context) : undefined
  if (elsewhere !== undefined) return elsewhere
  const fixed = fixedHere(key, holder)
  if (fixed !== undefined || !mayKeepOut(key))
    return optionsInstead(holder, context) ?? fixed ?? `${nothingLike} ${allOf(candidates)}`
  const isSwitch = typeof valueAt(context.data, [...map, key]) === 'boolean'
  if (isSwitch && !beginsAsLimit(key) && publicClient(key, holder, context) === undefined)
    return `${allOf(candidates)}; if it keeps people out, say that under "allow"`
  return (
    publicClient(key, holder, context) ??
    limitInstead(map, key, context) ??
    `${allOf(candidates)}; whom it keeps out has to be said otherwise`
  )
}

/** How a help begins that has no idea what the key was to be. */
export const nothingLike = 'remove it;'

function allOf(keys: readonly string[]): string {
  const known = listed.get(keys)
  if (known !== undefined) return known
  const told = `the ${keys.length === 1 ? 'only key here is' : 'keys here are'} ${list(keys.toSorted())}`
  listed.set(keys, told)
  return told
}

// the keys of one kind of map are a list of their own
const listed = new WeakMap<readonly string[], string>()

/** A key that is not there yet before one that is: "remove it" is the last thing to say of a key that is only misspelt. */
function suggested(key: string, holder: Holder, context: Context): string | undefined {
  const found = nearestKey(key, holder, context)
  // `auto` may be half of anything: it must not become the word that gives accounts
  const isHalf =
    found !== undefined && letters(found).startsWith(letters(key)) && otherName(key, [found]) === undefined
  const isOpening = isHalf && impactOf([...holder.map, found], context.schemaOf) === 'grant'
  return isOpening && found.length - key.length > longestEnding ? undefined : found
}

/** `group` is nearly `groups`. */
const longestEnding = 3

function nearestKey(key: string, { map, candidates, free, missing }: Holder, context: Context) {
  const first = suggestion(key, candidates, missing)
  if (first === undefined || free.includes(first) || sameLetters(key, candidates) !== undefined) return first
  const elsewhere = otherLevel(map, key, context)
  return suggestion(key, free, missing) ?? (elsewhere === undefined ? first : undefined)
}

/** A missing key first: that is the likeliest one to be misspelt. */
function suggestion(
  key: string,
  candidates: readonly string[],
  missing: readonly string[],
): string | undefined {
  return (
    suggest(key, missing) ?? suggest(key, candidates) ?? containedIn(key, missing) ?? halfOf(key, missing)
  )
}

/** `i` and `d` are what is left of an `id` that is missing. */
const halfOf = (key: string, missing: readonly string[]): string | undefined =>
  missing.find(name => name.length === 2 && key.length === 1 && name.includes(key))

/** `{ token, hunter2 }`: beside a secret that has no value, a word that is no key may be that value. */
const mayBeSecret = (key: string, { map, emptied }: Holder, { data }: Context): boolean =>
  emptied.some(other => other !== key) && valueAt(data, [...map, key]) === null

const withoutValue = (map: Path): ShapeFinding => ({
  rule: 'schema/unknown-key',
  severity: 'error',
  at: map,
  message: `${nameOf(map)} has a word that is no key, beside a secret without a value`,
  help: 'write "key: value" for each; a secret that was written out there is to be replaced at the vendor',
  secret: true,
  failed: [],
})

// the unknown key may be the secret itself, as in `{ hunter2 }`: it is not named
function notAReference(map: Path, key: string, { data }: Context): ShapeFinding {
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
