import type { Problem } from './graph/errors.ts'

/** What the administrators of the tenant decide, and what a test has to be able to break. */
export interface Setting {
  /** To which an administrator agreed for the app itself. */
  permissions: Set<string>
  /** Accounts that may not sign in, by the ids of the made-up organisation. */
  disabled: Set<string>
  /** In the bin, for the thirty days in which they can be brought back. */
  deleted: Set<string>
  /** Answers of Graph to the next calls in the place of the right ones; 429 is with a Retry-After of seven seconds. */
  busy: Problem[]
}

export const usualSetting = (): Setting => ({
  permissions: new Set(['User.Read.All', 'GroupMember.Read.All']),
  disabled: new Set(),
  deleted: new Set(),
  busy: [],
})
