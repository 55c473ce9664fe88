import { count } from '../../words.ts'
import { isEntry, isOpen, keyIn } from './place.ts'
import type { Diagnosis } from './slip.ts'

/** An entry that was pasted further left than those above it, where the keys of the file are, with its lines as they belong to each other. */
export const entryLeft: Diagnosis = ({ lines, index }) => {
  const at = [index, index + 1].find(one => lines[one] && isEntry(lines[one]))
  const entry = at === undefined ? undefined : lines[at]
  if (at === undefined || entry === undefined || entry.column > 0) return []
  const above = lines.slice(0, at).filter(({ says }) => says)
  const section = above.findLastIndex(line => line.column <= entry.column && !isEntry(line))
  const [key, first] = [above[section], above[section + 1]]
  if (key === undefined || !isOpen(key) || keyIn(key) === undefined) return []
  if (first === undefined || !isEntry(first) || first.column <= entry.column) return []
  const end = lines.findIndex((line, one) => one > at && line.says && line.column <= entry.column)
  const own = lines.slice(at, end === -1 ? undefined : end)
  const length = own.reduce((sum, { text }) => sum + text.length + 1, -1)
  const more = ' '.repeat(first.column - entry.column)
  return [
    {
      on: [entry.start + entry.column, entry.start + entry.column + 1],
      message: 'this entry is further left than those above it',
      label: 'an entry',
      help: `write ${count(first.column, 'space')} before it${own.length > 1 ? `, and ${first.column - entry.column} more before the lines of it below` : ''}`,
      instead: {
        at: entry.start,
        length,
        text: own.map(({ text, says }) => (says ? `${more}${text}` : text)).join('\n'),
      },
    },
  ]
}
