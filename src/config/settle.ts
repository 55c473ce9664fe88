import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { pluginTypes } from '../plugins.ts'
import { isBinding, type Levels, weighed } from './binding.ts'
import type { Comment } from './comments.ts'
import { environmentRules, isOff, ruleIds } from './rule-ids.ts'
import { type Judge, type Settled, suppress } from './suppress.ts'

export interface Wishes {
  /** What comments of a file that is laid over others bring about in these. */
  readonly brought?: Judge['brought']
  /** The file that nothing is laid over. */
  readonly last: string
  /** Milliseconds since 1970. Absent: no exception has ended. */
  readonly now?: number | undefined
  /** Rules that weigh more or less than by themselves. */
  readonly levels?: Levels | undefined
  /** True where every rule has looked at the file. */
  readonly complete: boolean
  /** True where the rules of the environment have, too. */
  readonly environment: boolean
}

/** What counts of what was found, by the comments of the files first and by the command line then. */
export function settle(
  found: readonly Diagnostic[],
  comments: readonly Comment[],
  { brought, last, now, levels = {}, complete, environment }: Wishes,
): Settled {
  // beside such an error not every rule has looked at everything
  const whole = complete && !found.some(isBinding)
  const ran = (rule: string, file: string) =>
    // what another file covers would perhaps be found without it
    whole && file === last && !isOff(rule, levels) && (environment || !environmentRules.includes(rule))
  const known = (rule: string) => ruleIds.includes(rule) || pluginTypes.includes(rule.split('/')[0] ?? '')
  const { open, suppressed } = suppress(found, comments, { brought, now, ran, known, rules: ruleIds })
  return { open: weighed(open, levels), suppressed: weighed(suppressed, levels) }
}
