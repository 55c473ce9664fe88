import { linesOfComment, slashesAt } from '../slash-comment.ts'
import { type Diagnosis, type Line, linesNear, type Slip, type Stop } from './slip.ts'

/** `// a comment`, or one of C with an end, on a line of its own or behind something. */
export const slashComment: Diagnosis = stop => linesNear(stop).flatMap(line => inLine(line, stop))

function inLine({ text: line, start }: Line, { text, tokens }: Stop): Slip[] {
  const found = /(?:^|[\s,{}[\]])\/[/*]/.exec(line)
  if (found === null) return []
  const at = start + found.index + found[0].length - 2
  const isText = tokens.some(
    ({ kind, start, text }) => start < at && at < start + text.length && /quoted|block|comment/.test(kind),
  )
  if (isText) return []
  const { message, label, help, on } = slashesAt(text, at)
  const comment = linesOfComment(text, at)
  const instead = { at, length: comment?.length ?? 2, text: comment === undefined ? ' #' : '' }
  return [{ on, message, label, help, instead }]
}
