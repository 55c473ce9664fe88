import { type Alias, type Document, isAlias, isMap, isNode, type Pair, visit } from 'yaml'
import type { Path } from '../../diagnostics/diagnostic.ts'
import { keyOf } from '../positions.ts'
import type { MapCheck } from './check.ts'

export const mergeKey: MapCheck = ({ node, path }) =>
  (node.items as Pair[])
    .filter(pair => keyOf(pair) === '<<')
    .map(() => ({
      rule: 'yaml/merge-key',
      severity: 'error',
      at: [...path, '<<'],
      on: 'key',
      // what the merge would have brought is missing in the whole map
      failed: path,
      message: 'merge keys ("<<") are not part of YAML 1.2',
      help: 'write the keys out; defaults for all sources belong under "autoRegister" at the top level',
    }))

/**
 * What is merged in stays out of the data, and need not be anywhere. Returned are the parts of the file that are there only
 * to be merged, such as `x-defaults: &defaults`: that no such key exists is the same mistake.
 */
export function withoutMerges(document: Document): Path[] {
  const merged = new Set<string>()
  visit(document, {
    Pair(_key, pair) {
      if (!isMerge(pair) || pair.value === null) return
      merged.add(pair.value.source)
      pair.value = null
    },
  })
  const sections = isMap(document.contents) ? (document.contents.items as Pair[]) : []
  return sections.flatMap(pair => {
    const key = keyOf(pair) ?? ''
    const anchor = isNode(pair.value) && !isAlias(pair.value) ? pair.value.anchor : undefined
    return aside.test(key) && anchor !== undefined && merged.has(anchor) ? [[key]] : []
  })
}

/** How other languages of this kind call a part that is only repeated: `x-defaults`, `.defaults`, `_defaults`. */
const aside = /^(?:x-|[._])/

/** `<<: *base` */
export const isMerge = (pair: Pair): pair is Pair<unknown, Alias> =>
  keyOf(pair) === '<<' && isAlias(pair.value)
