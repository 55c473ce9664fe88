import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { pluginTypes } from '../plugins.ts'
import { isBinding, type Levels, weighed } from './binding.ts'
import type { Comment } from './comments.ts'
import { environmentRules, ruleIds } from './rules.ts'
import { type Settled, suppress } from './suppress.ts'

export interface Wishes {
  readonly file: string
  /** Milliseconds since 1970. Absent: no exception has ended. */
  readonly now?: number | undefined
  /** Rules that weigh more or less than by themselves. */
  readonly levels?: Levels | undefined
  /** True where every rule has looked at the file. */
  readonly complete: boolean
  /** True where the rules of the environment have, too. */
  readonly environment: boolean
}

/** What counts of what was found, by the comments of the file first and by the command line then. */
export function settle(
  found: readonly Diagnostic[],
  comments: readonly Comment[],
  { file, now, levels = {}, complete, environment }: Wishes,
): Settled {
  // beside such an error not every rule has looked at everything
  const whole = complete && !found.some(isBinding)
  const ran = (rule: string) =>
    whole && levels[rule] !== 'off' && (environment || !environmentRules.includes(rule))
  const known = (rule: string) => ruleIds.includes(rule) || pluginTypes.includes(rule.split('/')[0] ?? '')
  const { open, suppressed } = suppress(found, comments, { file, now, ran, known, rules: ruleIds })
  return { open: weighed(open, levels), suppressed: weighed(suppressed, levels) }
}
