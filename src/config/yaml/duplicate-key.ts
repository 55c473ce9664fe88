import { isScalar, type Pair } from 'yaml'
import type { Path } from '../../diagnostics/diagnostic.ts'
import { keyOf } from '../positions.ts'
import { quote } from '../words.ts'
import type { MapCheck, YamlFinding } from './check.ts'

/** A key that is in its map already. */
interface Again {
  readonly key: string
  readonly at: readonly [start: number, end: number]
  readonly first: readonly [start: number, end: number]
}

// the parser's own check is quadratic and does not know where the first one is
export const duplicateKey: MapCheck = ({ node, path, text }) => {
  const seen = new Map<string, Again['at']>()
  const again = (node.items as Pair[]).flatMap((pair): Again[] => {
    const key = keyOf(pair)
    const range = isScalar(pair.key) ? pair.key.range : undefined
    if (key === undefined || !range) return []
    const first = seen.get(key)
    const at = [range[0], range[1]] as const
    if (first !== undefined) return [{ key, at, first }]
    seen.set(key, at)
    return []
  })
  const [begin, another] = again
  const isEntry = typeof path.at(-1) === 'number' && node.flow !== true
  if (isEntry && begin && another && another.key !== begin.key) return [twoEntries(begin, path, text)]
  return again.map(each => ({
    ...found(each, path),
    failed: [...path, each.key],
    message: `the key ${quote(each.key)} is there twice`,
    help: 'keep one of the two',
  }))
}

/** Several keys of an entry again are not several mistakes: they are another entry, without its dash. */
const twoEntries = (begin: Again, path: Path, text: string): YamlFinding => ({
  ...found(begin, path),
  // whose keys they are, nobody knows
  failed: path,
  message: `the key ${quote(begin.key)} and others are there twice in one entry`,
  help: `a dash is probably missing: write - ${begin.key}: … in line ${text.slice(0, begin.at[0]).split('\n').length}`,
})

const found = ({ key, at, first }: Again, path: Path) => ({
  rule: 'yaml/duplicate-key',
  severity: 'error' as const,
  at: [...path, key],
  on: at,
  label: 'again here',
  related: [{ at: [], on: first, message: 'first here' }],
})
