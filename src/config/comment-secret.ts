import { formsIn, random, secretForm } from '../diagnostics/secret-form.ts'
import { namesOfSecrets } from './commented-out.ts'
import { isPlaceholderText } from './environment/placeholder.ts'
import { isPlaceName, referenceKinds } from './place-name.ts'

/** A secret in a comment, by its place there. */
export interface CommentSecret {
  /** What it has the form of. Absent: it is the value of a key that is for a secret, in a line that was switched off. */
  readonly what?: string
  readonly start: number
  readonly end: number
}

/** The first secret of a comment that is told of: a commit and a checksum are as random as a key, and an example has its form. */
export const secretInComment = (comment: string): CommentSecret | undefined =>
  ofForm(comment) ?? random32(comment) ?? switchedOff(comment)

function ofForm(comment: string): CommentSecret | undefined {
  const [first] = formsIn(comment)
    .filter(({ what, found }) => what !== random && !isExample(found))
    .sort((one, other) => one.at - other.at)
  return first && { what: first.what, start: first.at, end: first.at + first.found.length }
}

/** `--token=YOUR_TOKEN`, `Bearer <token>`, `postgres://sso:…@host`: only the last part is the secret. */
const isExample = (found: string): boolean =>
  isPlaceholderText(found) || isPlaceholderText(found.replace(/@[^@]*$/, '').replace(/^.*[\s=:]/s, ''))

/** A long random text is one where a word for a secret stands before it, and nothing nearer says what else it is. */
function random32(comment: string): CommentSecret | undefined {
  let named = -1
  for (const { 0: word, index, groups } of comment.matchAll(wordsAndRandom)) {
    if (groups?.name !== undefined) named = index
    else if (groups?.other !== undefined) named = -1
    else if (named !== -1 && secretForm(word) === random && !isPlaceholderText(word))
      return { what: random, start: index, end: index + word.length }
  }
  return undefined
}

const wordsAndRandom = new RegExp(
  `(?<![^\\s"'\`=:,({[])[A-Za-z0-9+/_-]{32,}={0,2}(?![^\\s"'\`,)}\\].;])|(?<other>sha-?\\d|md5|digest|checksum|hash|commit|fingerprint|thumbprint|revision)|(?<name>${namesOfSecrets})`,
  'gi',
)

/** `clientSecret: abc`, `"password" = "abc"`; not what such a key says of it, as `passwordLength` and `tokenEndpoint` do. */
const keyed = new RegExp(
  `(?:${namesOfSecrets})(?:s|ord|d|[-_]?(?:key|value))?\\d{0,2}["']?[^\\S\\n]{0,16}[:=：][^\\S\\n]{0,16}(?:"([^"\\n]{1,256})"|'([^'\\n]{1,256})'|([^\\s"'][^\\s]{0,255}))`,
  'gi',
)

function switchedOff(comment: string): CommentSecret | undefined {
  for (const { 0: pair, index, 1: double, 2: single, 3: plain = '' } of comment.matchAll(keyed)) {
    const end = index + pair.length
    const quoted = double ?? single
    const value = quoted ?? plain.replace(/(?<![\]"'`,;.)}。，；）])[\]"'`,;.)}。，；）]+$/, '')
    const start = end - (quoted === undefined ? plain.length : quoted.length + 1)
    const isProse = value === plain && /^\s+[^\s#(),;|}\]]/.test(comment.slice(end, end + 17))
    if (mayBeSecret(value, isProse)) return { start, end: start + value.length }
  }
  return undefined
}

/** A letter, and a digit or a sign: a plain word is as often what is said about the secret. In a sentence it has to look like nothing else. */
function mayBeSecret(value: string, isProse: boolean): boolean {
  const isMixed = /[A-Za-z]/.test(value) && /[0-9!@#$%^&*+?=~]/.test(value)
  if (!isMixed || !/^[!-~]{6,256}$/.test(value)) return false
  if (isProse && (value.length < 12 || !/[a-z]/.test(value) || !/[A-Z]/.test(value))) return false
  const isName = referenceKinds.some(kind => kind !== 'exec' && isPlaceName(kind, value))
  return !isName && !somethingElse.some(form => form.test(value)) && !isPlaceholderText(value)
}

const somethingElse: readonly RegExp[] = [
  // what YAML, a shell or a template puts in
  /^[${%<[(!*&|>@`#]/,
  // an address, a path, a name in another program, a call
  /^[a-z]{2,16}:/i,
  /^[^@\s]{1,64}@[\w-]{1,64}\.[\w.-]{1,128}$/,
  /^[a-z0-9._-]{0,64}(?:\/[a-z0-9._-]{1,64}){1,16}$/,
  /\.(?:pem|key|crt|cer|p12|pfx|jwks?|json|ya?ml|txt|env)$/i,
  /^[a-z]\w{0,64}(?:\.[A-Za-z_]\w{0,64}){1,8}$/,
  /^[A-Za-z_]\w{0,64}\(/,
  // an amount, a day, a way to sign, a standard
  /^\d{1,9}[-+]?(?:ms|s|secs?|seconds?|m|mins?|minutes?|h|hours?|d|days?|weeks?|months?|years?|bits?|[kKmM]i?[bB]|bytes?|chars?|characters?|digits?)?\+?$/,
  /^\d{4}-\d\d-\d\d(?:T|$)/,
  /^(?:a|aes|sha|md|[rehp]s|rsa|ed|x|oauth|rfc|iso|base|utf|hmac|pbkdf|scrypt|bcrypt|argon|v)[-_]?\d[\d.]*(?:[-_](?:\d+|[a-z]{2,8}\d*))*(?:url)?$/i,
]
