import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml'
import type { Path, Range } from '../diagnostics/diagnostic.ts'
import type { Lines } from '../diagnostics/lines.ts'
import { discreetly } from '../diagnostics/secret-form.ts'

/** Where the places of a document are in its text. A place that is not there gets the nearest one above it. */
export interface Positions {
  /** The key; for an entry of a list, its value. */
  key(path: Path): Range
  /** The value; the key where there is nothing behind it. */
  value(path: Path): Range
  /** The key of a map; for an entry of a list and the root, its first key. */
  first(path: Path): Range
  /** True where the file itself has something at this place. */
  has(path: Path): boolean
  /** `sources[dingtalk].clientId`. */
  where(path: Path): string
  /** The text of a scalar as it is written, quotes included. */
  source(path: Path): string | undefined
  /** The value as the parser made it. */
  node(path: Path): Node | undefined
}

interface Found {
  key: Node | undefined
  value: Node | undefined
  whole: boolean
}

export function positionsOf(document: Document, lines: Lines): Positions {
  // each time the package looks through the whole document, and thousands of problems may be behind one alias
  const repeated = new Map<Node, Node | undefined>()
  const resolve = (node: Node | undefined) => {
    if (!isAlias(node)) return node
    if (!repeated.has(node)) repeated.set(node, node.resolve(document))
    return repeated.get(node)
  }

  /** As far as the path goes. */
  const find = (path: Path): Found => {
    let found: Found = { key: undefined, value: document.contents ?? undefined, whole: true }
    for (const segment of path) {
      const next = step(resolve(found.value), segment)
      if (next === undefined) return { ...found, whole: false }
      found = next
    }
    return found
  }
  const range = (node: Node | undefined): Range | undefined =>
    node?.range ? lines.range(node.range[0], node.range[1]) : undefined
  const start = lines.range(0, 0)

  return {
    key: path => {
      const { key, value } = find(path)
      return range(key) ?? range(value) ?? start
    },
    value: path => {
      const { key, value } = find(path)
      return (isEmpty(value) ? range(key) : undefined) ?? range(value) ?? range(key) ?? start
    },
    first: path => {
      const { key, value } = find(path)
      const map = resolve(value)
      const first = isMap(map) ? asNode(map.items[0]?.key) : undefined
      return range(key) ?? range(first) ?? range(value) ?? start
    },
    has: path => find(path).whole,
    where: path =>
      path.reduce<string>((text, segment, index) => {
        if (typeof segment === 'number')
          return `${text}[${idOf(find(path.slice(0, index + 1)).value) ?? segment}]`
        const name = /^[\w-]+$/.test(segment) ? discreetly(segment) : JSON.stringify(discreetly(segment))
        return text === '' ? name : `${text}.${name}`
      }, ''),
    source: path => {
      const { value } = find(path)
      return isScalar(value) && value.range ? lines.text.slice(value.range[0], value.range[1]) : undefined
    },
    node: path => {
      const { value, whole } = find(path)
      return whole ? value : undefined
    },
  }
}

function step(node: unknown, segment: string | number): Found | undefined {
  if (isMap(node)) {
    const pair = pairsOf(node).get(String(segment))
    return pair && { key: asNode(pair.key), value: asNode(pair.value), whole: true }
  }
  if (isSeq(node) && typeof segment === 'number') {
    const item = node.items[segment]
    return item === undefined ? undefined : { key: undefined, value: asNode(item), whole: true }
  }
  return undefined
}

/** By key, so that a map of thousands is not searched for each. Of a key that is there twice the last: another rule's matter. */
function pairsOf(map: YAMLMap): ReadonlyMap<string, Pair> {
  const known = indexed.get(map)
  if (known) return known
  const pairs = new Map((map.items as Pair[]).map(pair => [keyOf(pair) ?? '', pair]))
  indexed.set(map, pairs)
  return pairs
}

const indexed = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>()

/** The text of a pair's key. */
export function keyOf(pair: unknown): string | undefined {
  return isPair(pair) && isScalar(pair.key) ? String(pair.key.value) : undefined
}

const asNode = (value: unknown): Node | undefined => (isNode(value) ? value : undefined)

const isEmpty = (node: Node | undefined): boolean =>
  node === undefined || (isScalar(node) && node.source === '' && node.value === null)

/** Ids are written into messages, so only what looks like one counts. */
function idOf(node: unknown): string | undefined {
  const id = isMap(node) ? node.get('id') : undefined
  return typeof id === 'string' && /^[a-z][a-z0-9-]{0,62}$/.test(id) ? id : undefined
}
