import type { Draft } from '../../draft.ts'
import { milliseconds } from '../../duration.ts'
import type { Rule } from '../rule.ts'

const longest = '30d'

/** A session that hardly ever ends is as good as a password that was left behind on a machine. */
export const lifetime: Rule = draft => [...idle(draft), ...tooLong(draft)]

/** An idle time that is as long as the whole session never ends one. */
const idle: Rule = ({ root: { session }, parsed: { positions } }) => {
  // the default is meant for sessions of any length
  if (session === undefined || !positions.has(['session', 'idle'])) return []
  const difference = milliseconds(session.idle) - milliseconds(session.lifetime)
  if (difference < 0) return []
  const written = positions.has(['session', 'lifetime'])
  const how = difference === 0 ? 'as long as' : 'longer than'
  return [
    {
      at: ['session', 'idle'],
      ...(difference > 0 && { severity: 'error' }),
      message: `"idle" (${session.idle}) is ${how} "lifetime" (${session.lifetime}${written ? '' : ', the default'})`,
      label: 'no session would ever be idle that long',
      help: `write an idle time below ${session.lifetime}, or a lifetime above ${session.idle}`,
      related: written ? [{ at: ['session', 'lifetime'], message: 'every session ends then' }] : [],
    },
  ]
}

function tooLong({ root: { session } }: Draft): ReturnType<Rule> {
  if (session === undefined || milliseconds(session.lifetime) <= milliseconds(longest)) return []
  return [
    {
      at: ['session', 'lifetime'],
      message: `a session may last ${session.lifetime}: whoever finds a browser open is somebody else for that long`,
      help: `write ${longest} or less; what people sign in with at their source may last longer`,
    },
  ]
}
