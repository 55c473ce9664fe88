import type { SourceConfig } from '../../config/config.ts'
import { flow } from '../../config/written.ts'
import type { ErrorCode } from '../../errors.ts'
import type { Expected } from '../file.ts'
import type { Entered, Refused } from '../play.ts'
import type { Unmet } from './unmet.ts'

/** A code as files of scenarios write it. */
export const written = (code: ErrorCode): string => code.replaceAll('_', '-')

/** Whether the sign-in ended as it should; undefined where it did. */
export function unmetRefusal(
  { refused: expected }: Expected,
  outcome: Entered | Refused,
  source: SourceConfig | undefined,
): Unmet | undefined {
  if ('refused' in outcome) {
    return written(outcome.refused) === expected ? undefined : otherwise(expected, outcome, source)
  }
  return expected === undefined ? undefined : notRefused(expected, outcome)
}

const notRefused = (expected: string, { account, registered }: Entered): Unmet => ({
  ...{ at: ['expect', 'refused'], expected },
  message: `the sign-in is not refused: it enters the account ${flow(account.username)}`,
  label: 'it is not refused',
  help: `write account: { registered: ${registered} } in its place if that is meant, or correct the configuration`,
})

function otherwise(expected: string | undefined, outcome: Refused, source: SourceConfig | undefined): Unmet {
  const actual = written(outcome.refused)
  const isExpected = expected !== undefined
  const instead = isExpected ? `refused: ${actual}` : `expect: { refused: ${actual} }`
  return {
    ...(isExpected ? { at: ['expect', 'refused'] } : { at: ['expect'], on: 'key' as const }),
    ...{ expected, actual },
    message: `the sign-in is refused: ${actual}`,
    label: reason(outcome, source),
    help: `write ${instead} if that is meant, or correct the configuration`,
  }
}

/** What of the file, or of what the source says, refuses them. */
function reason({ refused, cause }: Refused, source: SourceConfig | undefined): string | undefined {
  if (refused === 'not_allowed') return `allow of ${source?.id} is ${flow(source?.allow)}`
  if (refused === 'registration_off') return `autoRegister of ${source?.id} is off`
  return cause
}
