import type { SourceConfig } from '../../config/config.ts'
import { flow } from '../../config/written.ts'
import type { ErrorCode } from '../../errors.ts'
import type { Expected } from '../file.ts'
import type { Entered, Refused } from '../play.ts'
import type { Unmet } from './unmet.ts'

/** A code as files of scenarios write it. */
export const written = (code: ErrorCode): string => code.replaceAll('_', '-')

/** Whether the sign-in ended as it should: undefined where there is nothing more to say of it. */
export function unmetRefusal(
  { refused: expected }: Expected,
  outcome: Entered | Refused,
  source: SourceConfig | undefined,
): Unmet | undefined {
  const actual = 'refused' in outcome ? written(outcome.refused) : undefined
  if (expected === actual) return undefined
  if (actual === undefined) {
    const { account, registered } = outcome as Entered
    return {
      ...{ at: ['expect', 'refused'], expected, actual: null },
      message: `the sign-in is not refused: it enters the account ${flow(account.username)}`,
      label: 'it is not refused',
      help: `write account: { registered: ${registered} } in its place if that is meant, or correct the configuration`,
    }
  }
  const why = 'refused' in outcome ? reason(outcome, source) : undefined
  return {
    ...(expected === undefined
      ? { at: ['expect'], on: 'key' as const }
      : { at: ['expect', 'refused'], expected }),
    actual,
    message: `the sign-in is refused: ${actual}`,
    ...(why !== undefined && { label: why }),
    help: `write ${expected === undefined ? `expect: { refused: ${actual} }` : `refused: ${actual}`} if that is meant, or correct the configuration`,
  }
}

/** What of the file, or of what the source says, refuses them. */
function reason({ refused, cause }: Refused, source: SourceConfig | undefined): string | undefined {
  if (refused === 'not_allowed') return `allow of ${source?.id} is ${flow(source?.allow)}`
  if (refused === 'registration_off') return `autoRegister of ${source?.id} is off`
  return cause
}
