import type { Reason } from './directory/errors.ts'

const scope = 'https://www.googleapis.com/auth/admin.directory'

/** What the administrators of the Workspace decide, and what a test has to be able to break. */
export interface Setting {
  /** Scopes that were delegated to the service account for the whole domain (§4.5). */
  delegated: Set<string>
  /** By the ids of the made-up organisation. */
  suspended: Set<string>
  archived: Set<string>
  /** Listed with showDeleted only, for the twenty days in which they can be brought back. */
  deleted: Set<string>
  /** Answers to the next calls in the place of the right ones. */
  busy: Reason[]
}

export const usualSetting = (): Setting => ({
  delegated: new Set([`${scope}.user.readonly`, `${scope}.orgunit.readonly`]),
  suspended: new Set(),
  archived: new Set(),
  deleted: new Set(),
  busy: [],
})
