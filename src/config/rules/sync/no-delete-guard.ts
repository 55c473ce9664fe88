import type { Rule } from '../rule.ts'

/** A directory that answers with half of its people must not lock the other half out. */
export const noDeleteGuard: Rule = ({ sources }) =>
  sources.flatMap(({ path, host: { sync } }) =>
    (sync?.guard.percent ?? 0) > 20
      ? [
          {
            at: [...path, 'sync', 'guard', 'percent'],
            message: `a run may disable ${sync?.guard.percent} % of the accounts before it stops`,
            help: 'write 20 or less; for one large change raise it, and lower it again afterwards',
          },
        ]
      : [],
  )
