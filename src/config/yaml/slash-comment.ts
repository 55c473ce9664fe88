import { isScalar, type Pair } from 'yaml'
import { lineEndOf } from '../../diagnostics/lines.ts'
import type { MapCheck, ScalarCheck } from './check.ts'

/** `{ version: 1, // first` above another key: the text of the comment is a part of that one. */
export const slashesInKey: MapCheck = ({ node, path, text, span: [, end] }) => {
  for (const { key } of node.items as Pair[]) {
    if (!isScalar(key) || !key.source?.startsWith('//') || key.type !== 'PLAIN' || !key.range) continue
    const [start, keyEnd] = key.range
    const lineEnd = lineEndOf(text, start)
    // between brackets a "#" must not take what closes them; a line of its own is told as a key that nobody knows
    if (lineEnd < keyEnd || (node.flow === true && lineEnd < end))
      return [{ ...told(start), at: path, failed: path }]
  }
  return []
}

/** The same above an entry of a list. */
export const slashesInText: ScalarCheck = ({ node, path, text, span: [start, end] }) =>
  node.source?.startsWith('//') && node.type === 'PLAIN' && lineEndOf(text, start) < end
    ? { ...told(start), at: path, failed: path.slice(0, -1) }
    : undefined

export const slashes = {
  message: 'a comment begins with "#", not with "//"',
  label: 'this is read as text',
  help: 'write "# " in its place',
}

const told = (at: number) =>
  ({ rule: 'yaml/syntax', severity: 'error', on: [at, at + 2], ...slashes }) as const
