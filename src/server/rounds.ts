import type { Following } from '../directory/following.ts'
import type { Log } from '../plugin.ts'
import type { Storage } from '../storage/storage.ts'
import type { Provisioner } from './provisioning.ts'
import type { Pulse } from './pulse.ts'
import { tidy } from './tidy.ts'

/** What a server does without being asked. */
export interface Rounds {
  /** Something was pushed, and is worked through as soon as no more of it comes. */
  nudge(): void
  /** From now on: what was pushed, or came due, while nothing was running comes first. */
  begin(): void
  close(): void
}

export interface RoundsHost {
  storage: Storage
  pulse: Pulse
  directories: Following
  provisioner: Provisioner
  /** See `Context.tellApps`. */
  tellApps: () => void
  now: () => number
  log: Log
}

const roundMs = 60_000
const lookEveryMs = 10_000
const gatherMs = 100
const othersTurnMs = 1000

export function roundsOf(host: RoundsHost): Rounds {
  const { storage, pulse, directories, provisioner, tellApps, now, log } = host
  const timers: NodeJS.Timeout[] = []
  let nudged: NodeJS.Timeout | undefined
  let later: NodeJS.Timeout | undefined
  let isOver = false

  // whatever was tried in vain is tried again
  const quietly = (work: Promise<void>) =>
    void work
      .catch(error =>
        log.warn({ cause: String(error) }, 'a directory could not be followed, or an app not told of people'),
      )
      .then(tellApps)
  const followDirectories = () => quietly(directories.workThrough().then(() => directories.tick()))

  /** After another server that is at it, once more: a leaver of a moment ago is not left to the next minute. */
  async function provision(): Promise<void> {
    if ((await provisioner.tick()) || isOver) return
    later ??= setTimeout(() => {
      later = undefined
      quietly(provision())
    }, othersTurnMs).unref()
  }

  async function tidyIfThere(): Promise<void> {
    if (await pulse.look()) await tidy(storage, now(), log)
  }

  return {
    nudge() {
      nudged ??= setTimeout(() => {
        nudged = undefined
        quietly(directories.workThrough().then(provision))
      }, gatherMs).unref()
    },
    begin() {
      timers.push(
        setInterval(() => void pulse.look(), lookEveryMs).unref(),
        setInterval(() => {
          void tidyIfThere()
          followDirectories()
          quietly(provision())
        }, roundMs).unref(),
      )
      followDirectories()
    },
    close() {
      isOver = true
      clearTimeout(nudged)
      clearTimeout(later)
      for (const timer of timers) clearInterval(timer)
    },
  }
}
