import { covered } from '../redact.ts'
import { isNearlyLong, isNearlySecret, isSecretElsewhere, isSecretKey } from '../secret-key.ts'

/** Whether a comment has something in it that looks like a key. */
export const hasKey = /[\w\p{Script=Han}]["'”’]?\s?[:：=]/u

/** `who leaves: out at once`: several words before the colon and behind it, and nothing that a key or a password has. */
export const isSentence = (words: string): boolean =>
  /^\p{L}+(?:,? \p{L}+)+: \p{L}+(?:,? \p{L}+)+[.…]?$/u.test(words.trim()) && beforeSecret(words) === words

/** What follows a word for a secret may be it. */
export function beforeSecret(words: string): string {
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
  /^pw$/i.test(name) ||
  (/\p{Script=Han}/u.test(name) && (isNearlySecret(name) || isSecretElsewhere(name)))
