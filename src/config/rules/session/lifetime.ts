import { milliseconds } from '../../duration.ts'
import type { Rule } from '../rule.ts'

/** An idle time that is longer than the whole session never ends one. */
export const lifetime: Rule = ({ root: { session }, parsed: { positions } }) => {
  // the default is meant for sessions of any length
  if (session === undefined || !positions.has(['session', 'idle'])) return []
  if (milliseconds(session.idle) <= milliseconds(session.lifetime)) return []
  const written = positions.has(['session', 'lifetime'])
  return [
    {
      at: ['session', 'idle'],
      message: `"idle" (${session.idle}) is longer than "lifetime" (${session.lifetime}${written ? '' : ', the default'})`,
      label: 'no session would ever be idle that long',
      help: `write an idle time of at most ${session.lifetime}, or a lifetime of at least ${session.idle}`,
      related: written ? [{ at: ['session', 'lifetime'], message: 'every session ends then' }] : [],
    },
  ]
}
