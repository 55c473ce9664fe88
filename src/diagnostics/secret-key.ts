import { distance, lacks } from './distance.ts'

/** Keys whose values are not printed, whatever the schema says of them. */
const secretKey =
  /secret|token|password|passwd|passphrase|credential|key|pwd|^pass$|^auth$|^authorization$|jwt|signing|密码|密钥|密匙|口令/i

// a key of this language that matches by accident
const innocent = new Set(['keys'])

export const isSecretKey = (key: string): boolean => secretKey.test(key) && !innocent.has(key)

/** The headers that a library sends: what lets it in is among them, by any name. */
export const areHeaders = (key: string): boolean => /headers$/i.test(key)

/** What other programs and people call a secret. */
const called =
  /(?<!by|com)pass$|pw$|pvk$|passwort|pin_?code|^(?:sk|sec|dsn|otp|pin|psk|seed|salt|hmac|p12|pfx|pem|webhook|bearer)$|^private[-_]?(?:cert|pem)|私钥|令牌|秘钥|授权码|凭据|凭证|密碼|密鑰/i

/** … and what may have one in it. */
const ofOthers =
  /^(?:private|ticket|cookies?|x-auth)$|authorization|authentication|basicauth|connection_?string|serviceaccount|签名/i

/** `tokenURL` is an address and `passwordField` a name, whatever they are about. */
const other =
  '(?:URL|Url|URI|Uri|Endpoint|Path|Field|Name|Method|Type|ID|Id|_url|_uri|_endpoint|_path|_field|_name|_method|_type|_id)'

/** What a pattern with the flag for either case says, without it. The built program has other characters as escapes. */
export const inEitherCase = ({ source }: RegExp): string =>
  source.replace(/\\u[0-9a-f]{4}|[a-z]/g, part => (part.length > 1 ? part : `[${part}${part.toUpperCase()}]`))

/**
 * The keys of a map that nobody here has described, of which the values have to be references: a pattern for JSON
 * Schema, which knows no flag for either case.
 */
export const secretOption = `^(?!.*${other}$)(?=.*(?:${inEitherCase(secretKey)}|${inEitherCase(called)}))`

export const isSecretOption = (key: string): boolean => new RegExp(secretOption, 'u').test(key)

/** A misspelt one of these, or one that need not be a secret: nothing is wrong with it, but what it holds is not shown. */
export const isPerhapsSecretOption = (key: string): boolean =>
  !new RegExp(`${other}$`).test(key) && (isNearlySecret(key) || isSecretElsewhere(key))

/** A misspelt name of a secret. */
export const isNearlySecret = (word: string): boolean => isNearlyLong(word) || isNearlyShort(word)

/** `clientScret`, `passwrd`: a part of the word with one or two typing mistakes. */
export function isNearlyLong(word: string): boolean {
  const lower = word.toLowerCase()
  // where the whole word has not the letters, no part of it has
  const possible = stems.filter(stem => lacks(stem, lower) <= mistakes)
  if (possible.length === 0) return false
  const endings = possible.flatMap(stem => [-1, 0, 1].map(more => lower.slice(-(stem.length + more))))
  return [...new Set([...partsOf(word), ...endings])].some(part =>
    possible.some(stem => distance(part, stem, mistakes) <= mistakes),
  )
}

/** `tokn`, `adminTken`, `coookie`: with one. The end of another word is too often nearly it, as of `spoken`. */
function isNearlyShort(word: string): boolean {
  const lower = word.toLowerCase()
  const possible = shortStems.filter(stem => lacks(stem, lower) <= 1)
  return (
    possible.length > 0 && partsOf(word).some(part => possible.some(stem => distance(part, stem, 1) <= 1))
  )
}

const partsOf = (word: string): string[] =>
  word.split(/(?<=[a-z])(?=[A-Z])|[-_.]/).map(part => part.toLowerCase())

const mistakes = 2
const stems = ['secret', 'password', 'credential']
const shortStems = ['token', 'cookie']

export const isSecretElsewhere = (key: string): boolean => called.test(key) || ofOthers.test(key)
