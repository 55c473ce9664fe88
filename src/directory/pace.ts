import { SsoError } from '../errors.ts'
import type { Pace, Reading } from '../plugin.ts'

export interface Clock {
  now(): number
  /** Rejects where `signal` is aborted before. */
  wait(ms: number, signal: AbortSignal): Promise<void>
  /** From 0 to 1. */
  chance(): number
}

const usual: Pace = { perSecond: 10, atOnce: 3 }
const mostTries = 5
const firstPauseMs = 1000

/** A read's turn-taking: so many calls a second, so many at once, and again after a while where the vendor is busy. */
export function readingAt(
  { perSecond, atOnce }: Pace = usual,
  clock: Clock,
  signal: AbortSignal,
  tries = mostTries,
): Reading & { calls(): number } {
  let running = 0
  let calls = 0
  /** When the next call may begin; calls are spread evenly, so that no second has more of them than another. */
  let free = 0
  const queue: (() => void)[] = []

  async function turn(): Promise<void> {
    if (running >= atOnce) await new Promise<void>(resolve => queue.push(resolve))
    else running += 1
    const at = Math.max(free, clock.now())
    free = at + 1000 / perSecond
    if (at > clock.now()) await clock.wait(at - clock.now(), signal)
  }

  function leave(): void {
    const next = queue.shift()
    if (next) next()
    else running -= 1
  }

  return {
    signal,
    calls: () => calls,
    async call(work) {
      for (let tried = 1; ; tried += 1) {
        signal.throwIfAborted()
        try {
          await turn()
          calls += 1
          return await work()
        } catch (error) {
          const pause = pauseAfter(error)
          if (pause === undefined || tried >= tries) throw error
          // everybody waits: the vendor has spoken of the app, not of this one call
          const until =
            clock.now() + Math.max(pause, firstPauseMs * 2 ** (tried - 1)) * (1 + clock.chance() / 4)
          free = Math.max(free, until)
        } finally {
          leave()
        }
      }
    },
  }
}

/** Milliseconds; undefined for what another try would not mend. */
function pauseAfter(error: unknown): number | undefined {
  if (!(error instanceof SsoError)) return undefined
  if (error.retryAfterS !== undefined) return error.retryAfterS * 1000
  return error.code === 'source_unreachable' ? 0 : undefined
}
