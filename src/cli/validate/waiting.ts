import { notServed, notServedInWords } from '../../config/not-yet.ts'
import type { Waiting } from '../../diagnostics/json.ts'
import { visible } from '../../diagnostics/visible.ts'
import type { Result, Run } from './formats.ts'
import type { Output } from './outputs.ts'

/** The configurations that `serve` would not start with yet. That is no mistake in them. */
export const waitingIn = ({ results }: Pick<Run, 'results'>): Waiting[] => results.flatMap(waitingOf)

function waitingOf({ path, sources: [first], config }: Result): Waiting[] {
  const parts = config ? notServed(config).map(({ part }) => part) : []
  return parts.length === 0 || first === undefined
    ? []
    : [
        {
          config: path,
          file: first.file,
          parts,
          message: `${notServedInWords(parts)}: serve does not start with it`,
        },
      ]
}

/** For standard error, unless the summaries on standard output say it. */
export function waitingInWords(run: Pick<Run, 'results' | 'quiet'>, outputs: readonly Output[]): string {
  const isTold = !run.quiet && outputs.some(({ format, file }) => format === 'pretty' && file === undefined)
  return isTold
    ? ''
    : waitingIn(run)
        .map(({ config, message }) => `${visible(`note: ${config}: ${message}`)}\n`)
        .join('')
}
