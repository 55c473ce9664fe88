import { type Document, isAlias, type Pair, visit } from 'yaml'
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

/** What is merged in stays out of the data, and need not be anywhere. */
export function withoutMerges(document: Document): void {
  visit(document, {
    Pair(_key, pair) {
      if (isMerge(pair)) pair.value = null
    },
  })
}

/** `<<: *base` */
export const isMerge = (pair: Pair): boolean => keyOf(pair) === '<<' && isAlias(pair.value)
