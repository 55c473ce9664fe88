import { count } from '../../words.ts'
import { contentOf, isEntry as isDash, isOpen } from './place.ts'
import { type Diagnosis, isBesideItsKey, type Line, linesNear, type Slip, type Stop } from './slip.ts'

/** A map in braces, or a word, below or above the entries of a list, and no "- " before it. */
export const lostDash: Diagnosis = stop =>
  linesNear(stop).flatMap((line): Slip[] => {
    if (isBesideItsKey(line, stop)) return []
    const isWord = word.test(line.text) && isBelowEntry(line, stop)
    if (line.text.charAt(line.column) !== '{' && !isWord) return []
    const column = columnOfEntries(stop, line)
    if (column === undefined) return []
    const at = line.start + line.column
    return [
      {
        on: [at, at + 1],
        message: 'there is no "- " before this entry of a list',
        help: `begin its line with ${column === 0 ? '' : `${count(column, 'space')} and `}"- "`,
        instead: { at: line.start, length: line.column, text: `${' '.repeat(column)}- ` },
      },
    ]
  })

/** One word, an address too, or a text in quotes. */
const word = /^ *(?:[^\s:#{}[\]"'-](?:[^\s:]|:(?=\S))*|"[^"]*"|'[^']*')\r?$/

/** In the column of the "-" of the line above, which is no map. */
function isBelowEntry({ start, column }: Line, { lines }: Stop): boolean {
  const above = lines.findLast(line => line.says && line.start < start)
  return above?.column === column && /^ *- (?:[^:]|:(?=\S))*$/.test(above.text)
}

/** Where the "-" of the entry above or below it is. */
function columnOfEntries({ lines }: Stop, line: Line): number | undefined {
  const { start, column } = line
  const said = lines.filter(({ says }) => says)
  const [key, , next] = said.slice(Math.max(0, said.indexOf(line) - 1))
  // the first of a list
  if (key && next && isOpen(key) && isDash(next) && next.column > contentOf(key)) return next.column
  const isEntry = (other: Line) => other.column <= column && isDash(other)
  const others = lines.filter(line => line.says && Math.abs(line.start - start) < near)
  const entry =
    others.findLast(line => line.start < start && isEntry(line)) ??
    others.find(line => line.start > start && isEntry(line))
  return entry?.column
}

const near = 1000
