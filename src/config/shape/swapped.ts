import type { Path } from '../../diagnostics/diagnostic.ts'
import { isUnder } from '../parts.ts'
import type { Schema } from '../schema/schema.ts'
import { isRecord } from '../typed-lists.ts'
import { quote } from '../words.ts'
import { type Context, type ShapeFinding, valueAt } from './context.ts'
import { fits } from './fits.ts'
import { isOf } from './lost-key.ts'

/** `server: https://…` and `publicUrl:` above the keys of a server: two keys of a map that have each other's values are one mistake. */
export function withoutSwapped(findings: readonly ShapeFinding[], context: Context): ShapeFinding[] {
  const swapped = [...wrongKeys(findings).values()].flatMap(keys => {
    const [pair, another] = keys.flatMap((one, index) =>
      keys
        .slice(index + 1)
        .flatMap(other => (areSwapped(one, other, context) ? [[one, other] as const] : [])),
    )
    return pair === undefined || another !== undefined ? [] : [told(pair, context)]
  })
  if (swapped.length === 0) return [...findings]
  const parts = swapped.flatMap(({ failed }) => failed)
  return [...swapped, ...findings.filter(({ at, secret }) => secret || !isUnder(at, parts))]
}

/** The keys of each map that have something wrong in them. */
function wrongKeys(findings: readonly ShapeFinding[]): ReadonlyMap<string, readonly Path[]> {
  const maps = new Map<string, Map<string, Path>>()
  for (const { at, secret } of findings)
    for (const [index, key] of at.entries()) {
      // a secret is told for itself
      if (typeof key !== 'string' || secret) continue
      const map = JSON.stringify(at.slice(0, index))
      maps.set(map, (maps.get(map) ?? new Map<string, Path>()).set(key, at.slice(0, index + 1)))
    }
  return new Map([...maps].map(([map, keys]) => [map, [...keys.values()]]))
}

function areSwapped(one: Path, other: Path, context: Context): boolean {
  const { positions, locate } = context
  const are = [one, other].every(at => positions.has(at))
  return (
    are &&
    locate(one).layer === locate(other).layer &&
    isMeantFor(other, one, context) &&
    isMeantFor(one, other, context)
  )
}

/** What stands at a key can be the value of the one beside it, and not of its own. */
function isMeantFor(beside: Path, at: Path, context: Context): boolean {
  const value = valueAt(context.data, at)
  const [list = '', ...deeper] = at
  if (Array.isArray(value) && deeper.length === 0)
    return (
      value.length > 0 &&
      value.every((entry, index) => isRecord(entry) && isOf(String(beside[0]), [list, index], entry, context))
    )
  const takes = (key: Path) => canHave(context.schemaOf(key), at, context)
  return takes(beside) && !takes(at)
}

function canHave(schema: Schema | undefined, at: Path, context: Context): boolean {
  const value = valueAt(context.data, at)
  if (schema === undefined) return false
  if (Array.isArray(value))
    return value.length > 0 && value.every((_, index) => canHave(schema.items, [...at, index], context))
  if (!isRecord(value)) return fits(value, schema)
  // the data has the defaults, too
  const keys = Object.keys(value).filter(key => context.positions.has([...at, key]))
  return keys.length > 0 && keys.every(key => Object.hasOwn(schema.properties ?? {}, key))
}

function told([one, other]: readonly [Path, Path], { positions }: Context): ShapeFinding {
  const [first, second] =
    positions.key(one).start.offset < positions.key(other).start.offset ? [one, other] : [other, one]
  const [a, b] = [first, second].map(at => quote(String(at.at(-1))))
  return {
    rule: 'schema/wrong-type',
    severity: 'error',
    at: first,
    on: 'key',
    message: `${a} and ${b} are the wrong way round: each has what belongs to the other`,
    help: `write ${b} in place of ${a}, and ${a} in place of ${b}`,
    related: [{ at: second, on: 'key', message: 'the other one' }],
    failed: [first, second],
  }
}
