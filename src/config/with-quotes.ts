import type { Path } from '../diagnostics/diagnostic.ts'
import type { ParsedLayer } from './document.ts'
import type { Finding } from './finding.ts'
import { around } from './shape/rewrite.ts'
import { quote } from './words.ts'

/** What belongs where a value stands that was read as something else: this text, something else, or nothing, since nobody knows its key. */
export type Wanted = (layer: ParsedLayer, path: Path, text: string) => 'text' | 'number' | 'other' | 'nothing'

export const misreadings: ReadonlySet<string> = new Set(['yaml/lossy-number', 'yaml/leading-zero'])
const mendable = new Set([...misreadings, 'yaml/ambiguous-scalar'])

/** Numbers that are not what is written. */
export const misreadIn = (layer: ParsedLayer): Path[] =>
  layer.findings.filter(({ rule }) => misreadings.has(rule)).map(({ at }) => at)

/** What the YAML layer found in a file. It does not know where text is wanted, and there quotes mend it. */
export function withQuotes(layer: ParsedLayer, wanted: Wanted): Finding[] {
  const { positions } = layer.parsed
  return layer.findings.flatMap(finding => {
    const { rule, at } = finding
    const source = mendable.has(rule) ? positions.source(at) : undefined
    if (source === undefined) return [finding]
    const what = wanted(layer, at, source)
    // one mistake is enough: the key
    if (what === 'nothing') return []
    if (what === 'text')
      return [{ ...finding, help: `put it in quotes: ${quote(source)}`, fix: around(at, positions) }]
    if (what !== 'number') return [finding]
    return [rule === 'yaml/leading-zero' ? asNumber(finding, source) : { ...finding, help: shorter(at) }]
  })
}

/** Of the version there is one, and of everything else nobody has that many. */
const shorter = (at: Path): string =>
  at.join() === 'version' ? 'write version: 1' : 'write a smaller number'

/** `0x300` is 768 wherever it is a number. */
const asNumber = (finding: Finding, source: string): Finding => {
  if (!/^0[xo]/.test(source)) return { ...finding, help: 'remove the zero' }
  const decimal = String(Number(source))
  return { ...finding, help: `write ${decimal}`, fix: [{ at: finding.at, text: decimal }] }
}
