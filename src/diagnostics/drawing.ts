import { cover } from './redact.ts'
import { visibleCharacter } from './visible.ts'
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
const limit = 140
const before = 50

/** `near` is the offset that must be seen when the line is too long to be shown whole. */
export function draw(line: string, near: number): Drawing {
  const all = pieces(line)
  const total = all.reduce((sum, piece) => sum + piece.width, 0)
  const mark = all.find(({ to }) => to > near)?.cell ?? total
  const from = total <= limit ? 0 : Math.max(0, Math.min(mark - before, total - limit))
  const kept = all.filter(({ cell }) => cell >= from && cell < from + limit)
  const head = from > 0 ? '…' : ''
  const tail = total > from + limit ? '…' : ''
  const first = kept[0]?.cell ?? 0
  const last = kept.at(-1)
  const shift = displayWidth(head) - first
  const inside = (cell: number) =>
    Math.min(Math.max(cell, first), last ? last.cell + last.width : first) + shift
  return {
    text: head + kept.map(({ text }) => text).join('') + tail,
    start: offset => inside(all.find(({ to }) => to > offset)?.cell ?? total),
    end: offset => {
      const piece = all.findLast(({ from }) => from < offset)
      return inside(piece ? piece.cell + piece.width : 0)
    },
  }
}

/** Characters, and covered runs as one. */
function pieces(line: string): Piece[] {
  const found: Piece[] = []
  let from = 0
  let cell = 0
  for (const part of line.match(new RegExp(`${cover}+|[\\s\\S]`, 'gu')) ?? []) {
    const text = part.startsWith(cover) ? redacted : visibleCharacter(part)
    const cells = displayWidth(text)
    found.push({ from, to: from + part.length, text, cell, width: cells })
    from += part.length
    cell += cells
  }
  return found
}
