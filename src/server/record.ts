import type { Log } from '../plugin.ts'
import type { Storage } from '../storage/storage.ts'
import type { AuditEvent } from '../storage/tables.ts'

export interface AuditEntry {
  event: AuditEvent
  accountId?: string | undefined
  source?: string | undefined
  address?: string | undefined
  detail?: Record<string, unknown>
}

/** Writes what happened into the audit table and the log. Never what was secret about it. */
export async function record(
  {
    storage,
    now,
    random,
    log,
  }: { storage: Storage; now: () => number; random: (bytes: number) => Buffer; log: Log },
  { event, accountId, source, address, detail = {} }: AuditEntry,
): Promise<void> {
  // a refusal has a line of its own, with the number that its page shows
  if (event !== 'refused') log.info({ event, account: accountId, source, address, ...detail }, event)
  await storage.audit.insert({
    id: random(16).toString('hex'),
    at: now(),
    event,
    accountId: accountId ?? null,
    source: source ?? null,
    address: address ?? null,
    detail: JSON.stringify(detail),
  })
}
