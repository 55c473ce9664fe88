import { usernameKey } from '../../../accounts/username.ts'
import type { AListUserRow } from '../../../storage/alist-users.ts'
import type { AListUser } from './client.ts'
import type { Owners } from './owners.ts'

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
  /** Whose the others are, where that was not known yet. */
  readonly found: readonly AListUserRow[]
  /** Ids of users of whom something was known that are not there any more, or are nobody's by now. */
  readonly gone: readonly number[]
  /** Ids of administrators there who may not enter: they are AList's own to disable. */
  readonly administrators: readonly number[]
}

/** What is to be done at AList. Whoever was disabled there by somebody else stays so. */
export function plan(users: readonly AListUser[], owners: Owners, known: readonly AListUserRow[]): Plan {
  const rows = new Map(known.map(row => [row.id, row]))
  const [shut, open, found]: [Deed[], Deed[], AListUserRow[]] = [[], [], []]
  const administrators: number[] = []
  const theirs = new Set<number>()

  for (const user of users) {
    if (user.ssoId === '') continue
    const before = rows.get(user.id)
    const owner = owners(user.ssoId, before)
    if (owner === undefined) continue
    const { accountId, mayEnter } = owner
    if (user.isBuiltIn) {
      if (!mayEnter && !user.disabled) administrators.push(user.id)
      continue
    }
    theirs.add(user.id)
    const as = (state: AListUserRow['state']) => ({ id: user.id, ssoId: user.ssoId, accountId, state })
    const wasShut = before?.state === 'shut'
    if (!mayEnter && !user.disabled) shut.push({ user, row: as('shut') })
    else if (mayEnter && user.disabled && wasShut) open.push({ user, row: as('open') })
    else {
      const settled = as(mayEnter ? 'open' : wasShut ? 'shut' : 'theirs')
      if (!isSame(settled, before)) found.push(settled)
    }
  }
  return {
    ...{ shut, open, found, administrators },
    gone: known.filter(({ id }) => !theirs.has(id)).map(({ id }) => id),
  }
}

/** Of the users who are known, those who were open there when they were seen last, and should not be. */
export const leaversIn = (known: readonly AListUserRow[], owners: Owners): AListUserRow[] =>
  known.filter(row => row.state === 'open' && owners(row.ssoId, row)?.mayEnter === false)

/** Ids of those that share an `sso_id` with another one. */
export function sharingIn(users: readonly Pick<AListUser, 'id' | 'ssoId'>[]): number[] {
  const byName = new Map<string, number[]>()
  for (const { id, ssoId } of users) {
    const name = usernameKey(ssoId)
    byName.set(name, [...(byName.get(name) ?? []), id])
  }
  return [...byName.values()].filter(ids => ids.length > 1).flat()
}

const isSame = (a: AListUserRow, b: AListUserRow | undefined): boolean =>
  b !== undefined && a.ssoId === b.ssoId && a.accountId === b.accountId && a.state === b.state
