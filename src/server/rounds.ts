import type { Config } from '../config/config.ts'
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
  /** Begins nothing more; done when all that was under way is, and apps were asked to be told of what came of it. */
  close(): Promise<void>
}

export interface RoundsHost {
  storage: Storage
  config: Pick<Config, 'audit'>
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
/** Another server that is at it may have begun before the last push. */
const busyMs = 250

export function roundsOf(host: RoundsHost): Rounds {
  const { pulse, directories, provisioner, tellApps, log } = host
  const timers: NodeJS.Timeout[] = []
  const under = new Set<Promise<void>>()
  let nudged: NodeJS.Timeout | undefined
  let isClosing = false

  /** Nothing of it may still ask the database when that is closed. */
  function inBackground(work: Promise<void>): void {
    const ended = work.finally(() => under.delete(ended))
    under.add(ended)
  }

  // whatever was tried in vain is tried again
  const quietly = (work: Promise<unknown>) =>
    inBackground(
      work
        .catch(error =>
          log.warn(
            { cause: String(error) },
            'a directory could not be followed, or an app not told of people',
          ),
        )
        .then(tellApps),
    )
  const followDirectories = () => quietly(directories.workThrough().then(() => directories.tick()))

  async function look(): Promise<void> {
    await pulse.look()
  }
  async function tidyIfThere(): Promise<void> {
    if (await pulse.look()) await tidy(host)
  }

  function nudge(afterMs = gatherMs): void {
    if (isClosing) return
    nudged ??= setTimeout(() => {
      nudged = undefined
      quietly(catchUp())
    }, afterMs).unref()
  }
  async function catchUp(): Promise<void> {
    const areOver = [await directories.workThrough(), await provisioner.tick()]
    if (areOver.includes(false)) nudge(busyMs)
  }

  return {
    nudge: () => nudge(),
    begin() {
      timers.push(
        setInterval(() => inBackground(look()), lookEveryMs).unref(),
        setInterval(() => {
          inBackground(tidyIfThere())
          followDirectories()
          quietly(provisioner.tick())
        }, roundMs).unref(),
      )
      followDirectories()
    },
    async close() {
      isClosing = true
      clearTimeout(nudged)
      for (const timer of timers) clearInterval(timer)
      await Promise.allSettled(under)
    },
  }
}
