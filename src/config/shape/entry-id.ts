import type { Path } from '../../diagnostics/diagnostic.ts'
import { isRecord } from '../typed-lists.ts'
import { list, quote } from '../words.ts'
import { type Context, type ShapeFinding, valueAt } from './context.ts'

const id = /^[a-z][a-z0-9-]{0,62}$/

/** `- wiki:`, as where the entries are a map by their ids: what to write for it, or undefined where it is no such key. */
export function idInstead(key: string, value: unknown, isOnly: boolean): string | undefined {
  if (!id.test(key)) return undefined
  if (value === null) return `write id: ${key} in its place`
  return isRecord(value) && isOnly
    ? `write id: ${key} in its place, and what is below it beside that, no deeper`
    : undefined
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
  missing: readonly string[],
): Pick<ShapeFinding, 'label' | 'help' | 'failed'> => ({
  label: `is ${quote(key)} its id?`,
  help,
  failed: missing.map(name => [...map, name]),
})
