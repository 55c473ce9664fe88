import type { Path } from '../../diagnostics/diagnostic.ts'
import type { Schema } from '../schema/schema.ts'
import type { SchemaOf } from '../schemas.ts'
import { letters, otherName, suggest } from '../suggest.ts'
import { quote } from '../words.ts'
import { type Context, nameOf, valueAt } from './context.ts'
import { corrected } from './corrected.ts'
import { enumOf } from './example.ts'
import { fits } from './fits.ts'
import { takes } from './rename.ts'

interface Elsewhere {
  readonly at: Path
  readonly help: string
}

/** The same key one level down or anywhere above, where it takes such a value: another thing may have the same name. */
export function otherLevel(
  map: Path,
  key: string,
  context: Pick<Context, 'schemaOf'> & Partial<Context>,
): Elsewhere | undefined {
  const { schemaOf, data } = context
  const isThere = (place: Path) => isInFile(place, [...map, key], context)
  const value = valueAt(data, [...map, key])
  const isFit = (at: Path) => mayBe(value, schemaOf(at))
  const plain = letters(key)
  const called = (name: string) => (name === key ? '' : `, as ${quote(name)}`)
  const deeper = levelBelow(map, schemaOf).get(plain)
  if (deeper && isFit([...map, deeper.child, deeper.name])) {
    const { child, name } = deeper
    const at = [...map, child, name]
    const help = `move it under ${quote(child)}${called(name)}`
    return { at, help: isThere(at) ? thereAlready(name, `under ${quote(child)}`) : help }
  }
  for (let depth = map.length - 1; depth >= 0; depth -= 1) {
    const name = byLetters(schemaOf(map.slice(0, depth))).get(plain)
    if (name === undefined || !isFit([...map.slice(0, depth), name])) continue
    const at = [...map.slice(0, depth), name]
    const beside = `beside ${nameOf(map.slice(0, depth + 1))}`
    if (isThere(at)) return { at, help: thereAlready(name, depth === 0 ? 'at the top level' : beside) }
    return { at, help: `move it ${depth === 0 ? 'to the top level' : `up, ${beside}`}${called(name)}` }
  }
  return undefined
}

/** At the top level, a key that a section has under another name: `port` is `listen` of `server`. */
export function otherSection(key: string, context: Context): Elsewhere | undefined {
  const { schemaOf, data } = context
  const value = valueAt(data, [key])
  for (const section of Object.keys(schemaOf([])?.properties ?? {})) {
    const schema = schemaOf([section])
    const name = reference(schema) ? undefined : otherName(key, Object.keys(schema?.properties ?? {}))
    const at = [section, name ?? '']
    const below = name === undefined ? undefined : schemaOf(at)
    // what gives people something is better not moved by a guess, nor what is believed if it is another thing
    const impact = below?.['x-impact']
    if (below === undefined || impact === 'grant' || (impact === 'trust' && !fits(value, below))) continue
    if (typeof value !== 'object' && takes(below, value))
      return isInFile(at, [key], context)
        ? { at, help: thereAlready(name ?? '', `under ${quote(section)}`) }
        : { at, help: `move it under ${quote(section)}, as ${asIn(below, name ?? '', value)}` }
  }
  return undefined
}

/** Whether the file that has one of two places has the other: one that is laid over another repeats keys of that. */
const isInFile = (place: Path, other: Path, { positions, locate }: Partial<Context>): boolean =>
  positions?.has(place) === true && locate?.(place).layer === locate?.(other).layer

const thereAlready = (name: string, where: string): string =>
  `${quote(name)} is there already ${where}: make one of the two`

const asIn = (schema: Schema, name: string, value: unknown): string => {
  const meant = corrected(value, schema)
  return meant === undefined ? quote(name) : `${name}: ${meant}`
}

/** Whether somebody may have meant that value: of what is one of a few words, or a map, no other word. */
function mayBe(value: unknown, schema: Schema | undefined): boolean {
  if (typeof value === 'object') return takes(schema, value)
  const words = typeof value === 'string' ? enumOf(schema ?? {}) : []
  return words.length === 0 || suggest(String(value), words) !== undefined
}

/** The keys of the maps in a map, each in the first one that has it. */
function levelBelow(map: Path, schemaOf: SchemaOf): ReadonlyMap<string, Deeper> {
  const schema = schemaOf(map)
  if (schema === undefined) return new Map()
  const known = levelsBelow.get(schema)
  if (known) return known
  const found = new Map<string, Deeper>()
  for (const child of Object.keys(schema.properties ?? {})) {
    const inside = schemaOf([...map, child])
    if (reference(inside)) continue
    for (const [plain, name] of byLetters(inside)) if (!found.has(plain)) found.set(plain, { child, name })
  }
  levelsBelow.set(schema, found)
  return found
}

interface Deeper {
  readonly child: string
  readonly name: string
}

/** The keys of a map by what is left of them without case and dashes. */
function byLetters(schema: Schema | undefined): ReadonlyMap<string, string> {
  if (schema?.properties === undefined) return new Map()
  const known = namesByLetters.get(schema)
  if (known) return known
  // of two that differ in nothing else the first
  const found = new Map(
    Object.keys(schema.properties)
      .toReversed()
      .map(name => [letters(name), name] as const),
  )
  namesByLetters.set(schema, found)
  return found
}

// a file may have thousands of keys too many, and the same few kinds of maps
const levelsBelow = new WeakMap<Schema, ReadonlyMap<string, Deeper>>()
const namesByLetters = new WeakMap<Schema, ReadonlyMap<string, string>>()

const reference = (schema: { 'x-secret'?: boolean; 'x-ref'?: boolean } | undefined) =>
  schema?.['x-secret'] === true || schema?.['x-ref'] === true
