import { isAllowed } from '../accounts/allow.ts'
import { factsBeside, factsOf } from '../accounts/facts.ts'
import { register } from '../accounts/register.ts'
import { vouched } from '../accounts/vouched.ts'
import type { SourceConfig } from '../config/config.ts'
import { SsoError } from '../errors.ts'
import type { Account, Admitted, Binding, Facts, Identity } from '../model.ts'
import type { IdentityKey } from '../storage/bindings.ts'
import type { Storage } from '../storage/storage.ts'

export interface SignInHost {
  storage: Storage
  now: number
  /** A fresh account id. */
  newId: () => string
  /** Throws `registration_limit`; then nothing has been made. */
  mayRegister: (source: string) => Promise<void>
}

/**
 * From a source's word to an account, in this order: the file's limits, the account that the identity is bound to,
 * or a new one by the file's defaults. Signing in changes nothing that the account was given and nothing that an
 * administrator set; what the source vouches for now is what grants go by from here on.
 */
export async function signIn(
  host: SignInHost,
  source: SourceConfig,
  returned: Identity,
): Promise<{ account: Account; registered: boolean }> {
  const identity = admit(source, returned)
  const known = await recognise(host.storage, source, identity)
  if (known) return { account: await enter(host, source, identity, known), registered: false }

  return host.storage.atomically(async storage => {
    // somebody may have been quicker: two first sign-ins at once make one account
    const meanwhile = await recognise(storage, source, identity)
    if (meanwhile)
      return { account: await enter({ ...host, storage }, source, identity, meanwhile), registered: false }
    const fresh = await register(storage, source.id, identity, source.autoRegister, {
      id: host.newId(),
      now: host.now,
    })
    // counted when an account is made: who is refused must not use up the places of others
    await host.mayRegister(source.id)
    await storage.accounts.update(fresh.id, { lastSignInAt: host.now })
    return { account: { ...fresh, lastSignInAt: host.now }, registered: true }
  })
}

/** What a source vouched for, if it is well-formed and the file lets such people in. */
export function admit(source: SourceConfig, returned: Identity): Admitted {
  if (!source.enabled) throw new SsoError('source_closed', { source: source.id, step: 'account' })
  const identity = vouched(returned, source)
  if (!isAllowed(source.allow, identity))
    throw new SsoError('not_allowed', { source: source.id, step: 'account' })
  return identity
}

interface Known {
  binding: Binding
  account: Account
}

async function recognise(
  storage: Storage,
  source: SourceConfig,
  identity: Identity,
): Promise<Known | undefined> {
  if (identity.directoryId !== undefined) {
    const holder = await storage.bindings.findByDirectoryId(source.id, identity.issuer, identity.directoryId)
    // one directory id with two subjects: a migration or a re-hire, which an administrator must settle
    if (holder && holder.subject !== identity.subject) {
      const cause = 'the directory id belongs to another subject'
      throw new SsoError('identity_conflict', { source: source.id, step: 'account', cause })
    }
  }
  const key = { source: source.id, ...identity }
  const binding = await storage.bindings.find(key)
  const account = binding && (await storage.accounts.find(binding.accountId))
  if (account) return { binding, account }
  await refuseUnbound(storage, key)
  return undefined
}

/** Unbinding must not be a way to a second account, least of all for somebody whose first one is disabled. */
async function refuseUnbound(storage: Storage, key: IdentityKey): Promise<void> {
  const former = await storage.bindings.formerAccount(key)
  if (former === undefined) return
  const disabled = (await storage.accounts.find(former))?.disabled
  throw new SsoError(disabled ? 'account_disabled' : 'identity_unbound', {
    source: key.source,
    step: 'account',
    account: former,
  })
}

async function enter(
  { storage, now }: SignInHost,
  source: SourceConfig,
  identity: Admitted,
  { binding, account }: Known,
): Promise<Account> {
  if (account.disabled)
    throw new SsoError('account_disabled', {
      source: binding.source,
      step: 'account',
      account: account.id,
    })
  const isMapped = isFollowed(source, binding) && source.sync?.fields?.displayName !== undefined
  await storage.bindings.refresh(binding, {
    label: isMapped ? binding.label : (identity.displayName ?? identity.username ?? binding.label),
    directoryId: identity.directoryId ?? binding.directoryId,
    facts: factsNow(source, binding, identity),
  })
  await storage.accounts.update(account.id, { lastSignInAt: now })
  return { ...account, lastSignInAt: now }
}

/** Whether the source's directory has told of this person, and they are still in it; else nobody but the sign-in tells. */
const isFollowed = ({ sync }: SourceConfig, { told, goneAt }: Binding): boolean =>
  sync?.users === true && told !== null && goneAt === null

const factsNow = (source: SourceConfig, binding: Binding, identity: Admitted): Facts =>
  isFollowed(source, binding) && binding.facts
    ? factsBeside(binding.facts, source.sync?.fields ?? {}, identity)
    : // what the directory said of who has left it is over
      factsOf(identity, binding.goneAt === null ? binding.facts : null)
