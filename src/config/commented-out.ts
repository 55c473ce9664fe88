import { lineEndOf } from '../diagnostics/lines.ts'
import type { Span } from './secret-spans.ts'

/** `# clientSecret: abc`: a line that was switched off shows its secret as well as one that was not. */
export function commentedOut(text: string): Span[] {
  const spans: Span[] = []
  for (let start = text.indexOf('#'); start !== -1; ) {
    const end = lineEndOf(text, start)
    const value = valueInComment(text.slice(start, end))
    if (value !== undefined) spans.push([start + value, end])
    start = text.indexOf('#', end)
  }
  return spans
}

/** Where the value begins behind a word for a secret and a colon, or a few words further one with a digit as passwords have it, which stands at most 200 characters behind a `#`. */
function valueInComment(comment: string): number | undefined {
  const words = comment.matchAll(
    /(?:secret|passw|passphrase|pwd|token|credential|jwt|authorization|(?:aes|app|api|access|private|signing)[-_]?key|密码|密钥|密匙|口令)\w{0,64}["']?(?:[^\S\n]{0,16}[:=：][^\S\n]{0,16}(?=\S)|(?:[^\S\n]{1,16}[A-Za-z]{1,16}){0,3}[^\S\n]{1,16}(?=[^\s\d]{0,64}\d\S{0,64}(?:\s|$))(?=[^\sA-Za-z]{0,64}[A-Za-z])(?=\S{6}))/gi,
  )
  for (const { index, 0: word } of words)
    if (comment.slice(Math.max(0, index - 201), index).includes('#')) return index + word.length
  return undefined
}
