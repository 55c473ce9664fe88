import { unacceptable } from './refuse.ts'

export const ns = {
  protocol: 'urn:oasis:names:tc:SAML:2.0:protocol',
  assertion: 'urn:oasis:names:tc:SAML:2.0:assertion',
  signature: 'http://www.w3.org/2000/09/xmldsig#',
  encryption: 'http://www.w3.org/2001/04/xmlenc#',
} as const

/** As much of the DOM as is read here. */
export interface XmlElement {
  readonly nodeType: number
  readonly namespaceURI: string | null
  readonly localName: string
  readonly parentNode: XmlElement | null
  readonly childNodes: ArrayLike<XmlElement>
  readonly attributes: ArrayLike<{ readonly localName: string; readonly value: string }>
  readonly textContent: string | null
  hasAttribute(name: string): boolean
  getAttribute(name: string): string | null
}

const element = 1
const deepest = 64

/** The root of a document; anything that a parser would only warn of is refused. */
export async function parse(text: string): Promise<XmlElement> {
  const { DOMParser } = await import('@xmldom/xmldom')
  const stop = () => {
    throw unacceptable('the answer is no well-formed XML')
  }
  const errorHandler = { warning: stop, error: stop, fatalError: stop }
  let roots: XmlElement[]
  try {
    const document: unknown = new DOMParser({ errorHandler }).parseFromString(text, 'text/xml')
    roots = children(document as XmlElement)
  } catch {
    return stop()
  }
  const [root] = roots
  if (root === undefined || roots.length > 1) return stop()
  return root
}

export const children = (of: XmlElement): XmlElement[] =>
  Array.from(of.childNodes).filter(({ nodeType }) => nodeType === element)

/** All elements, the root first; without recursion, since the depth is what is being judged. */
export function everyElement(root: XmlElement): XmlElement[] {
  const found: XmlElement[] = []
  let level = [root]
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > deepest) throw unacceptable(`the answer is nested more than ${deepest} deep`)
    for (const each of level) found.push(each)
    level = level.flatMap(children)
  }
  return found
}

export const is = (each: XmlElement, namespace: string, name: string): boolean =>
  each.namespaceURI === namespace && each.localName === name

export const childrenNamed = (of: XmlElement, namespace: string, name: string): XmlElement[] =>
  children(of).filter(each => is(each, namespace, name))

/** The one child of that name. */
export function only(of: XmlElement, namespace: string, name: string): XmlElement {
  const [first, ...more] = childrenNamed(of, namespace, name)
  if (first === undefined || more.length > 0)
    throw unacceptable(`${of.localName} has not exactly one ${name}`)
  return first
}

export const attribute = (of: XmlElement, name: string): string | undefined =>
  of.hasAttribute(name) ? (of.getAttribute(name) ?? undefined) : undefined

/** The text of an element that has nothing but text. */
export function textOf(of: XmlElement): string {
  if (children(of).length > 0) throw unacceptable(`${of.localName} has elements where text was expected`)
  return of.textContent ?? ''
}

/** An xs:dateTime, in milliseconds since 1970; undefined where the attribute is absent. */
export function time(of: XmlElement, name: string): number | undefined {
  const text = attribute(of, name)
  if (text === undefined) return undefined
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text)
    ? Date.parse(text)
    : Number.NaN
  if (Number.isNaN(ms)) throw unacceptable(`${name} of ${of.localName} is no time`)
  return ms
}
