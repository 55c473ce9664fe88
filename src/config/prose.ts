import { isHarmless } from './harmless.ts'
import { isKnownThing } from './mixed-words.ts'

/**
 * Whether a sentence goes on with this word behind one for a secret, as `# the secret is rotated weekly` does: a word of
 * the language, a name, an amount. What has a sign in it, a digit or a capital in its middle is more likely the secret.
 */
export const isProse = (word: string): boolean =>
  (word.match(/[!-~]+/g) ?? []).every(part => isPlain(withoutMarks(part)))

/** `(rotated` and `weekly".`; what ends a sentence ends many a password, and says nothing of it. */
const withoutMarks = (word: string): string => word.replace(/^[("'`[{<]+|[)"'`\]}>.,;:!?…]+$/g, '')

const isPlain = (word: string): boolean =>
  word.split(/[-_'/.&]/).every(part => (aWord.test(part) || isName(part)) && !consonants.test(part)) ||
  plain.some(form => form.test(word)) ||
  isHarmless(word, false) ||
  // a type as its vendor writes it
  isHarmless(word.toLowerCase(), false) ||
  isKnownThing(word)

/** Of `sign-in`, `and/or`, `don't`, `CLIENT_SECRET` and `--fix` each part is one. */
const aWord = /^(?:[A-Z]?[a-z]{0,24}|[A-Z]{1,16}s?)$/

/** `AppSecret`, `WeCom` and `phpMyAdmin`: of words, of which one may be as short as two letters. */
const isName = (word: string): boolean =>
  /^[A-Za-z]{3,48}$/.test(word) &&
  (word.match(/[A-Z]?[a-z]+|[A-Z]+/g) ?? []).filter(part => /^[A-Z].$/.test(part)).length < 2

/** Hardly a word has as many in a row. */
const consonants = /[b-df-hj-np-tv-xz]{6}/i

const plain: readonly RegExp[] = [
  // between two words
  /^[-=>|/&+*~]{0,3}$/,
  /^\d{1,5}(?:-[a-z]{1,8}|[a-z]{1,4})?$/i,
  // a version, a ticket, a quarter, a person
  /^(?:v\d{1,3}(?:\.\d{1,4}){0,2}|#\d{1,6}|[A-Z]{1,2}\d{1,2})$/i,
  /^@[a-z][\w-]{1,38}$/i,
  /^[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){0,4}\.[a-z]{2,16}$/i,
]
