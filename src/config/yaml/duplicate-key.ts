import { isCollection, isScalar, type Pair } from 'yaml'
import type { Path } from '../../diagnostics/diagnostic.ts'
import { keyOf } from '../positions.ts'
import { root, schemaAt } from '../schema/schema.ts'
import { quote } from '../words.ts'
import type { MapCheck, YamlFinding } from './check.ts'
import { hostEntry } from './host-keys.ts'

type Span = readonly [start: number, end: number]

/** A key that is in its map twice. */
interface Again {
  readonly key: string
  /** The one too many, mostly the second. */
  readonly at: Span
  readonly other: Span
  /** The key above it without a value, of which this line has taken what is below. */
  readonly emptied: string | undefined
}

// the parser's own check is quadratic and does not know where the first one is
export const duplicateKey: MapCheck = ({ node, path, text }) => {
  const pairs = node.items as Pair[]
  const seen = new Map<string, number>()
  const again = pairs.flatMap((pair, index): Again[] => {
    const key = keyOf(pair)
    if (key === undefined || spanOf(pair) === undefined) return []
    const first = seen.get(key)
    if (first !== undefined) return [twice(key, first, index, pairs)]
    seen.set(key, index)
    return []
  })
  const [begin, another] = again
  const isEntry = typeof path.at(-1) === 'number' && node.flow !== true
  if (isEntry && begin && another && another.key !== begin.key)
    return [idAbove(begin, pairs, path) ?? twoEntries(begin, path, text)]
  const [id] = isEntry && begin && !another ? nameAsId(begin, pairs, path) : []
  if (id) return [id]
  if (isEntry && begin && isOtherChange(begin, pairs, path)) return [twoEntries(begin, path, text, false)]
  return again.map(each => ({
    ...found(each, path),
    ...(each.emptied === undefined
      ? {
          failed: [...path, each.key],
          message: `the key ${quote(each.key)} is there twice`,
          help: 'keep one of the two',
        }
      : cutFrom(each.emptied, each.key, path)),
  }))
}

function twice(key: string, first: number, second: number, pairs: readonly Pair[]): Again {
  const isFirst = emptiedBy(first, pairs) !== undefined && emptiedBy(second, pairs) === undefined
  const [one, other] = isFirst ? [first, second] : [second, first]
  const [at = nowhere, there = nowhere] = [pairs[one], pairs[other]].map(spanOf)
  return { key, at, other: there, emptied: emptiedBy(one, pairs) }
}

const nowhere: Span = [0, 0]

const spanOf = (pair: Pair | undefined): Span | undefined =>
  isScalar(pair?.key) && pair.key.range ? [pair.key.range[0], pair.key.range[1]] : undefined

/** `apps:` directly above a second `sources:` with the apps below it. */
function emptiedBy(index: number, pairs: readonly Pair[]): string | undefined {
  const [above, value] = [pairs[index - 1], pairs[index]?.value]
  return isCollection(value) && value.flow !== true && isScalar(above?.value) && above.value.source === ''
    ? keyOf(above)
    : undefined
}

const cutFrom = (emptied: string, key: string, path: Path) => ({
  // whose value it is, nobody knows
  failed: path,
  message: `the key ${quote(key)} is there twice, and ${quote(emptied)} above it has no value`,
  help: `remove this line if what is below it belongs to ${quote(emptied)}; if not, keep one of the two`,
})

/** `github:` above the keys of the next entry: its id, where the entries are a map by their ids. */
function idAbove(begin: Again, pairs: readonly Pair[], path: Path): YamlFinding | undefined {
  const above = pairs[pairs.findIndex(pair => spanOf(pair)?.[0] === begin.at[0]) - 1]
  const key = above && keyOf(above)
  const at = spanOf(above)
  const isEmpty = isScalar(above?.value) && above.value.source === ''
  if (key === undefined || at === undefined || !isEmpty || !/^[a-z][a-z0-9-]{0,62}$/.test(key))
    return undefined
  return {
    rule: 'yaml/duplicate-key',
    severity: 'error',
    at: [...path, key],
    on: at,
    failed: path,
    message: `the key ${quote(begin.key)} and others are there twice in one entry`,
    label: `is ${quote(key)} the id of another one?`,
    help: `write - id: ${key} in its place, as far left as the other entries`,
    related: [{ at: [], on: begin.at, message: 'again here' }],
  }
}

/** `- name: dingtalk` above another `name` of an entry that has no id. */
function nameAsId({ key, at, other }: Again, pairs: readonly Pair[], path: Path): YamlFinding[] {
  const [first] = pairs
  const value = isScalar(first?.value) ? first.value.value : undefined
  const isFirst = spanOf(first)?.[0] === other[0] && key === 'name'
  const isId = typeof value === 'string' && /^[a-z][a-z0-9-]{0,62}$/.test(value)
  if (!isFirst || !isId || path.length !== 2 || pairs.some(pair => keyOf(pair) === 'id')) return []
  return [
    {
      rule: 'yaml/duplicate-key',
      severity: 'error',
      at: [...path, key],
      on: other,
      failed: path,
      message: `the key ${quote(key)} is there twice, and "id" is not`,
      label: 'first here',
      help: `write - id: ${value}`,
      related: [{ at: [], on: at, message: 'again here' }],
    },
  ]
}

/** A second id, behind other keys, where an entry lacks what every one needs: both change one of another file. */
function isOtherChange({ key, at }: Again, pairs: readonly Pair[], path: Path): boolean {
  const keys = pairs.map(pair => keyOf(pair))
  const second = pairs.findIndex(pair => spanOf(pair)?.[0] === at[0])
  const { required = [] } = hostEntry(path[0] ?? '') ?? schemaAt(root, path) ?? {}
  return key === 'id' && path.length === 2 && second > 1 && !required.every(name => keys.includes(name))
}

/** Several keys of an entry again are not several mistakes: they are another entry, without its dash. */
const twoEntries = (begin: Again, path: Path, text: string, others = true): YamlFinding => ({
  ...found(begin, path),
  // whose keys they are, nobody knows
  failed: path,
  message: `the key ${quote(begin.key)}${others ? ' and others are' : ' is'} there twice in one entry`,
  help: `a dash is probably missing: write - ${begin.key}: … in line ${text.slice(0, begin.at[0]).split('\n').length}`,
})

const found = ({ key, at, other }: Again, path: Path) => ({
  rule: 'yaml/duplicate-key',
  severity: 'error' as const,
  at: [...path, key],
  on: at,
  ...(other[0] < at[0]
    ? { label: 'again here', related: [{ at: [], on: other, message: 'first here' }] }
    : { label: 'first here', related: [{ at: [], on: other, message: 'again here' }] }),
})
