import { findPerson, peopleOf } from '../../accounts/person.ts'
import { accessTo } from '../../apps/access.ts'
import { keepOut } from '../../apps/alist/admin/keep-out.ts'
import { aListAdminOf } from '../alist/admin.ts'
import type { OpenApp } from '../apps/apps.ts'
import { type Teller, type TellingHost, type Turning, warnOfProblems } from './teller.ts'

/** A whole AList: has users disabled whom its own token would keep in, and enabled again. */
export function alistTeller(open: OpenApp, host: TellingHost): Teller | undefined {
  const admin = aListAdminOf(open, host.outbound)
  if (!admin) return undefined
  const { config: app } = open
  const { storage, config, log, now } = host

  const tell = async ({ isNewsWaiting, write }: Turning): Promise<void> => {
    const [accounts, bindings] = await Promise.all([storage.accounts.list(), storage.bindings.list()])
    const standings = peopleOf(accounts, bindings, config).map(person => ({
      accountId: person.account.id,
      username: person.account.username,
      mayEnter: accessTo(app, person).allowed,
    }))
    const done = await keepOut(standings, {
      app: app.id,
      admin,
      rows: storage.alistUsers,
      now,
      isNewsWaiting,
      async mayEnter(accountId) {
        const person = await findPerson(accountId, storage, config)
        return person !== undefined && accessTo(app, person).allowed
      },
      write: act => write(store => act(store.alistUsers)),
    })
    if (!done) return
    const { disabled, enabled, problems, shared, administrators } = done
    if (disabled + enabled > 0) log.info({ app: app.id, disabled, enabled }, 'app told of people')
    warnOfProblems(log, app.id, problems)
    if (shared.length > 0)
      log.warn(
        { app: app.id, users: shared.slice(0, 20) },
        'users of AList share an sso_id: none of them is let in',
      )
    if (administrators.length > 0)
      log.warn(
        { app: app.id, users: administrators.slice(0, 20) },
        'an administrator of AList may not enter it: only AList can disable them',
      )
  }

  return { app: app.id, turn: `alist ${app.id}`, tell }
}
