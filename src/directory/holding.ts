import { SsoError } from '../errors.ts'
import type { Directory, Holding, Log } from '../plugin.ts'
import type { Clock } from './pace.ts'

/** A source whose directory pushes its changes over a connection that this server opens. */
export interface Held {
  id: string
  hold: NonNullable<Directory['hold']>
  take: Holding['take']
}

/** One that lived so long was a good one: what ended it is no reason to wait. */
const steadyMs = 60_000
const firstPauseMs = 1000
const longestPauseMs = 60_000

/**
 * Holds a connection for each of them until `close`, and opens another one where it ends.
 *
 * Every server of a database holds one of its own, without a lease: a vendor shares what it pushes among the connections
 * that it has, so that nothing waits until a lease of a server that was killed is over; and an event that comes again over
 * another one is known by its id, which the database keeps once.
 */
export function holding(
  sources: readonly Held[],
  { clock, log }: { clock: Clock; log: Log },
): { close(): Promise<void> } {
  const stop = new AbortController()
  const { signal } = stop

  async function hold({ id: source, hold, take }: Held): Promise<void> {
    for (let failures = 0; !signal.aborted; ) {
      const since = clock.now()
      const opened = () => log.info({ source }, 'connected: pushed changes can come')
      const error = await hold({ signal, opened, take }).then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      if (signal.aborted) return
      failures = clock.now() - since >= steadyMs ? 0 : failures + 1
      // the vendor asks for another one: at once
      if (error === undefined && failures === 0) continue
      const pause = pauseAfter(error, failures) * (1 - clock.chance() / 2)
      if (error !== undefined)
        log.warn(
          { source, cause: inWords(error), againMs: Math.round(pause) },
          'no connection for pushed changes',
        )
      await clock.wait(pause, signal).catch(() => {})
    }
  }

  const held = sources.map(hold)
  return {
    async close() {
      stop.abort()
      await Promise.all(held)
    },
  }
}

/** Doubled each time, and never shorter than the vendor has said; a half of it is left to chance. */
function pauseAfter(error: unknown, failures: number): number {
  const told = error instanceof SsoError ? (error.retryAfterS ?? 0) * 2000 : 0
  return Math.max(told, Math.min(firstPauseMs * 2 ** Math.max(0, failures - 1), longestPauseMs))
}

function inWords(error: unknown): string {
  if (!(error instanceof SsoError)) return String(error).slice(0, 300)
  const { code, vendorCode, cause } = error
  return [code, vendorCode, typeof cause === 'string' ? cause : undefined].filter(Boolean).join(': ')
}
