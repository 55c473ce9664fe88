import type { Position, Range } from './diagnostic.ts'

/** A text that knows its lines. */
export interface Lines {
  readonly text: string
  position(offset: number): Position
  range(start: number, end: number): Range
  /** A line from 1, without its line break. */
  line(number: number): string
  /** Offset of the first character of a line. */
  startOf(number: number): number
}

export function linesOf(text: string): Lines {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  const startOf = (number: number) => starts[number - 1] ?? text.length
  let halves: readonly number[] | undefined

  const position = (offset: number): Position => {
    const inside = Math.min(Math.max(offset, 0), text.length)
    const line = lastAtMost(starts, inside)
    const start = startOf(line)
    if (inside === start) return { line, column: 1, offset: inside }
    halves ??= secondHalves(text)
    const pairs = lastAtMost(halves, inside - 1) - lastAtMost(halves, start)
    return { line, column: inside - start - pairs + 1, offset: inside }
  }
  return {
    text,
    position,
    range: (start, end) => ({ start: position(start), end: position(Math.max(start, end)) }),
    startOf,
    line: number => text.slice(startOf(number), startOf(number + 1)).replace(/\r?\n$|\r$/, ''),
  }
}

/** How many of the sorted numbers are at most `limit`. */
function lastAtMost(sorted: readonly number[], limit: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) <= limit) low = middle + 1
    else high = middle
  }
  return low
}

/** Where characters beyond the basic plane have their second unit: a line may be the whole file, and is not counted for each place. */
const secondHalves = (text: string): number[] =>
  [...text.matchAll(/[\ud800-\udbff](?=[\udc00-\udfff])/g)].map(({ index }) => index + 1)

/** Where the line ends that a place lies in, without its line break. */
export const lineEndOf = (text: string, from: number): number => {
  const lineBreak = text.indexOf('\n', from)
  return lineBreak === -1 ? text.length : lineBreak
}
