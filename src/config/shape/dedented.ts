import type { Path } from '../../diagnostics/diagnostic.ts'
import { isRecord } from '../typed-lists.ts'
import { list, quote } from '../words.ts'
import { type Context, type ShapeFinding, valueAt } from './context.ts'
import { namesIn } from './rename.ts'

/** Keys that stand as far left as the one that they belong below. */
interface Dedented {
  readonly finding: ShapeFinding
  readonly keys: readonly string[]
}

/** `sync:` without a value, and right behind it keys that it has and that are none where they stand: one mistake. */
export function dedented(map: Path, unknown: readonly string[], context: Context): Dedented | undefined {
  const given = valueAt(context.data, map)
  const names = isRecord(given)
    ? Object.keys(given).filter(name => context.positions.has([...map, name]))
    : []
  for (const [index, name] of names.entries()) {
    const at = [...map, name]
    if (!isRecord(given) || given[name] !== null) continue
    const known = namesIn(context.schemaOf(at))
    const behind = names.slice(index + 1)
    const end = behind.findIndex(key => !known.includes(key))
    const keys = (end === -1 ? behind : behind.slice(0, end)).filter(key => unknown.includes(key))
    // of one alone it is told where that stands
    if (keys.length > 1) return { keys, finding: finding(at, keys, map) }
  }
  return undefined
}

const finding = (at: Path, keys: readonly string[], map: Path): ShapeFinding => ({
  rule: 'schema/wrong-type',
  severity: 'error',
  at,
  on: 'key',
  message: `${quote(String(at.at(-1)))} has no value, and its keys stand beside it`,
  help: `indent ${list(keys)} below it`,
  failed: [at, ...keys.map(key => [...map, key])],
})
