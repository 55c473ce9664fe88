import { unacceptable } from './refuse.ts'

const mostBytes = 262_144

/**
 * Elements and attributes together: checking a signature takes time by their square, and anybody may send one. An
 * answer has about 60 of its own. A value takes 1 (AD FS, Microsoft), or 4 where its type is written beside it
 * (OpenSAML, Keycloak): room for 900 groups, or for 230.
 */
const mostParts = 1_000

/**
 * The XML text of a posted answer, before any parser has seen it: of bounded size, in UTF-8, and made of elements
 * and text alone. A document type brings entities, and a comment, a CDATA section or a processing instruction can
 * make two readers see two different texts in one signed element (CVE-2017-11427). No answer needs any of them.
 */
export function messageOf(base64: string): string {
  const packed = base64.replace(/[\r\n\t ]/g, '')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(packed)) throw unacceptable('SAMLResponse is missing or no base64')
  const bytes = Buffer.from(packed, 'base64')
  if (bytes.length > mostBytes) throw unacceptable(`the answer has more than ${mostBytes} bytes`)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw unacceptable('the answer is no UTF-8')
  }
  const [declaration = ''] = /^<\?xml [^<>?]*\?>/.exec(text) ?? []
  const [, encoding = 'utf-8'] = /encoding\s*=\s*["']([^"']*)["']/.exec(declaration) ?? []
  if (encoding.toLowerCase() !== 'utf-8') throw unacceptable('the answer names another encoding than UTF-8')
  const body = text.slice(declaration.length)
  if (/<[!?]/.test(body))
    throw unacceptable(
      'the answer has a document type, a comment, a CDATA section or a processing instruction',
    )
  // the parser passes over both in silence, and another reader may make something of them
  const ends = body.match(/<\//g) ?? []
  const begins = body.match(/<[^/]/g) ?? []
  if (ends.length > begins.length || /&(?!(?:lt|gt|amp|quot|apos|#\d+|#x[\da-f]+);)/i.test(body))
    throw unacceptable('the answer is no well-formed XML')
  // what only looks like an attribute counts, too; one without quotes is no XML
  const parts = body.match(/<[^/]|=\s*["']/g) ?? []
  if (parts.length > mostParts)
    throw unacceptable(`the answer has more than ${mostParts} elements and attributes`)
  return text
}
