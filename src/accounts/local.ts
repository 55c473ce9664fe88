import { SsoError } from '../errors.ts'
import { sameSecret } from '../hash.ts'
import type { Identity } from '../model.ts'
import type { Storage } from '../storage/storage.ts'
import { noFacts } from './facts.ts'
import { hashPassword, passwordFault, passwordMatches } from './passwords.ts'
import { usernameKey } from './username.ts'

/** The issuer of identities that this server vouches for itself; their subject is the account's id. */
export const localIssuer = 'local'

const keyOf = (source: string, accountId: string) => ({ source, issuer: localIssuer, subject: accountId })

/** Beside the identity and not in it: a record of a password is nothing that may be printed. */
const records = new WeakMap<Identity, string>()

/** The record that the person's password was found to match; null where no password of ours was asked for. */
export const provedBy = (identity: Identity): string | null => records.get(identity) ?? null

/** A password is a binding like any other: to the source of type `local`. */
export async function checkPassword(
  storage: Storage,
  source: string,
  username: string,
  password: string,
): Promise<Identity | null> {
  const account = await storage.accounts.findByUsername(usernameKey(username))
  const binding = account && (await storage.bindings.find(keyOf(source, account.id)))
  const matches = await passwordMatches(binding?.password ?? null, password)
  if (!account || !matches) return null
  // hashing waits its turn: the password may have been changed, and every session ended, meanwhile
  const now = await storage.bindings.find(keyOf(source, account.id))
  if (!now?.password || !sameSecret(now.password, binding?.password ?? '')) return null
  const identity = { ...keyOf(source, account.id), username: account.username, claims: {} }
  records.set(identity, now.password)
  return identity
}

/** The record of a password that is strong enough for this account. Throws `password_weak`; its cause is the fault. */
export async function passwordRecord(password: string, username: string): Promise<string> {
  const fault = passwordFault(password, username)
  if (fault) throw new SsoError('password_weak', { cause: fault })
  return hashPassword(password)
}

/** Sets or replaces the password of an account. */
export async function keepPassword(
  storage: Storage,
  source: string,
  account: { id: string; username: string },
  password: string,
  now: number,
): Promise<void> {
  const key = keyOf(source, account.id)
  const fresh = { ...key, directoryId: null, accountId: account.id, label: account.username, boundAt: now }
  const inserted = await storage.bindings.insert({
    ...fresh,
    facts: noFacts,
    told: null,
    goneAt: null,
    password,
  })
  if (!inserted) await storage.bindings.setPassword(key, password)
}
