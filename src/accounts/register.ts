import type { AutoRegister } from '../config/config.ts'
import { SsoError } from '../errors.ts'
import { sha256 } from '../hash.ts'
import type { Account, Identity } from '../model.ts'
import type { Storage } from '../storage/storage.ts'
import { bindingOf } from './bind.ts'
import { cleanUsername, usernameCandidates, usernameFault, usernameKey } from './username.ts'

/**
 * Makes the account of an identity by the file's defaults; call it inside `storage.atomically`. Nothing of the
 * identity reaches permission, role, base directory or password: what grants make of it is worked out when it is asked.
 * Throws `registration_off`, `username_taken`.
 */
export async function register(
  storage: Storage,
  source: string,
  identity: Identity,
  defaults: AutoRegister,
  { id, now }: { id: string; now: number },
): Promise<Account> {
  if (!defaults.enabled) throw new SsoError('registration_off', { source, step: 'account' })
  const fresh: Omit<Account, 'username'> = {
    id,
    displayName: identity.displayName ?? null,
    // an address that the vendor itself calls unproven is not kept
    email: identity.emailVerified === false ? null : (identity.email ?? null),
    phone: identity.phone ?? null,
    role: defaults.role,
    givenPermission: defaults.permission,
    givenBaseDir: defaults.baseDir,
    manualPermission: null,
    manualBaseDir: null,
    disabled: false,
    createdAt: now,
    lastSignInAt: null,
  }
  for (const username of namesToTry(source, identity, defaults, id)) {
    const account = { ...fresh, username }
    if (!(await storage.accounts.insert({ ...account, usernameKey: usernameKey(username) }))) continue
    // unreachable for a caller that has just looked, inside this transaction
    if (!(await storage.bindings.insert(bindingOf(source, identity, account.id, now)))) {
      throw new SsoError('identity_conflict', {
        source,
        step: 'account',
        cause: 'the directory id is bound elsewhere',
      })
    }
    return account
  }
  throw new SsoError('username_taken', { source, step: 'account' })
}

function namesToTry(
  source: string,
  identity: Identity,
  { onNameCollision }: AutoRegister,
  id: string,
): string[] {
  const digest = sha256(`${source}\n${identity.issuer}\n${identity.subject}`)
  const names = usernameCandidates(identity.username, source, identity.subject, digest)
  // the last is random: all others can be worked out, and taken, by somebody who knows the identity
  if (onNameCollision === 'append-subject') return [...names, `${source}_${id.slice(0, 16)}`]
  const wish = identity.username === undefined ? undefined : cleanUsername(identity.username)
  return wish !== undefined && usernameFault(wish) === undefined ? [wish] : []
}
