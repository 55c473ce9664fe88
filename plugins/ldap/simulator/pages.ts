import { contentOf, type Element, elements, numberOf, tags } from '../ber.ts'
import { pagedResults } from '../reply.ts'
import type { Node } from './tree.ts'

/** RFC 2696: how many entries, and where the page before ended; empty for the first. */
export interface Page {
  size: number
  cookie: Buffer
}

/** The page that a request asks for; 'unknown' where it depends on something that is not to be had here. */
export function pageIn(controls: Element | undefined): Page | 'unknown' | undefined {
  let page: Page | undefined
  for (const control of controls ? elements(contentOf(controls, tags.controls)) : []) {
    const [type, ...rest] = elements(contentOf(control, tags.sequence))
    if (contentOf(type, tags.octets).toString() === pagedResults) page = pageOf(rest.at(-1))
    else if (rest.some(({ tag, value }) => tag === boolean && value[0] !== 0)) return 'unknown'
  }
  return page
}

function pageOf(held: Element | undefined): Page {
  const [value] = elements(contentOf(held, tags.octets))
  const [size, cookie] = elements(contentOf(value, tags.sequence))
  return { size: numberOf(size, tags.integer), cookie: contentOf(cookie, tags.octets) }
}

const boolean = 0x01

/** Lists that were begun on one connection; their cookies are good on no other. */
export class Lists {
  readonly #left = new Map<string, readonly Node[]>()
  #begun = 0

  /** Undefined for a cookie that was not given here. */
  next(
    found: readonly Node[],
    { size, cookie }: Page,
  ): { nodes: readonly Node[]; cookie: Buffer } | undefined {
    const all = cookie.length === 0 ? found : this.#left.get(cookie.toString())
    if (!all) return undefined
    this.#left.delete(cookie.toString())
    const rest = all.slice(size)
    if (rest.length === 0) return { nodes: all, cookie: Buffer.alloc(0) }
    this.#begun += 1
    const next = `page-${this.#begun}`
    this.#left.set(next, rest)
    return { nodes: all.slice(0, size), cookie: Buffer.from(next) }
  }
}
