import { SsoError } from '../errors.ts'
import { sameSecret } from '../hash.ts'
import type { Identity } from '../model.ts'
import type { Storage } from '../storage/storage.ts'
import { provedBy } from './local.ts'

/**
 * Whether what somebody was let in by still holds: call it inside the `atomically` that lets them in. Between a source's
 * word and a session the account may have been disabled, the identity taken away or the password changed, and whoever did
 * that has ended all sessions that there were.
 * Throws `account_disabled`, `sign_in_again`.
 */
export async function mustStand(
  store: Storage,
  source: string,
  identity: Identity,
  accountId: string,
): Promise<void> {
  const account = await store.accounts.find(accountId)
  if (account?.disabled) throw new SsoError('account_disabled', { source, step: 'account' })
  const { issuer, subject } = identity
  const binding = await store.bindings.find({ source, issuer, subject })
  const isProved = sameSecret(binding?.password ?? '', provedBy(identity) ?? '')
  if (binding?.accountId !== accountId || !isProved)
    throw new SsoError('sign_in_again', { source, step: 'account' })
}
