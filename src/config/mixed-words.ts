import { isHarmless } from './harmless.ts'
import type { Span } from './span.ts'

/** Words of a sentence that have letters and digits as a password has, and are nothing else that is known. */
export function mixedWords(comment: string): Span[] {
  if (!/\d/.test(comment)) return []
  return [...comment.matchAll(word)].flatMap(({ 0: found, index }) => {
    // of `key=value` the key may stay
    const begin = /^[("'`[{<]*(?:[A-Za-z_-]{1,64}[=:])?/.exec(found)?.[0].length ?? 0
    const end = Math.max(begin, /[)"'`\]}>.,;:!?]*$/.exec(found)?.index ?? found.length)
    const inside = found.slice(begin, end)
    const isMixed = inside.length >= shortest && /[A-Za-z]/.test(inside) && /\d/.test(inside)
    const isOpen = isHarmless(inside, true) || isKnownThing(inside)
    return isMixed && !isOpen ? [[index + begin, index + end] as const] : []
  })
}

/** `Kr4nich`: in both cases and with a digit. Ids are mostly in one. */
export const hasMadeUpWord = (text: string): boolean =>
  mixedWords(text).some(([start, end]) => {
    const word = text.slice(start, end)
    return /[a-z]/.test(word) && /[A-Z]/.test(word)
  })

/** Nobody's password is shorter, but amounts are. */
const shortest = 6

const word = /[!-~]{6,512}/g

/** What has letters and digits in it, and is no secret. */
export const isKnownThing = (word: string): boolean => somethingElse.some(form => form.test(word))

const somethingElse: readonly RegExp[] = [
  // a ticket, a version, a day with its hour
  /^#?[A-Z]{2,10}-\d{1,7}$/,
  /^v?\d{1,4}(?:\.\d{1,4}){1,3}(?:-[a-z]{1,8})?$/,
  /^\d{4}-\d\d-\d\d(?:T[\d:.]{4,12}Z?)?$/,
  // a way to sign or to encrypt, a standard
  /^(?:aes|sha|md|[rehp]s|rsa|ed|x|oauth|rfc|iso|base|utf|hmac)[-_]?\d{1,5}(?:[-_](?:\d{1,4}|[a-z]{2,8}))?$/i,
  // a client id of GitHub
  /^(?:Iv\d\.|Ov\d{2})[A-Za-z0-9]{8,20}$/,
  // what a suppression names
  /^(?:ignore)?\[[a-z-]{1,40}\/[a-z-]{1,40}\]?$/,
]
