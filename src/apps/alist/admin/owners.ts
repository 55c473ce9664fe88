import { usernameKey } from '../../../accounts/username.ts'
import type { AListUserRow } from '../../../storage/alist-users.ts'

/** An account here, as AList is to treat whoever belongs to it. */
export interface Standing {
  readonly accountId: string
  /** What AList gets as `sso_id` when they come from here. */
  readonly username: string
  readonly mayEnter: boolean
}

/** Whose a user of AList is; `before` is what was known of that user. */
export type Owners = (
  ssoId: string,
  before: Pick<AListUserRow, 'ssoId' | 'accountId'> | undefined,
) => Pick<Standing, 'accountId' | 'mayEnter'> | undefined

/**
 * Theirs whose username the `sso_id` is, compared as usernames are; where nobody has that name any more, theirs who had it
 * when the user was seen last: a leaver who was renamed has a user there under the old one.
 */
export function ownersAmong(standings: readonly Standing[]): Owners {
  const byName = new Map(standings.map(each => [usernameKey(each.username), each]))
  const byAccount = new Map(standings.map(each => [each.accountId, each]))
  return (ssoId, before) => {
    const named = byName.get(usernameKey(ssoId))
    if (named !== undefined || before?.ssoId !== ssoId) return named
    // an account that is no more may enter nowhere
    return byAccount.get(before.accountId) ?? { accountId: before.accountId, mayEnter: false }
  }
}
