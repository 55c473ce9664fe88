import { isNode, visit } from 'yaml'
import type { Range } from '../diagnostics/diagnostic.ts'
import type { Layer } from './document.ts'
import type { Span } from './span.ts'

/** True for a part of a value with an anchor: an alias may stand for it somewhere else. */
export function isRepeated(layer: Layer, { start, end }: Range): boolean {
  return anchoredIn(layer).some(([from, to]) => start.offset >= from && end.offset <= to)
}

function anchoredIn(layer: Layer): readonly Span[] {
  const known = anchored.get(layer)
  if (known) return known
  const found: Span[] = []
  const contents = layer.lines.text.includes('&') ? layer.parsed?.document.contents : undefined
  if (contents)
    visit(contents, (_key, node) => {
      if (isNode(node) && 'anchor' in node && node.anchor !== undefined && node.range)
        found.push([node.range[0], node.range[1]])
    })
  anchored.set(layer, found)
  return found
}

const anchored = new WeakMap<Layer, readonly Span[]>()
