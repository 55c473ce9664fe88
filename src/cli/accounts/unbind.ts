import { unbind } from '../../accounts/bind.ts'
import { Halt, SsoError } from '../../errors.ts'
import { record } from '../../server/record.ts'
import { No, onAccount, tell } from './action.ts'

export const unbindSource = onAccount(async (desk, account) => {
  const { flags, storage, config } = desk
  const { source } = flags
  if (source === undefined) throw new Halt('which source?', 'give --source ID')
  const isUsable = (id: string) => config.sources.some(known => known.id === id && known.enabled)
  await unbind(storage, source, account.id, desk.now(), { isUsable }).catch(error => {
    if (!(error instanceof SsoError)) throw error
    if (error.code === 'not_found') throw new No(`${account.username} has no identity of "${source}"`)
    throw new No(`"${source}" is the only way in for ${account.username}; disable the account instead`)
  })
  await record(desk, { event: 'unbound', accountId: account.id, source, detail: { by: 'command line' } })
  return tell(desk, account.id, `unbound ${source} from ${account.username}`)
})
