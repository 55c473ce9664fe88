import type { Change } from '../../config/diff/report.ts'
import { isRecord } from '../../config/types.ts'
import { flow } from '../../config/written.ts'

/** The value of a change on one line: `false → true`, the entries that came, or what a new part is. */
export function changeIn({ op, before, after, bits, identity, key }: Change): string {
  if (bits) return [...bits.added.map(name => `+${name}`), ...bits.removed.map(name => `-${name}`)].join(' ')
  if (op === 'move') return `from ${word(before)}`
  const isPart = identity.kind !== 'settings' && key === ''
  const one = isPart ? partOf : word
  if (op === 'add') return one(after)
  if (op === 'remove') return one(before)
  return `${word(before)} → ${word(after)}`
}

/** The key below its part: `allow.organizations`; of a part as a whole what happened to it, of a section its name. */
export const keyIn = ({ id, part, key, identity }: Change): string =>
  key !== '' ? key : identity.kind === 'settings' ? part : (id.split('/')[1] ?? '')

/** `github · GitHub`; of what has neither a type nor a name there is nothing more to say. */
function partOf(entry: unknown): string {
  if (!isRecord(entry)) return word(entry)
  return [entry.type, entry.name].flatMap(one => (typeof one === 'string' ? [one] : [])).join(' · ')
}

const most = 72

function word(value: unknown): string {
  if (value === null) return 'not set'
  const isList = Array.isArray(value) && value.length > 0 && value.every(one => typeof one !== 'object')
  const text = isList ? value.map(one => flow(one)).join(', ') : flow(value)
  const letters = [...text]
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : text
}
