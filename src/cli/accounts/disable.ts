import { record } from '../../server/record.ts'
import { onAccount, tell } from './action.ts'

/** Shuts every door at once: sessions end here, and no source lets the account in any more. */
export const disable = onAccount(async (desk, account) => {
  await desk.storage.accounts.update(account.id, { disabled: true })
  const ended = await desk.storage.sessions.endAll(account.id)
  await record(desk, { event: 'disabled', accountId: account.id, detail: { by: 'command line' } })
  return tell(
    desk,
    account.id,
    `disabled ${account.username}, ended ${ended} session${ended === 1 ? '' : 's'}`,
  )
})

export const enable = onAccount(async (desk, account) => {
  await desk.storage.accounts.update(account.id, { disabled: false })
  await record(desk, { event: 'enabled', accountId: account.id, detail: { by: 'command line' } })
  return tell(desk, account.id, `enabled ${account.username}`)
})
