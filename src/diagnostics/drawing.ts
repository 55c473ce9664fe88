import { cover } from './redact.ts'
import { signsOf } from './signs.ts'
import { beginsCommand, escaped, visibleSign } from './visible.ts'
import { displayWidth } from './width.ts'

/** A line as it is drawn, and where its characters are then. */
export interface Drawing {
  readonly text: string
  /** Cells before a UTF-16 offset of the line; inside a covered part, those before it. */
  start(offset: number): number
  /** The same for the end of a mark; inside a covered part, those behind it. */
  end(offset: number): number
}

interface Piece {
  readonly from: number
  readonly to: number
  readonly text: string
  readonly cell: number
  readonly width: number
}

const redacted = '‹redacted›'
/** Cells of a long line that are drawn where nobody says how many there is room for, and at least. */
const usual = 142
const fewest = 40

/**
 * A line that may be drawn many times: a file of one line may have thousands of problems, and the line is walked once for
 * all of them. `near` is the offset that must be seen when it is too long to be shown whole, `room` how many cells there are.
 */
export function drawable(line: string): (near: number, room?: number) => Drawing {
  const all = pieces(line)
  const total = all.reduce((sum, piece) => sum + piece.width, 0)
  return (near, room = usual) => draw(all, total, near, Math.max(fewest, Math.min(room, usual)))
}

function draw(all: readonly Piece[], total: number, near: number, room: number): Drawing {
  const cellAt = (offset: number) => all[first(all, ({ to }) => to > offset)]?.cell ?? total
  const isWhole = total <= room
  // what is cut off is marked by a cell on either side
  const limit = isWhole ? total : room - 2
  const from = isWhole ? 0 : Math.max(0, Math.min(cellAt(near) - Math.floor(limit / 2.8), total - limit))
  const kept = all.slice(
    first(all, ({ cell }) => cell >= from),
    first(all, ({ cell, width }) => cell + width > from + limit),
  )
  const head = from > 0 ? '…' : ''
  const tail = total > from + limit ? '…' : ''
  const begin = kept[0]?.cell ?? 0
  const last = kept.at(-1)
  const shift = displayWidth(head) - begin
  const inside = (cell: number) =>
    Math.min(Math.max(cell, begin), last ? last.cell + last.width : begin) + shift
  return {
    text: head + kept.map(({ text }) => text).join('') + tail,
    start: offset => inside(cellAt(offset)),
    end: offset => {
      const piece = all[first(all, ({ from }) => from >= offset) - 1]
      return inside(piece ? piece.cell + piece.width : 0)
    },
  }
}

/** The index of the first piece from which on something is true; their number where it is true of none. */
function first(all: readonly Piece[], isTrue: (piece: Piece) => boolean): number {
  let low = 0
  let high = all.length
  while (low < high) {
    const middle = (low + high) >> 1
    const piece = all[middle]
    if (piece && isTrue(piece)) high = middle
    else low = middle + 1
  }
  return low
}

/** Characters, and covered runs as one. */
function pieces(line: string): Piece[] {
  const found: Piece[] = []
  let from = 0
  let cell = 0
  for (const part of line
    .split(new RegExp(`(${cover}+)`))
    .flatMap(part => (part.startsWith(cover) ? [part] : signsOf(part)))) {
    const seen = beginsCommand(line, from) ? escaped(part) : visibleSign(part)
    const text = part.startsWith(cover) ? redacted : seen
    const cells = displayWidth(text)
    found.push({ from, to: from + part.length, text, cell, width: cells })
    from += part.length
    cell += cells
  }
  return found
}
