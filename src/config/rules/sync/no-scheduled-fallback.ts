import type { Rule } from '../rule.ts'

/** A vendor tries only so often to deliver an event. */
export const noScheduledFallback: Rule = ({ sources }) =>
  sources.flatMap(({ path, host: { sync, events }, failed }) => {
    // that the directory of `users` is not read is told by sync/users-without-auto
    if (!events || failed.has('sync') || sync?.auto || sync?.users) return []
    return [
      {
        at: [...path, ...(sync ? ['sync', 'auto'] : ['events'])],
        ...(sync === undefined && { on: 'key' as const }),
        message: 'events are on, and the directory is never read as a whole',
        label: 'an event that gets lost is never made up for',
        help: sync ? 'write auto: true and users: true' : 'add sync: { auto: true, every: 24h }',
        ...(sync && {
          related: [{ at: [...path, 'events'], on: 'key' as const, message: 'events are on here' }],
        }),
      },
    ]
  })
