import type { Log } from '../plugin.ts'
import { sweepTransactions } from '../signin/transaction.ts'
import type { Storage } from '../storage/storage.ts'

const dayMs = 86_400_000

/** What has ended is forgotten. */
export async function tidy(storage: Storage, now: number, log: Log): Promise<void> {
  try {
    await Promise.all([
      sweepTransactions(storage, now),
      storage.sessions.sweep(now),
      storage.alist.sweep(now),
      storage.openings.sweep(),
      storage.oidc.sweep(now),
      storage.saml.sweep(now, 100_000),
      storage.signingKeys.sweep(now),
      storage.tickets.sweep(now),
      storage.adminTokens.sweep(now),
      storage.events.sweep(dayMs),
      storage.runs.sweep(90 * dayMs),
      storage.shared?.sweep(now),
    ])
  } catch (error) {
    log.warn({ cause: String(error) }, 'tidying failed')
  }
}
