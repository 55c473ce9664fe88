import { commentedKeysIn, toldOfComment } from '../commented-keys.ts'
import type { Diagnosis } from './slip.ts'

/** `# server:` above its keys: they belong to nothing now. */
export const commentedKey: Diagnosis = ({ text, offset, lines, index }) => {
  const next = lines[index + 1]
  const behind = next === undefined ? text.length : next.start + next.text.length
  return commentedKeysIn(text)
    .filter(({ at, to }) => at <= behind && offset < to)
    .slice(-1)
    .flatMap(({ at, mark }) =>
      [...new Set([mark, '#'])].map(mark => ({
        ...toldOfComment({ at, mark }),
        instead: { at, length: mark.length, text: '' },
      })),
    )
}
