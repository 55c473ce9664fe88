import type { Path } from '../diagnostics/diagnostic.ts'
import {
  areHeaders,
  isNearlySecret,
  isPerhapsSecretOption,
  isSecretElsewhere,
  isSecretKey,
} from '../diagnostics/secret-key.ts'
import { alongPaths } from './along-paths.ts'
import { isPlaceName, isReferenceKey } from './place-name.ts'
import { oncePer, remembering } from './remembering.ts'
import type { Schema } from './schema/schema.ts'
import type { SchemaOf } from './schemas.ts'
import { otherLevel } from './shape/other-level.ts'
import { namesIn } from './shape/rename.ts'
import { suggest } from './suggest.ts'

/** True where a value may be a secret: it is then neither quoted in a message nor shown in a frame. */
export type Hidden = (path: Path) => boolean

/**
 * The schema says so, the key sounds so, or the key is a misspelt one of these. The schemas, the text and what YAML itself
 * is told of ask about the same places.
 */
export const hiddenIn: (schemaOf: SchemaOf) => Hidden = oncePer(schemaOf => {
  const nearlySecret = remembering(isNearlySecret)
  const suggested = new Map<object, (segment: string) => string | undefined>()
  /** Which of the keys beside it a word is meant to be, where one of these would say more than the word. */
  const suggestedIn = (map: Path, schema: Schema | undefined) => {
    if (schema?.properties === undefined) return none
    const known = suggested.get(schema)
    if (known) return known
    const names = namesIn(schema)
    const saysMore = names.some(name => isOpen(schema.properties?.[name]) || awaitsSecrets([...map, name]))
    const suggestion = saysMore ? (segment: string) => suggest(segment, names) : none
    suggested.set(schema, suggestion)
    return suggestion
  }
  const holding = new WeakMap<Schema, boolean>()
  /** A place for a list or a map of secrets: whoever writes something else there has probably written one. */
  const holdsSecrets = (path: Path): boolean => {
    const schema = schemaOf(path)
    // what a list holds depends on the types of its entries, and behind those on the schema alone
    if (schema === undefined || path.length < 2) return isHolding(path, schema, 4)
    const holds = holding.get(schema) ?? isHolding(path, schema, 4)
    holding.set(schema, holds)
    return holds
  }
  const isHolding = (path: Path, schema: Schema | undefined, deep: number): boolean => {
    if (schema === undefined || deep === 0) return false
    if (schema['x-secret'] === true) return true
    const below = [...(schema.items ? [0] : []), ...Object.keys(schema.properties ?? {})]
    const inside = below.map(key => [...path, key])
    // a reference to something public beside them, such as a key's certificate, makes it no other place, nor do a few words
    const secret = inside.filter(at => !isReferencePlace(schemaOf(at)) && schemaOf(at)?.enum === undefined)
    return secret.length > 0 && secret.every(at => isHolding(at, schemaOf(at), deep - 1))
  }

  /** A place for the options of somebody else's library: secrets are among them, whatever stands there instead of a map. */
  const opensFree = (path: Path): boolean => isFree(schemaOf(path)) && !isFree(schemaOf(path.slice(0, -1)))

  /** Nothing else than secrets belongs there, or all that is not a map may be one. */
  const awaitsSecrets = (path: Path): boolean => holdsSecrets(path) || opensFree(path)

  /** A key that is meant for another level, where it has secrets. */
  const belongsToSecrets = (map: Path, key: string): boolean => {
    const at = otherLevel(map, key, { schemaOf })?.at
    return at !== undefined && (schemaOf(at)?.['x-secret'] === true || holdsSecrets(at))
  }

  /** Whether a step hides what it leads to, with everything in there. */
  const hides = (here: Path, schema: Schema | undefined): boolean => {
    const segment = here.at(-1)
    const above = here.slice(0, -1)
    if (schema?.['x-secret'] === true) return true
    if (schema === undefined && holdsSecrets(above)) return true
    if (typeof segment !== 'string') return opensFree(above)
    // a colon too many: what follows belongs to something before it
    if (segment === '') return true
    if (schema !== undefined && isFree(schemaOf(above)))
      return (
        isSecretKey(segment) ||
        nearlySecret(segment) ||
        isPerhapsSecretOption(segment) ||
        areHeaders(String(above.at(-1))) ||
        isReferenceKey(segment) ||
        signIn(segment, above, schemaOf) !== -1
      )
    if (schema !== undefined) return isSecretKey(segment) && !described(schema) && !isOpen(schema)
    // a sign in a key that nobody knows has perhaps taken the place of a letter
    if (signIn(segment, above, schemaOf) !== -1) return true
    const beside = schemaOf(above)
    const meant = suggestedIn(above, beside)(segment)
    if (meant !== undefined && isOpen(beside?.properties?.[meant]) && !isSecretKey(segment)) return false
    // a reference without the key that it belongs to
    return (
      isSecretKey(segment) ||
      // where nobody knows what the keys are, none is suggested
      nearlySecret(segment) ||
      isSecretElsewhere(segment) ||
      isReferenceKey(segment) ||
      (meant !== undefined && awaitsSecrets([...above, meant])) ||
      belongsToSecrets(above, segment)
    )
  }

  /** True from the first step on that hides. */
  const stepAt = alongPaths<Step>({ hides: false, below: new Map() }, (above, path, depth) => {
    if (above.hides) return above
    const here = path.slice(0, depth + 1)
    const schema = schemaOf(here)
    const segment = here[depth]
    const alike = belowIn(above, typeof segment === 'string' ? segment : anyEntry)
    const known = alike.get(schema)
    if (known) return known
    const step = { hides: hides(here, schema), below: new Map() }
    alike.set(schema, step)
    return step
  })
  return path => path.length > 0 && (stepAt(path).hides || awaitsSecrets(path))
})

/** Where a key that nobody knows has a sign which is in no name, or -1. `idle:1h` and `env=NAME` have lost their space. */
export function signIn(key: string, map: Path, schemaOf: SchemaOf): number {
  const sign = key.search(/[^\p{L}\p{M}\p{N}_$@. -]/u)
  if (sign === -1 || key === '<<') return -1
  const name = key.slice(0, sign).trim()
  const rest = key.slice(sign + 1).trim()
  const isReference = isReferenceKey(name) && isPlaceName(name, rest)
  const schema = schemaOf([...map, name])
  const isOpen = schema !== undefined && schema['x-secret'] !== true && !isSecretKey(name)
  return isReference || (isOpen && /[:：=]/.test(key[sign] ?? '')) ? -1 : sign
}

/** Whether the keys of a map are somebody else's: any may be there, and nobody knows which are misspelt. */
export const isFree = (schema: Schema | undefined): boolean => schema?.['x-free'] === true

/**
 * A step into the file, asked about for everything that is behind it. Entries of a list that have the same schema, such as
 * all sources of one type, have their steps in common.
 */
interface Step {
  readonly hides: boolean
  readonly below: Map<string | typeof anyEntry, Map<Schema | undefined, Step>>
}

const anyEntry = 0

function belowIn({ below }: Step, name: string | typeof anyEntry): Map<Schema | undefined, Step> {
  const known = below.get(name)
  if (known) return known
  const made = new Map<Schema | undefined, Step>()
  below.set(name, made)
  return made
}

const none = () => undefined

/** The definition `secret`, on a key that is not `x-secret`. */
const isReferencePlace = (schema: Schema | undefined) =>
  schema?.['x-secret'] !== true && schema?.properties?.credential !== undefined

/** A key that only groups others is not a secret itself; one that may be a text as well can be. */
const described = ({ properties, items, type }: Schema) =>
  (properties !== undefined || items !== undefined) && !(Array.isArray(type) && type.includes('string'))

/** An address of the vendor, or a key that only sounds like a secret; what has the form of a secret is hidden all the same. */
const isOpen = (schema: Schema | undefined) =>
  schema?.['x-public'] === true || schema?.['x-endpoint'] === true
