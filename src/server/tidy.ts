import { setImmediate as othersTurn } from 'node:timers/promises'
import type { Config } from '../config/config.ts'
import type { Log } from '../plugin.ts'
import { sweepTransactions } from '../signin/transaction.ts'
import type { Storage } from '../storage/storage.ts'

const dayMs = 86_400_000

/** Lines of the audit log that one statement deletes, and that one round does: a full table is no reason to stand still. */
const auditBatch = 200
const auditBatches = 100

export interface Tidying {
  storage: Storage
  config: Pick<Config, 'audit'>
  now: () => number
  log: Log
}

/** What has ended is forgotten. */
export async function tidy({ storage, config, now: clock, log }: Tidying): Promise<void> {
  const now = clock()
  try {
    await Promise.all([
      trimAudit(storage, now, config.audit.keepMs),
      sweepTransactions(storage, now),
      storage.sessions.sweep(now),
      storage.shutOuts.sweep(now),
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

/** In small pieces: between two of them whoever waits for the database has their turn. */
async function trimAudit({ audit }: Storage, now: number, keepMs: number | null): Promise<void> {
  if (keepMs === null) return
  for (let batch = 0; batch < auditBatches; batch += 1) {
    if ((await audit.sweep(now - keepMs, auditBatch)) < auditBatch) return
    // SQLite answers within this very turn of the event loop
    await othersTurn()
  }
}
