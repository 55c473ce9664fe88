import type { Clash, Side } from './conflict.ts'
import { discreet } from './discreet.ts'
import { wordFor } from './shape/context.ts'
import { idOf } from './typed-lists.ts'
import { quote } from './words.ts'

/** A file changes an entry of another one in one place: which of two entries with its id is meant, nobody knows. */
export function changedTwice(first: Side, second: Side): Clash[] {
  const word = wordFor([...second.at, 0])
  if (word === undefined) return []
  const ids = new Set((first.data as unknown[]).map(idOf))
  const firsts = new Map<string, number>()
  return discreet(
    (second.data as unknown[]).flatMap((entry, index): Clash[] => {
      const id = idOf(entry)
      const before = id === undefined ? undefined : firsts.get(id)
      if (id === undefined || !ids.has(id)) return []
      if (before === undefined) {
        firsts.set(id, index)
        return []
      }
      const at = [...second.at, index]
      return [
        {
          rule: 'id/duplicate',
          severity: 'error',
          at: [...at, 'id'],
          layer: second.layer,
          failed: at,
          message: `the ${word} ${quote(id)} of ${first.layer.file} is changed twice here`,
          label: 'again here',
          help: 'make one entry of the two, or give what is another one an id of its own',
          related: [{ at: [...second.at, before, 'id'], layer: second.layer, message: 'first here' }],
        },
      ]
    }),
  )
}
