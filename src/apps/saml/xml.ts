import { createRequire } from 'node:module'
import { refused } from './refuse.ts'

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

type Xmldom = typeof import('@xmldom/xmldom')

// by the first message, and not by each start; `validate` has this file too, and hardly ever a message
let loaded: Xmldom | undefined
const xmldom = (): Xmldom => {
  loaded ??= createRequire(import.meta.url)('@xmldom/xmldom') as Xmldom
  return loaded
}

const elementNode = 1
const deepest = 64

/** The root of a document whose text {@link checkedText} has let through; what a parser would only warn of is refused. */
export function parse(xml: string): XmlElement {
  const stop = () => {
    throw refused('the message is no well-formed XML')
  }
  const { DOMParser } = xmldom()
  const errorHandler = { warning: stop, error: stop, fatalError: stop }
  let roots: XmlElement[]
  try {
    const document: unknown = new DOMParser({ errorHandler }).parseFromString(xml, 'text/xml')
    roots = children(document as XmlElement)
  } catch {
    return stop()
  }
  const [root] = roots
  if (root === undefined || roots.length > 1) return stop()
  everyElement(root)
  return root
}

export const children = (of: XmlElement): XmlElement[] =>
  Array.from(of.childNodes).filter(({ nodeType }) => nodeType === elementNode)

/** All elements, the root first; without recursion, since the depth is what is being judged. */
export function everyElement(root: XmlElement): XmlElement[] {
  const found: XmlElement[] = []
  let level = [root]
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > deepest) throw refused(`the message is nested more than ${deepest} deep`)
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
  const found = optional(of, namespace, name)
  if (found === undefined) throw refused(`${of.localName} has no ${name}`)
  return found
}

export function optional(of: XmlElement, namespace: string, name: string): XmlElement | undefined {
  const [first, ...more] = childrenNamed(of, namespace, name)
  if (more.length > 0) throw refused(`${of.localName} has more than one ${name}`)
  return first
}

export const attribute = (of: XmlElement, name: string): string | undefined =>
  of.hasAttribute(name) ? (of.getAttribute(name) ?? undefined) : undefined

/** The text of an element that has nothing but text. */
export function textOf(of: XmlElement): string {
  if (children(of).length > 0) throw refused(`${of.localName} has elements where text was expected`)
  return of.textContent ?? ''
}

/** An xs:boolean. */
export function flag(of: XmlElement, name: string): boolean {
  const value = attribute(of, name)
  if (value === undefined || value === 'false' || value === '0') return false
  if (value === 'true' || value === '1') return true
  throw refused(`${name} is neither true nor false`)
}

/** An xs:dateTime in UTC, in milliseconds since 1970; undefined where the attribute is absent. */
export function time(of: XmlElement, name: string): number | undefined {
  const value = attribute(of, name)
  if (value === undefined) return undefined
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value)
    ? Date.parse(value)
    : Number.NaN
  if (Number.isNaN(ms)) throw refused(`${name} of ${of.localName} is no time`)
  return ms
}
