import { contentOf, elements, garbled, numberOf, tags } from './ber.ts'

/** RFC 4511 §4.1.9 */
export interface Result {
  code: number
  /** The server's own words, for the log. */
  said: string
}

/** Attribute names in lower case: servers write them as they like. */
export interface Entry {
  dn: string
  attributes: ReadonlyMap<string, readonly Buffer[]>
}

export type Reply =
  | { id: number; kind: 'bound' | 'found' | 'extended'; result: Result; cookie?: Buffer }
  | { id: number; kind: 'entry'; entry: Entry }
  | { id: number; kind: 'reference' }

/** RFC 4511 §4.2.2, §4.5.2, §4.12 */
const ends: Readonly<Record<number, 'bound' | 'found' | 'extended'>> = {
  97: 'bound',
  101: 'found',
  120: 'extended',
}

export function replyOf(message: Buffer): Reply {
  const [whole] = elements(message)
  const [number, operation, controls] = elements(contentOf(whole, tags.sequence))
  const id = numberOf(number, tags.integer)
  if (operation === undefined) throw garbled('a message without an operation')
  const kind = ends[operation.tag]
  if (kind !== undefined) {
    const cookie = controls && cookieIn(contentOf(controls, tags.controls))
    return { id, kind, result: resultOf(operation.value), ...(cookie && { cookie }) }
  }
  if (operation.tag === 0x64) return { id, kind: 'entry', entry: entryOf(operation.value) }
  if (operation.tag === 0x73) return { id, kind: 'reference' }
  throw garbled(`operation ${operation.tag} was not asked for`)
}

function resultOf(bytes: Buffer): Result {
  const [code, matched, said] = elements(bytes)
  contentOf(matched, tags.octets)
  return {
    code: numberOf(code, tags.enumerated),
    said: contentOf(said, tags.octets).toString().slice(0, 200),
  }
}

/** RFC 2696 §2: where the next page begins; empty after the last. Undefined where the pages are not spoken of. */
function cookieIn(controls: Buffer): Buffer | undefined {
  for (const control of elements(controls)) {
    const [type, ...rest] = elements(contentOf(control, tags.sequence))
    if (contentOf(type, tags.octets).toString() !== pagedResults) continue
    const [value] = elements(contentOf(rest.at(-1), tags.octets))
    const [size, cookie] = elements(contentOf(value, tags.sequence))
    numberOf(size, tags.integer)
    return contentOf(cookie, tags.octets)
  }
  return undefined
}

export const pagedResults = '1.2.840.113556.1.4.319'

function entryOf(bytes: Buffer): Entry {
  const [name, list] = elements(bytes)
  const attributes = elements(contentOf(list, tags.sequence)).map((each): [string, Buffer[]] => {
    const [type, values] = elements(contentOf(each, tags.sequence))
    return [
      contentOf(type, tags.octets).toString().toLowerCase(),
      elements(contentOf(values, tags.set)).map(value => contentOf(value, tags.octets)),
    ]
  })
  return { dn: contentOf(name, tags.octets).toString(), attributes: new Map(attributes) }
}
