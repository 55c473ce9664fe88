import { lineEndOf } from '../../diagnostics/lines.ts'
import { lexed } from './bounds.ts'
import { parse } from './parse.ts'
import { behindEnd } from './slips/behind-end.ts'
import { between } from './slips/between.ts'
import { colonInText } from './slips/colon-in-text.ts'
import { commentedKey } from './slips/commented-key.ts'
import { entryLeft } from './slips/entry-left.ts'
import { firstDash } from './slips/first-dash.ts'
import { flowLeft } from './slips/flow-left.ts'
import { gapBehindDash } from './slips/gap-behind-dash.ts'
import { joinedLines } from './slips/joined-lines.ts'
import { knownText } from './slips/known-text.ts'
import { listLeft } from './slips/list-left.ts'
import { lostBraces } from './slips/lost-braces.ts'
import { lostBreak } from './slips/lost-break.ts'
import { lostColon } from './slips/lost-colon.ts'
import { lostDash } from './slips/lost-dash.ts'
import { lostHash } from './slips/lost-hash.ts'
import { lostKey } from './slips/lost-key.ts'
import { lostQuote } from './slips/lost-quote.ts'
import { lostSection } from './slips/lost-section.ts'
import { otherBracket } from './slips/other-bracket.ts'
import { otherDash } from './slips/other-dash.ts'
import { otherQuote } from './slips/other-quote.ts'
import { slashComment } from './slips/slash-comment.ts'
import { type Diagnosis, type Slip, stopAt } from './slips/slip.ts'
import { surplusBracket } from './slips/surplus-bracket.ts'
import { surplusSign } from './slips/surplus-sign.ts'
import { valueAbove } from './slips/value-above.ts'
import { valueLeft } from './slips/value-left.ts'
import type { Token } from './tokens.ts'

const diagnoses: readonly Diagnosis[] = [
  slashComment,
  knownText,
  otherQuote,
  lostQuote,
  lostHash,
  surplusBracket,
  otherBracket,
  flowLeft,
  listLeft,
  joinedLines,
  lostColon,
  surplusSign,
  commentedKey,
  lostSection,
  valueLeft,
  behindEnd,
  between,
  gapBehindDash,
  lostDash,
  firstDash,
  entryLeft,
  valueAbove,
  lostBraces,
  colonInText,
  lostBreak,
  otherDash,
  lostKey,
]

/** The text is read once for each slip that is tried, from its beginning: of a long one for fewer, of the longest for none. */
const most = 4
const room = most * 32_768

/** How much of the text behind the place is read with it: the parser has gone on by then, or it has not. No slip is longer. */
const further = 16_384

/** The slip near the place where the parser stopped: without it, the parser goes on further down, or to the end. */
export function slipNear(
  text: string,
  offset: number,
  tokens: readonly Token[],
): Omit<Slip, 'instead'> | undefined {
  const stop = stopAt(text, offset, tokens)
  const end = lineEndOf(text, offset + further)
  const left = linesIn(text.slice(stop.lines[stop.index]?.start, end))
  const found = diagnoses
    .flatMap(diagnose => diagnose(stop))
    .filter(({ instead: { length, text: written } }) => length + written.length < further)
    .slice(0, Math.min(most, Math.floor(room / end)))
    .find(({ instead: { at, length, text: written } }) => {
      const mended = text.slice(0, at) + written + text.slice(at + length, Math.max(at + length, end))
      return linesBehindError(mended) < left
    })
  if (found === undefined) return undefined
  const { instead: _, ...told } = found
  return told
}

/** From the line of the first error to the end; 0 where there is none. */
function linesBehindError(text: string): number {
  const read = lexed(text)
  const document = 'finding' in read ? undefined : parse(read.lexemes, text.length)
  if (document === undefined) return Number.POSITIVE_INFINITY
  if (document.errors.length === 0) return 0
  const first = document.errors.reduce((least, { pos }) => Math.min(least, pos[0]), text.length)
  return linesIn(text.slice(first))
}

const linesIn = (text: string): number => text.split('\n').length
