import { isMap, isNode, isScalar, isSeq, type Pair } from 'yaml'
import type { Edit } from '../diagnostics/diagnostic.ts'
import { readLayer, type Source } from './document.ts'

/** The edits that leave nothing in `moved`. Comments on lines of their own stay where they are. */
export function pruneMoved(source: Source): Edit[] {
  const { lines, parsed } = readLayer(source)
  const contents = parsed?.document.contents
  const pair = isMap(contents)
    ? (contents.items as Pair[]).find(({ key }) => isScalar(key) && key.value === 'moved')
    : undefined
  const list = pair?.value
  if (!isScalar(pair?.key) || !pair.key.range || !isSeq(list) || !list.range || list.items.length === 0)
    return []
  const edit = (start: number, end: number, text: string): Edit => ({
    file: source.file,
    range: lines.range(start, end),
    text,
  })
  // a list in brackets, or one that has an anchor
  if (list.flow === true || list.anchor !== undefined) return [edit(list.range[0], list.range[1], '[]')]

  const behindColon = lines.text.indexOf(':', pair.key.range[1]) + 1
  const spans = list.items.flatMap(item => {
    const end = endOf(item)
    if (!isNode(item) || !item.range || end === undefined) return []
    const dash = lines.text.lastIndexOf('-', item.range[0])
    return [[lines.position(dash).line, lines.position(end).line] as const]
  })
  return [
    edit(behindColon, behindColon, ' []'),
    ...spans.map(([first, last]) => edit(lines.startOf(first), lines.startOf(last + 1), '')),
  ]
}

/** The end of what is written in an entry; the range of a map over several lines has the comments below it too. */
function endOf(node: unknown): number | undefined {
  if (isMap(node) && node.flow !== true) {
    const ends = (node.items as Pair[]).flatMap(({ key, value }) => endOf(value) ?? endOf(key) ?? [])
    return ends.length > 0 ? Math.max(...ends) : undefined
  }
  return isNode(node) ? node.range?.[1] : undefined
}
