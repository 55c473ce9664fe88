import { keepPassword } from '../../accounts/local.ts'
import { Halt } from '../../errors.ts'
import { record } from '../../server/record.ts'
import { No, onAccount, tell } from './action.ts'
import { fieldsOf, kept } from './fields.ts'
import { localSource, recordFromStdin } from './password.ts'

export const change = onAccount(async (desk, account) => {
  const { flags, config, storage, now } = desk
  const fields = fieldsOf(flags, config)
  /** What nobody has set cannot be taken back. */
  const isUnsetAlready = (name: string) =>
    (name === 'permission' && fields.permission === null && account.manualPermission === null) ||
    (name === 'baseDir' && fields.baseDir === null && account.manualBaseDir === null)
  const changed = Object.keys(fields).filter(name => name !== 'usernameKey' && !isUnsetAlready(name))
  if (changed.length === 0 && !flags['password-stdin'])
    throw Object.keys(fields).length === 0
      ? new Halt('nothing to set', 'give at least one field')
      : new No(`nothing of that was set for ${account.username}`)
  const username = fields.username ?? account.username
  const local = flags['password-stdin'] ? localSource(config) : undefined
  const password = local && (await recordFromStdin(desk, username))

  if (changed.length > 0 && !(await storage.accounts.update(account.id, kept(fields)))) {
    throw new No(`the username "${fields.username}" is taken`)
  }
  if (local && password !== undefined) {
    await keepPassword(storage, local.id, { id: account.id, username }, password, now())
    await storage.sessions.endAll(account.id)
    changed.push('password')
  }
  await record(desk, {
    event: 'changed',
    accountId: account.id,
    detail: { fields: changed, by: 'command line' },
  })
  return tell(desk, account.id, `changed ${changed.join(', ')} of ${username}`)
})
