import { covered, maskSpans } from '../redact.ts'
import { randomWords, sounds } from '../secret-form.ts'
import { isSecretKey } from '../secret-key.ts'
import { beforeSecret, hasKey, isSentence } from './comment.ts'
import { withoutForms } from './forms.ts'
import {
  type Behind,
  type Known,
  keyAt,
  namesRandom,
  nextKeyIn,
  oneReference,
  signs,
  toBrace,
} from './keys.ts'
import { endOf, matched } from './matched.ts'
import { valueEnd, wordsEnd } from './values.ts'

/** The last key of a line, for the lines below. */
export interface Last {
  readonly behind: Behind | 'unknown'
  /** Whether entries of it may follow, each on a line of its own: behind dashes, or between brackets. */
  readonly entries?: 'dashes' | 'brackets' | undefined
  /** What was opened around a secret and is not closed in the line. */
  readonly quote?: string | undefined
}

/** What is known of a line from those above it. */
interface Surroundings {
  /** It is an entry of a list of words. */
  readonly isEntry: boolean
  /** It belongs to something that nobody knows: a key in it is not shown, where it is as unknown. */
  readonly isUnknown: boolean
}

/** One line, covered but for what is known to be no secret. */
export function maskLine(
  line: string,
  known: Known,
  { isEntry, isUnknown }: Surroundings,
): { readonly masked: string; readonly last: Last | undefined } {
  const next = nextKeyIn(line, known)
  let masked = ''
  let at = 0
  let last: Last | undefined
  // whether all of it is shown so far, and names no place of a secret
  let isOpen = true
  const show = (end: number) => {
    masked += line.slice(at, end)
    at = end
  }
  const hide = (end: number) => {
    isOpen &&= end === at
    masked += covered(line.slice(at, end))
    at = end
  }
  /** Brackets, commas, dashes. Whether a key may begin behind them. */
  const showSigns = (): boolean => {
    const start = at
    show(endOf(signs, line, at))
    return start === 0 || /[{[,，｛]/.test(line.slice(start, at))
  }
  const showReference = (): boolean => {
    const end = endOf(oneReference, line, at)
    if (end === at || namesRandom(line.slice(at, end))) return false
    isOpen = false
    show(end)
    return true
  }
  /** References, one or a list of them, and otherwise nothing. */
  const showSecret = (): Last => {
    const isMap = line[at] === '{'
    let isNamed = false
    let isApart = showSigns()
    while (showReference()) {
      isNamed = true
      isApart = showSigns()
    }
    const isOver = line[at] === '#' || (isApart && next(at) === at)
    if (at === line.length || (isNamed && isOver)) return { behind: isNamed ? 'group' : 'secret' }
    const quote = openQuote(line.slice(at))
    hide(isMap && !isNamed ? endOf(toBrace, line, at) : next(at))
    return { behind: 'secret', quote }
  }
  /** What nobody knows may be anything, and so may be what is beside it. */
  const showUnknown = (): Last => {
    if (endOf(signs, line, at) === line.length) showSigns()
    else isOpen = false
    hide(next(at))
    return { behind: 'unknown' }
  }
  const showValue = (behind: Behind): Last => {
    const end = valueEnd(line, at, behind)
    const value = line.slice(at, end)
    if (sounds(value) || (behind === 'prose' && randomWords(value).length > 0)) hide(end)
    else show(end)
    // `name: Wiki: the new one`: the message is about the second colon
    const second = behind === 'prose' ? matched(wordAndColon, line, at) : undefined
    const isWord = second?.[1] !== undefined && !/\d/.test(second[1]) && !isSecretKey(value)
    if (isWord && known(second[1] ?? '') === undefined) show(at + second[0].length)
    // a key that has lost the break before it
    if (/[:：=]$/.test(value)) isOpen = false
    // the entries of a group are maps
    return {
      behind,
      entries: at === line.length && isOfWords(behind) ? entriesBehind(value) : undefined,
    }
  }

  while (at < line.length) {
    const [isFirst, mayBegin] = [at === 0, showSigns()]
    const key = keyAt(line, at, known)
    const words = isFirst && isEntry && key === undefined ? wordsEnd(line, at) : at
    if (words > at) show(words)
    else if (/[#＃]/.test(line[at] ?? '') && /^\s?$/.test(line[at - 1] ?? '')) {
      // an entry that became one may have been a secret
      const isShown = isOpen && !/-\s*$/.test(masked)
      masked += isShown ? maskComment(line.slice(at), known) : covered(line.slice(at))
      at = line.length
    } else if (showReference()) continue
    else if (key === undefined || (key.behind === undefined && (isUnknown || !isOpen || !mayBegin))) {
      const begun = at
      if (mayBegin || isFirst) show(endOfName(line, at, known))
      // at least one sign, whatever it is: the line must end
      hide(Math.max(next(at), begun + 1))
      // a torn key: nobody knows what is below it
      if (at === line.length && /[:：=]\s*$/.test(line)) last = { behind: 'unknown' }
    } else {
      show(key.end)
      last =
        key.behind === 'secret'
          ? showSecret()
          : key.behind === undefined
            ? showUnknown()
            : showValue(key.behind)
    }
  }
  return { masked: withoutForms(masked), last }
}

/** Of a key that has lost its colon the name can be shown, which says what is wrong with the line. */
function endOfName(line: string, at: number, known: Known): number {
  const found = matched(nameAndBlanks, line, at)
  return found?.[1] !== undefined && known(found[1]) !== undefined ? at + found[0].length : at
}

const nameAndBlanks = /([A-Za-z]{1,40})\s{1,8}(?=\S)/y

const wordAndColon = /\s*([\p{L}\p{N}'_-]{1,40})[:：](?=\s)/uy

const isOfWords = (behind: Behind) => behind === 'word' || behind === 'prose'

const entriesBehind = (value: string): Last['entries'] =>
  value === '' ? 'dashes' : /^\[[^\]]*$/.test(value) ? 'brackets' : undefined

/** A comment, where what is before it is all shown. */
function maskComment(comment: string, known: Known): string {
  const [start = ''] = /^[#＃]+\s*/.exec(comment) ?? []
  const words = comment.slice(start.length)
  if (hasKey.test(words) && !isSentence(words))
    return start + maskLine(words, known, { isEntry: false, isUnknown: true }).masked
  return start + maskSpans(beforeSecret(words), randomWords(words))
}

const openQuote = (value: string): string | undefined => {
  const quote = /^\s*(["'])/.exec(value)?.[1]
  return quote !== undefined && value.trim().split(quote).length % 2 === 0 ? quote : undefined
}
