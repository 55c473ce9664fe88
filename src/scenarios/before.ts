import { bindingOf } from '../accounts/bind.ts'
import { kept } from '../accounts/fields.ts'
import { usernameFault, usernameKey } from '../accounts/username.ts'
import { isEmail, vouched } from '../accounts/vouched.ts'
import type { Config } from '../config/config.ts'
import { SsoError } from '../errors.ts'
import type { PermissionProfile } from '../permissions.ts'
import { sumOf } from '../permissions.ts'
import type { Storage } from '../storage/storage.ts'
import type { Before, Permissions } from './file.ts'
import { identityOf } from './identity.ts'
import type { Surroundings } from './play.ts'

/** An account that cannot be: where in the scenario, and why. */
export interface Impossible {
  readonly at: readonly (string | number)[]
  readonly message: string
  readonly help: string
}

/** Makes the accounts that a scenario begins with; answers what keeps one from being made. */
export async function makeAccounts(
  accounts: readonly Before[],
  around: Surroundings,
): Promise<Impossible | undefined> {
  for (const [index, account] of accounts.entries()) {
    const wrong = await makeOne(account, around)
    if (wrong) return { ...wrong, at: ['accounts', index, ...wrong.at] }
  }
  return undefined
}

async function makeOne(before: Before, { config, storage, now, newId }: Surroundings) {
  const { username, disabled = false, email, permissions, baseDir, identities = [] } = before
  if (usernameFault(username) !== undefined)
    return wrong(['username'], 'no account can have this name', 'write a name of letters and digits')
  if (email !== undefined && !isEmail(email))
    return wrong(['email'], 'this is no e-mail address', 'write one such as lisi@example.com')
  const id = newId()
  const given = config.sources.find(source => source.id === identities[0]?.source)?.autoRegister
  const isNew = await storage.accounts.insert({
    ...{ id, username, usernameKey: usernameKey(username), displayName: null, email: null, phone: null },
    ...{ role: given?.role ?? 'general', disabled, createdAt: now, lastSignInAt: null },
    ...{ givenPermission: given?.permission ?? 0, givenBaseDir: given?.baseDir ?? '/' },
    ...kept({
      ...(email !== undefined && { email }),
      ...(baseDir !== undefined && { baseDir }),
      ...(permissions !== undefined && { permission: sumIn(permissions, config.permissions) }),
    }),
  })
  if (!isNew) return wrong(['username'], 'another account has this name', 'write another name')
  for (const [index, somebody] of identities.entries()) {
    const fault = await bound(somebody, id, config, storage, now)
    if (fault !== undefined)
      return wrong(['identities', index, 'subject'], fault, 'let each identity be of another person')
  }
  return undefined
}

const wrong = (at: Impossible['at'], message: string, help: string): Impossible => ({ at, message, help })

/** Why an identity cannot be bound. */
async function bound(
  somebody: NonNullable<Before['identities']>[number],
  accountId: string,
  config: Config,
  storage: Storage,
  now: number,
): Promise<string | undefined> {
  const source = config.sources.find(({ id }) => id === somebody.source)
  try {
    const identity = vouched(identityOf(somebody), source)
    const isNew = await storage.bindings.insert(bindingOf(somebody.source, identity, accountId, now))
    return isNew ? undefined : 'this identity is there already, or another one of its source'
  } catch (thrown) {
    if (thrown instanceof SsoError) return String(thrown.cause)
    throw thrown
  }
}

export const sumIn = (permissions: Permissions, profile: PermissionProfile): number =>
  typeof permissions === 'number' ? permissions : sumOf(permissions, profile).sum
