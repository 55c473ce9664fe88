import { cover, maskSpans } from './redact.ts'
import { withForms } from './secret-form.ts'
import { isNearlySecret, isSecretKey } from './secret-key.ts'

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
  // a key in another encoding may have been 密钥
  const unreadable = /\uFFFD[^:=：]{0,64}[:=：]\s*(?=\S)/.exec(line)
  if (unreadable) return unreadable.index + unreadable[0].length
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

/** `a:b@c:1`: nothing shorter has the form of a secret. */
const shortestForm = 7

function coverForms(line: string): string {
  if (line.length < shortestForm) return line
  return withForms(line, found => cover.repeat(found.length))
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
