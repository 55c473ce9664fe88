import type { Path } from '../../diagnostics/diagnostic.ts'
import { entryWord, isRecord } from '../typed-lists.ts'
import { quote } from '../words.ts'
import { type Context, type ShapeFinding, valueAt } from './context.ts'

const id = /^[a-z][a-z0-9-]{0,62}$/

/**
 * `- wiki:`, as where the entries are a map by their ids: what to write for it, or undefined where it is no such key.
 * `isOwn` says which keys such an entry has.
 */
export function idInstead(
  key: string,
  entry: Readonly<Record<string, unknown>>,
  isOwn: (key: string) => boolean,
): string | undefined {
  if (!id.test(key) || Object.hasOwn(entry, 'id')) return undefined
  const value = entry[key]
  if (value === null) return `write id: ${key} in its place`
  if (!isRecord(value)) return undefined
  // some of its keys may stand beside it
  const isOnly = Object.keys(entry).length === 1
  const inside = Object.keys(value)
  return isOnly || (inside.length > 0 && inside.every(name => isOwn(name) && !Object.hasOwn(entry, name)))
    ? `write id: ${key} in its place, and what is below it beside that, no deeper`
    : undefined
}

/** `github:` with an entry below it, among the keys of the entry before: of a map by ids that goes on below a list. */
export function entryInstead(map: Path, key: string, { data }: Context) {
  const value = valueAt(data, [...map, key])
  const word = entryWord(map)
  if (word === undefined || !id.test(key) || !isRecord(value) || typeof value.type !== 'string')
    return undefined
  return {
    label: `is ${quote(key)} the id of another ${word}?`,
    help: `write - id: ${key} in its place, as far left as the other entries, and what is below it as far as their keys`,
    // what the file says of that id is said of this one
    failed: [
      [...map, key],
      [...map, 'id'],
    ],
  }
}

export const idFinding = (
  map: Path,
  key: string,
  help: string,
  value: unknown,
  missing: readonly string[],
): Pick<ShapeFinding, 'label' | 'help' | 'failed'> => ({
  label: `is ${quote(key)} its id?`,
  help,
  failed: missing
    .filter(name => name === 'id' || (isRecord(value) && Object.hasOwn(value, name)))
    .map(name => [...map, name]),
})
