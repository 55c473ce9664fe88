import { sha256 } from '../../../hash.ts'
import type { AListUserRow, AListUsers } from '../../../storage/alist-users.ts'
import { NotTaken } from '../../not-told.ts'
import type { AListAdmin, AListUser } from './client.ts'
import { ownersAmong, type Standing } from './owners.ts'
import { type Deed, leaversIn, type Plan, plan, sharingIn } from './plan.ts'

export interface KeepOutHost {
  app: string
  admin: AListAdmin
  rows: Pick<AListUsers, 'of' | 'looked'>
  now: () => number
  /** Something has changed since this began: the rest is left to the next time, which begins with who has left. */
  isNewsWaiting(): boolean
  /** Asked anew, before somebody is let in again. */
  mayEnter(accountId: string): Promise<boolean>
  /** Writes that are refused where another server has taken over. */
  write(act: (rows: AListUsers) => Promise<void>): Promise<void>
}

export interface KeptOut extends Pick<Plan, 'administrators'> {
  readonly disabled: number
  readonly enabled: number
  readonly problems: readonly string[]
  /** Ids of those who were disabled, and share an `sso_id`. */
  readonly shared: readonly number[]
}

/** Whoever was made there, or enabled, behind our back is found by then. */
const lookEveryMs = 3_600_000
/** A sign-in that was under way when somebody left is over by then. */
const lookAgainMs = 60_000
const mostDeeds = 250
/** However much is new, so many are done: otherwise a storm of events would keep everybody in. */
const leastDeeds = 5

/**
 * Disables at AList whoever may not enter, and enables again whom it has disabled. AList is asked only where somebody has
 * lost the app or got it back, once more a minute later, and every hour. Undefined: there was nothing to ask.
 */
export async function keepOut(
  standings: readonly Standing[],
  { app, admin, rows, now, isNewsWaiting, mayEnter, write }: KeepOutHost,
): Promise<KeptOut | undefined> {
  const begun = now()
  const digest = digestOf(standings)
  const last = await rows.looked(app)
  const isNews = last?.digest !== digest
  if (last && !isNews && begun - last.at < (last.isNews ? lookAgainMs : lookEveryMs)) return undefined

  const owners = ownersAmong(standings)
  const disabled: AListUser[] = []
  let enabled = 0
  const problems: string[] = []
  let [deeds, isPartial] = [0, false]

  /** One after the other; what is not taken keeps nobody else from it. */
  async function each<T>(list: readonly T[], id: (item: T) => number, act: (item: T) => Promise<boolean>) {
    for (const item of list) {
      if (deeds >= mostDeeds || (deeds >= leastDeeds && isNewsWaiting())) {
        isPartial = true
        return
      }
      deeds += 1
      try {
        // what has changed since it was read is looked at anew
        if (!(await act(item))) isPartial = true
      } catch (thrown) {
        if (!(thrown instanceof NotTaken)) throw thrown
        problems.push(`user ${id(item)}: ${thrown.message}`)
      }
    }
  }
  async function shut(fresh: AListUser, row: AListUserRow) {
    // before it is done: should the answer be lost, it is known all the same whose doing it was
    await write(store => store.put(app, [row]))
    await admin.setDisabled(fresh, true)
    disabled.push(fresh)
  }
  const ofUser = ({ user }: Deed) => user.id

  // whoever is known there does not stay in for as long as it takes to go through all
  const known = await rows.of(app)
  await each(
    leaversIn(known, owners),
    ({ id }) => id,
    async row => {
      const fresh = await admin.user(row.id)
      for (const deed of plan([fresh], owners, [row]).shut) await shut(fresh, deed.row)
      return true
    },
  )

  const users = await admin.users()
  const todo = plan(users, owners, await rows.of(app))
  await write(async store => {
    await store.put(app, todo.found)
    await store.forget(app, todo.gone)
  })
  await each(todo.shut, ofUser, async ({ user, row }) => {
    const fresh = await admin.user(user.id)
    if (!isStill(user, fresh)) return false
    await shut(fresh, row)
    return true
  })
  await each(todo.open, ofUser, async ({ user, row }) => {
    if (!(await mayEnter(row.accountId))) return false
    const fresh = await admin.user(user.id)
    if (!isStill(user, fresh)) return false
    await admin.setDisabled(fresh, false)
    await write(store => store.put(app, [row]))
    enabled += 1
    return true
  })
  // what is left over is for the next time
  if (!isPartial && problems.length === 0)
    await write(store => store.putLook(app, { digest, at: begun, isNews }))
  const { administrators } = todo
  return { disabled: disabled.length, enabled, problems, shared: sharingIn(disabled), administrators }
}

/** Nobody has changed what matters since all were listed. */
const isStill = (listed: AListUser, fresh: AListUser): boolean =>
  fresh.ssoId === listed.ssoId && fresh.disabled === listed.disabled && !fresh.isBuiltIn

const digestOf = (standings: readonly Standing[]): string =>
  sha256(
    JSON.stringify(
      standings
        .filter(({ mayEnter }) => !mayEnter)
        .map(({ accountId, username }) => [accountId, username])
        .sort(),
    ),
  )
