import { quote } from '../words.ts'

/** A key that is a comment, and what stands below it as if it were one. */
export interface CommentedKey {
  readonly name: string
  readonly at: number
  /** The "#", with the space behind it. */
  readonly mark: string
  /** The lines that are deeper, or the entries of a list in its column. */
  readonly from: number
  readonly to: number
}

const keyInComment = /^( *)(# ?)( *)(?:- )?([A-Za-z][\w-]*):\s*$/

/** Nobody has more, and each is looked for. */
const most = 1000

/** In the order of the file; of one inside another the outer one first. */
export function commentedKeysIn(text: string): CommentedKey[] {
  const found: CommentedKey[] = []
  let open: (Omit<CommentedKey, 'to'> & { readonly column: number })[] = []
  let start = 0
  let said = 0
  const close = (isOver: (column: number) => boolean) => {
    found.push(
      ...open.flatMap(({ column, ...key }) =>
        isOver(column) && said > key.from ? [{ ...key, to: start }] : [],
      ),
    )
    open = open.filter(({ column }) => !isOver(column))
  }
  for (const line of text.split('\n')) {
    const next = start + line.length + 1
    const content = line.trimStart()
    if (content.startsWith('#')) {
      const [, before = '', mark = '', more = '', name = ''] = keyInComment.exec(line) ?? []
      const column = before.length + (more === '' ? 0 : mark.length + more.length)
      // where nothing stands below it, the next one takes its place
      open = open.filter(key => said > key.from || key.column < column)
      if (name !== '') open.push({ name, at: start + before.length, mark, from: next, column })
    } else if (content !== '') {
      const indent = line.length - content.length
      close(column => indent < column || (indent === column && !content.startsWith('- ')))
      said = next
    }
    start = next
    if (found.length + open.length > most) return []
  }
  close(() => true)
  return found.sort((a, b) => a.at - b.at)
}

export const toldOfComment = ({ at, mark }: Pick<CommentedKey, 'at' | 'mark'>) => ({
  on: [at, at + 1] as const,
  message: 'the key that the lines below belong to is a comment',
  label: 'a comment',
  help: `remove ${quote(mark)}, or put a "#" before each of its lines too`,
})
