import { isScalar, isSeq, visit } from 'yaml'
import { isCalledSo, randomWords } from '../diagnostics/secret-form.ts'
import { isParsed, type Layer, type ParsedLayer } from './document.ts'
import type { Finding } from './finding.ts'
import { schemaIn, type Whole } from './overlay.ts'
import { isReferenceKey } from './place-name.ts'
import type { SchemaOf } from './schemas.ts'
import { type Span, withProperties } from './span.ts'

/**
 * What a problem marks in a file, where it looks random: what is wrong at its place may be a secret that belongs to
 * another. Ids that a vendor gives are random, too, and mostly right where they stand, but not in a list that none takes.
 * It is covered wherever else it stands, for one problem may speak of many places.
 */
export function markedStrangers(
  findings: readonly Finding[],
  layer: ParsedLayer,
  whole: Whole,
  schemaOf: SchemaOf,
): Span[] {
  const schemas = new Map<Layer, SchemaOf>()
  const schemaHere = (own: ParsedLayer): SchemaOf => {
    const known = schemas.get(own) ?? schemaIn(own, whole, schemaOf)
    schemas.set(own, known)
    return known
  }
  const values = new Set<string>()
  for (const finding of findings) {
    const own = finding.layer ? { layer: finding.layer, at: finding.at } : whole.locate(finding.at)
    if (!isParsed(own.layer) || (finding.on ?? 'value') !== 'value') continue
    const schema = schemaHere(own.layer)(own.at)
    const [node, key] = [own.layer.positions?.node(own.at), own.at.at(-1)]
    const isOpen = schema?.['x-ref'] === true || key === 'subject' || isReferenceKey(String(key))
    const marked = isSeq(node) && schema?.items === undefined ? node.items : isOpen ? [] : [node]
    for (const one of marked) if (isScalar(one) && isRandom(String(one.value))) values.add(String(one.value))
  }
  return values.size === 0 ? [] : spansOf(values, layer)
}

const isRandom = (value: string): boolean => randomWords(value).length > 0 && !isCalledSo(value)

function spansOf(values: ReadonlySet<string>, { parsed, lines }: ParsedLayer): Span[] {
  const spans: Span[] = []
  visit(parsed.document.contents, {
    Scalar: (_key, { value, range }) => {
      if (range && values.has(String(value))) spans.push([withProperties(lines.text, range[0]), range[1]])
    },
  })
  return spans
}
