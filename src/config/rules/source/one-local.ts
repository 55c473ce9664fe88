import { inRepeated } from '../id/twins.ts'
import type { Rule } from '../rule.ts'

/** All passwords are in one place, so a second source would be the same one. */
export const oneLocal: Rule = draft => {
  const isRepeated = inRepeated(draft)
  const [first, ...others] = draft.sources.filter(({ type, path }) => type === 'local' && !isRepeated(path))
  return others.map(({ path }) => ({
    at: [...path, 'type'],
    message: 'there are two sources of type "local"',
    label: 'again here',
    help: 'remove one of them',
    related: first ? [{ at: [...first.path, 'type'], message: 'first here' }] : [],
  }))
}
