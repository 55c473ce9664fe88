import type { Path } from '../../diagnostics/diagnostic.ts'
import { entryWord, isRecord } from '../typed-lists.ts'
import { list, quote } from '../words.ts'
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

/** An entry that a dash too many has torn in two: the one beside it has all that this one lacks, and nothing that it has. */
export function tornFrom(entry: Path, missing: readonly string[], { data }: Context): string | undefined {
  const [index, entries] = [entry.at(-1), valueAt(data, entry.slice(0, -1))]
  const here = valueAt(data, entry)
  if (typeof index !== 'number' || !Array.isArray(entries) || !isRecord(here)) return undefined
  const isOther = (other: unknown) =>
    isRecord(other) &&
    missing.every(key => Object.hasOwn(other, key)) &&
    Object.keys(here).every(key => !Object.hasOwn(other, key))
  const beside = isOther(entries[index + 1]) ? 'next' : isOther(entries[index - 1]) ? 'last' : undefined
  if (beside === undefined) return undefined
  return beside === 'next'
    ? `${nextOne}, which has ${list(missing)}: write no "-" before that`
    : `${beforeThis}, which has ${list(missing)}: write no "-" before this`
}

/** Of the two halves of a torn entry the first is told. */
export function withoutSecondHalf(findings: readonly ShapeFinding[]): ShapeFinding[] {
  const told = new Set(
    findings.flatMap(({ at, help }) =>
      help.startsWith(nextOne) ? [JSON.stringify([...at.slice(0, -1), Number(at.at(-1)) + 1])] : [],
    ),
  )
  return findings.filter(({ at, help }) => !(help.startsWith(beforeThis) && told.has(JSON.stringify(at))))
}

const nextOne = 'make one entry of this and the next one'
const beforeThis = 'make one entry of this and the one before it'

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
