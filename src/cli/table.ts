import { visible } from '../diagnostics/visible.ts'
import { displayWidth } from '../diagnostics/width.ts'

/** Columns that stand under each other whatever script is in them. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...all.map(row => displayWidth(shown(row[column])))))
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => shown(cell) + ' '.repeat((widths[column] ?? 0) - displayWidth(shown(cell))))
      .join('  ')
      .trimEnd()
  return `${all.map(line).join('\n')}\n`
}

/** Names come from vendors and from files. */
export const shown = (text = ''): string => visible(text)

/** A word as a shell takes it. */
export const quoted = (word: string): string =>
  /^[\w./:@+-]+$/.test(word) ? word : `'${shown(word).replaceAll("'", `'\\''`)}'`
