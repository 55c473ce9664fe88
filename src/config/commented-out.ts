import { lineEndOf } from '../diagnostics/lines.ts'
import { formsIn, secretForm } from '../diagnostics/secret-form.ts'
import { mixedWords } from './mixed-words.ts'
import { isProse } from './prose.ts'
import type { Span } from './span.ts'
import { whenWanted } from './when-wanted.ts'

/** What keys of secrets have in their names. */
export const namesOfSecrets =
  'secret|passw|passphrase|pwd|token|credential|jwt|authorization|(?:aes|app|api|access|private|signing)[-_]?key|密码|密钥|密匙|口令'

/** `# clientSecret: abc`: a line that was switched off shows its secret as well as one that was not. So does what has the form of one, and a word as mixed as a password. */
export function commentedOut(text: string): Span[] {
  const spans: Span[] = []
  for (const [start, end] of behindSigns(text)) {
    const comment = text.slice(start, end)
    const value = valueInComment(comment)
    if (value !== undefined) spans.push([start + value, end])
    for (const { at, found } of formsIn(comment)) spans.push([start + at, start + at + found.length])
    for (const [from, to] of mixedWords(comment)) spans.push([start + from, start + to])
    for (const { 0: word, index } of comment.matchAll(longWord))
      if (secretForm(word) !== undefined) spans.push([start + index, start + index + word.length])
  }
  return spans
}

/** What may be random. */
const longWord = /[A-Za-z0-9+/_=-]{32,}/g

/** What stands in each line behind its first `#`, which is not always a comment. */
export function* behindSigns(text: string): Generator<Span> {
  for (let start = text.indexOf('#'); start !== -1; ) {
    const end = lineEndOf(text, start)
    yield [start, end]
    start = text.indexOf('#', end)
  }
}

/** A colon, or what is one in Chinese. */
const colon = '(?:[^\\S\\n]{0,16}(?:[:=：]|[是为](?=[^\\S\\n]{0,16}[!-~])|[是为][:：])[^\\S\\n]{0,16}(?=\\S))'
/** A few words, and behind them one with a digit as passwords have it. */
const words =
  '(?:(?:[^\\S\\n]{1,16}[A-Za-z]{1,16}){0,3}[^\\S\\n]{1,16}(?=[^\\s\\d]{0,64}\\d\\S{0,64}(?:\\s|$))(?=[^\\sA-Za-z]{0,64}[A-Za-z])(?=\\S{6}))'
/** What only a colon makes the name of a secret, or a word that none is: the language has keys like these. */
const otherNames = '(?<![A-Za-z])(?:p(?:ass|w)|cookies?|[A-Za-z]{0,32}key)'
/** `密码 abc`, `pw was abc`, `密码abc`: it may be a sentence that goes on. */
const blank =
  '(?:[^\\S\\n]{1,16}(?:(?:is|was|[-=]>|[-–—→|])[^\\S\\n]{1,16})?(?=\\S)|(?<=密[码钥匙]|口令)(?=[\\w!@#$%^&*]))'

// big, and of nearly every file nobody asks
const beforeValue = whenWanted(
  () =>
    new RegExp(
      `(?:${namesOfSecrets})\\w{0,64}["']?(?:${colon}|${words})|${otherNames}["']?${colon}|(?<blank>(?:(?:${namesOfSecrets})\\w{0,64}|${otherNames})["']?${blank})`,
      'gi',
    ),
)

// every text of a file is asked
const mayNameOne = /secret|pass|pwd|pw|token|key|cookie|credential|jwt|authorization|密|口令/i

/** `password Kr4nich`: what is told in a sentence, where only a password looks so. */
export const saysSecret = (text: string): boolean =>
  mayNameOne.test(text) &&
  [...text.matchAll(beforeValue())].some(({ index, 0: word, groups }) => {
    if (groups?.blank !== undefined) return false
    const rest = text.slice(index + word.length)
    return mixedWords(rest.slice(0, 128)).some(([start]) => start <= 2)
  })

/**
 * Where the value begins behind a word for a secret, which stands at most 200 characters behind a `#`: behind a colon, a few
 * words further with a digit as passwords have it, or right behind it where no sentence goes on.
 */
function valueInComment(comment: string): number | undefined {
  for (const { index, 0: word, groups } of comment.matchAll(beforeValue())) {
    const behind = index + word.length
    const at = groups?.blank === undefined ? behind : behindProse(comment, behind)
    if (at !== undefined && comment.slice(Math.max(0, index - 201), index).includes('#')) return at
  }
  return undefined
}

/** Where the first of a few words begins that no sentence has. */
function behindProse(text: string, at: number): number | undefined {
  const [line = ''] = text.slice(at, at + 256).split('\n', 1)
  const words = [...line.matchAll(/\S{1,128}/g)].slice(0, mostWords)
  const found = words.find(([word]) => !isProse(word))
  return found && at + found.index
}

/** The value, and three words between the two. */
const mostWords = 4
