import { contentOf, type Element, elements, tags } from '../ber.ts'
import { dnKey } from '../dn.ts'
import type { Node } from './tree.ts'

/** RFC 4511 §4.5.1.7 */
const and = 0xa0
const or = 0xa1
const not = 0xa2
const equality = 0xa3
const present = 0x87
const extensible = 0xa9

/** Whether an entry is meant by a filter. What this server does not know is Undefined, and so nobody (§4.5.1). */
export function matches({ tag, value }: Element, node: Node): boolean {
  if (tag === and) return elements(value).every(each => matches(each, node))
  if (tag === or) return elements(value).some(each => matches(each, node))
  if (tag === not) return elements(value).every(each => !matches(each, node))
  if (tag === present) return valuesOf(node, value.toString()).length > 0
  if (tag === equality) {
    const [type, wanted] = elements(value)
    return equals(node, contentOf(type, tags.octets).toString(), contentOf(wanted, tags.octets))
  }
  if (tag === extensible) {
    const parts = new Map(elements(value).map(part => [part.tag, part.value]))
    return equals(node, parts.get(0x82)?.toString() ?? '', parts.get(0x83) ?? Buffer.alloc(0))
  }
  return false
}

export function valuesOf({ attributes }: Node, type: string): readonly (string | Buffer)[] {
  const wanted = type.toLowerCase()
  return [...attributes].flatMap(([name, values]) => (name.toLowerCase() === wanted ? values : []))
}

/** RFC 2307 §3: caseExactIA5Match. */
const exact: ReadonlySet<string> = new Set(['memberuid'])

/** caseIgnoreMatch, and distinguishedNameMatch for what is a DN. */
const equals = (node: Node, type: string, wanted: Buffer): boolean =>
  valuesOf(node, type).some(value =>
    typeof value === 'string' && !exact.has(type.toLowerCase())
      ? folded(value) === folded(wanted.toString())
      : wanted.equals(Buffer.from(value)),
  )

const folded = (value: string): string =>
  dnKey(value) ?? value.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()
