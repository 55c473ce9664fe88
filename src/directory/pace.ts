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

/** Calls that take turns with each other: all of a vendor, or all of one of its APIs. */
interface Lane {
  running: number
  /** When the next call may begin; calls are spread evenly, so that no second has more of them than another. */
  free: number
  queue: (() => void)[]
}

/** A read's turn-taking: so many calls a second, so many at once, and again after a while where the vendor is busy. */
export function readingAt(
  { perSecond, atOnce }: Pace = usual,
  clock: Clock,
  signal: AbortSignal,
  tries = mostTries,
): Reading & { calls(): number } {
  let calls = 0
  /** Nobody calls earlier: the vendor has spoken of the app, not of one call. */
  let busyUntil = 0
  const lanes = new Map<string, Lane>()

  function laneOf(api: string): Lane {
    const lane = lanes.get(api) ?? { running: 0, free: 0, queue: [] }
    lanes.set(api, lane)
    return lane
  }

  async function turn(lane: Lane): Promise<void> {
    if (lane.running >= atOnce) await new Promise<void>(resolve => lane.queue.push(resolve))
    else lane.running += 1
    const at = Math.max(lane.free, busyUntil, clock.now())
    lane.free = at + 1000 / perSecond
    if (at > clock.now()) await clock.wait(at - clock.now(), signal)
  }

  function leave(lane: Lane): void {
    const next = lane.queue.shift()
    if (next) next()
    else lane.running -= 1
  }

  return {
    signal,
    calls: () => calls,
    async call(work, api = '') {
      const lane = laneOf(api)
      for (let tried = 1; ; tried += 1) {
        signal.throwIfAborted()
        try {
          await turn(lane)
          calls += 1
          return await work()
        } catch (error) {
          const pause = pauseAfter(error)
          if (pause === undefined || tried >= tries) throw error
          const until =
            clock.now() + Math.max(pause, firstPauseMs * 2 ** (tried - 1)) * (1 + clock.chance() / 4)
          busyUntil = Math.max(busyUntil, until)
        } finally {
          leave(lane)
        }
      }
    },
  }
}

/** Milliseconds; undefined for what another try would not mend. */
export function pauseAfter(error: unknown): number | undefined {
  if (!(error instanceof SsoError)) return undefined
  if (error.retryAfterS !== undefined) return error.retryAfterS * 1000
  return error.code === 'source_unreachable' ? 0 : undefined
}
