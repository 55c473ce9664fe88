import type { Path } from '../../diagnostics/diagnostic.ts'
import { certain } from '../certain.ts'
import type { Change } from '../finding.ts'
import { resolve, type Schema } from '../schema/schema.ts'
import { isRecord } from '../typed-lists.ts'
import { type Context, valueAt } from './context.ts'

/** The new name of a key that certainly is a misspelt or otherwise called `meant`, which is not there itself. */
export function rename(map: Path, key: string, meant: string, context: Context): Change[] | undefined {
  const { schemaOf, data } = context
  const candidates = namesIn(schemaOf(map))
  const { meanings, times } = meantIn(ownMap([...map, key], context), candidates)
  if (meanings.get(key) !== meant || isBeside([...map, key], meant, context)) return undefined
  const isOnly = times.get(meant) === 1
  const fits = takes(schemaOf([...map, meant]), valueAt(data, [...map, key]))
  return isOnly && fits ? renamed([...map, key], meant) : undefined
}

/** Whether the file that has written a key has this one in the same map. What another file says there is to be replaced. */
export function isBeside(at: Path, key: string, { locate, positions }: Context): boolean {
  const [own, there] = [locate(at), [...at.slice(0, -1), key]]
  const isInForce = positions.has(there) && locate(there).layer === own.layer
  return isInForce || own.layer.positions?.has([...own.at.slice(0, -1), key]) === true
}

/** The map that a key stands in, as its own file has it. */
function ownMap(at: Path, { locate }: Context): unknown {
  const own = locate(at)
  return valueAt(own.layer.parsed?.data, own.at.slice(0, -1))
}

/** What the keys of a map certainly are meant to be, and how many of them the same. */
interface Meant {
  readonly candidates: readonly string[]
  readonly meanings: ReadonlyMap<string, string>
  readonly times: ReadonlyMap<string, number>
}

function meantIn(map: unknown, candidates: readonly string[]): Meant {
  if (!isRecord(map)) return { candidates, meanings: new Map(), times: new Map() }
  const known = meantOf.get(map)
  // an alias may repeat it where other keys belong
  if (known?.candidates === candidates) return known
  const meanings = new Map<string, string>()
  const times = new Map<string, number>()
  for (const key of Object.keys(map)) {
    const meant = candidates.includes(key) ? undefined : certain(key, candidates)
    if (meant === undefined) continue
    meanings.set(key, meant)
    times.set(meant, (times.get(meant) ?? 0) + 1)
  }
  const found = { candidates, meanings, times }
  meantOf.set(map, found)
  return found
}

// a map may have thousands of unknown keys, and each of them asks
const meantOf = new WeakMap<object, Meant>()

export const renamed = (at: Path, name: string): Change[] => [{ at, on: 'key', text: name }]

/** The keys that may be written there; not those that have another name now. */
export function namesIn(schema: Schema | undefined): readonly string[] {
  if (schema?.properties === undefined) return []
  const known = names.get(schema)
  if (known) return known
  const found = Object.entries(schema.properties).flatMap(([name, below]) =>
    below['x-deprecated'] ? [] : [name],
  )
  names.set(schema, found)
  return found
}

// every key too many asks
const names = new WeakMap<Schema, readonly string[]>()

/** Whether the value is at all of the kind that belongs there; a literal where a secret belongs has a finding of its own. */
export function takes(schema: Schema | undefined, value: unknown): boolean {
  const { type } = schema ?? {}
  if (type === undefined || schema?.['x-secret'] === true || value === null) return true
  const kind = Array.isArray(value) ? 'array' : isRecord(value) ? 'object' : 'scalar'
  const kinds = (typeof type === 'string' ? [type] : type).map(one => (groups.has(one) ? one : 'scalar'))
  return (
    kinds.includes(kind) &&
    (!Array.isArray(value) || takes(schema?.items && resolve(schema.items), value[0] ?? null))
  )
}

const groups = new Set(['array', 'object'])
