import { SsoError } from '../../errors.ts'

/**
 * XML that is its own exclusive canonical form (Exclusive XML Canonicalization 1.0): what is signed is what is sent,
 * and nothing has to be parsed and written again. Attributes in the order of their names, namespaces before them, no
 * element without an end tag, and the escapes of Canonical XML 1.1 §1.1.
 */
export function element(name: string, attributes: Attributes, ...content: readonly Markup[]): Markup {
  const written = Object.entries(attributes)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .sort(byRank)
    .map(([key, value]) => ` ${key}="${escapedInAttribute(value)}"`)
  return new Markup(`<${name}${written.join('')}>${content.join('')}</${name}>`)
}

export type Attributes = Readonly<Record<string, string | undefined>>

/** Finished XML: text becomes some only by {@link text}. */
export class Markup {
  readonly #xml: string
  constructor(xml: string) {
    this.#xml = xml
  }
  toString(): string {
    return this.#xml
  }
}

export const text = (value: string): Markup =>
  new Markup(
    legal(value).replace(/[&<>\r]/g, character => inText[character as keyof typeof inText] ?? character),
  )

const inText = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' } as const
const inAttribute = {
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
} as const

const escapedInAttribute = (value: string): string =>
  legal(value).replace(
    /[&<"\t\n\r]/g,
    character => inAttribute[character as keyof typeof inAttribute] ?? character,
  )

const rank = ([name]: [string, string]) => (name.startsWith('xmlns') ? 0 : 1)
const byRank = (a: [string, string], b: [string, string]) => rank(a) - rank(b) || (a[0] < b[0] ? -1 : 1)

/** XML 1.0 §2.2: what is no Char stands in no document, escaped or not; left out, one name could become another's. */
function legal(value: string): string {
  if (/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.test(value))
    throw new SsoError('app_refused', { cause: 'a value has a character that XML does not have' })
  return value
}
