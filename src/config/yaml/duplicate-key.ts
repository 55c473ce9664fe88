import { isScalar, type Pair } from 'yaml'
import { keyOf } from '../positions.ts'
import { quote } from '../words.ts'
import type { MapCheck } from './check.ts'

// the parser's own check is quadratic and does not know where the first one is
export const duplicateKey: MapCheck = ({ node, path }) => {
  const first = new Map<string, readonly [number, number]>()
  return (node.items as Pair[]).flatMap(pair => {
    const key = keyOf(pair)
    const range = isScalar(pair.key) ? pair.key.range : undefined
    if (key === undefined || !range) return []
    const before = first.get(key)
    if (before === undefined) {
      first.set(key, [range[0], range[1]])
      return []
    }
    return [
      {
        rule: 'yaml/duplicate-key',
        severity: 'error' as const,
        at: [...path, key],
        on: [range[0], range[1]] as const,
        failed: [...path, key],
        message: `the key ${quote(key)} is there twice`,
        label: 'again here',
        help: 'keep one of the two',
        related: [{ at: [], on: before, message: 'first here' }],
      },
    ]
  })
}
