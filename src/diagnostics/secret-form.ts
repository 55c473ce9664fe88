import { addressWithPassword, hasLogin } from './address-login.ts'
import { inEitherCase } from './secret-key.ts'

const passwords = inEitherCase(/passw(?:or)?d|passphrase|pwd/)
const tokens = inEitherCase(/token|api[-_]?key/)
const secrets = inEitherCase(/secret|(?:access|private|signing)[-_]?key/)

// a template, a variable, a placeholder
const notPutIn = '(?![$%{<])'
/** A file, or a word that says how. */
const notPlaceOrWord = `${notPutIn}(?![@~./]|(?:true|false|none|null|stdin|prompt|auto)\\b)`

/** What addresses are signed with, or opened by: the whole name of a parameter. */
const signs = inEitherCase(/(?:(?:x-amz-)?sign(?:ature)?|sig|jwt|ticket|sk|pass|auth)/)
/** … which is mostly the name of something else: `?key=PROJECT-1234`. */
const keys = inEitherCase(/(?:code|key)/)

/** Letters and digits, as no word has them. */
const mixedWord = '(?=[^\\s&#"\'\\d]{0,64}\\d)(?=[^\\s&#"\'A-Za-z]{0,64}[A-Za-z])[^\\s&#"\']{8,}'

/** Letters behind digits three times: a machine has made that. */
const madeWord =
  '(?=(?:[^\\s&#"\'\\d]{0,32}(?:\\d{1,32}[^\\s&#"\'A-Za-z\\d]{1,4}(?=\\d)){0,8}\\d{1,32}[^\\s&#"\'A-Za-z\\d]{0,4}[A-Za-z]){3})[^\\s&#"\']{16,}'

/** `?access_token=…`: below 16 characters it may be a word. */
const parameter = `[?&](?:[\\w.-]{0,64}(?:(?:${passwords})=${notPutIn}[^\\s&#"']{6,}|(?:${tokens}|${secrets})=${notPutIn}(?:[^\\s&#"']{16,}|${mixedWord}))|${signs}=${notPutIn}${mixedWord}|${keys}=${notPutIn}${madeWord})`

/** `--password=…`; of `--secret=…` it is as often the name, so it has to be as mixed as no name is. */
const mixed = ['0-9', 'A-Z', 'a-z'].map(some => `(?=[^\\s"']{0,256}[${some}])`).join('')
const option = `-(?<![\\w-]-)-?[\\w-]{0,32}(?:(?:${passwords}|${tokens})=${notPlaceOrWord}[^\\s"']{4,}|(?:${secrets})=${notPlaceOrWord}${mixed}[^\\s"']{8,})`

/** Of all forms the one that something else may have as well. */
export const random = 'a long random text'

interface Form {
  readonly form: RegExp
  /** What every such text has in it somewhere: to read these takes V8 a tenth of the time, and most files have none of them. */
  readonly trace: RegExp
  readonly what: string
}

/** Texts that are secrets by their form, wherever they stand. */
const secretForms: readonly Form[] = [
  { form: /-----BEGIN [A-Z ]*PRIVATE KEY-----/, trace: /-----BEGIN/, what: 'a private key' },
  { form: /\bgh[pousr]_[A-Za-z0-9]{16,}/, trace: /gh[pousr]_/, what: 'a GitHub token' },
  { form: /\bgithub_pat_[A-Za-z0-9_]{20,}/, trace: /github_pat_/, what: 'a GitHub token' },
  {
    form: /(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~-])/,
    trace: /\dQ~/,
    what: 'a Microsoft client secret',
  },
  { form: /\bGOCSPX-[A-Za-z0-9_-]{16,}/, trace: /GOCSPX-/, what: 'a Google client secret' },
  { form: /\bxox[abprs]-[A-Za-z0-9-]{10,}/, trace: /xox/, what: 'a Slack token' },
  { form: /\bglpat-[A-Za-z0-9_-]{16,}/, trace: /glpat-/, what: 'a GitLab token' },
  { form: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/, trace: /A[KS]IA/, what: 'an AWS access key' },
  { form: /\bLTAI[A-Za-z0-9]{12,}/, trace: /LTAI/, what: 'an access key of Alibaba Cloud' },
  { form: /\bhv[bsr]\.[A-Za-z0-9_-]{16,}/, trace: /hv[bsr]\./, what: 'a Vault token' },
  { form: /\bsk-[A-Za-z0-9_-]{20,}/, trace: /sk-/, what: 'an API key' },
  {
    form: /\beyJ[A-Za-z0-9_-]{8,2048}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/,
    trace: /eyJ/,
    what: 'a signed token',
  },
  {
    form: addressWithPassword,
    trace: /@/,
    what: 'an address with a password',
  },
  {
    // of `postgres://user@host:5432` the user is no password
    form: /(?<![^\s"'])[^\s:@"'/]{1,256}:(?!\/\/[^\s:@"'/]{0,256}@)[^\s@"']{1,256}@[\w.-]+:\d/,
    trace: /@/,
    what: 'an address with a password',
  },
  {
    form: /\b(?:hooks\.slack\.com\/services\/\w+\/\w+\/|open\.(?:feishu\.cn|larksuite\.com)\/open-apis\/bot\/v2\/hook\/|api\.telegram\.org\/bot\d+:)[\w-]{8,}/,
    trace: /hooks\.slack|open-apis|api\.telegram/,
    what: 'a webhook with its token',
  },
  { form: new RegExp(parameter), trace: /=/, what: 'an address with a secret in it' },
  { form: new RegExp(option), trace: /=/, what: 'an option with a secret in it' },
  {
    form: /\b[Aa]uthorization:\s{0,8}\w{1,16}\s{1,8}(?![$%{<])[^\s"']{8,}/,
    trace: /uthorization:/,
    what: 'a header with a token',
  },
  // the digits of a digest are not all letters
  { form: /\b(?=[a-f]{0,64}[0-9])[0-9a-f]{40,}\b/, trace: /[0-9a-f]{40}/, what: random },
]

const either = (patterns: readonly RegExp[]): RegExp =>
  new RegExp([...new Set(patterns.map(({ source }) => source))].join('|'))

// of nearly every text there is none, and every text of a file is asked about
const anyTrace = either(secretForms.map(({ trace }) => trace))

/** False where neither a word of the text nor all of it is a secret by its form, nor has somebody's name before a host: nearly always. */
export const mayHaveForm = (text: string): boolean =>
  anyTrace.test(text) || (text.length >= 32 && /[A-Za-z0-9+/_=-]{32}/.test(text))

/** What kind of secret a text looks like, or undefined. */
export function secretForm(text: string): string | undefined {
  const found = anyTrace.test(text)
    ? secretForms.find(({ form, trace }) => trace.test(text) && form.test(text))
    : undefined
  return found?.what ?? (isRandom(text) ? random : undefined)
}

/** A part of a text that has the form of a secret. */
export interface Found {
  readonly what: string
  readonly at: number
  readonly found: string
}

/** All parts of a text that have one of the forms, form by form. */
export const formsIn = (text: string): Found[] =>
  anyTrace.test(text)
    ? secretForms
        .filter(({ trace }) => trace.test(text))
        .flatMap(({ form, what }) =>
          [...text.matchAll(new RegExp(form.source, 'g'))].map(({ 0: found, index }) => ({
            what,
            at: index,
            found,
          })),
        )
    : []

/** A text with what has one of the forms in it changed. */
export const withForms = (text: string, change: (found: string) => string): string =>
  secretForms.reduce(
    (before, { form, trace }) =>
      trace.test(before) ? before.replace(new RegExp(form.source, 'g'), change) : before,
    text,
  )

/** The same of a word of `exec`: a path is long and random, too, and behind an option for it any word is a secret. */
export function argumentForm(words: readonly string[], index: number): string | undefined {
  const { [index]: word = '', [index - 1]: before = '' } = words
  const what = secretForm(word)
  if (what === random && (index === 0 || word.includes('/'))) return undefined
  return what ?? (asksForSecret.test(before) && putIn.test(word) ? `the secret behind ${before}` : undefined)
}

const asksForSecret = new RegExp(`^--?(?:[\\w-]{0,32}-)?(?:pass|${passwords}|${tokens})$`)
const putIn = new RegExp(`^(?!-)${notPlaceOrWord}.`)

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

/**
 * A word made by a machine, though it has no form: letters and digits change more often than in a name that somebody
 * chose. Ids look so as well, so this is asked only where no id belongs.
 */
export function looksRandom(word: string): boolean {
  if (word.length < 8 || word.length > 256 || !/\d/.test(word) || notMade.test(word)) return false
  const changes = word.match(/[A-Za-z](?=[^A-Za-z\s]?\d)|\d(?=[^\d\s]?[A-Za-z])/g)?.length ?? 0
  return isMixed(word) ? changes >= 3 : changes >= 6 && /^[a-z\d-]{16,}$|^[A-Z\d]{16,}=*$/.test(word)
}

/** `K8s-Prod1`, `Office365-E3` and `Q3-Reorg2024`: words with a number behind them, as groups and apps are called. */
export const isCalledSo = (text: string): boolean =>
  text.split(/[-_. ]+/).every(part => /^(?:[A-Za-z]+\d{0,4}[A-Za-z]?|[A-Z]\d[A-Za-z]?|\d{1,4})$/.test(part))

/** Words, an address, what sops has encrypted. */
const notMade = /\s|:\/\/|^ENC\[/

/** The words of a sentence that look so; a commit and a checksum are random in one case. */
export function randomWords(text: string): (readonly [start: number, end: number])[] {
  if (!/\d/.test(text)) return []
  return [...text.matchAll(/[!-~]{8,256}/g)].flatMap(({ 0: found, index }) => {
    const word = withoutStop(found)
    return looksRandom(word) && isMixed(word) ? [[index, index + word.length] as const] : []
  })
}

function withoutStop(word: string): string {
  let end = word.length
  while ('.,;:!?'.includes(word.charAt(end - 1)) && end > 0) end -= 1
  return word.slice(0, end)
}

const isMixed = (word: string): boolean => /[a-z]/.test(word) && /[A-Z]/.test(word)

/** The same of what a variable or a file is called: in a folder, or with an ending, it is random for other reasons. */
export const isRandomName = (name: string): boolean =>
  !/[^/]\/|\.[a-z]{2,5}$/.test(name) && looksRandom(name.replace(/^[./~]+/, ''))

/** The same of a key, which is shorter: `Tr4nqy` is the beginning of a secret with a colon in it, `oauth2Url` is a name. */
export const isRandomKey = (key: string): boolean =>
  key
    .split(/\s+/)
    .some(word => looksRandom(word) || (word.length >= 6 && /\d[a-z]/.test(word) && /[A-Z]/.test(word)))

/** A key as it may be named: not what has the form of a secret, nor what follows it where it lost the separator of YAML. */
export const discreetly = (key: string): string =>
  secretForm(key) === undefined && !hasLogin(key)
    ? key.replace(assignment, '$1…').replace(secretAndMore, '$1…')
    : '…'

/** `clientSecret abc`, all of it as a key. */
const secretAndMore = new RegExp(
  `^(\\S{0,64}(?:${passwords}|${tokens}|${secrets}|密码|密钥|口令|授权码|私钥|令牌)\\S{0,32}\\s{1,4})\\S[^]*$`,
)

/** `clientSecret=abc`, `AppSecret:abc`; not `clientSecret: { env: … }`, which a help may say. */
export const assignment =
  /^(\S{0,64}?(?:secret|token|passw|passphrase|pwd|credential|\w-?key|密码|密钥|口令)[\w-]{0,32}\s{0,4}[:=：]\s{0,4})[^\s{[].*$/i

/** A secret by its form, or of any form in an address or behind a lost colon. */
export const sounds = (value: string): boolean => secretForm(value) !== undefined || namesSecret(value)

/** The same where an id or a path may be long and random. */
export const soundsBeyondRandom = (value: string): boolean =>
  ![undefined, random].includes(secretForm(value)) || namesSecret(value)

const namesSecret = (value: string): boolean =>
  /[?&][\w.-]{0,64}(?:secret|passw|passphrase|token|key|pwd)[\w.-]{0,64}=[^&\s]/i.test(value) ||
  /\s\S{0,64}?(secret|password|passwd|token)\S{0,64}[\s:=]{1,8}\S/i.test(value) ||
  assignment.test(value) ||
  hasLogin(value)
