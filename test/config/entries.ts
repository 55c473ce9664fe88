import { isMap, isScalar, isSeq, type Node, type Pair, parseDocument } from 'yaml'

/** One `key: value` of a file, with what is needed to make a mistake in it. */
export interface Entry {
  readonly path: string
  readonly at: readonly (string | number)[]
  readonly key: string
  readonly keyAt: number
  readonly keyEnd: number
  readonly valueAt: number
  readonly end: number
  readonly value: Node
  /** Where the first key of its map is. */
  readonly first: number
  /** Where the key of the map that holds it is; for entries of a list, its first key. */
  readonly holder: number
  readonly flow: boolean
  readonly only: boolean
}

/** Every key of a file, with its place. */
export function entriesOf(text: string): Entry[] {
  const found: Entry[] = []
  const enter = (node: unknown, at: Entry['at'], holder: number): void => {
    if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) enter(item, [...at, index], firstKey(item))
      return
    }
    if (!isMap(node)) return
    for (const { key, value } of node.items as Pair<Node, Node>[]) {
      if (!isScalar(key) || !key.range || !value?.range) continue
      const here = [...at, String(key.value)]
      found.push({
        path: inWords(here),
        at: here,
        key: String(key.value),
        keyAt: key.range[0],
        keyEnd: key.range[1],
        valueAt: value.range[0],
        // a block map ends behind its line break
        end: value.range[0] + text.slice(value.range[0], value.range[1]).trimEnd().length,
        value,
        first: firstKey(node),
        holder,
        flow: node.flow === true,
        only: node.items.length === 1,
      })
      enter(value, here, key.range[0])
    }
  }
  const { contents } = parseDocument(text)
  enter(contents, [], firstKey(contents))
  return found
}

/** The file without one key. */
export function without(text: string, { keyAt, end, flow }: Entry): string {
  if (!flow) return text.slice(0, keyAt) + text.slice(end)
  const comma = /^,\s*/.exec(text.slice(end))
  return comma
    ? text.slice(0, keyAt) + text.slice(end + comma[0].length)
    : text.slice(0, keyAt).replace(/,\s*$/, '') + text.slice(end)
}

/** `sources[0].clientId`. */
const inWords = (at: Entry['at']) =>
  at
    .map(step => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .slice(1)

function firstKey(node: unknown): number {
  const key = isMap(node) ? (node.items[0]?.key as Node | undefined) : undefined
  return key?.range?.[0] ?? -1
}
