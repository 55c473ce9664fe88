import { quote } from '../../words.ts'
import type { Rule } from '../rule.ts'

/** With organisations people see the sources of theirs: one that is in none has no button. */
export const sourceLeftOut: Rule = ({ organizations, sources, failed }) => {
  if (organizations.length === 0 || failed.some(([list]) => list === 'organizations')) return []
  const shown = new Set(organizations.flatMap(({ value }) => value.sources ?? []))
  return sources.flatMap(({ path, host: { id, enabled } }) =>
    id === undefined || enabled === false || shown.has(id)
      ? []
      : [
          {
            at: [...path, 'id'],
            message: `nobody sees the source ${quote(id)}: no organisation has it`,
            help: `add it to the sources of an organisation, or write enabled: false`,
          },
        ],
  )
}
