import { type Document, isMap, isScalar, isSeq, type Pair } from 'yaml'
import { root, schemaAt } from '../schema/schema.ts'
import type { YamlFinding } from './check.ts'
import { hostEntry } from './host-keys.ts'

/** A key that is there twice because a line of the next entry stands above the dash of that, where it is required and missing. */
export function ofNextEntry(finding: YamlFinding, document: Document): YamlFinding {
  const { rule, at, on = 'value' } = finding
  const [list = '', index, key, ...deeper] = at
  if (rule !== 'yaml/duplicate-key' || typeof index !== 'number' || deeper.length > 0) return finding
  const entries = document.get(list)
  const [here, next] = isSeq(entries) ? entries.items.slice(index, index + 2) : []
  const { required = [] } = hostEntry(list) ?? schemaAt(root, [list, index]) ?? {}
  const isLacking = isMap(next) && !next.flow && required.includes(String(key)) && !next.has(key)
  if (!isMap(here) || !isLacking) return finding
  const { key: last } = (here.items as Pair[]).at(-1) ?? {}
  const isLast = isScalar(last) && last.value === key && last.range?.[0] === on[0]
  if (!isLast) return finding
  return {
    ...finding,
    help: 'move this line to where it is missing: below the first line of the next entry',
    lacking: [list, index + 1, String(key)],
  }
}
