import { count, quote } from '../../words.ts'
import { isEntry } from './place.ts'
import type { Line, Slip } from './slip.ts'

interface Above {
  readonly column: number
  /** Absent: which key it is, nobody knows. */
  readonly name?: string | undefined
}

/** Lines, or the entries of a list, whose key is gone from above them. */
export function noKeyAbove(block: readonly Line[], first: Line, { column, name }: Above): Slip {
  const [what, they, label] = isEntry(first)
    ? ['this list', 'it belongs', 'its first entry']
    : block.length === 1
      ? ['this line', 'it belongs', undefined]
      : ['these lines', 'they belong', 'the first of them']
  const place = column === 0 ? '' : `, with ${count(column, 'space')} before it`
  const at = first.start + first.column
  return {
    on: [at, at + 1],
    message: `there is no key above ${what}`,
    label,
    help: `write ${name === undefined ? `the key that ${they} to` : quote(`${name}:`)} above ${they.startsWith('it') ? 'it' : 'them'}${place}`,
    instead: { at: first.start, length: 0, text: `${' '.repeat(column)}${name ?? 'x'}:\n` },
  }
}
