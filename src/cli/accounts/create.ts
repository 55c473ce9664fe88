import { kept } from '../../accounts/fields.ts'
import { keepPassword } from '../../accounts/local.ts'
import { Halt } from '../../errors.ts'
import { record } from '../../server/record.ts'
import { answering, No, tell } from './action.ts'
import { fieldsIn } from './fields.ts'
import { localSource, recordFromStdin } from './password.ts'

/** An account with a name and a password: the first administrator, or somebody without any of the sources. */
export const create = answering(async desk => {
  const { flags, config, storage, now, random } = desk
  const { username, usernameKey, ...fields } = fieldsIn(flags, config)
  if (username === undefined || usernameKey === undefined)
    throw new Halt('which username?', 'give --username NAME')
  if (!flags['password-stdin'])
    throw new Halt('an account needs a password', 'give --password-stdin and write it to standard input')
  const source = localSource(config)
  const password = await recordFromStdin(desk, username)
  const account = {
    id: random(16).toString('hex'),
    username,
    displayName: null,
    email: null,
    phone: null,
    role: source.autoRegister.role,
    givenPermission: source.autoRegister.permission,
    givenBaseDir: source.autoRegister.baseDir,
    ...kept(fields),
    disabled: false,
    createdAt: now(),
    lastSignInAt: null,
  }
  const inserted = await storage.atomically(async store => {
    if (!(await store.accounts.insert({ ...account, usernameKey }))) return false
    await keepPassword(store, source.id, account, password, now())
    return true
  })
  if (!inserted) throw new No(`the username "${username}" is taken`)
  await record(desk, {
    event: 'created',
    accountId: account.id,
    source: source.id,
    detail: { username, by: 'command line' },
  })
  return tell(desk, account.id, `created ${username}`)
})
