import { cover } from '../../diagnostics/redact.ts'

/** How many lines around a change are shown: as far as nothing in them is covered, which no program would find in the file. */
const around = 3

/** A line that stays, one that goes or one that comes. */
interface Line {
  readonly sign: ' ' | '-' | '+'
  readonly text: string
}

/** Two texts as a unified diff, without its two lines of names; empty where they are the same. */
export function difference(before: string, after: string): string {
  const lines = compared(linesIn(before), linesIn(after))
  return hunks(lines).join('')
}

const linesIn = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

/** How far each diagonal was reached after so many steps: those from -steps - 1 to steps + 1. */
type Reached = Int32Array

/** Myers, "An O(ND) difference algorithm and its variations": quick where little is different. */
function compared(before: readonly string[], after: readonly string[]): Line[] {
  const middle = before.length + after.length + 1
  const reached: Reached = new Int32Array(2 * middle + 1).fill(-1)
  reached[middle + 1] = 0
  const at = (diagonal: number) => reached[middle + diagonal] ?? -1
  const isDown = (diagonal: number, steps: number) =>
    diagonal === -steps || (diagonal !== steps && at(diagonal - 1) < at(diagonal + 1))
  const trail: Reached[] = []
  for (let steps = 0; ; steps += 1) {
    trail.push(reached.slice(middle - steps - 1, middle + steps + 2))
    for (let diagonal = -steps; diagonal <= steps; diagonal += 2) {
      let x = isDown(diagonal, steps) ? at(diagonal + 1) : at(diagonal - 1) + 1
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x += 1
      reached[middle + diagonal] = x
      if (x >= before.length && x - diagonal >= after.length) return walked(before, after, trail)
    }
  }
}

/** From the end back to the beginning. */
function walked(before: readonly string[], after: readonly string[], trail: readonly Reached[]): Line[] {
  const lines: Line[] = []
  let [x, y] = [before.length, after.length]
  for (const [steps, reached] of [...trail.entries()].reverse()) {
    const at = (diagonal: number) => reached[diagonal + steps + 1] ?? -1
    const diagonal = x - y
    const down = diagonal === -steps || (diagonal !== steps && at(diagonal - 1) < at(diagonal + 1))
    const from = steps === 0 ? 0 : down ? at(diagonal + 1) : at(diagonal - 1) + 1
    for (; x > from; x -= 1, y -= 1) lines.push({ sign: ' ', text: before[x - 1] ?? '' })
    if (steps === 0) break
    if (down) lines.push({ sign: '+', text: after[--y] ?? '' })
    else lines.push({ sign: '-', text: before[--x] ?? '' })
  }
  return lines.reverse()
}

/** Changes that are near each other in one piece. */
function hunks(lines: readonly Line[]): string[] {
  const changed = lines.flatMap(({ sign }, index) => (sign === ' ' ? [] : [index]))
  const pieces: [first: number, last: number][] = []
  for (const index of changed) {
    const piece = pieces.at(-1)
    const isNear = piece !== undefined && index - piece[1] <= 2 * around + 1
    if (isNear && openAmong(lines.slice(piece[1] + 1, index)) === index - piece[1] - 1) piece[1] = index
    else pieces.push([index, index])
  }
  return pieces.map(([first, last]) => {
    const from = first - openAmong(lines.slice(Math.max(0, first - around), first).reverse())
    const shown = lines.slice(from, last + 1 + openAmong(lines.slice(last + 1, last + 1 + around)))
    const count = (all: readonly Line[], sign: '-' | '+') =>
      all.filter(line => line.sign === ' ' || line.sign === sign).length
    const range = (sign: '-' | '+') => {
      const [above, length] = [count(lines.slice(0, from), sign), count(shown, sign)]
      return `${sign}${length === 0 ? above : above + 1}${length === 1 ? '' : `,${length}`}`
    }
    return `@@ ${range('-')} ${range('+')} @@\n${shown.map(written).join('')}`
  })
}

/** How many of them can be read as they are, up to the first that cannot. */
function openAmong(lines: readonly Line[]): number {
  const covered = lines.findIndex(({ text }) => text.includes(cover))
  return covered === -1 ? lines.length : covered
}

const written = ({ sign, text }: Line): string =>
  text.endsWith('\n') ? `${sign}${text}` : `${sign}${text}\n\\ No newline at end of file\n`
