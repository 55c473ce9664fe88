import { lineEndOf } from '../../../diagnostics/lines.ts'
import { isLong } from './lost-quote.ts'
import type { Diagnosis } from './slip.ts'

/** `'127.0.0.1/32"`: what was opened by one kind of quote is closed by the other. */
export const otherQuote: Diagnosis = ({ text, offset, tokens }) => {
  // it goes on to the next quote of its kind
  const long = tokens.findLast(token => token.start <= offset && isLong(token))
  if (long === undefined) return []
  const [opened, other] = long.text.charAt(0) === '"' ? ['"', "'"] : ["'", '"']
  const line = text.slice(long.start + 1, lineEndOf(text, long.start))
  const found = ends[other]?.exec(line)
  if (!found) return []
  const at = long.start + 1 + found.index
  return [
    {
      on: [at, at + 1],
      message: `this ${other} does not close what was opened by ${opened}`,
      label: 'the other kind of quote',
      help: `write ${opened} in its place`,
      instead: { at, length: 1, text: opened },
    },
  ]
}

/** One that something follows which stands behind a value. */
const ends: Readonly<Record<string, RegExp>> = {
  '"': /"(?=\s*(?:[,\]}:]|#|$))/,
  "'": /'(?=\s*(?:[,\]}:]|#|$))/,
}
