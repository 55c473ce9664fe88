import { SsoError } from 'sso-kit/plugin'

/*
 * Reading BER as RFC 4511 §5.1 restricts it. Not by ldapts: its reader takes an answer without a result code for
 * success, and an entry that claims to be longer than it is keeps it busy for ever.
 */

export interface Element {
  tag: number
  value: Buffer
}

export const tags = {
  integer: 0x02,
  octets: 0x04,
  enumerated: 0x0a,
  sequence: 0x30,
  set: 0x31,
  controls: 0xa0,
} as const

export const garbled = (what: string): SsoError =>
  new SsoError('source_reply_invalid', { cause: `the answer is no LDAP: ${what}` })

/** Where the value begins and ends; undefined while the header is not all there. */
function bounds(bytes: Buffer): { from: number; to: number } | undefined {
  const first = bytes[1]
  if (first === undefined) return undefined
  if (first < 0x80) return { from: 2, to: 2 + first }
  const count = first & 0x7f
  if (count === 0 || count > 4) throw garbled('a length of no definite form')
  if (bytes.length < 2 + count) return undefined
  const from = 2 + count
  return { from, to: from + bytes.readUIntBE(2, count) }
}

/** Length of the message that begins here, its header included; undefined while too little of it is there. */
export function messageLength(bytes: Buffer): number | undefined {
  if (bytes.length > 0 && bytes[0] !== tags.sequence) throw garbled('it begins with no sequence')
  return bounds(bytes)?.to
}

/** Everything that stands in a value, one after the other, to its very end. */
export function elements(bytes: Buffer): Element[] {
  const found: Element[] = []
  for (let rest = bytes; rest.length > 0; ) {
    const place = bounds(rest)
    if (place === undefined || place.to > rest.length) throw garbled('an element is cut off')
    found.push({ tag: rest[0] ?? 0, value: rest.subarray(place.from, place.to) })
    rest = rest.subarray(place.to)
  }
  return found
}

/** The value of an element that has to be there and of this kind. */
export function contentOf(element: Element | undefined, tag: number): Buffer {
  if (element?.tag !== tag) throw garbled(`an element is ${element?.tag ?? 'missing'} and not ${tag}`)
  return element.value
}

export function numberOf(element: Element | undefined, tag: number): number {
  const value = contentOf(element, tag)
  if (value.length === 0 || value.length > 4) throw garbled('a number is empty or too long')
  return value.readIntBE(0, value.length)
}
