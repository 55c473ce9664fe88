import { count, quote } from '../../words.ts'
import type { Token } from '../tokens.ts'
import { contentOf } from './place.ts'
import type { Diagnosis, Line, Stop } from './slip.ts'

/** `clientSecret: {`, the lines in the braces no deeper than the key, and the brace that closes it. */
export const flowLeft: Diagnosis = stop => {
  const { text, lines } = stop
  const open = outermost(stop)
  const line = lines.findLast(({ start }) => open !== undefined && start <= open.start)
  if (open === undefined || line === undefined) return []
  const end = closes(text, open.start)
  if (end === undefined) return []
  const inside = lines.filter(({ start, says }) => says && start > open.start && start <= end)
  const least = columnOf(open, line, stop)
  const wanted = least + 2
  // what closes it may stand below its key
  const isEnd = (start: number, column: number) => start + column === end
  const wrong = inside.filter(({ start, column }) => column < least + (isEnd(start, column) ? 0 : 1))
  const [first, ...others] = wrong
  const last = wrong.at(-1)
  if (first === undefined || last === undefined) return []
  const at = first.start + first.column
  const isOnlyEnd = isEnd(first.start, first.column)
  const depth = isOnlyEnd ? least : wanted
  const sign = quote(text.charAt(end))
  return [
    {
      on: [at, at + 1],
      message: isOnlyEnd
        ? `this ${sign} stands further left than the key that it belongs to`
        : `the lines up to ${sign} are no deeper than the key that they belong to`,
      label: 'too far to the left',
      help: `write ${count(depth, 'space')} before it${others.length > 0 ? `, and before each line below it up to ${sign}` : ''}`,
      instead: {
        at: first.start,
        length: last.start + last.text.length - first.start,
        text: text
          .slice(first.start, last.start + last.text.length)
          .split('\n')
          .map(one => (one.search(/\S/) < wanted ? ' '.repeat(depth) + one.trimStart() : one))
          .join('\n'),
      },
    },
  ]
}

/** Of the key or the dash that it belongs to. */
function columnOf({ start }: Token, line: Line, { lines }: Stop): number {
  const before = line.text.slice(0, start - line.start)
  if (before.trim() !== '') return /-\s+$/.test(before) ? before.lastIndexOf('-') : contentOf(line)
  const above = lines.findLast(other => other.says && other.start < line.start)
  return above === undefined ? 0 : contentOf(above)
}

/** What is opened before the place where the parser stopped, and not closed. */
export function outermost({ tokens, offset }: Stop): Token | undefined {
  const open: Token[] = []
  for (const token of tokens) {
    if (token.start > offset) break
    if (/^flow-(?:map|seq)-start$/.test(token.kind)) open.push(token)
    else if (/^flow-(?:map|seq)-end$/.test(token.kind) && token.start < offset) open.pop()
  }
  return open[0]
}

/** The bracket that closes the one at a place. Quotes and comments have brackets of their own. */
export function closes(text: string, from: number): number | undefined {
  const open: string[] = []
  const signs = /(?<=[\s,[{:])(?:"(?:[^"\\]|\\.)*"|'[^']*')|(?<=\s)#.*|[[\]{}]/g
  signs.lastIndex = from
  for (let found = signs.exec(text); found; found = signs.exec(text)) {
    const [sign] = found
    if (sign === '[' || sign === '{') open.push(sign)
    if (sign !== ']' && sign !== '}') continue
    if (open.pop() !== (sign === ']' ? '[' : '{')) return undefined
    if (open.length === 0) return found.index
  }
  return undefined
}
