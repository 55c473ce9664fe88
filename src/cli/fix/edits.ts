import type { Edit, Fix } from '../../diagnostics/diagnostic.ts'

/** Those that can be made at once: of two that touch each other the second waits for its turn. A fix is made whole or not at all. */
export function together(fixes: readonly Fix[]): Fix[] {
  const taken: Edit[] = []
  return fixes.filter(({ edits }) => {
    const isFree = edits.every(edit => !taken.some(other => touch(edit, other)))
    if (isFree) taken.push(...edits)
    return isFree
  })
}

const touch = (one: Edit, other: Edit): boolean =>
  one.file === other.file &&
  one.range.start.offset <= other.range.end.offset &&
  other.range.start.offset <= one.range.end.offset

/** The text with the edits made. All of their offsets are of the text as it was. */
export function edited(text: string, edits: readonly Omit<Edit, 'file'>[]): string {
  return edits
    .toSorted((a, b) => b.range.start.offset - a.range.start.offset)
    .reduce(
      (now, { range: { start, end }, text: instead }) =>
        now.slice(0, start.offset) + instead + now.slice(end.offset),
      text,
    )
}

/** The same for the bytes of a file. A byte order mark stays; offsets do not count it. */
export function editedFile(input: string | Uint8Array, edits: readonly Edit[]): string {
  const [, mark = '', text = ''] = /^(\uFEFF?)([\s\S]*)$/.exec(textOf(input)) ?? []
  return mark + edited(text, edits)
}

export const textOf = (input: string | Uint8Array): string =>
  typeof input === 'string' ? input : new TextDecoder('utf-8', { ignoreBOM: true }).decode(input)
