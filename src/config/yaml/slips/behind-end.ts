import { lineEndOf } from '../../../diagnostics/lines.ts'
import { quote } from '../../words.ts'
import type { Diagnosis, Slip } from './slip.ts'

/** `name: "Mail",` – a value in quotes or brackets has ended, and the line goes on. */
export const behindEnd: Diagnosis = ({ text, offset, tokens }) => {
  const last = tokens.findLast(({ start, text: { length } }) => length > 0 && start + length <= offset)
  if (last === undefined || last.inside !== undefined) return []
  const isQuoted = last.kind.endsWith('quoted-scalar')
  if (!isQuoted && !/^flow-(?:map|seq)-end$/.test(last.kind)) return []
  const end = last.start + last.text.length
  const rest = text.slice(end, lineEndOf(text, end)).trimEnd()
  const closing = isQuoted ? 'quote' : 'bracket'
  const slip = rest.startsWith('#')
    ? stuckComment(end)
    : (surplus(rest, end, closing) ??
      (isQuoted ? listBehind(text, rest, end, last.start) : moreBrackets(text, rest, end)))
  return slip ? [slip] : []
}

const stuckComment = (at: number): Slip => ({
  on: [at, at + 1],
  message: 'a comment needs a space before its "#"',
  label: 'there is none',
  help: 'write a space before the "#"',
  instead: { at, length: 0, text: ' ' },
})

/** Signs of other languages at the end of a line, and brackets and quotes that are there once too often. */
function surplus(rest: string, end: number, closing: string): Slip | undefined {
  const [, space = '', sign] = /^(\s*)([,;.]+|[\]}]+|["'])(?=\s+#|$)/.exec(rest) ?? []
  if (sign === undefined) return undefined
  const at = end + space.length
  return {
    on: [at, at + sign.length],
    message: /^[\]}]/.test(sign)
      ? `${quote(sign)} closes nothing`
      : `${/["']/.test(sign) ? 'another quote' : quote(sign)} stands behind the closing ${closing}`,
    label: 'too much',
    help: 'remove it',
    instead: { at: end, length: space.length + sign.length, text: '' },
  }
}

/** `[a], [b]` and `[a], b` */
function moreBrackets(text: string, rest: string, end: number): Slip | undefined {
  if (!/^\s*(?:,\s*\S|[[{])/.test(rest)) return undefined
  const start = text.lastIndexOf('\n', end) + 1
  const from = start + (/^ *(?:- +)*(?:[\w-]+: +)?/.exec(text.slice(start, end))?.[0].length ?? 0)
  return {
    on: [end - 1, end],
    message: 'more stands behind the closing bracket',
    label: 'closed too early',
    help: 'write all of it between one pair of brackets',
    instead: { at: from, length: end + rest.length - from, text: '[x]' },
  }
}

/** `"a", "b"`. What is there is not named: it may be a part of a secret. */
function listBehind(text: string, rest: string, end: number, start: number): Slip | undefined {
  if (!/^\s*,.*[A-Za-z0-9\p{L}]/u.test(rest)) return undefined
  const from = end + (/^\s*/.exec(rest)?.[0].length ?? 0)
  const lineStart = text.lastIndexOf('\n', start) + 1
  return {
    on: [from, end + rest.length],
    message: 'more stands behind the closing quote',
    label: 'not part of the value',
    help: /^ *- +$/.test(text.slice(lineStart, start))
      ? 'begin a line with "- " for each of them'
      : 'write [ before and ] behind a list',
    instead: { at: start, length: end + rest.length - start, text: 'x' },
  }
}
