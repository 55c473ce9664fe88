import { covered } from '../redact.ts'
import { isNearlyLong, isNearlySecret, isSecretElsewhere, isSecretKey } from '../secret-key.ts'

/** Whether a comment has something in it that looks like a key. */
export const hasKey = /[\w\p{Script=Han}]["'”’]?\s?[:：=]/u

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
  (/\p{Script=Han}/u.test(name) && (isNearlySecret(name) || isSecretElsewhere(name)))
