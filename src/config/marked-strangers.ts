import { isScalar, isSeq } from 'yaml'
import { isCalledSo, randomWords } from '../diagnostics/secret-form.ts'
import type { ParsedLayer } from './document.ts'
import type { Finding } from './finding.ts'
import { schemaIn, type Whole } from './overlay.ts'
import { isReferenceKey } from './place-name.ts'
import type { SchemaOf } from './schemas.ts'
import { type Span, withProperties } from './span.ts'

/**
 * What a problem marks in a file, where it looks random: what is wrong at its place may be a secret that belongs to
 * another. Ids that a vendor gives are random, too, and mostly right where they stand, but not in a list that none takes.
 */
export function markedStrangers(
  findings: readonly Finding[],
  layer: ParsedLayer,
  whole: Whole,
  schemaOf: SchemaOf,
): Span[] {
  const {
    positions,
    lines: { text },
  } = layer
  const schemaHere = schemaIn(layer, whole, schemaOf)
  return findings.flatMap(finding => {
    const own = finding.layer ? { layer: finding.layer, at: finding.at } : whole.locate(finding.at)
    if (own.layer !== layer || (finding.on ?? 'value') !== 'value') return []
    const [schema, node, key] = [schemaHere(own.at), positions?.node(own.at), own.at.at(-1)]
    const isOpen = schema?.['x-ref'] === true || key === 'subject' || isReferenceKey(String(key))
    const marked = isSeq(node) && schema?.items === undefined ? node.items : isOpen ? [] : [node]
    return marked.flatMap(one =>
      isScalar(one) &&
      one.range &&
      randomWords(String(one.value)).length > 0 &&
      !isCalledSo(String(one.value))
        ? [[withProperties(text, one.range[0]), one.range[1]] as const]
        : [],
    )
  })
}
