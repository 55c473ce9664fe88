import type { Rule } from '../rule.ts'

/** People follow the directory only where it is read by itself. */
export const usersWithoutAuto: Rule = ({ sources, parsed }) =>
  sources.flatMap(({ path, host: { sync } }) => {
    if (sync === undefined || sync.auto || !sync.users) return []
    const written = parsed.positions.has([...path, 'sync', 'users'])
    return [
      {
        at: [...path, 'sync', written ? 'users' : 'auto'],
        message: '"users" needs "auto": without it nobody reads the directory',
        help: 'write auto: true, or users: false',
        ...(written && { related: [{ at: [...path, 'sync', 'auto'], message: 'switched off here' }] }),
      },
    ]
  })
