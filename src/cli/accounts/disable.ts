import { disableAccount, enableAccount } from '../../accounts/administer.ts'
import { onAccount, tell } from './action.ts'
import { handOf } from './hand.ts'

export const disable = onAccount(async (desk, account) => {
  const ended = await disableAccount(handOf(desk), account)
  return tell(
    desk,
    account.id,
    `disabled ${account.username}, ended ${ended} session${ended === 1 ? '' : 's'}`,
  )
})

export const enable = onAccount(async (desk, account) => {
  const hasWayIn = await enableAccount(handOf(desk), account)
  const rest = hasWayIn ? '' : '; no identity of theirs has an open source, so nobody gets into this account'
  return tell(desk, account.id, `enabled ${account.username}${rest}`)
})
