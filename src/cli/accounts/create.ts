import { kept } from '../../accounts/fields.ts'
import { keepPassword } from '../../accounts/local.ts'
import { Halt } from '../../errors.ts'
import { record } from '../../server/record.ts'
import type { NewAccount } from '../../storage/accounts.ts'
import type { ExitCode } from '../io.ts'
import { answering, type ClosedDesk, type Desk, No, tell } from './action.ts'
import { fieldsIn } from './fields.ts'
import { localSource, recordFromStdin } from './password.ts'

/**
 * An account with a name and a password: the first administrator, or somebody without any of the sources. One that is
 * refused for what was typed leaves no new database behind.
 */
export const create = answering(async (desk: ClosedDesk) => {
  const { flags, config, now, random } = desk
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
  const storage = await desk.open()
  try {
    return await insert({ ...desk, storage }, { ...account, usernameKey }, { source: source.id, password })
  } finally {
    await storage.close()
  }
})

async function insert(
  desk: Desk,
  account: NewAccount,
  { source, password }: { source: string; password: string },
): Promise<ExitCode> {
  const { storage, now } = desk
  const { id, username } = account
  const inserted = await storage.atomically(async store => {
    if (!(await store.accounts.insert(account))) return false
    await keepPassword(store, source, account, password, now())
    return true
  })
  if (!inserted) throw new No(`the username "${username}" is taken`)
  await record(desk, { event: 'created', accountId: id, source, detail: { username, by: 'command line' } })
  return tell(desk, id, `created ${username}`)
}
