import type { Edit, Fix } from '../../diagnostics/diagnostic.ts'

/**
 * Those that can be made at once. A fix is made whole or not at all: what lies between the first and the last of its
 * edits, or touches them, waits for its turn.
 */
export function together(fixes: readonly Fix[]): Fix[] {
  const ends = new Map<string, number>()
  const sorted = fixes.toSorted((a, b) => firstOf(a) - firstOf(b))
  return sorted.filter(({ edits }) => {
    const isFree = edits.every(({ file, range }) => range.start.offset > (ends.get(file) ?? -1))
    if (isFree)
      for (const { file, range } of edits) ends.set(file, Math.max(ends.get(file) ?? 0, range.end.offset))
    return isFree
  })
}

const firstOf = ({ edits }: Fix): number => Math.min(...edits.map(({ range }) => range.start.offset))

/** The text with the edits made. All of their places are of the text as it was. */
export function edited(text: string, edits: readonly Omit<Edit, 'file'>[]): string {
  let [at, result] = [0, '']
  for (const { range, text: instead } of edits.toSorted(
    (a, b) => a.range.start.offset - b.range.start.offset,
  )) {
    result += text.slice(at, range.start.offset) + instead
    at = range.end.offset
  }
  return result + text.slice(at)
}

/** The same for the bytes of a file. A byte order mark stays; offsets do not count it. */
export function editedFile(input: string | Uint8Array, edits: readonly Edit[]): string {
  const [, mark = '', text = ''] = /^(\uFEFF?)([\s\S]*)$/.exec(textOf(input)) ?? []
  return mark + edited(text, edits)
}

export const textOf = (input: string | Uint8Array): string =>
  typeof input === 'string' ? input : new TextDecoder('utf-8', { ignoreBOM: true }).decode(input)
