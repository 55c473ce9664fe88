import { count } from '../../words.ts'
import { hostKeysAt } from '../host-keys.ts'
import { contentOf, entryOf, isEntry, isOpen, keyIn, keysIn, mapsAbove } from './place.ts'
import type { Diagnosis, Line } from './slip.ts'

/** `domains:`, and the entries below it further left than that: they are none of the list or the map further up. */
export const listLeft: Diagnosis = ({ lines, index }) => {
  const said = lines.filter(({ says }) => says)
  // the parser may stop at the end of the line before
  const here = said.findLastIndex(({ start }) => start <= (lines[index]?.start ?? 0)) + 1
  const top = said.slice(0, here).findLastIndex(line => line.column === 0 && !isEntry(line))
  const at = said.slice(0, here).findLastIndex((key, one) => one >= top && isLeftOf(said[one + 1], key))
  const [key, first] = [said[at], said[at + 1]]
  if (key === undefined || first === undefined || isKeyTooDeep(key, first, lines)) return []
  const own = listFrom(first, said.slice(at + 1), said.slice(0, at + 1), lines)
  const last = own.at(-1)
  if (last === undefined) return []
  // where the others stand as they should the first is alone
  const next = own.slice(1).find(isEntry)
  if (next && next.column > first.column && keysIn(first).length === 0) return [alone(first, next)]
  const column = contentOf(key) + 2
  const more = ' '.repeat(column - first.column)
  const from = lines.indexOf(first)
  return [
    {
      on: [first.start + first.column, first.start + first.column + 1],
      message: 'this list is further left than the key that it belongs to',
      label: 'its first entry',
      help: `write ${count(column, 'space')} before it${own.length > 1 ? `, and ${more.length} more before the other lines of this list` : ''}`,
      instead: {
        at: first.start,
        length: last.start + last.text.length - first.start,
        text: lines
          .slice(from, lines.indexOf(last) + 1)
          .map(({ text, says }) => (says ? `${more}${text}` : text))
          .join('\n'),
      },
    },
  ]
}

function alone(first: Line, { column }: Line) {
  return {
    on: [first.start + first.column, first.start + first.column + 1] as const,
    message: 'this entry is further left than the next one',
    label: 'the first of them',
    help: `write ${count(column, 'space')} before it`,
    instead: { at: first.start, length: 0, text: ' '.repeat(column - first.column) },
  }
}

/** The list stands where it should, if the key is moved to the map further up, which has such a one. */
function isKeyTooDeep(key: Line, first: Line, lines: readonly Line[]): boolean {
  const maps = mapsAbove(lines, first)
  const at = (column: number) => maps.find(map => map.column === column)?.path
  const [own, outer] = [at(contentOf(key)), at(first.column)]
  // of a map that only its type knows nobody can say it here
  const isStrange = own && Object.keys(hostKeysAt(own)).length > 0 && !isKnown(own, keyIn(key))
  return isStrange === true && outer !== undefined && isKnown(outer, keyIn(key))
}

const isLeftOf = (entry: Line | undefined, key: Line): boolean =>
  entry !== undefined &&
  isEntry(entry) &&
  isOpen(key) &&
  keyIn(key) !== undefined &&
  entry.column < contentOf(key)

/** The lines of that list, up to where the list or the map further up goes on. */
function listFrom(
  first: Line,
  below: readonly Line[],
  above: readonly Line[],
  lines: readonly Line[],
): readonly Line[] {
  // the entry further up that it seems to follow
  const outer = above.findLast(line => isEntry(line) && line.column === first.column)
  const beside = outer && keysIn(outer)[0]
  const { path = [] } =
    mapsAbove(lines, first).find(({ column }) => outer && column === contentOf(outer)) ?? {}
  const isOfOuter = (line: Line) =>
    isEntry(line)
      ? line.column === first.column && isOther(entryOf(below.slice(below.indexOf(line))).flatMap(keysIn))
      : outer !== undefined && contentOf(outer) === line.column && isKnown(path, keyIn(line))
  const isOther = (keys: readonly string[]) =>
    keys.includes('id') || (beside !== undefined && keys.includes(beside))
  const areWords = keysIn(first).length === 0
  const end = below.findIndex(
    line =>
      line.column < first.column ||
      (areWords ? keysIn(line).length > 0 : isOfOuter(line)) ||
      (line.column === first.column && !isEntry(line)),
  )
  return end === -1 ? below : below.slice(0, end)
}

const isKnown = (path: readonly (string | number)[], key = ''): boolean =>
  Object.hasOwn(hostKeysAt(path), key)
