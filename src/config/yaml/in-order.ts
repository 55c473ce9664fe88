import { isMap, isNode, isPair, isSeq, type Node } from 'yaml'

/**
 * All nodes of a text that may be no YAML, in its order. The package's own `visit` notes the way to each of them, which
 * takes longest of all where a thousand lie one in the other.
 */
export function* nodesOf(root: unknown): Generator<Node> {
  const left: unknown[] = [root]
  while (left.length > 0) {
    const next = left.pop()
    if (isPair(next)) left.push(next.value, next.key)
    if (!isNode(next)) continue
    yield next
    if (isMap(next) || isSeq(next)) for (let at = next.items.length; at > 0; ) left.push(next.items[--at])
  }
}
