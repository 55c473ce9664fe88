import type { Finding } from '../../finding.ts'
import type { Token } from '../tokens.ts'
import { isOpen } from './place.ts'

/** A mistake that is undone by one small change, which is what its help says to do. */
export interface Slip extends Pick<Finding, 'message' | 'help' | 'label'> {
  /** Absent: `yaml/syntax`. */
  readonly rule?: string
  readonly on: readonly [start: number, end: number]
  /** The change. */
  readonly instead: { readonly at: number; readonly length: number; readonly text: string }
}

/** Where the parser stopped. */
export interface Stop {
  readonly text: string
  readonly offset: number
  readonly tokens: readonly Token[]
  readonly lines: readonly Line[]
  /** The line of `offset` among `lines`. */
  readonly index: number
}

export interface Line {
  readonly text: string
  readonly start: number
  /** Spaces before it. */
  readonly column: number
  /** Neither blank nor a comment. */
  readonly says: boolean
}

/** What may have slipped there, likeliest first. */
export type Diagnosis = (stop: Stop) => readonly Slip[]

export function stopAt(text: string, offset: number, tokens: readonly Token[]): Stop {
  let start = 0
  const lines = text.split('\n').map(line => {
    const column = /^ */.exec(line)?.[0].length ?? 0
    const here: Line = { text: line, start, column, says: /^\s*[^\s#]/.test(line) }
    start += line.length + 1
    return here
  })
  return {
    text,
    offset,
    tokens,
    lines,
    index: lines.findLastIndex(line => line.start <= offset),
  }
}

/** The line itself – or the next, where the parser stopped at a blank one – and the one above it. */
export function linesNear({ lines, index }: Stop): Line[] {
  const here = lines.slice(index).find(({ says }) => says)
  const above = lines.slice(0, index).findLast(({ says }) => says)
  return [here, above].filter(line => line !== undefined)
}

/** The next line that says something. */
export const below = ({ lines }: Stop, { start }: Line): Line | undefined =>
  lines.slice(lines.findIndex(line => line.start === start) + 1).find(({ says }) => says)

/** `name:` above `Mail`, no deeper: the value of that key, which has to be indented. */
export function isBesideItsKey({ start, column }: Line, { lines }: Stop): boolean {
  const above = lines.findLast(line => line.says && line.start < start)
  return above !== undefined && above.column >= column && isOpen(above)
}
