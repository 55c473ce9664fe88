import { isNode, isScalar, type Pair } from 'yaml'
import { lineEndOf } from '../../diagnostics/lines.ts'
import { keyOf } from '../positions.ts'
import type { MapCheck, ScalarCheck, YamlFinding } from './check.ts'

/** `{ version: 1, // first` above another key: the text of the comment is a part of that one; and `// idle: 30m`. */
export const slashesInKey: MapCheck = ({ node, path, text, span: [, end] }) => {
  const found: YamlFinding[] = []
  for (const pair of node.items as Pair[]) {
    const { key, value } = pair
    if (!isScalar(key) || !key.source?.startsWith('//') || key.type !== 'PLAIN' || !key.range) continue
    const [start, keyEnd] = key.range
    const lineEnd = lineEndOf(text, start)
    if (lineEnd < keyEnd) return [{ ...slashesAt(text, start), at: path, failed: path }]
    // a "#" must not take what closes the map, nor leave the lines below it alone
    const isAlone = !isNode(value) || (value.range?.[0] ?? 0) <= lineEnd
    if (isAlone && (node.flow !== true || lineEnd < end))
      found.push({ ...slashesAt(text, start), at: path, failed: [...path, keyOf(pair) ?? ''] })
  }
  return found
}

/** The same above an entry of a list. */
export const slashesInText: ScalarCheck = ({ node, path, text, span: [start, end] }) =>
  node.source?.startsWith('//') && node.type === 'PLAIN' && lineEndOf(text, start) < end
    ? { ...slashesAt(text, start), at: path, failed: path.slice(0, -1) }
    : undefined

/** What is told of `//` at a place. */
export const slashesAt = (text: string, at: number) =>
  ({
    rule: 'yaml/syntax',
    severity: 'error',
    on: [at, at + 2],
    message: 'a comment begins with "#", not with "//"',
    label: 'this is read as text',
    help: `write ${at === 0 || /\s/.test(text[at - 1] ?? '') ? '"# "' : '" # "'} in its place`,
  }) as const
