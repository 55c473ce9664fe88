import type { AListUserRow } from '../../../storage/alist-users.ts'
import type { AListUser } from './client.ts'

/** An account here, as AList is to treat whoever belongs to it. */
export interface Standing {
  readonly accountId: string
  /** What AList calls them by: `sso_id` is this, when they come from here. In the form that two usernames are compared in. */
  readonly usernameKey: string
  readonly mayEnter: boolean
}

/** A user of AList who is to be let in or kept out, and what is known of them once that is done. */
export interface Deed {
  readonly user: AListUser
  readonly row: AListUserRow
}

export interface Plan {
  /** Who may not enter, and has a user there that is open. */
  readonly shut: readonly Deed[]
  /** Who may enter again, and was kept out by us. */
  readonly open: readonly Deed[]
  /** All users there that belong to somebody here, where that was not known yet. */
  readonly found: readonly AListUserRow[]
  /** Ids of users of whom something was known that are not there any more, or are nobody's by now. */
  readonly gone: readonly number[]
  /** Ids of open users that share an `sso_id` and are all kept out. */
  readonly shared: readonly number[]
  /** Ids of administrators there who may not enter: they are AList's own to disable. */
  readonly administrators: readonly number[]
}

/**
 * What is to be done at AList. Whose a user is, says the username that is their `sso_id`; where nobody has that name any
 * more, whoever had it when it was seen last: a renamed leaver has a user there under the old one. Whoever was disabled
 * there by somebody else stays so.
 */
export function plan(
  users: readonly AListUser[],
  standings: readonly Standing[],
  known: readonly AListUserRow[],
  keyOf: (ssoId: string) => string,
): Plan {
  const byName = new Map(standings.map(each => [each.usernameKey, each]))
  const byAccount = new Map(standings.map(each => [each.accountId, each]))
  const rows = new Map(known.map(row => [row.id, row]))
  const [shut, open, found]: [Deed[], Deed[], AListUserRow[]] = [[], [], []]
  const administrators: number[] = []
  const theirs = new Set<number>()

  for (const user of users) {
    if (user.ssoId === '') continue
    const before = rows.get(user.id)
    const owner = byName.get(keyOf(user.ssoId)) ?? formerOwner(user, before)
    if (owner === undefined) continue
    const { accountId, mayEnter } = owner
    if (user.isBuiltIn) {
      if (!mayEnter && !user.disabled) administrators.push(user.id)
      continue
    }
    theirs.add(user.id)
    const wasShut = before?.isShut === true
    const row = { id: user.id, ssoId: user.ssoId, accountId, isShut: wasShut }
    if (!mayEnter && !user.disabled) shut.push({ user, row: { ...row, isShut: true } })
    else if (mayEnter && user.disabled && wasShut) open.push({ user, row: { ...row, isShut: false } })
    else {
      // somebody there was faster than we
      const settled = { ...row, isShut: wasShut && user.disabled }
      if (!isSame(settled, before)) found.push(settled)
    }
  }
  const sharing = new Map<string, number[]>()
  for (const { user } of shut) {
    const name = keyOf(user.ssoId)
    sharing.set(name, [...(sharing.get(name) ?? []), user.id])
  }
  return {
    shut,
    open,
    found,
    gone: known.filter(({ id }) => !theirs.has(id)).map(({ id }) => id),
    shared: [...sharing.values()].filter(ids => ids.length > 1).flat(),
    administrators,
  }

  function formerOwner(
    { ssoId }: AListUser,
    before: AListUserRow | undefined,
  ): Omit<Standing, 'usernameKey'> | undefined {
    if (before === undefined || before.ssoId !== ssoId) return undefined
    // an account that is no more may enter nowhere
    return byAccount.get(before.accountId) ?? { accountId: before.accountId, mayEnter: false }
  }
}

const isSame = (a: AListUserRow, b: AListUserRow | undefined): boolean =>
  b !== undefined && a.ssoId === b.ssoId && a.accountId === b.accountId && a.isShut === b.isShut
