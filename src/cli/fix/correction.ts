import type { Diagnostic, Edit } from '../../diagnostics/diagnostic.ts'
import { redacted } from '../../diagnostics/redact.ts'
import { edited } from './edits.ts'

/** What was corrected on one line of a file. */
export interface Correction {
  readonly file: string
  readonly line: number
  readonly rule: string
  /** Without secrets, like `after`. */
  readonly before: string
  readonly after: string
}

/** What a fix changes, line by line. `textOf` a file is its text as it was, with the secrets covered. */
export function correctionsOf(
  { rule, fix }: Pick<Diagnostic, 'rule' | 'fix'>,
  textOf: (file: string) => string,
): Correction[] {
  const edits = fix?.edits ?? []
  const lineOf = ({ file, range }: Edit) => `${file}:${range.start.line}`
  const firsts = new Map(edits.map(edit => [lineOf(edit), edit]))
  return [...firsts].map(([key, { file, range }]) => {
    const own = edits.filter(edit => lineOf(edit) === key)
    return { file, line: range.start.line, rule, ...compared(own, textOf(file)) }
  })
}

function compared(edits: readonly Edit[], text: string): Pick<Correction, 'before' | 'after'> {
  const [from, to] = shownPart(edits, text)
  const moved = edits.map(edit => ({ ...edit, range: shifted(edit.range, from) }))
  const part = text.slice(from, to)
  return { before: short(part), after: short(edited(part, moved)) }
}

/** What is replaced; of a space, a quote or a bracket the word that it stands in. */
function shownPart(edits: readonly Edit[], text: string): [from: number, to: number] {
  const from = Math.min(...edits.map(({ range }) => range.start.offset))
  const to = Math.max(...edits.map(({ range }) => range.end.offset))
  const isWord = edits.every(({ range }) =>
    /[\p{L}\p{N}]/u.test(text.slice(range.start.offset, range.end.offset)),
  )
  if (isWord) return [from, to]
  const [before = ''] = /\S*$/.exec(text.slice(0, from)) ?? []
  const [after = ''] = /^\S*/.exec(text.slice(to)) ?? []
  return [from - before.length, to + after.length]
}

const shifted = ({ start, end }: Edit['range'], by: number): Edit['range'] => ({
  start: { ...start, offset: start.offset - by },
  end: { ...end, offset: end.offset - by },
})

const most = 60

/** A tab is written out: beside the spaces that come in its place it would look like them. */
function short(text: string): string {
  const characters = [...redacted(text).replaceAll('\t', '\\t')]
  return characters.length > most ? `${characters.slice(0, most).join('')}…` : characters.join('')
}
