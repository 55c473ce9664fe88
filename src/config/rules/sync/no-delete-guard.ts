import type { RuleFinding } from '../../finding.ts'
import type { Rule } from '../rule.ts'

/** No company loses so many in a day, and none that has more people needs the number: it has the percentage. */
const manyAccounts = 1000

/** A directory that answers with half of its people must not lock the other half out. A run stops beyond the larger of the two. */
export const noDeleteGuard: Rule = ({ sources }) =>
  sources.flatMap(({ path, host: { sync } }): RuleFinding[] => {
    const { accounts = 0, percent = 0 } = sync?.guard ?? {}
    const at = [...path, 'sync', 'guard']
    return [
      ...(percent > 20
        ? [
            {
              at: [...at, 'percent'],
              message: `a run may disable ${percent} % of the accounts before it stops`,
              help: 'write 20 or less; for one large change raise it, and lower it again afterwards',
            },
          ]
        : []),
      ...(accounts > manyAccounts
        ? [
            {
              at: [...at, 'accounts'],
              message: `a run may disable ${accounts} accounts before it stops, whatever share of all that is`,
              help: `write ${manyAccounts} or less: of many accounts "percent" allows more by itself`,
            },
          ]
        : []),
    ]
  })
