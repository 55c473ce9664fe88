import { inflateRawSync } from 'node:zlib'
import { refused } from './refuse.ts'

const mostBytes = 262_144
const mostInflated = 131_072

/** Elements and attributes together: a request has about 20, and checking a signature takes time by their square. */
const mostParts = 1_000

/** Bindings §3.5.4: base64 alone. */
export const posted = (base64: string): string => checkedText(unpacked(base64))

/** Bindings §3.4.4.1: deflated, then base64. What it becomes is bounded before it is there. */
export function deflated(base64: string): string {
  try {
    return checkedText(inflateRawSync(unpacked(base64), { maxOutputLength: mostInflated }))
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'ERR_BUFFER_TOO_LARGE')
      throw refused(`the message inflates to more than ${mostInflated} bytes`)
    if (code?.startsWith('Z_') || code === 'ERR_INVALID_ARG_TYPE')
      throw refused('the message does not inflate')
    throw error
  }
}

function unpacked(base64: string): Buffer {
  const packed = base64.replace(/[\r\n\t ]/g, '')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(packed)) throw refused('the message is missing or no base64')
  return Buffer.from(packed, 'base64')
}

/**
 * The XML of a message or of metadata before any parser has seen it: of bounded size, in UTF-8, and made of elements and
 * text alone. A document type brings entities, and a comment, a CDATA section or a processing instruction can make two
 * readers see two texts in one signed element (CVE-2017-11427). No message needs any of them.
 */
export function checkedText(bytes: Uint8Array, { comments = false, parts: most = mostParts } = {}): string {
  if (bytes.length > mostBytes) throw refused(`the message has more than ${mostBytes} bytes`)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw refused('the message is no UTF-8')
  }
  const [declaration = ''] = /^<\?xml [^<>?]*\?>/.exec(text) ?? []
  const [, encoding = 'utf-8'] = /encoding\s*=\s*["']([^"']*)["']/.exec(declaration) ?? []
  if (encoding.toLowerCase() !== 'utf-8') throw refused('the message names another encoding than UTF-8')
  const whole = text.slice(declaration.length)
  const body = comments ? whole.replace(/<!--(?:(?!<!--)[\s\S])*?-->/g, '') : whole
  if (/<[!?]/.test(body))
    throw refused('the message has a document type, a comment, a CDATA section or a processing instruction')
  const parts = body.match(/<[^/]|=\s*["']/g) ?? []
  if (parts.length > most) throw refused(`the message has more than ${most} elements and attributes`)
  return body.trim()
}
