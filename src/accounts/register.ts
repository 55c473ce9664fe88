import type { AutoRegister } from '../config/config.ts'
import { SsoError } from '../errors.ts'
import { sha256 } from '../hash.ts'
import type { Account, Admitted, Told } from '../model.ts'
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
  identity: Admitted,
  defaults: AutoRegister,
  { id, now }: { id: string; now: number },
): Promise<Account> {
  if (!defaults.enabled) throw new SsoError('registration_off', { source, step: 'account' })
  const account = await make(storage, source, identity, defaults, { id, now })
  if (!account) throw new SsoError('username_taken', { source, step: 'account' })
  // unreachable for a caller that has just looked, inside this transaction
  if (!(await storage.bindings.insert(bindingOf(source, identity, account.id, now)))) {
    const cause = 'the directory id is bound elsewhere'
    throw new SsoError('identity_conflict', { source, step: 'account', cause })
  }
  return account
}

/** An account under the first of its names that is free; undefined where the file wants no other and it is taken. */
async function make(
  storage: Storage,
  source: string,
  identity: Admitted,
  defaults: AutoRegister,
  fresh: Fresh,
): Promise<Account | undefined> {
  for (const username of namesToTry(source, identity, defaults, fresh.id)) {
    const account = accountOf(identity, username, defaults, fresh)
    if (await storage.accounts.insert({ ...account, usernameKey: usernameKey(username) })) return account
  }
  return undefined
}

/** The accounts of many identities at once, with what is bound to them; those without one found every name taken. */
export async function registerAll(
  storage: Storage,
  source: string,
  people: readonly { identity: Admitted; told: Told }[],
  defaults: AutoRegister,
  { newId, now }: { newId: () => string; now: number },
): Promise<Map<Admitted, Account>> {
  const made = new Map<Admitted, Account>()
  const first = people.flatMap(({ identity }) => {
    const id = newId()
    const [username] = namesToTry(source, identity, defaults, id)
    return username === undefined
      ? []
      : [{ identity, account: accountOf(identity, username, defaults, { id, now }) }]
  })
  const inserted = await storage.accounts.insertAll(
    first.map(({ account }) => ({ ...account, usernameKey: usernameKey(account.username) })),
  )
  for (const { identity, account } of first) {
    const done = inserted.has(account.id)
      ? account
      : await make(storage, source, identity, defaults, { id: account.id, now })
    if (done) made.set(identity, done)
  }
  const bindings = people.flatMap(({ identity, told }) => {
    const account = made.get(identity)
    return account ? [{ ...bindingOf(source, identity, account.id, now), told }] : []
  })
  if ((await storage.bindings.insertAll(bindings)) !== bindings.length)
    throw new SsoError('identity_conflict', { source, step: 'account', cause: 'somebody was quicker' })
  return made
}

interface Fresh {
  id: string
  now: number
}

/** The account that an identity gets by the file's defaults. */
export function accountOf(
  identity: Admitted,
  username: string,
  defaults: AutoRegister,
  { id, now }: Fresh,
): Account {
  return {
    id,
    username,
    displayName: identity.displayName ?? null,
    // an address that the vendor itself calls unproven is not kept
    email: identity.emailVerified === false ? null : (identity.email ?? null),
    phone: identity.phone ?? null,
    role: defaults.role,
    givenPermission: defaults.permission,
    givenBaseDir: defaults.baseDir,
    manualPermission: null,
    manualBaseDir: null,
    manualEmail: null,
    disabled: false,
    leftAt: null,
    leftSource: null,
    createdAt: now,
    lastSignInAt: null,
  }
}

function* namesToTry(
  source: string,
  { issuer, subject, username }: Admitted,
  { onNameCollision }: AutoRegister,
  id: string,
): Generator<string> {
  if (onNameCollision === 'append-subject') {
    yield* usernameCandidates(username, source, subject, () => sha256(`${source}\n${issuer}\n${subject}`))
    // the last is random: all others can be worked out, and taken, by somebody who knows the identity
    yield `${source}_${id.slice(0, 16)}`
    return
  }
  const wish = username === undefined ? undefined : cleanUsername(username)
  if (wish !== undefined && usernameFault(wish) === undefined) yield wish
}
