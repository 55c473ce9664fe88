import { cover } from './redact.ts'
import { secretForm, sounds, withForms } from './secret-form.ts'
import { isNearlyLong, isNearlySecret, isSecretElsewhere, isSecretKey } from './secret-key.ts'

/**
 * What stands behind a key: `prose` that people see, a `word` or a list of them, a `group` of other keys, or a `secret`,
 * which is what a key is as soon as it is one anywhere.
 */
export type Behind = 'secret' | 'prose' | 'word' | 'group'

/** Undefined for what is no key of the language: nobody knows what is behind it. */
export type Known = (word: string) => Behind | undefined

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
    if (end === at) return false
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
    if (sounds(value)) hide(end)
    else show(end)
    // a key that has lost the break before it
    if (/[:：=]$/.test(value)) isOpen = false
    // the entries of a group are maps
    return {
      behind,
      entries: at === line.length && behind !== 'group' ? entriesBehind(value) : undefined,
    }
  }

  while (at < line.length) {
    const [isFirst, mayBegin] = [at === 0, showSigns()]
    const key = keyAt(line, at, known)
    if (isFirst && isEntry && key === undefined) show(wordsEnd(line, at))
    else if (/[#＃]/.test(line[at] ?? '') && /^\s?$/.test(line[at - 1] ?? '')) {
      // an entry that became one may have been a secret
      const isShown = isOpen && !/-\s*$/.test(masked)
      masked += isShown ? maskComment(line.slice(at), known) : covered(line.slice(at))
      at = line.length
    } else if (showReference()) continue
    else if (key === undefined || (key.behind === undefined && (isUnknown || !isOpen || !mayBegin))) {
      hide(next(at))
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

const word = '[A-Za-z][\\w.-]*|\\p{Script=Han}+'
const opening = '["\'“‘]?'
const closing = '["\'”’]?'
/** A sign that makes a key of any word: more is behind it, or nothing. */
const sign = '\\s{0,8}[:=：](?=[\\s"\'“‘{\\[｛&*|>]|$)'

/** Also a dash that has lost the space behind it, at the beginning of a line. */
const signs = /(?:[-–—](?<=^\s*[-–—])(?=[A-Za-z])|[\s{}[\]｛｝,，]|[-–—?](?=\s|$)|---$|\.\.\.$)*/y
const toBrace = /[^}｝]*[}｝]?/y

/** `{ env: NAME }`, with its braces or without one of them. */
const oneReference = new RegExp(
  `["']?(?:env["']?\\s{0,8}[:：]\\s{0,8}["'“]?[A-Z][A-Z0-9_]*|file["']?\\s{0,8}[:：]\\s{0,8}["'“]?[./~][^\\s,}｝\\]"'”#]*)${closing}(?=\\s*(?:[,，}｝\\]]|$|\\s#))`,
  'yu',
)

const anyKey = new RegExp(`${opening}(${word})${closing}${sign}\\s*`, 'yu')
/** Of a word that is known a sign is enough, or none before a word that has none. */
const namedKey = new RegExp(
  `${opening}(${word})${closing}(?:\\s{0,8}[:=：]\\s*|\\s+(?=(?:[^\\s:=：,，}｝\\]]|://)+(?:[\\s,，}｝\\]]|$))|$)`,
  'yu',
)
/** Not between the braces of what is covered. */
const keyBehind = new RegExp(`(?<=[\\s,，])(?<![{｛[]\\s{0,32})${opening}(${word})${closing}${sign}`, 'gu')

function keyAt(
  line: string,
  at: number,
  known: Known,
): { end: number; behind: Behind | undefined } | undefined {
  const named = matched(namedKey, line, at)
  const behind = named?.[1] === undefined ? undefined : known(named[1])
  if (named && behind !== undefined) return { end: at + named[0].length, behind }
  const any = matched(anyKey, line, at)
  return any && { end: at + any[0].length, behind: undefined }
}

/** Where the next key is that is known, or the end of the line. */
function nextKeyIn(line: string, known: Known): (from: number) => number {
  let comment: number | undefined
  const commentBehind = (from: number): number => {
    // asked about for every part of a line, and mostly the same
    if (comment === undefined || comment < from) {
      const found = line.slice(from).search(/(?<=\s)#/)
      comment = found === -1 ? line.length : from + found
    }
    return comment
  }
  return from => {
    // what looks like a comment may be the rest of a secret
    const end = commentBehind(from)
    keyBehind.lastIndex = from
    for (let found = keyBehind.exec(line); found && found.index < end; found = keyBehind.exec(line))
      if (known(found[1] ?? '') !== undefined) return found.index
    return line.length
  }
}

/** How far a value goes that may be shown. */
const valueEnd = (line: string, at: number, behind: Behind): number =>
  behind === 'prose' ? proseEnd(line, at) : behind === 'word' ? wordsEnd(line, at) : at

const blockHeader = /[|>][-+\d]*\s*$/y
const oneWord = /"[^"\s]*"|'[^'\s]*'|\{\{[^{}]{1,256}\}\}|\*?[^\s{}[\]｛｝"'#＃,，&*!|>][^\s{}[\]｛｝]*/y
const beforeEntry = /[\s,，]*/y

/** One word, or a list of them. */
function wordsEnd(line: string, from: number): number {
  if (line[from] !== '[') return endOf(oneWord, line, endOf(blockHeader, line, from))
  for (let at = from + 1; ; ) {
    const entry = endOf(beforeEntry, line, at)
    const end = endOf(oneWord, line, entry)
    if (end === entry) return line[end] === ']' ? end + 1 : entry
    at = end
  }
}

const quotedProse = /"[^"]*"?|'[^']*'?|\{\{[^{}]{1,256}\}\}|\*[\w-]+/y
const proseWord = /\s*[^\s{}[\]｛｝"'#＃,，:=：&*!|>]+(?=[\s{}[\]｛｝,，]|$)/y

/** Words, up to what may be the next key. */
function proseEnd(line: string, from: number): number {
  const quoted = endOf(quotedProse, line, from)
  if (quoted > from) return quoted
  for (let at = endOf(blockHeader, line, from); ; ) {
    const end = endOf(proseWord, line, at)
    if (end === at) return at
    at = end
  }
}

const entriesBehind = (value: string): Last['entries'] =>
  value === '' ? 'dashes' : /^\[[^\]]*$/.test(value) ? 'brackets' : undefined

/** A comment, where what is before it is all shown. */
function maskComment(comment: string, known: Known): string {
  const [start = ''] = /^[#＃]+\s*/.exec(comment) ?? []
  const words = comment.slice(start.length)
  if (hasKey.test(words)) return start + maskLine(words, known, { isEntry: false, isUnknown: true }).masked
  return start + beforeSecret(words)
}

const hasKey = /[\w\p{Script=Han}]["'”’]?\s?[:：=]/u

/** What follows a word for a secret may be it. */
function beforeSecret(words: string): string {
  for (const { 0: name, index } of words.matchAll(/[A-Za-z][\w.-]*|\p{Script=Han}+/gu)) {
    if (!speaksOfSecret(name)) continue
    const end = index + name.length
    return words.slice(0, end) + covered(words.slice(end))
  }
  return words
}

const speaksOfSecret = (name: string): boolean =>
  isSecretKey(name) ||
  isNearlyLong(name) ||
  (/\p{Script=Han}/u.test(name) && (isNearlySecret(name) || isSecretElsewhere(name)))

const openQuote = (value: string): string | undefined => {
  const quote = /^\s*(["'])/.exec(value)?.[1]
  return quote !== undefined && value.trim().split(quote).length % 2 === 0 ? quote : undefined
}

export const covered = (text: string): string => text.replace(/[^\r\n]/g, cover)

/** `a:b@c:1`: nothing shorter has the form of a secret. */
const shortestForm = 7

/** What may be random. */
const longWord = /[A-Za-z0-9+/_=-]{32,}/g

export function withoutForms(text: string): string {
  if (text.length < shortestForm) return text
  return withForms(text, covered).replace(longWord, found =>
    secretForm(found) === undefined ? found : covered(found),
  )
}

function matched(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at
  return pattern.exec(text) ?? undefined
}

const endOf = (pattern: RegExp, text: string, at: number): number =>
  at + (matched(pattern, text, at)?.[0].length ?? 0)
