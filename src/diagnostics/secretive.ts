/** Keys whose values are not printed, whatever the schema says of them. */
const secretKey =
  /secret|token|password|passwd|passphrase|credential|key|pwd|^pass$|^auth$|jwt|signing|密码|密钥|口令/i

// keys of this language that match by accident
const innocent = new Set(['keys', 'cookie'])

export const isSecretKey = (key: string): boolean => secretKey.test(key) && !innocent.has(key)

/** `tokenURL` is an address and `passwordField` a name, whatever they are about. */
const other =
  '(?:URL|Url|URI|Uri|Endpoint|Path|Field|Name|Method|Type|ID|Id|_url|_uri|_endpoint|_path|_field|_name|_method|_type|_id)'

/** What a pattern with the flag for either case says, without it. The built program has other characters as escapes. */
const inEitherCase = ({ source }: RegExp): string =>
  source.replace(/\\u[0-9a-f]{4}|[a-z]/g, part => (part.length > 1 ? part : `[${part}${part.toUpperCase()}]`))

/**
 * The keys of a map that nobody here has described, of which the values have to be references: a pattern for JSON
 * Schema, which knows no flag for either case.
 */
export const secretOption = `^(?!.*${other}$)(?=.*(?:${inEitherCase(secretKey)}))`

export const isSecretOption = (key: string): boolean => new RegExp(secretOption, 'u').test(key)

/** Texts that are secrets by their form, wherever they stand. */
export const secretForms: readonly { readonly form: RegExp; readonly what: string }[] = [
  { form: /-----BEGIN [A-Z ]*PRIVATE KEY-----/, what: 'a private key' },
  { form: /\bgh[pousr]_[A-Za-z0-9]{16,}/, what: 'a GitHub token' },
  { form: /\bgithub_pat_[A-Za-z0-9_]{20,}/, what: 'a GitHub token' },
  { form: /\bGOCSPX-[A-Za-z0-9_-]{16,}/, what: 'a Google client secret' },
  { form: /\bxox[abprs]-[A-Za-z0-9-]{10,}/, what: 'a Slack token' },
  { form: /\bglpat-[A-Za-z0-9_-]{16,}/, what: 'a GitLab token' },
  { form: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/, what: 'an AWS access key' },
  { form: /\bsk-[A-Za-z0-9_-]{20,}/, what: 'an API key' },
  { form: /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/, what: 'a signed token' },
  {
    form: /\b[A-Za-z][A-Za-z0-9+.-]{0,20}:\/\/[^/\s:@"']{0,256}:[^/\s@"']{1,256}@/,
    what: 'an address with a password',
  },
  { form: /(?<![^\s"'])[^\s:@"'/]{1,256}:[^\s@"']{1,256}@[\w.-]+:\d/, what: 'an address with a password' },
  { form: /\b[0-9a-f]{40,}\b/, what: 'a long random text' },
]

/** One of them; of nearly every text there is none, and every text of a file is asked about. */
const anyForm = new RegExp(secretForms.map(({ form }) => form.source).join('|'))

/** What kind of secret a text looks like, or undefined. */
export function secretForm(text: string): string | undefined {
  const found = anyForm.test(text) ? secretForms.find(({ form }) => form.test(text)) : undefined
  return found?.what ?? (isRandom(text) ? 'a long random text' : undefined)
}

/** At least 32 characters of one word with small and capital letters and digits, evenly mixed. */
function isRandom(text: string): boolean {
  if (text.length < 32 || !/^[A-Za-z0-9+/_=-]{32,}$/.test(text)) return false
  if (!/[a-z]/.test(text) || !/[A-Z]/.test(text) || !/[0-9]/.test(text)) return false
  return entropy(text) > 4
}

/** Shannon entropy in bits per character. */
function entropy(text: string): number {
  const counts = new Map<string, number>()
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
  return [...counts.values()].reduce((bits, n) => bits - (n / text.length) * Math.log2(n / text.length), 0)
}

/** A key as it may be named: what has the form of a secret is not. */
export const discreetly = (key: string): string => (secretForm(key) === undefined ? key : '…')
