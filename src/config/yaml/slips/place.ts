import type { Path } from '../../../diagnostics/diagnostic.ts'
import { root, schemaAt } from '../../schema/schema.ts'
import type { Line } from './slip.ts'

/** Where what a line says begins, behind the "- " of an entry. */
export const contentOf = ({ text }: Line): number => /^ *(?:- +)*/.exec(text)?.[0].length ?? 0

/** What a line says from there, without a comment; quotes may have a "#" that is none. */
export const codeOf = (line: Line): string =>
  line.text
    .slice(contentOf(line))
    .split(/[ \t]#/, 1)[0]
    ?.trimEnd() ?? ''

/** The key that begins what a line says. */
export const keyIn = (line: Line): string | undefined =>
  /^([A-Za-z][\w-]*):(?:\s|$)/.exec(line.text.slice(contentOf(line)))?.[1]

/** That key, or all those of a map in braces. */
export function keysIn(line: Line): readonly string[] {
  const content = line.text.slice(contentOf(line))
  if (content.startsWith('{'))
    return [...content.matchAll(/[{,] *([A-Za-z][\w-]*): /g)].map(([, key = '']) => key)
  const key = keyIn(line)
  return key === undefined ? [] : [key]
}

export const isEntry = ({ text }: Line): boolean => /^ *- /.test(text)

/** Nothing stands behind its key: what is below belongs to it. */
export const isOpen = ({ text }: Line): boolean => /:[ \t]{0,40}(?:#|\r?$)/.test(text)

/** A map that a line is in, or a list of the top level: its path, as far as the top level tells it, and the keys that it has. */
export interface MapAbove {
  readonly path: Path
  readonly column: number
  readonly keys: ReadonlySet<string>
}

/** The maps that are open above a line or at its column, from the innermost: of the top level, of a section, and of an entry of one. */
export function mapsAbove(lines: readonly Line[], first: Line): MapAbove[] {
  const said = lines.filter(({ says }) => says)
  const at = said.indexOf(first)
  const section = said.slice(0, at).findLast(({ column }) => column === 0)
  const name = section && keyIn(section)
  if (section === undefined || name === undefined) return []
  const from = said.indexOf(section)
  const next = said.findIndex(({ column }, index) => index > at && column === 0)
  const inSection = said.slice(from + 1, next === -1 ? undefined : next)
  const top: MapAbove = { path: [], column: 0, keys: keysAt(said, 0) }
  const isList = schemaAt(root, [name])?.items !== undefined
  const start = isList
    ? said.slice(from, at).findLast(line => line.column === inSection[0]?.column && isEntry(line))
    : inSection[0]
  if (start === undefined || start === first || contentOf(start) > first.column) return [top]
  const index = inSection.indexOf(start)
  const end = inSection.findIndex((line, other) => other > index && line.column <= start.column && isList)
  const column = contentOf(start)
  const keys = keysAt(inSection.slice(index, end === -1 ? undefined : end), column)
  return [{ path: isList ? [name, 0] : [name], column, keys }, top]
}

const keysAt = (lines: readonly Line[], column: number): ReadonlySet<string> =>
  new Set(lines.flatMap(line => (contentOf(line) === column ? (keyIn(line) ?? []) : [])))
