import { milliseconds } from '../../duration.ts'
import type { Rule } from '../rule.ts'

const minute = 60_000

/** Alibaba Cloud allows 900 seconds to 12 hours, within what the role itself allows (facts: role SSO). */
export const sessionDuration: Rule = ({ apps }) =>
  apps
    .filter(({ type, options }) => type === 'alibaba-cloud' && options.sso === 'role')
    .flatMap(({ path, options: { sessionDuration: length } }) => {
      if (typeof length !== 'string') return []
      const ms = milliseconds(length)
      if (ms >= 15 * minute && ms <= 720 * minute) return []
      return [
        {
          at: [...path, 'sessionDuration'],
          message: 'a role lasts between 15m and 12h',
          help: 'write a duration between the two; more than 1h needs a role whose maximum session duration is longer too',
        },
      ]
    })
