import type { Pair } from 'yaml'
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
