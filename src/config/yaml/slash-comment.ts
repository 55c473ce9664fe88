import { isNode, isScalar, type Pair } from 'yaml'
import { lineEndOf } from '../../diagnostics/lines.ts'
import { keyOf } from '../positions.ts'
import type { MapCheck, ScalarCheck, YamlFinding } from './check.ts'

// `{ version: 1, // first` above another key: the text of the comment is a part of that one; and `// idle: 30m`. The
// comments of C with an end are the same mistake, but for those of several lines.
export const slashesInKey: MapCheck = ({ node, path, text, span: [, end] }) => {
  const found: YamlFinding[] = []
  for (const pair of node.items as Pair[]) {
    const { key, value } = pair
    if (!isScalar(key) || !begins(key.source) || key.type !== 'PLAIN' || !key.range) continue
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
  begins(node.source) && node.type === 'PLAIN' && lineEndOf(text, start) < end
    ? { ...slashesAt(text, start), at: path, failed: path.slice(0, -1) }
    : undefined

const begins = (source = ''): boolean => /^\/[/*]/.test(source)

/** What is told of the sign of such a comment at a place. */
export const slashesAt = (text: string, at: number) => {
  const comment = linesOfComment(text, at)
  const hash = at === 0 || /\s/.test(text[at - 1] ?? '') ? '"# "' : '" # "'
  return {
    rule: 'yaml/syntax',
    severity: 'error',
    on: [at, at + 2],
    message: `a comment begins with "#", not with "${text.slice(at, at + 2)}"`,
    label: 'this is read as text',
    help:
      comment === undefined
        ? `write ${hash} in its place`
        : 'write "# " at the beginning of each of its lines',
  } as const
}

/** Characters. Its end is looked for at each of them. */
const longestComment = 4096

/** A comment of several lines, with its signs: where there is one. */
export function linesOfComment(text: string, at: number): string | undefined {
  if (!text.startsWith('/*', at)) return undefined
  const near = text.slice(at, at + longestComment)
  const end = near.indexOf('*/', 2)
  return at + end > lineEndOf(text, at) ? near.slice(0, end + 2) : undefined
}
