import { lineEndOf } from '../../../diagnostics/lines.ts'
import type { Diagnosis, Slip } from './slip.ts'

/** `name: "Mail`: a quote is opened and not closed in its line. */
export const lostQuote: Diagnosis = ({ text, offset, tokens, lines, index }) => {
  // it goes on to the next quote of its kind
  const long = tokens.findLast(token => token.start <= offset && isLong(token))
  if (long === undefined || long.start + long.text.length < (lines[index]?.start ?? 0)) return []
  const { start, inside } = long
  const quote = long.text.charAt(0)
  const line = text.slice(start + 1, lineEndOf(text, start + 1))
  const isBeforeKey = long.first && /^[A-Za-z][\w-]*:(?:\s|$)/.test(line)
  const found = isBeforeKey ? beforeKey(start) : open(start, line, quote, inside !== undefined)
  return found ? [found] : []
}

/** A quote that is closed lines below, or never. */
export const isLong = ({ kind, text }: { readonly kind: string; readonly text: string }): boolean =>
  kind.endsWith('quoted-scalar') && (text.includes('\n') || text.length < 2 || !text.endsWith(text.charAt(0)))

const beforeKey = (at: number): Slip => ({
  on: [at, at + 1],
  message: 'a quote opened before a key is not closed behind it',
  help: 'remove it',
  instead: { at, length: 1, text: '' },
})

function open(start: number, line: string, quote: string, isInside: boolean): Slip | undefined {
  if (line.includes(quote)) return undefined
  const value = (isInside ? /^[^,[\]{}#]*[^,[\]{}#\s]/ : /^(?:\s*(?:[^\s#]|(?<=\S)#))+/).exec(line)?.[0]
  if (value === undefined) return undefined
  const [sign = ''] = line.slice(value.length).trim()
  const where =
    sign === '' ? 'at the end of its line' : `before the ${sign === '#' ? 'comment' : `"${sign}"`}`
  return {
    on: [start, start + 1],
    message: 'a quote opened here is not closed in its line',
    help: `write ${quote} ${where}`,
    instead: { at: start + 1 + value.length, length: 0, text: quote },
  }
}
