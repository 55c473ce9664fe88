import type { Path } from '../diagnostics/diagnostic.ts'
import type { ParsedLayer } from './document.ts'
import type { Finding } from './finding.ts'
import { around } from './shape/rewrite.ts'

export type IsText = (layer: ParsedLayer, path: Path, text: string) => boolean

const mendable = new Set(['yaml/lossy-number', 'yaml/leading-zero', 'yaml/ambiguous-scalar'])

/** What the YAML layer found in a file. It does not know where text is wanted, and there quotes mend it. */
export function withQuotes(layer: ParsedLayer, isText: IsText): Finding[] {
  const { positions } = layer.parsed
  return layer.findings.map(finding => {
    const { rule, at } = finding
    const source = mendable.has(rule) ? positions.source(at) : undefined
    return source !== undefined && isText(layer, at, source)
      ? { ...finding, fix: around(at, positions) }
      : finding
  })
}
