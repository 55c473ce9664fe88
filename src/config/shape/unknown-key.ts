import type { Path } from '../../diagnostics/diagnostic.ts'
import { discreetly } from '../../diagnostics/secret-form.ts'
import { commented } from '../certain.ts'
import { referenceKinds } from '../place-name.ts'
import { suggest } from '../suggest.ts'
import { isEntry } from '../typed-lists.ts'
import { isRecord } from '../types.ts'
import { quote } from '../words.ts'
import { isCondition } from './access.ts'
import { besideText } from './beside-text.ts'
import { type Context, type ShapeFinding, valueAt, within } from './context.ts'
import { cutByComma } from './cut-by-comma.ts'
import { cutSecrets } from './cut-secret.ts'
import { databaseParts } from './database.ts'
import { dedented } from './dedented.ts'
import { deniedKey } from './denied-key.ts'
import { entryInstead, idFinding, idInstead } from './entry-id.ts'
import { secretExample } from './example.ts'
import { fallback, optional } from './fallback.ts'
import { fits } from './fits.ts'
import type { Holder } from './holder.ts'
import { inBraces } from './in-braces.ts'
import { instead } from './instead-of-key.ts'
import { mayBeSecret, notAReference, withoutValue } from './key-of-secret.ts'
import { mayKeepOut } from './limits.ts'
import { addressParts, listenParts } from './listen-parts.ts'
import { meantKey } from './meant-key.ts'
import { metadataInstead } from './metadata.ts'
import { besideItsSecret, wrapper } from './moved-key.ts'
import { otherLevel, otherSection } from './other-level.ts'
import { colonLost } from './pairs-in-text.ts'
import { publicClient } from './public-client.ts'
import { referenceAlone } from './reference-alone.ts'
import { referenceKey } from './reference-key.ts'
import { isBeside, namesIn } from './rename.ts'
import { namesAsKeys } from './sum.ts'
import { switchOfMap } from './switch-of-map.ts'
import { entryAtTop, takenAway } from './taken-away.ts'
import { withReplacement } from './written-out.ts'

/** `missing` are the required keys that the same map does not have. */
export function unknownKeys(
  map: Path,
  keys: readonly string[],
  missing: readonly string[],
  context: Context,
): ShapeFinding[] {
  if (keys.length === 0) return []
  const sunk = dedented(map, keys, context)
  if (sunk) {
    const others = keys.filter(key => !sunk.keys.includes(key))
    return [sunk.finding, ...unknownKeys(map, others, missing, context)]
  }
  const whole =
    fallback(map, keys, context) ??
    optional(map, keys, context) ??
    databaseParts(map, keys, context) ??
    inBraces(map, keys, context) ??
    referenceAlone(map, keys, context) ??
    namesAsKeys(map, keys, context) ??
    listenParts(map, keys, context) ??
    addressParts(map, keys, missing, context)
  if (whole) return [whole]
  const schema = context.schemaOf(map)
  const isLimit = isCondition(map, context.schemaOf)
  const where = within(map, context)
  const given = valueAt(context.data, map)
  const candidates = namesIn(schema)
  // the data has the defaults, too
  const free = candidates.filter(name => !isBeside([...map, keys[0] ?? ''], name, context))
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
    (map.length === 0 ? entryAtTop(key, context) : takenAway(map, key)) ??
    entryInstead(map, key, context) ??
    metadataInstead(key, holder, context) ??
    deniedKey(key, holder, context) ??
    referenceKey(key, holder, context) ??
    switchOfMap(key, holder, context)
  if (told) return { ...found, message, ...told }
  const asId = missing.includes('id') ? keyAsId(key, holder, context) : undefined
  // an entry below its id: no key that is like that has a map
  if (asId && isRecord(valueAt(context.data, at))) return { ...found, message, ...asId }
  const meant = meantKey(key, holder, context)
  if (meant) return { ...found, message, ...meant }
  if (asId) return { ...found, message, ...asId }
  const moved = besideItsSecret(key, holder, context) ?? wrapper(key, holder, context)
  if (moved) return { ...found, message, ...moved }
  const elsewhere =
    otherLevel(map, key, context) ?? (map.length === 0 ? otherSection(key, context) : undefined)
  const full = elsewhere && besideText(at, elsewhere.at, context)
  if (full) return full
  // a condition that moves to where there is one already is gone; where a key is missing, the id of an entry is no id too many
  const isLost =
    (isLimit || missing.length > 0) && elsewhere !== undefined && context.positions.has(elsewhere.at)
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
