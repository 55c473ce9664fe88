import { inEitherCase } from './secret-key.ts'

const passwords = inEitherCase(/passw(?:or)?d|passphrase|pwd/)
const tokens = inEitherCase(/token|api[-_]?key/)
const secrets = inEitherCase(/secret|(?:access|private|signing)[-_]?key/)

// a template, a variable, a placeholder
const notPutIn = '(?![$%{<])'
/** A file, or a word that says how. */
const notPlaceOrWord = `${notPutIn}(?![@~./]|(?:true|false|none|null|stdin|prompt|auto)\\b)`

/** `?access_token=…`: below 16 characters it may be a word. */
const parameter = `[?&][\\w.-]{0,64}(?:(?:${passwords})=${notPutIn}[^\\s&#"']{6,}|(?:${tokens}|${secrets})=${notPutIn}[^\\s&#"']{16,})`

/** `--password=…`; of `--secret=…` it is as often the name, so it has to be as mixed as no name is. */
const mixed = ['0-9', 'A-Z', 'a-z'].map(some => `(?=[^\\s"']{0,256}[${some}])`).join('')
const option = `-(?<![\\w-]-)-?[\\w-]{0,32}(?:(?:${passwords}|${tokens})=${notPlaceOrWord}[^\\s"']{4,}|(?:${secrets})=${notPlaceOrWord}${mixed}[^\\s"']{8,})`

/** Of all forms the one that something else may have as well. */
export const random = 'a long random text'

/** Texts that are secrets by their form, wherever they stand. */
export const secretForms: readonly { readonly form: RegExp; readonly what: string }[] = [
  { form: /-----BEGIN [A-Z ]*PRIVATE KEY-----/, what: 'a private key' },
  { form: /\bgh[pousr]_[A-Za-z0-9]{16,}/, what: 'a GitHub token' },
  { form: /\bgithub_pat_[A-Za-z0-9_]{20,}/, what: 'a GitHub token' },
  { form: /\bGOCSPX-[A-Za-z0-9_-]{16,}/, what: 'a Google client secret' },
  { form: /\bxox[abprs]-[A-Za-z0-9-]{10,}/, what: 'a Slack token' },
  { form: /\bglpat-[A-Za-z0-9_-]{16,}/, what: 'a GitLab token' },
  { form: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/, what: 'an AWS access key' },
  { form: /\bLTAI[A-Za-z0-9]{12,}/, what: 'an access key of Alibaba Cloud' },
  { form: /\bhv[bsr]\.[A-Za-z0-9_-]{16,}/, what: 'a Vault token' },
  { form: /\bsk-[A-Za-z0-9_-]{20,}/, what: 'an API key' },
  { form: /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/, what: 'a signed token' },
  {
    form: /\b[A-Za-z][A-Za-z0-9+.-]{0,20}:\/\/[^/\s:@"']{0,256}:[^/\s@"']{1,256}@/,
    what: 'an address with a password',
  },
  { form: /(?<![^\s"'])[^\s:@"'/]{1,256}:[^\s@"']{1,256}@[\w.-]+:\d/, what: 'an address with a password' },
  { form: new RegExp(parameter), what: 'an address with a secret in it' },
  { form: new RegExp(option), what: 'an option with a secret in it' },
  {
    form: /\b[Aa]uthorization:\s{0,8}\w{1,16}\s{1,8}(?![$%{<])[^\s"']{8,}/,
    what: 'a header with a token',
  },
  { form: /\b[0-9a-f]{40,}\b/, what: random },
]

/** One of them; of nearly every text there is none, and every text of a file is asked about. */
const anyForm = new RegExp(secretForms.map(({ form }) => form.source).join('|'))

/** What each of them has in it somewhere: to read this takes V8 a tenth of the time, and most files have none of it. */
const trace =
  /[@=]|-----BEGIN|gh[pousr]_|github_pat_|GOCSPX-|xox|glpat-|A[KS]IA|LTAI|hv[bsr]\.|sk-|eyJ|uthorization:|[0-9a-f]{40}/

/** What kind of secret a text looks like, or undefined. */
export function secretForm(text: string): string | undefined {
  const found =
    trace.test(text) && anyForm.test(text) ? secretForms.find(({ form }) => form.test(text)) : undefined
  return found?.what ?? (isRandom(text) ? random : undefined)
}

const everyForm = secretForms.map(({ form }) => new RegExp(form.source, 'g'))

/** A text with what has one of the forms in it changed. */
export const withForms = (text: string, change: (found: string) => string): string =>
  everyForm.reduce((before, form) => before.replace(form, change), text)

/** The same of a word of `exec`: a path is long and random, too. */
export function argumentForm(word: string, index: number): string | undefined {
  const what = secretForm(word)
  return what === random && (index === 0 || word.includes('/')) ? undefined : what
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

/** A key as it may be named: not what has the form of a secret, nor what follows it where it lost the separator of YAML. */
export const discreetly = (key: string): string =>
  secretForm(key) === undefined ? key.replace(assignment, '$1…') : '…'

/** `clientSecret=abc`, `AppSecret:abc`; not `clientSecret: { env: … }`, which a help may say. */
export const assignment =
  /^(\S{0,64}?(?:secret|token|passw|passphrase|pwd|credential|\w-?key|密码|密钥|口令)[\w-]{0,32}\s{0,4}[:=：]\s{0,4})[^\s{[].*$/i
