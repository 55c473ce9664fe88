import type { Config } from '../../config/config.ts'
import type { Log } from '../../plugin.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Outbound } from '../outbound.ts'

export interface TellingHost {
  config: Config
  storage: Storage
  outbound: Pick<Outbound, 'fetch'>
  now: () => number
  log: Log
}

/** What is lent for one turn. */
export interface Turning {
  isNewsWaiting(): boolean
  /** Writes that are refused where another server has taken over. */
  write(act: (storage: Storage) => Promise<void>): Promise<void>
}

/** How an app that has people of its own is told of ours. Both throw `Unavailable`, `NotTaken` or `SsoError` where it does not answer. */
export interface Teller {
  readonly app: string
  /** Of all servers one has it. */
  readonly turn: string
  /** Tells what has changed since it was told last. */
  tell(turning: Turning): Promise<void>
  /** Looks, from time to time, at what is there. */
  look?(turning: Turning): Promise<void>
}

/** Whom the app does not take, and why; of many the first. */
export function warnOfProblems(log: Log, app: string, problems: readonly string[]): void {
  if (problems.length === 0) return
  log.warn(
    { app, problems: problems.slice(0, 5), more: Math.max(problems.length - 5, 0) },
    'the app does not take some people',
  )
}
