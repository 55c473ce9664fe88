import { SsoError } from '../errors.ts'
import type { Admitted, Binding } from '../model.ts'
import type { Storage } from '../storage/storage.ts'
import { factsOf } from './facts.ts'

export function bindingOf(source: string, identity: Admitted, accountId: string, now: number): Binding {
  const { issuer, subject, directoryId, displayName, username } = identity
  return {
    source,
    issuer,
    subject,
    directoryId: directoryId ?? null,
    accountId,
    label: displayName ?? username ?? null,
    password: null,
    boundAt: now,
    facts: factsOf(identity),
    told: null,
    goneAt: null,
  }
}

/**
 * Ties an identity to an account. Doing it again with the same identity changes nothing.
 * Throws `identity_taken` where it belongs to another account, `account_disabled` where it belonged to one that is
 * disabled, `source_already_bound` where this account has another
 * identity of that source.
 */
export async function bind(
  storage: Storage,
  source: string,
  identity: Admitted,
  accountId: string,
  now: number,
): Promise<'bound' | 'unchanged'> {
  return storage.atomically(async store => {
    const held = await store.bindings.find({ source, ...identity })
    if (held) {
      if (held.accountId === accountId) return 'unchanged'
      throw new SsoError('identity_taken', { source, step: 'account' })
    }
    // who was shut out with one account does not come in by another one
    const former = await store.bindings.formerAccount({ source, ...identity })
    if (former !== undefined && former !== accountId && (await store.accounts.find(former))?.disabled)
      throw new SsoError('account_disabled', { source, step: 'account' })
    if (await store.bindings.insert(bindingOf(source, identity, accountId, now))) return 'bound'
    const place = (await store.bindings.of(accountId)).some(binding => binding.source === source)
    throw new SsoError(place ? 'source_already_bound' : 'identity_conflict', { source, step: 'account' })
  })
}

export interface Unbinding {
  isUsable(source: string): boolean
  /** Whose directory accounts follow; for administrators there is none. */
  isFollowed?(source: string): boolean
  /** Nobody gets into a disabled account anyway: an administrator takes the last one, too. Enabled again, it has no way in. */
  emptiesDisabled?: boolean
}

/**
 * Takes an identity away from its account. A credential counts as long as a source that is in the file can use it:
 * the last such one stays. Nor does a person take away what their organisation follows: it would not find the account when
 * they leave. Throws `last_credential`, `source_followed`, `not_found`.
 */
export async function unbind(
  storage: Storage,
  source: string,
  accountId: string,
  now: number,
  how: Unbinding,
  session?: string,
): Promise<void> {
  await storage.atomically(store => unbindWithin(store, source, accountId, now, how, session))
}

/** The same as a part of something larger: `store` is inside `atomically`. */
export async function unbindWithin(
  store: Storage,
  source: string,
  accountId: string,
  now: number,
  { isUsable, isFollowed = () => false, emptiesDisabled = false }: Unbinding,
  session?: string,
): Promise<void> {
  const bindings = await store.bindings.of(accountId)
  if (!bindings.some(binding => binding.source === source)) throw new SsoError('not_found', { source })
  const staysOpen = bindings.some(binding => binding.source !== source && isUsable(binding.source))
  if (!staysOpen && !(emptiesDisabled && (await store.accounts.find(accountId))?.disabled))
    throw new SsoError('last_credential', { source, step: 'account' })
  if (isFollowed(source)) throw new SsoError('source_followed', { source, step: 'account' })
  await store.bindings.remove(accountId, source, now)
  // whoever came in by it is out, but for the session that asks
  await store.sessions.endOfSource(accountId, source, session)
}
