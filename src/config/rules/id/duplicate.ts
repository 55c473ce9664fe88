import { quote } from '../../words.ts'
import type { Rule } from '../rule.ts'

/** Accounts are bound to a source by its id; case does not make two. */
export const duplicate: Rule = ({ ids }) =>
  ids.flatMap(({ id, index }, place) => {
    const first = ids.slice(0, place).find(other => other.id.toLowerCase() === id.toLowerCase())
    if (first === undefined) return []
    return [
      {
        at: ['sources', index, 'id'],
        message: `two sources have the id ${quote(id)}`,
        label: 'again here',
        help: 'give one of them another id; accounts stay with the one that keeps it',
        related: [{ at: ['sources', first.index, 'id'], message: 'first here' }],
      },
    ]
  })
