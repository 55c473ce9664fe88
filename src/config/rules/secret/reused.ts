import { inRepeated } from '../id/twins.ts'
import { referencesOf } from '../references.ts'
import { repeated } from '../repeated.ts'
import type { Rule } from '../rule.ts'

/** One leak would open two doors. */
export const reused: Rule = draft => {
  const isRepeated = inRepeated(draft)
  const secrets = referencesOf(draft).filter(
    ({ at, schema }) => schema['x-secret'] === true && !isRepeated(at),
  )
  return repeated(secrets, ({ reference }) => JSON.stringify(reference)).map(({ again, first }) => ({
    at: again.at,
    message: 'one reference is used for two secrets',
    label: 'again here',
    help: 'keep a secret of its own for each of them',
    related: [{ at: first.at, message: 'first here' }],
  }))
}
