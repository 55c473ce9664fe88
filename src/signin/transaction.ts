import { SsoError } from '../errors.ts'
import { s256, sha256 } from '../hash.ts'
import type { Transaction } from '../plugin.ts'
import type { Storage } from '../storage/storage.ts'
import type { TransactionRecord } from '../storage/transactions.ts'

/** Minutes that a person has at the vendor's page. */
export const transactionLifeMs = 600_000
const mostPerBrowser = 20
const mostInAll = 100_000

export interface Beginning {
  source: string
  mode: 'sign-in' | 'bind'
  /** The browser's own secret, from its cookie. */
  browser: string
  /** Hash of the session that binds, or that a posted sign-in replaces: its return will not bring the cookie. */
  sessionHash: string | null
  /** A path of ours, already checked. */
  returnTo: string
  redirectUri: string
}

/**
 * One attempt to sign in: everything the callback will need is kept here and not in the request that comes back
 * (RFC 9700 §2.1, §4.7). State, nonce and verifier are 32 random bytes each.
 */
export async function beginTransaction(
  storage: Storage,
  { browser, ...beginning }: Beginning,
  { now, random }: { now: number; random: (bytes: number) => Buffer },
): Promise<Transaction> {
  const fresh = () => random(32).toString('base64url')
  // letters and digits alone: WeCom allows nothing else in a state
  const [state, nonce, codeVerifier] = [random(32).toString('hex'), fresh(), fresh()] as const
  const browserHash = sha256(browser)
  await storage.transactions.insert({
    ...beginning,
    stateHash: sha256(state),
    browserHash,
    nonce,
    codeVerifier,
    createdAt: now,
    expiresAt: now + transactionLifeMs,
  })
  await storage.transactions.trim(browserHash, mostPerBrowser)
  return { state, nonce, codeVerifier, codeChallenge: s256(codeVerifier), redirectUri: beginning.redirectUri }
}

/**
 * Takes the attempt out of the store, so that it works once, and only then looks whether it is this browser's and
 * this source's. Throws `state_invalid` for a wrong, expired, foreign or repeated state alike.
 */
export async function redeemTransaction(
  storage: Storage,
  returned: { state: string; browser: string | undefined; source: string },
  now: number,
): Promise<{ tx: Transaction; record: TransactionRecord }> {
  const invalid = (cause: string) =>
    new SsoError('state_invalid', { source: returned.source, step: 'return', cause })
  const record = await storage.transactions.take(sha256(returned.state))
  if (!record) throw invalid('unknown or used state')
  if (record.source !== returned.source) throw invalid(`state of source ${record.source}`)
  if (returned.browser === undefined || sha256(returned.browser) !== record.browserHash)
    throw invalid('state of another browser')
  if (record.expiresAt <= now) throw invalid('expired state')
  const { nonce, codeVerifier, redirectUri } = record
  return {
    tx: { state: returned.state, nonce, codeVerifier, codeChallenge: s256(codeVerifier), redirectUri },
    record,
  }
}

export const sweepTransactions = (storage: Storage, now: number): Promise<void> =>
  storage.transactions.sweep(now, mostInAll)
