import type { Reference } from '../../config.ts'
import { referencesOf } from '../references.ts'
import type { Rule } from '../rule.ts'

/** One leak would open two doors. */
export const reused: Rule = draft => {
  const secrets = referencesOf(draft).filter(({ schema }) => schema['x-secret'] === true)
  return secrets.flatMap(({ at, reference }, place) => {
    const first = secrets.slice(0, place).find(other => isSame(other.reference, reference))
    if (first === undefined) return []
    return [
      {
        at,
        message: 'one reference is used for two secrets',
        label: 'again here',
        help: 'keep a secret of its own for each of them',
        related: [{ at: first.at, message: 'first here' }],
      },
    ]
  })
}

const isSame = (one: Reference, other: Reference) => JSON.stringify(one) === JSON.stringify(other)
