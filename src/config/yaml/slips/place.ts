import type { Path } from '../../../diagnostics/diagnostic.ts'
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

/** That key, or all those of a map in braces, without those of what is in it. */
export function keysIn(line: Line): readonly string[] {
  const content = line.text.slice(contentOf(line))
  if (!content.startsWith('{')) return [keyIn(line) ?? []].flat()
  let depth = 0
  return Array.from(content.matchAll(signs), ([sign]) => {
    if (/[{[]/.test(sign)) depth += 1
    else if (/[}\]]/.test(sign)) depth -= 1
    else if (depth === 1 && /^[A-Za-z]/.test(sign)) return sign
    return []
  }).flat()
}

/** What is in quotes is none of the others. */
const signs = /"(?:[^"\\]|\\.)*"|'[^']*'|[{}[\]]|[A-Za-z][\w-]*(?=: )/g

export const isEntry = ({ text }: Line): boolean => /^ *- /.test(text)

/** Nothing stands behind its key: what is below belongs to it. */
export const isOpen = ({ text }: Line): boolean => /:[ \t]{0,40}(?:#|\r?$)/.test(text)

/** The lines of the first entry that have its keys. */
export function entryOf([first, ...others]: readonly Line[]): Line[] {
  if (first === undefined) return []
  const end = others.findIndex(({ column }) => column <= first.column)
  const column = contentOf(first)
  return [first, ...others.slice(0, end === -1 ? undefined : end)].filter(line => contentOf(line) === column)
}

/** A map that a line is in: its path, in which every entry of a list is the first, and the keys that it has. */
export interface MapAbove {
  readonly path: Path
  readonly column: number
  readonly keys: ReadonlySet<string>
}

/** The maps that are open above a line or at its column, from the innermost to the whole file. */
export function mapsAbove(lines: readonly Line[], first: Line): MapAbove[] {
  const said = lines.filter(({ says }) => says)
  const above = said.indexOf(first) - 1
  if (said[above] === undefined) return []
  // the path of each begins with that of the next one
  const maps: { column: number; from: number; step: Path }[] = []
  let map = { column: contentOf(said[above]), from: above }
  let dash: number | undefined
  for (let index = above; index >= 0; index -= 1) {
    const line = said[index] as Line
    const content = contentOf(line)
    if (dash !== undefined ? isEntry(line) || content > dash : content > map.column) continue
    if (dash !== undefined || content < map.column) {
      const key = keyIn(line)
      if (key === undefined) return []
      maps.push({ ...map, step: dash === undefined ? [key] : [key, 0] })
      map = { column: content, from: index }
    }
    map.from = index
    dash = isEntry(line) ? line.column : undefined
  }
  maps.push({ ...map, step: [] })
  return maps.map(({ column, from }, index) => ({
    path: maps
      .slice(index)
      .toReversed()
      .flatMap(({ step }) => step),
    column,
    keys: keysFrom(said, from, column),
  }))
}

/** The keys of the map that begins in a line. */
function keysFrom(said: readonly Line[], from: number, column: number): ReadonlySet<string> {
  const keys = new Set<string>()
  for (const [index, line] of said.slice(from).entries()) {
    const content = contentOf(line)
    if (index > 0 && (content < column || (content === column && isEntry(line)))) break
    const key = content === column ? keyIn(line) : undefined
    if (key !== undefined) keys.add(key)
  }
  return keys
}
