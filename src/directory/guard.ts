import type { Sync } from '../config/config.ts'

/** How many people one run may put out. */
export interface Verdict {
  limit: number
  wouldDisable: number
  tripped: boolean
}

/**
 * The larger of a number and a share of those whom the directory has; rounded down. `allowed`: what an administrator
 * has allowed for this one run.
 */
export function judge(guard: Sync['guard'], present: number, wouldDisable: number, allowed = 0): Verdict {
  const limit = Math.max(guard.accounts, Math.floor((present * guard.percent) / 100), allowed)
  return { limit, wouldDisable, tripped: wouldDisable > limit }
}
