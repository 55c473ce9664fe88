import { count } from '../../words.ts'
import { contentOf, isEntry, isOpen, keyIn } from './place.ts'
import type { Diagnosis, Line } from './slip.ts'

/** The first entry of a list has no "- " before it, and those below it do. */
export const firstDash: Diagnosis = ({ lines, index }) => {
  const said = lines.filter(({ says }) => says)
  const below = [lines[index], lines.slice(index + 1).find(({ says }) => says)]
  const entry = below.find(line => line && isEntry(line))
  const first = entry && firstBelowKey(entry, said)
  const key = first && keyIn(first)
  if (entry === undefined || first === undefined || key === undefined) return []
  // as deep as the keys of the entry below, or its id in the column of the "-"
  const isId = first.column === entry.column && isOpen(first)
  if (!isId && first.column !== contentOf(entry)) return []
  const [at, place] = [first.start + first.column, count(entry.column, 'space')]
  const begin = `${' '.repeat(entry.column)}- `
  return [
    {
      on: [at, at + key.length],
      message: 'there is no "- " before the first entry of this list',
      help: isId
        ? `write - id: ${key}`
        : `begin its line with ${entry.column === 0 ? '' : `${place} and `}"- "`,
      instead: isId
        ? { at: first.start, length: first.text.length, text: `${begin}id: ${key}` }
        : { at: first.start, length: first.column, text: begin },
    },
  ]
}

/** The line below the key that a list belongs to, where that line begins no entry. */
function firstBelowKey(entry: Line, said: readonly Line[]): Line | undefined {
  const at = said.indexOf(entry)
  const holder = said.slice(0, at).findLastIndex(({ column }) => column < entry.column || column === 0)
  const [key, first] = [said[holder], said[holder + 1]]
  const isList = key !== undefined && isOpen(key) && keyIn(key) !== undefined
  return isList && first !== entry && first !== undefined && !isEntry(first) ? first : undefined
}
