import { createHash } from 'node:crypto'
import type { Change, Report, ToldFinding } from '../../config/diff/report.ts'
import type { Class, Level } from '../../config/diff/verdict.ts'
import { classes } from '../../config/diff/verdict.ts'
import type { Operand } from './operands.ts'
import type { Read } from './side.ts'

/** From which level on the answer is no; `any` is any change that is not cosmetic. */
export type Gate = Exclude<Level, 'none'> | 'any'

/** Everything that the formats show. */
export interface Comparison {
  readonly base: Told
  readonly head: Told
  /** Absent where one of them could not be read. */
  readonly report?: Report
  /** How many changes are cosmetic, and left out of the report. */
  readonly hidden: number
  /** Absent: no gate. */
  readonly gate?: { readonly failOn: Gate; readonly tripped: boolean }
}

/** A side as it is told. */
export interface Told {
  readonly label: string
  readonly commit: string | null
  readonly path: string
  readonly renamedFrom?: string | undefined
  /** Of the file, or of several the one behind the other; null where there is none. */
  readonly sha256: string | null
  readonly state: State
  /** Errors in the file: of the base they are told by their number. */
  readonly errors: number
}

/** `refused`: it may not be run, and could be compared all the same. */
export type State = 'valid' | 'refused' | 'unreadable' | 'absent'

export function toldOf({ label, commit, path, renamedFrom, sources }: Operand, { errors, side }: Read): Told {
  const digest = createHash('sha256')
  for (const { input } of sources) digest.update(input)
  const readable = errors.length === 0 ? 'valid' : 'refused'
  return {
    label,
    commit,
    path,
    renamedFrom,
    sha256: sources.length === 0 ? null : digest.digest('hex'),
    state: sources.length === 0 ? 'absent' : side === undefined ? 'unreadable' : readable,
    errors: errors.length,
  }
}

/** `2 grant`, in the order of their weight; classes without a change are left out. */
export const countsOf = ({ changes }: Report): Partial<Record<Class, number>> =>
  Object.fromEntries(
    classes.flatMap(one => {
      const number = changes.filter(change => change.class === one).length
      return number === 0 ? [] : [[one, number]]
    }),
  )

export const isFinding = (one: Change | ToldFinding): one is ToldFinding => !('op' in one)

/** What the reader has to know of the sides before anything else, in sentences. */
export function remarksOn({ base, head }: Comparison): string[] {
  const error = (number: number) => (number === 1 ? '1 error' : `${number} errors`)
  return [
    ...(base.state === 'absent' ? ['there was no file: everything that it says is new'] : []),
    ...(base.state === 'refused'
      ? [`the file was invalid before, too (${error(base.errors)}), and is compared with what it says`]
      : []),
    ...(base.state === 'unreadable'
      ? [
          `the file could not be read before (${error(base.errors)}): everything that it says now is told as new`,
        ]
      : []),
    ...(head.state === 'absent' ? ['the file is gone: everything that it said is'] : []),
    ...(head.state === 'refused'
      ? [`the file is not valid (${error(head.errors)}): no server starts with it`]
      : []),
    ...(head.state === 'unreadable'
      ? [`the file cannot be read (${error(head.errors)}): what it means for people cannot be told`]
      : []),
    ...(head.renamedFrom === undefined ? [] : [`renamed from ${head.renamedFrom}`]),
  ]
}
