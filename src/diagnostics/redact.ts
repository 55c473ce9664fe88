import { distance, lacks } from './distance.ts'
import { isSecretKey, secretForms } from './secretive.ts'

/** Stands for one covered character; renderers show a run of them as ‹redacted›. From the private use area. */
export const cover = '\uE000'

/** The text with these parts covered, line breaks and every offset as before. */
export function maskSpans(text: string, spans: readonly (readonly [start: number, end: number])[]): string {
  const sorted = [...spans].sort((a, b) => a[0] - b[0])
  let masked = ''
  let at = 0
  for (const [start, end] of sorted) {
    if (end <= at) continue
    const from = Math.max(start, at)
    masked += text.slice(at, from) + text.slice(from, end).replace(/[^\r\n]/g, cover)
    at = end
  }
  return masked + text.slice(at)
}

/** A masked text for people. */
export const redacted = (masked: string): string => masked.replace(new RegExp(`${cover}+`, 'g'), '‹redacted›')

/** One text that was masked more than once, by different knowledge: covered wherever one of them is. */
export const mostCovered = (masked: readonly string[]): string =>
  masked.reduce((one, other) =>
    one === other ? one : one.replace(/[\s\S]/g, (unit, at: number) => (other[at] === cover ? cover : unit)),
  )

/**
 * Masks a text that is not YAML (yet), so by its looks: what follows a key that sounds secret, to the end of
 * the line and on the deeper lines below it. Covers too much rather than too little.
 */
export function maskSecretLines(text: string): string {
  const lines = text.split('\n')
  let open: Open | undefined
  const known = new Map<string, boolean>()
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

/** Where the value of the first secret-sounding word of a line begins. */
function secretValue(line: string, known: Map<string, boolean>): number | undefined {
  for (const word of line.matchAll(/[A-Za-z][\w.-]*|\p{Script=Han}+/gu)) {
    const isSecret = known.get(word[0]) ?? (isSecretKey(word[0]) || isNearlySecret(word[0]))
    known.set(word[0], isSecret)
    if (!isSecret) continue
    const rest = line.slice(word.index + word[0].length)
    const before = line.slice(Math.max(0, word.index - 32), word.index)
    // the name of an environment variable is no key, but where something else is behind it
    if (/^[A-Z][A-Z0-9_]*$/.test(word[0]) && /\benv\s*[:：]\s*["'“]?$/.test(before) && isEndOfName.test(rest))
      continue
    // `{ name: Password }` says nothing more
    if (/^["'”’]?[\s}\]｝］]*$/.test(rest) && /[}\]｝］]/.test(rest)) continue
    const behind = /^["'”’]?\s*[:=：]?\s*/.exec(rest)
    return word.index + word[0].length + (behind?.[0].length ?? 0)
  }
  return undefined
}

/** `clientScret`, `passwrd`: a part of the word with one or two typing mistakes. */
export function isNearlySecret(word: string): boolean {
  const lower = word.toLowerCase()
  // where the whole word has not the letters, no part of it has
  const possible = stems.filter(stem => lacks(stem, lower) <= mistakes)
  if (possible.length === 0) return false
  const parts = word.split(/(?<=[a-z])(?=[A-Z])|[-_.]/).map(part => part.toLowerCase())
  const endings = possible.flatMap(stem => [-1, 0, 1].map(more => lower.slice(-(stem.length + more))))
  return [...new Set([...parts, ...endings])].some(part =>
    possible.some(stem => distance(part, stem, mistakes) <= mistakes),
  )
}

const mistakes = 2
const stems = ['secret', 'password', 'credential']

/** Behind the name of a variable: nothing, or the next key. */
const isEndOfName = /^["'”’]?[\s,}\]｝］]*(?:$|["']?[A-Za-z][\w-]*["']?\s?[:：])/

const reference = /^(?:env\s*[:：]\s*["'“]?[A-Z][A-Z0-9_]*|file\s*[:：]\s*["'“]?[./~][^\s,}｝"'”#]*)["'”]?$/

/** Without the brackets, of which one may be missing. */
function isReference(value: string): boolean {
  let end = value.length
  while (end > 0 && /[\s,}｝]/.test(value[end - 1] ?? '')) end -= 1
  return reference.test(value.slice(0, end).replace(/^\s*[{｛]?\s*/, ''))
}

function openQuote(value: string): string | undefined {
  const quote = /^\s*(["'])/.exec(value)?.[1]
  return quote !== undefined && value.trim().split(quote).length % 2 === 0 ? quote : undefined
}

const coverFrom = (line: string, at: number) => line.slice(0, at) + line.slice(at).replace(/[^\r\n]/g, cover)

const everyForm = secretForms.map(({ form }) => new RegExp(form.source, 'g'))

/** `a:b@c:1`: nothing shorter has the form of a secret. */
const shortestForm = 7

function coverForms(line: string): string {
  if (line.length < shortestForm) return line
  return everyForm.reduce((text, form) => text.replace(form, found => cover.repeat(found.length)), line)
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
