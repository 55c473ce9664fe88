import { covered, maskSpans } from '../redact.ts'
import { withoutForms } from './forms.ts'
import { type Known, namesRandom, onlyReference } from './keys.ts'
import { type Last, maskLine } from './line.ts'

/**
 * Masks a text that is no YAML (yet), line by line: of what has no tree only that is shown which stands behind a key
 * that is known to have no secret there. Covers too much rather than too little.
 */
export function maskText(text: string, known: Known): string {
  let above: Above = { behind: 'group', indent: -1 }
  const masked = text.split('\n').map(line => {
    const indent = line.search(/\S/)
    if (indent === -1) return line
    if (isOfNoKey.test(line)) return withoutForms(line)
    if (above.quote !== undefined) {
      if (line.includes(above.quote)) above = { ...above, quote: undefined }
      return covered(line)
    }
    if (above.behind === 'secret' && belongs(line, indent, above))
      return onlyReference.test(line) && !namesRandom(line) ? withoutForms(line) : covered(line)
    const isEntry =
      above.entries === 'brackets' ||
      (above.entries === 'dashes' && indent >= above.indent && /^\s*[-–—]/.test(line))
    const isUnknown = above.behind === 'unknown' && indent > above.indent
    const found = maskLine(line, known, { isEntry, isUnknown })
    if (found.last !== undefined) above = { ...found.last, indent: line.search(/[^\s-]/) }
    else if (above.entries === 'brackets' && line.includes(']')) above = { ...above, entries: undefined }
    return found.masked
  })
  return maskBlocks(masked.join('\n'), text)
}

interface Above extends Last {
  readonly indent: number
}

/** What git writes between two versions, and the version of YAML. */
const isOfNoKey = /^(?:[<>|=]{7}(?:\s|$)|%YAML \d\.\d\s*$)/

/** Deeper lines, entries of a list, and whatever is no key: a secret that was broken goes on where it likes. */
function belongs(line: string, indent: number, above: Above): boolean {
  if (indent > above.indent || (indent === above.indent && /^\s*-\s/.test(line))) return true
  // an entry further out, and the end of what is around it
  if (/^\s*(?:-\s|[\]}])/.test(line)) return false
  return !/^\s*["']?[A-Za-z\p{Script=Han}][\w\p{Script=Han}.-]*["']?\s*[:：](?:[^\w/]|$)/u.test(line)
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
