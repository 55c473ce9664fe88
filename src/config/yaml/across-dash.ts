import { type Document, isMap, isNode, isScalar, isSeq, type Pair, type YAMLMap } from 'yaml'
import type { Path } from '../../diagnostics/diagnostic.ts'
import { keyOf } from '../positions.ts'
import { root, schemaAt } from '../schema/schema.ts'
import { quote } from '../words.ts'
import type { YamlFinding } from './check.ts'
import { hostEntry } from './host-keys.ts'

/**
 * Keys that are there twice because a dash stands some lines too high or too low: one of the two belongs to the entry
 * above, or to the next, and is missing there.
 */
export function acrossDash(
  findings: readonly YamlFinding[],
  document: Document,
  text: string,
): readonly YamlFinding[] {
  const told = new Map<string, YamlFinding | undefined>()
  return findings.flatMap(finding => {
    const entry = finding.at.slice(0, -1)
    if (finding.rule !== 'yaml/duplicate-key' || typeof entry.at(-1) !== 'number') return [finding]
    const name = JSON.stringify(entry)
    if (told.has(name)) return told.get(name) ? [] : [finding]
    const found = slipped(entry, document, text)
    told.set(name, found)
    return [found ?? finding]
  })
}

/** Keys of one entry, one behind the other: the first of them, and the first that is none of them. */
type Run = readonly [from: number, to: number]

function slipped(entry: Path, document: Document, text: string): YamlFinding | undefined {
  const [list, index] = [entry.slice(0, -1), Number(entry.at(-1))]
  const entries = document.getIn(list)
  const [above, here, next] = [index - 1, index, index + 1].map(at =>
    isSeq(entries) ? blockMap(entries.items[at]) : undefined,
  )
  if (here === undefined) return undefined
  const { required = [] } = hostEntry(list[0] ?? '') ?? schemaAt(root, entry) ?? {}
  const fromAbove = above && runFromAbove(keysOf(here), keysOf(above))
  if (fromAbove) return moved(here, fromAbove, { entry, other: [...list, index - 1], text })
  const forNext = next && runForNext(keysOf(here), keysOf(next), required)
  return forNext && moved(here, forNext, { entry, other: [...list, index + 1], text })
}

/** `clientSecret:` directly below `- id: partner`, and the entry above has none. */
function runFromAbove(keys: readonly string[], above: readonly string[]): Run | undefined {
  const twice = twiceIn(keys)
  const [from, end] = beforeOwn(keys, above)
  // where neither dash nor type says so, nobody knows whose the last of these keys are
  const last = keys.findLastIndex((key, at) => at < end && twice.has(key))
  const to = from === 0 || keys[end] === 'type' ? end : last + 1
  return last >= from && [...twice].every(key => keys.indexOf(key) < to) ? [from, to] : undefined
}

/** The first keys of an entry that the one above has not: down to the one that every entry begins with, or to the type. */
export function beforeOwn(keys: readonly string[], above: readonly string[]): Run {
  const twice = twiceIn(keys)
  // `- allow: …`, with the id below it
  const begin = keys.indexOf(above[0] ?? '')
  const from = begin > 0 ? 0 : 1
  const isOwn = (key: string, at: number) =>
    above.includes(key) || keys.indexOf(key) < at || (key === 'type' && !twice.has(key))
  const end = keys.findIndex((key, at) => at >= from && isOwn(key, at))
  return begin > 0 && end !== begin ? [0, 0] : [from, Math.max(end, from)]
}

/** `type:` above `- id: partner`, which has none: whatever follows it is of that one. */
function runForNext(
  keys: readonly string[],
  next: readonly string[],
  required: readonly string[],
): Run | undefined {
  const twice = twiceIn(keys)
  const from = keys.findIndex((key, at) => keys.indexOf(key) < at)
  const run = keys.slice(from)
  const isAll = run.filter(key => twice.has(key)).length === twice.size
  const isLacking = run.every(key => !next.includes(key)) && run.some(key => required.includes(key))
  return isAll && isLacking ? [from, keys.length] : undefined
}

interface Place {
  readonly entry: Path
  /** The entry of the list where they are missing. */
  readonly other: Path
  readonly text: string
}

function moved({ items }: YAMLMap, [from, to]: Run, { entry, other, text }: Place): YamlFinding {
  const pairs = items as Pair[]
  const keys = pairs.map(nameOf)
  const run = keys.slice(from, to)
  const twice = twiceIn(keys)
  const at = keys.findIndex((key, index) => index >= from && twice.has(key))
  const key = keys[at] ?? ''
  const isAbove = Number(other.at(-1)) < Number(entry.at(-1))
  const again = isAbove ? keys.lastIndexOf(key) : keys.indexOf(key)
  const [begin, end] = [lineOf(spanOf(pairs[from])[0], text), lineOf(endOf(pairs[to - 1], text), text)]
  const [lines, are] = begin === end ? ['this line', 'it is'] : [`lines ${begin} to ${end}`, 'they are']
  return {
    rule: 'yaml/duplicate-key',
    severity: 'error',
    at: [...entry, key],
    on: spanOf(pairs[at]),
    message: `the key ${quote(key)}${twice.size > 1 ? ' and others are' : ' is'} there twice`,
    label: `this belongs to the ${isAbove ? 'entry above' : 'next entry'}`,
    help:
      from === 0
        ? `write the "-" of line ${begin} before ${quote(keys[to] ?? '')} in line ${end + 1}`
        : `move ${lines} to where ${are} missing: ${isAbove ? 'above the first line of this entry' : 'below the first line of the next entry'}`,
    related: [{ at: [], on: spanOf(pairs[again]), message: isAbove ? 'again here' : 'first here' }],
    failed: [...entry, key],
    lacking: run.flatMap(name => [
      [...entry, name],
      [...other, name],
    ]),
  }
}

const blockMap = (node: unknown): YAMLMap | undefined =>
  isMap(node) && node.flow !== true ? node : undefined

const nameOf = (pair: Pair): string => keyOf(pair) ?? ''

export const keysOf = ({ items }: YAMLMap): string[] => (items as Pair[]).map(nameOf)

const twiceIn = (keys: readonly string[]): ReadonlySet<string> => {
  const seen = new Set<string>()
  return new Set(keys.filter(key => seen.has(key) || !seen.add(key)))
}

const spanOf = (pair: Pair | undefined): readonly [number, number] =>
  isScalar(pair?.key) && pair.key.range ? [pair.key.range[0], pair.key.range[1]] : [0, 0]

/** Where the last line of a value ends; the parser counts the blank ones below it. */
function endOf(pair: Pair | undefined, text: string): number {
  const end = isNode(pair?.value) ? pair.value.range?.[1] : undefined
  const [start] = spanOf(pair)
  return start + text.slice(start, end ?? start).trimEnd().length
}

const lineOf = (offset: number, text: string): number => text.slice(0, offset).split('\n').length
