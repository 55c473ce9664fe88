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
  word.split(/[-_'/.]/).every(part => aWord.test(part)) ||
  plain.some(form => form.test(word)) ||
  isHarmless(word, false) ||
  // a type as its vendor writes it
  isHarmless(word.toLowerCase(), false) ||
  isKnownThing(word)

/** Of `sign-in`, `and/or`, `don't`, `CLIENT_SECRET` and `--fix` each part is one. */
const aWord = /^(?:[A-Z]?[a-z]{0,24}|[A-Z]{1,16}s?)$/

const plain: readonly RegExp[] = [
  // two words as one name: `AppSecret`, `SameSite`
  /^[A-Za-z][a-z]{2,15}[A-Z][a-z]{2,15}$/,
  // between two words
  /^[-=>|/&+*~]{0,3}$/,
  /^\d{1,5}(?:-[a-z]{1,8}|st|nd|rd|th)?$/,
]
