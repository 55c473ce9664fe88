import { changeAccount } from '../../accounts/administer.ts'
import { Halt, SsoError } from '../../errors.ts'
import { No, onAccount, tell } from './action.ts'
import { fieldsIn } from './fields.ts'
import { handOf } from './hand.ts'
import { localSource, recordFromStdin } from './password.ts'

export const change = onAccount(async (desk, account) => {
  const { flags, config } = desk
  const fields = fieldsIn(flags, config)
  if (Object.keys(fields).length === 0 && !flags['password-stdin'])
    throw new Halt('nothing to set', 'give at least one field')
  const username = fields.username ?? account.username
  const local = flags['password-stdin'] ? localSource(config) : undefined
  const password = local && { source: local.id, record: await recordFromStdin(desk, username) }
  const changed = await changeAccount(handOf(desk), account, fields, password).catch(error => {
    if (error instanceof SsoError && error.code === 'username_taken')
      throw new No(`the username "${fields.username}" is taken`)
    throw error
  })
  if (changed.length === 0) throw new No(`nothing of that was set for ${account.username}`)
  return tell(desk, account.id, `changed ${changed.join(', ')} of ${username}`)
})
