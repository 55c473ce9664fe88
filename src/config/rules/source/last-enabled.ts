import type { Rule } from '../rule.ts'

export const lastEnabled: Rule = ({ sources, ids, failed }) => {
  if (sources.length === 0 || sources.length < ids.sources.length) return []
  if (failed.some(([list, , key]) => list === 'sources' && key === 'enabled')) return []
  if (sources.some(({ host: { enabled } }) => enabled !== false)) return []
  return [
    {
      at: [...(sources.at(-1)?.path ?? []), 'enabled'],
      message: 'nobody can sign in: every source is closed',
      help: 'write enabled: true for one of them, or add a source of type local for an administrator',
    },
  ]
}
