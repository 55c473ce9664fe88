import { count } from '../../words.ts'
import { type Diagnosis, isBesideItsKey, type Line, linesNear, type Slip, type Stop } from './slip.ts'

/** A map in braces below or above the entries of a list, and no "- " before it. */
export const lostDash: Diagnosis = stop =>
  linesNear(stop).flatMap((line): Slip[] => {
    if (line.text.charAt(line.column) !== '{' || isBesideItsKey(line, stop)) return []
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

/** Where the "-" of the entry above or below it is. */
function columnOfEntries({ lines }: Stop, { start, column }: Line): number | undefined {
  const isEntry = (line: Line) => line.column <= column && /^ *- /.test(line.text)
  const others = lines.filter(line => line.says && Math.abs(line.start - start) < near)
  const entry =
    others.findLast(line => line.start < start && isEntry(line)) ??
    others.find(line => line.start > start && isEntry(line))
  return entry?.column
}

const near = 1000
