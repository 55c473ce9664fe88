import { isMap, isNode, isScalar, isSeq, type Pair, type YAMLSeq } from 'yaml'
import type { Edit } from '../diagnostics/diagnostic.ts'
import { type Lines, lineEndOf } from '../diagnostics/lines.ts'
import { readLayer, type Source } from './document.ts'

/**
 * The edits that leave nothing in `moved`. Comments on lines of their own stay where they are, but exceptions: there is
 * nothing left that they excuse. For the usual layouts; whoever makes the edits reads the result before it is written.
 */
export function pruneMoved(source: Source): Edit[] {
  const { lines, parsed } = readLayer(source)
  const contents = parsed?.document.contents
  const pair = isMap(contents)
    ? (contents.items as Pair[]).find(({ key }) => isScalar(key) && key.value === 'moved')
    : undefined
  const list = pair?.value
  if (!isScalar(pair?.key) || !pair.key.range || !isSeq(list) || !list.range || list.items.length === 0)
    return []
  const edit: Replace = (start, end, text) => ({ file: source.file, range: lines.range(start, end), text })
  return list.flow === true
    ? [edit(list.range[0], list.range[1], emptied(list, lines.text))]
    : blockEdits(list, headEnd(lines.text, pair.key.range[1]), lines, edit)
}

type Replace = (start: number, end: number, text: string) => Edit

/** Behind the colon, and behind an anchor or a tag of the list. */
const headEnd = (text: string, keyEnd: number): number => {
  const head = /\s*:(?:[ \t]+[&!]\S*)*/y
  head.lastIndex = keyEnd
  return keyEnd + (head.exec(text)?.[0].length ?? 0)
}

function blockEdits({ items }: YAMLSeq, head: number, lines: Lines, edit: Replace): Edit[] {
  const removed = items.flatMap(item => {
    const end = endOf(item)
    if (!isNode(item) || !item.range || end === undefined) return []
    let first = lines.position(lines.text.lastIndexOf('-', item.range[0])).line
    while (exception.test(lines.line(first - 1))) first -= 1
    const start = lines.startOf(first)
    // "? moved", and the first entry behind the colon
    if (start < head) return [edit(head, lineEndOf(lines.text, end), '')]
    return [edit(start, lines.startOf(lines.position(end).line + 1), '')]
  })
  return [edit(head, head, ' []'), ...removed]
}

/** A list in brackets without its entries; over as many lines as it has comments. */
function emptied({ items, range }: YAMLSeq, text: string): string {
  const ends = items.map(item => (isNode(item) && item.range ? item.range : undefined))
  const [from = 0, to = from] = range ?? []
  const between = [from, ...ends.map(range => range?.[1] ?? from)].map((start, index) =>
    text.slice(start, ends[index]?.[0] ?? to),
  )
  const comments = between.flatMap(gap => gap.match(/(?<=[\s,[])#.*/g) ?? []).map(one => one.trimEnd())
  const kept = comments.filter(comment => !exception.test(comment))
  return kept.length === 0 ? '[]' : `[\n${kept.map(comment => `  ${comment}\n`).join('')}]`
}

const exception = /^\s*#+\s*sso-kit\s*:\s*ignore\b/

/** The end of what is written in an entry; the range of a map over several lines has the comments below it too. */
function endOf(node: unknown): number | undefined {
  if (isMap(node) && node.flow !== true) {
    const ends = (node.items as Pair[]).flatMap(({ key, value }) => endOf(value) ?? endOf(key) ?? [])
    return ends.length > 0 ? Math.max(...ends) : undefined
  }
  return isNode(node) ? node.range?.[1] : undefined
}
