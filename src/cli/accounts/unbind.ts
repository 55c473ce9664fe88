import { takeIdentity } from '../../accounts/administer.ts'
import { Halt, SsoError } from '../../errors.ts'
import { No, onAccount, tell } from './action.ts'
import { handOf } from './hand.ts'

export const unbindSource = onAccount(async (desk, account) => {
  const { source } = desk.flags
  if (source === undefined) throw new Halt('which source?', 'give --source ID')
  await takeIdentity(handOf(desk), account, source).catch(error => {
    if (!(error instanceof SsoError)) throw error
    if (error.code === 'not_found') throw new No(`${account.username} has no identity of "${source}"`)
    throw new No(
      `"${source}" is the only way in for ${account.username}; disable the account first, and it can be taken away`,
    )
  })
  return tell(desk, account.id, `unbound ${source} from ${account.username}`)
})
