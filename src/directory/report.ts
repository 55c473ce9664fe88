import type { Verdict } from './guard.ts'

/** What a run did, or would do: an entry of `reports` in `sync --format json`. Keys are only ever added. */
export interface Report {
  source: string
  /** `partial`: something in the scope could not be read; nobody was disabled. `failed`: nothing was changed. */
  status: 'complete' | 'partial' | 'failed'
  read: { departments: number; members: number }
  changes: Changes
  guard: Verdict
  /** ISO 8601, UTC. */
  startedAt: string
  seconds: number
  /** Calls to the vendor. */
  calls: number
  /** It went on with a read that was cut before; `read` counts both. */
  resumed: boolean
  /** Why it is not complete, and what was set aside; at most {@link mostProblems}. */
  problems: string[]
  /** Who was disabled, or would be; at most {@link mostLeavers}. */
  leavers: Leaver[]
}

/** Why a read did not come to its end, as far as there is one reason; undefined for one that did. */
export const reasonOf = ({ status, problems }: Report): string | undefined =>
  status === 'complete' ? undefined : problems[0]

export interface Changes {
  created: number
  updated: number
  /** Of those updated, who is in other departments now. */
  moved: number
  disabled: number
  enabled: number
  conflicts: number
}

export interface Leaver {
  directoryId: string
  name: string | null
  why: 'gone' | 'disabled' | 'not allowed'
}

/** The problem of a run that was stopped, and is no fault of the directory. */
export const interrupted = 'interrupted'

export const mostProblems = 50
export const mostLeavers = 100
