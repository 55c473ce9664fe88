import { cover, maskSpans } from './redact.ts'
import { secretForm, withForms } from './secret-form.ts'
import { isNearlyLong, isNearlySecret, isSecretElsewhere, isSecretKey } from './secret-key.ts'

/**
 * Masks a text that is not YAML (yet), so by its looks: what follows a key that sounds secret, to the end of
 * the line and on the deeper lines below it. Covers too much rather than too little.
 */
export function maskSecretLines(text: string): string {
  const lines = text.split('\n')
  let open: Open | undefined
  const known = new Map<string, Secrecy>()
  const masked = lines.map(line => {
    const indent = line.search(/\S/)
    if (open?.quote !== undefined) {
      if (line.includes(open.quote)) open.quote = undefined
      return coverFrom(line, 0)
    }
    if (open && indent !== -1 && belongs(line, indent, open))
      return isReference(line.replace(/^\s*-\s/, '')) ? line : coverFrom(line, indent)
    if (indent !== -1) open = undefined
    const value = secretValue(line, known)
    if (value === undefined) return coverForms(line)
    open = {
      indent: line.search(/[^\s-]/),
      quote: openQuote(line.slice(value)),
    }
    return isReference(line.slice(value)) ? line : coverForms(coverFrom(line, value))
  })
  return maskBlocks(masked.join('\n'), text)
}

interface Open {
  indent: number
  quote: string | undefined
}

/** Deeper lines, entries of a list, and whatever is no key: a secret that was broken goes on where it likes. */
function belongs(line: string, indent: number, open: Open): boolean {
  if (indent > open.indent || (indent === open.indent && /^\s*-\s/.test(line))) return true
  // an entry further out, and the end of what is around it
  if (/^\s*(?:-\s|[\]}])/.test(line)) return false
  return !/^\s*["']?[A-Za-z\p{Script=Han}][\w\p{Script=Han}.-]*["']?\s*[:：](?:[^\w/]|$)/u.test(line)
}

/** Whether a word speaks of a secret wherever it stands, only as a key, or only with a text instead of keys of its own. */
type Secrecy = 'word' | 'key' | 'group' | 'none'

/** The same question that is asked of the keys of a file that can be parsed. */
function secrecyOf(word: string): Secrecy {
  if (isSecretKey(word) || isNearlyLong(word)) return 'word'
  if (isNearlySecret(word) || isSecretElsewhere(word)) return /\p{Script=Han}/u.test(word) ? 'word' : 'key'
  return word === 'keys' ? 'group' : 'none'
}

/** `pin: …`, or `pin …` where a key may begin. */
const isKey = (before: string, rest: string): boolean =>
  /^["'”’]?\s{0,8}[:=：]/.test(rest) || /(?:^|[{｛,，]|(?:^|\s)[-?])\s{0,32}["'“‘]?$/.test(before)

/** `keys: abc` and `keys: [abc`; not `keys: { cookie: … }`. */
const holdsText = /^["'”’]?\s{0,8}[:=：]\s{0,32}[^\s{｛#]/

/** Where the value of the first secret-sounding key of a line begins. */
function secretValue(line: string, known: Map<string, Secrecy>): number | undefined {
  const [whole, ofTorn] = [behindWord(line, known), behindTorn(line)]
  // a secret may itself sound like one
  return whole === undefined || ofTorn === undefined ? (whole ?? ofTorn) : Math.min(whole, ofTorn)
}

function behindWord(line: string, known: Map<string, Secrecy>): number | undefined {
  // a key in another encoding may have been 密钥
  const unreadable = /\uFFFD[^:=：]{0,64}[:=：]\s*(?=\S)/.exec(line)
  if (unreadable) return unreadable.index + unreadable[0].length
  for (const word of line.matchAll(/[A-Za-z][\w.-]*|\p{Script=Han}+/gu)) {
    const { 0: name, index } = word
    const secrecy = known.get(name) ?? secrecyOf(name)
    known.set(name, secrecy)
    if (secrecy === 'none') continue
    const rest = line.slice(index + name.length)
    const before = line.slice(Math.max(0, index - 32), index)
    if (secrecy === 'key' && !isKey(before, rest)) continue
    if (secrecy === 'group' && !holdsText.test(rest)) continue
    // the name of an environment variable is no key, but where something else is behind it
    if (/^[A-Z][A-Z0-9_]*$/.test(name) && /\benv\s*[:：]\s*["'“]?$/.test(before) && isEndOfName.test(rest))
      continue
    // `{ name: Password }` says nothing more
    if (/^["'”’]?[\s}\]｝］]*$/.test(rest) && /[}\]｝］]/.test(rest)) continue
    const behind = /^["'”’]?\s*[:=：]?\s*/.exec(rest)
    return index + name.length + (behind?.[0].length ?? 0)
  }
  return undefined
}

/** `clientSec]ret: …`: a key with a sign in it that is none of its own. */
function behindTorn(line: string): number | undefined {
  for (const { 0: key, 1: first = '', 2: second = '', index } of line.matchAll(torn))
    if (/^(?:word|key)$/.test(secrecyOf(first + second))) return index + key.length
  return undefined
}

const torn = /([A-Za-z][\w-]{0,40})[^\w\s:：{}#]{1,2}([\w-]{1,40})["'”’]?\s{0,8}[:=：](?=\s)\s{0,32}/g

/** Behind the name of a variable: nothing, or the next key. */
const isEndOfName = /^["'”’]?[\s,}\]｝］]*(?:$|["']?[A-Za-z][\w-]*["']?\s?[:：])/

const reference = /^(?:env\s*[:：]\s*["'“]?[A-Z][A-Z0-9_]*|file\s*[:：]\s*["'“]?[./~][^\s,}｝"'”#]*)["'”]?$/

/** One, or a list of them. */
const isReference = (value: string): boolean =>
  /^\s*\[/.test(value)
    ? value
        .replace(/^\s*\[/, '')
        .split(/(?<=\}),/)
        .every(part => isOneReference(part.replace(/\](?=\s{0,32}[},]?\s{0,32}$)/, '')))
    : isOneReference(value)

/** Without the brackets, of which one may be missing. */
function isOneReference(value: string): boolean {
  let end = value.length
  while (end > 0 && /[\s,}｝]/.test(value[end - 1] ?? '')) end -= 1
  return reference.test(value.slice(0, end).replace(/^\s*[{｛]?\s*/, ''))
}

function openQuote(value: string): string | undefined {
  const quote = /^\s*(["'])/.exec(value)?.[1]
  return quote !== undefined && value.trim().split(quote).length % 2 === 0 ? quote : undefined
}

const coverFrom = (line: string, at: number) => line.slice(0, at) + line.slice(at).replace(/[^\r\n]/g, cover)

/** `a:b@c:1`: nothing shorter has the form of a secret. */
const shortestForm = 7

/** What may be random. */
const longWord = /[A-Za-z0-9+/_=-]{32,}/g

function coverForms(line: string): string {
  if (line.length < shortestForm) return line
  const hide = (found: string) => cover.repeat(found.length)
  return withForms(line, hide).replace(longWord, word => (secretForm(word) === undefined ? word : hide(word)))
}

/** PEM keys go over many lines. */
function maskBlocks(masked: string, text: string): string {
  const blocks = [
    ...text.matchAll(
      /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$(?![\s\S]))/g,
    ),
  ]
  return maskSpans(
    masked,
    blocks.map(block => [block.index, block.index + block[0].length] as const),
  )
}
