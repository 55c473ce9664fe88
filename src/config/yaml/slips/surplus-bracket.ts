import { quote } from '../../words.ts'
import { closes, outermost } from './flow-left.ts'
import { contentOf } from './place.ts'
import { below, type Diagnosis } from './slip.ts'

/** `server: {` above its keys, each on a line of its own, and nothing that closes it. */
export const surplusBracket: Diagnosis = stop => {
  const { text, lines } = stop
  const open = outermost(stop)
  const line = lines.findLast(({ start }) => open !== undefined && start <= open.start)
  if (open === undefined || line === undefined || closes(text, open.start) !== undefined) return []
  const next = below(stop, line)
  const isAtEnd = /^[ \t]*(?:#|\r?$)/.test(line.text.slice(open.start + 1 - line.start))
  if (!isAtEnd || next === undefined || next.column <= contentOf(line)) return []
  return [
    {
      on: [open.start, open.start + 1],
      message: `${quote(open.text)} is never closed, and what is below it needs no brackets`,
      label: 'too much',
      help: 'remove it',
      instead: { at: open.start, length: 1, text: '' },
    },
  ]
}
