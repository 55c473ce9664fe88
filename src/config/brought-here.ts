import {
  type Document,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
} from 'yaml'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { Comment } from './comments.ts'
import type { ParsedLayer, Source } from './document.ts'
import { keyOf } from './positions.ts'

type Place = (string | number)[]

interface Question {
  readonly sources: readonly Source[]
  readonly layers: readonly ParsedLayer[]
  /** What is found in other files; undefined where they cannot be read to the end. */
  readonly foundIn: (sources: readonly Source[]) => Promise<readonly Diagnostic[] | undefined>
}

/** For each of more comments all files are read once more, and then they say nothing of earlier files. */
const most = 20

/**
 * For comments of a file that is laid over others: the problems of these others that are there only for the line that the
 * comment is about. Without it, and what is below it, they are gone.
 */
export async function broughtHere(
  found: readonly Diagnostic[],
  comments: readonly Comment[],
  { sources, layers, foundIn }: Question,
): Promise<ReadonlyMap<Comment, readonly Diagnostic[]>> {
  const files = layers.map(({ file }) => file)
  const isEarlier = (one: Diagnostic, { file }: Comment) => files.indexOf(one.file) < files.indexOf(file)
  const asking = comments.flatMap(comment => {
    const of = found.filter(one => isEarlier(one, comment) && comment.text.includes(one.rule))
    return of.length === 0 ? [] : [{ comment, of }]
  })
  if (asking.length > most) return new Map()
  const answers = asking.map(async ({ comment, of }) => {
    const layer = layers.find(({ file }) => file === comment.file)
    const input = layer && without(layer, comment.about)
    const left =
      input === undefined
        ? undefined
        : await foundIn(sources.map(source => (source.file === comment.file ? { ...source, input } : source)))
    const still = new Set(left?.map(nameOf))
    return [comment, left ? of.filter(one => !still.has(nameOf(one))) : []] as const
  })
  return new Map(await Promise.all(answers))
}

/** The files that the problems are in stay as they are, and so do their places. */
const nameOf = ({ rule, file, range }: Diagnostic): string => `${rule} ${range.start.offset} ${file}`

/** The text without what begins on these lines; undefined where nothing does. */
function without({ parsed, lines }: ParsedLayer, about: readonly number[]): string | undefined {
  const places = beginning(parsed.document.contents, at => about.includes(lines.position(at).line))
  if (places.length === 0) return undefined
  const document = parseDocument(lines.text)
  // from the last on: what is behind an entry moves up
  for (const place of places.reverse()) remove(document, place)
  try {
    return String(document)
  } catch {
    // something else repeats it
    return undefined
  }
}

/** With what is empty without it: an empty list would take all entries of the files below it away. */
function remove(document: Document, place: Place): void {
  document.deleteIn(place)
  const above = place.slice(0, -1)
  const left = document.getIn(above)
  if (above.length > 0 && isCollection(left) && left.items.length === 0) remove(document, above)
}

/** Keys and entries that begin there, without those inside them. */
function beginning(node: unknown, isThere: (at: number) => boolean, at: Place = []): Place[] {
  const inside = (child: unknown, begin: Node | undefined, step: string | number): Place[] =>
    begin?.range && isThere(begin.range[0]) ? [[...at, step]] : beginning(child, isThere, [...at, step])
  if (isMap(node))
    return (node.items as Pair[]).flatMap(pair =>
      isScalar(pair.key) ? inside(pair.value, pair.key, keyOf(pair) ?? '') : [],
    )
  return isSeq(node) ? node.items.flatMap((item, index) => inside(item, item as Node, index)) : []
}
