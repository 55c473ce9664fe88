import { slashesAt } from '../slash-comment.ts'
import { type Diagnosis, type Line, linesNear, type Slip, type Stop } from './slip.ts'

/** `// a comment`, on a line of its own or behind something. */
export const slashComment: Diagnosis = stop => linesNear(stop).flatMap(line => inLine(line, stop))

function inLine({ text: line, start }: Line, { text, tokens }: Stop): Slip[] {
  const found = /(?:^|[\s,{}[\]])\/\//.exec(line)
  if (found === null) return []
  const at = start + found.index + found[0].length - 2
  const isText = tokens.some(
    ({ kind, start, text }) => start < at && at < start + text.length && /quoted|block|comment/.test(kind),
  )
  if (isText) return []
  const { message, label, help, on } = slashesAt(text, at)
  return [{ on, message, label, help, instead: { at, length: 2, text: ' #' } }]
}
