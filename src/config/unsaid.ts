import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { cover } from '../diagnostics/redact.ts'
import { keys } from '../generated/keys.js'
import { isPlaceName, referenceKinds } from './place-name.ts'

interface Text {
  readonly text: string
  /** The same with its secrets covered. */
  readonly masked: string
}

/**
 * The diagnostics without words of the files that frames cover wherever they stand: who reads a text or a shape knows
 * less of what may be a secret. Rules know of plain words that they name.
 */
export function unsaid(diagnostics: readonly Diagnostic[], texts: readonly Text[]): Diagnostic[] {
  const runs = texts.flatMap(coveredRuns)
  const covered = new Set(runs.flatMap(run => run.match(aWord) ?? []))
  // a help writes an id in small letters
  const inSmall = new Set([...covered].map(word => word.toLowerCase()).filter(word => /\d/.test(word)))
  if (covered.size === 0) return [...diagnostics]
  const phrases = phrasesIn(runs)
  const known = new Map<string, boolean>()
  const isSecret = (word: string): boolean => {
    if (
      !(covered.has(word) || inSmall.has(word)) ||
      Object.hasOwn(keys, word) ||
      referenceKinds.includes(word)
    )
      return false
    const before = known.get(word)
    if (before !== undefined) return before
    const is = !texts.some(({ masked }) => masked.includes(word))
    known.set(word, is)
    return is
  }
  const without = (words: string, mayStay: (word: string, isKey: boolean) => boolean) =>
    words.replace(aWord, (word, at: number) =>
      isSecret(word) && !mayStay(word, words.startsWith(': ', at + word.length)) ? '…' : word,
    )
  const saidPart = (whole: string, isKnowing: boolean): string => {
    const message = isKnowing ? whole : withoutAll(whole, phrases)
    if (!(message.match(aWord) ?? []).some(isSecret)) return message
    const parts = message.split('"')
    const mayStay = (index: number) => (isKnowing ? isOurs : index % 2 === 0 ? isOursInHelp : none)
    return parts.map((part, index) => without(part, mayStay(index))).join('"')
  }
  const said = (message: string, isKnowing: boolean): string =>
    message
      .split(aReference)
      .map(part => (isNameOfPlace(part) ? part : saidPart(part, isKnowing)))
      .join('')
  return diagnostics.map(diagnostic => {
    const { rule, message, help, path, where, label, related } = diagnostic
    const isKnowing = !/^(?:yaml|schema)\//.test(rule)
    return {
      ...diagnostic,
      message: said(message, isKnowing),
      help: said(help, isKnowing),
      path: path.map(segment => (typeof segment === 'string' ? without(segment, none) : segment)),
      where: without(where, none),
      ...(label !== undefined && { label: said(label, isKnowing) }),
      related: related.map(other => ({ ...other, message: said(other.message, isKnowing) })),
    }
  })
}

/** What a help proposes: the place of a secret. */
const aReference = /(\{ (?:env|file): [^{}\s]+ \})/

function isNameOfPlace(part: string): boolean {
  const [, kind = '', name = ''] = /^\{ (env|file): (\S+) \}$/.exec(part) ?? []
  return kind !== '' && isPlaceName(kind, name)
}

/** Shorter ones are in too many others. */
const aWord = /[\p{L}\p{N}_]{4,}/gu

const coveredRuns = ({ text, masked }: Text): string[] =>
  [...masked.matchAll(coverRun)].map(({ 0: run, index }) => text.slice(index, index + run.length))

/** Each is looked for in every message. */
const mostPhrases = 200

/** What is more than a word and no reference, as a key that has lost its colon and goes on over the secret: none of it is our own. */
function phrasesIn(runs: readonly string[]): string[] {
  const found = runs
    .map(run => run.replace(/\s+/g, ' ').trim())
    .filter(run => run.length > 5 && /[^\p{L}\p{N}_]/u.test(run) && !/[{}]/.test(run))
  const phrases = new Set(found)
  return phrases.size > mostPhrases ? [] : [...phrases]
}

const withoutAll = (message: string, phrases: readonly string[]): string =>
  phrases.reduce(
    (before, phrase) => (before.includes(phrase) ? before.replaceAll(phrase, '…') : before),
    message,
  )

const coverRun = new RegExp(`${cover}+`, 'g')

/** What a sentence of ours has outside of quotes, and the name of a variable that it proposes. */
const isOurs = (word: string): boolean => /^(?:[A-Za-z]?[a-z]+|[A-Z][A-Z0-9_]*)$/.test(word)

/** Behind "write" a key of the file stands without quotes. */
const isOursInHelp = (word: string, isKey: boolean): boolean => !isKey && isOurs(word)

const none = () => false
