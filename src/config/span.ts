import { lineEndOf } from '../diagnostics/lines.ts'

/** A part of a text that no output may show, and how far it reaches around the value that is told to be secret. */
export type Span = readonly [start: number, end: number]

/** `secret: !abc` and `secret: &abc` are a tag and an anchor without a value, and perhaps a secret. */
export function withProperties(text: string, start: number): number {
  for (let at = start; ; ) {
    const word = wordBefore(text, at)
    const property = /(?<![^[{])[!&]/.exec(word)
    if (property === null) return at
    at -= blanksBefore(text, at) + word.length - property.index
  }
}

/** Of as much of a line as a tag or an anchor may be long, the word that ends here but for blanks. */
function wordBefore(text: string, at: number): string {
  const end = at - blanksBefore(text, at)
  let start = end
  while (start > 0 && end - start < 1024 && !/[\s,\]}]/.test(text.charAt(start - 1))) start -= 1
  return text.slice(start, end)
}

function blanksBefore(text: string, at: number): number {
  let start = at
  while (start > 0 && at - start < 1024 && /[^\S\n]/.test(text.charAt(start - 1))) start -= 1
  return at - start
}

const behindSpaces = /[^\S\n]*#/y

/** `secret: ab #cd`: what looks like a comment may be the rest of the secret. */
export function withComment(text: string, [start, end]: Span): Span {
  behindSpaces.lastIndex = end
  if (!behindSpaces.test(text)) return [start, end]
  return [start, text.slice(0, lineEndOf(text, end)).trimEnd().length]
}
