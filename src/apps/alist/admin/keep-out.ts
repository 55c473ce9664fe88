import { usernameKey } from '../../../accounts/username.ts'
import { sha256 } from '../../../hash.ts'
import type { AListUsers } from '../../../storage/alist-users.ts'
import { NotTaken } from '../../not-told.ts'
import type { AListAdmin, AListUser } from './client.ts'
import { type Deed, type Plan, plan, type Standing } from './plan.ts'

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

export interface KeptOut extends Pick<Plan, 'shared' | 'administrators'> {
  readonly disabled: number
  readonly enabled: number
  readonly problems: readonly string[]
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

  const users = await admin.users()
  const todo = plan(users, standings, await rows.of(app), usernameKey)
  await write(async store => {
    await store.put(app, todo.found)
    await store.forget(app, todo.gone)
  })
  const count = { disabled: 0, enabled: 0 }
  const problems: string[] = []
  let [deeds, isPartial] = [0, false]

  /** One after the other; what is not taken keeps nobody else from it. */
  async function each(list: readonly Deed[], act: (deed: Deed) => Promise<boolean>) {
    for (const deed of list) {
      if (deeds >= mostDeeds || (deeds >= leastDeeds && isNewsWaiting())) {
        isPartial = true
        return
      }
      deeds += 1
      try {
        // what has changed since all were listed is looked at anew
        if (!(await act(deed))) isPartial = true
      } catch (thrown) {
        if (!(thrown instanceof NotTaken)) throw thrown
        problems.push(`user ${deed.user.id}: ${thrown.message}`)
      }
    }
  }

  await each(todo.shut, async ({ user, row }) => {
    const fresh = await admin.user(user.id)
    if (!isStill(user, fresh)) return false
    // before it is done: should the answer be lost, it is known all the same whose doing it was
    await write(store => store.put(app, [row]))
    await admin.setDisabled(fresh, true)
    count.disabled += 1
    return true
  })
  await each(todo.open, async ({ user, row }) => {
    if (!(await mayEnter(row.accountId))) return false
    const fresh = await admin.user(user.id)
    if (!isStill(user, fresh)) return false
    await admin.setDisabled(fresh, false)
    await write(store => store.put(app, [row]))
    count.enabled += 1
    return true
  })
  // what is left over is for the next time
  if (!isPartial && problems.length === 0)
    await write(store => store.putLook(app, { digest, at: begun, isNews }))
  return { ...count, problems, shared: todo.shared, administrators: todo.administrators }
}

/** Nobody has changed what matters since all were listed. */
const isStill = (listed: AListUser, fresh: AListUser): boolean =>
  fresh.ssoId === listed.ssoId && fresh.disabled === listed.disabled && !fresh.isBuiltIn

const digestOf = (standings: readonly Standing[]): string =>
  sha256(
    JSON.stringify(
      standings
        .filter(({ mayEnter }) => !mayEnter)
        .map(({ accountId, usernameKey }) => [accountId, usernameKey])
        .sort(),
    ),
  )
