import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../config/config.ts'
import { type Following, type FollowingHost, following, type Turn } from '../directory/following.ts'
import type { Held } from '../directory/holding.ts'
import type { Clock } from '../directory/pace.ts'
import type { Followed } from '../directory/run.ts'
import { Halt } from '../errors.ts'
import type { Log } from '../plugin.ts'
import type { Storage } from '../storage/storage.ts'
import type { Take } from './pushed.ts'
import type { OpenSource } from './sources.ts'

export interface DirectoriesHost {
  storage: Storage
  config: Config
  now: () => number
  random: (bytes: number) => Buffer
  log: Log
  /** Default: nobody is told. */
  ended?: FollowingHost['ended']
  /** Default: a timer. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>
}

/** The directories that accounts follow, of the sources that are open. */
export function directoriesOf(
  sources: ReadonlyMap<string, OpenSource>,
  { storage, config, now, random, log, ended = () => {}, wait }: DirectoriesHost,
): Following {
  return following(followedOf(sources), {
    storage,
    config,
    log,
    ended,
    newId: () => random(16).toString('hex'),
    clock: clockOf({ now, random, wait }),
    turn: turns(storage, random(16).toString('hex')),
  })
}

export const clockOf = ({ now, random, wait }: Pick<DirectoriesHost, 'now' | 'random' | 'wait'>): Clock => ({
  now,
  wait: wait ?? ((ms, signal) => sleep(ms, undefined, { signal })),
  chance: () => random(4).readUInt32BE() / 2 ** 32,
})

/** Throws {@link Halt} where the file wants more of a source than its type can do. */
export function checkDirectories(sources: ReadonlyMap<string, OpenSource>): void {
  for (const [id, { config, source }] of sources) {
    if (!config.enabled) continue
    const lacks =
      config.sync && !source.directory
        ? 'sync'
        : config.events && !source.directory?.receive && !source.directory?.hold
          ? 'events'
          : undefined
    if (lacks)
      throw new Halt(
        `this version does not serve "${lacks}" of the type "${config.type}" yet: source "${id}"`,
        'to start, leave it out of the file',
      )
  }
}

export function followedOf(sources: ReadonlyMap<string, OpenSource>): Map<string, Followed> {
  const followed = new Map<string, Followed>()
  for (const [id, { config, source, pace }] of sources)
    if (config.enabled && config.sync && source.directory)
      followed.set(id, { config: { ...config, sync: config.sync }, directory: source.directory, pace })
  return followed
}

/** Those whose directory pushes over a connection that is held. */
export function heldOf(sources: ReadonlyMap<string, OpenSource>, take: Take): Held[] {
  return [...sources.values()].flatMap(open => {
    const { config, source } = open
    const hold = source.directory?.hold
    if (!config.enabled || !config.events || !hold) return []
    return [{ id: config.id, hold, take: event => take(open, event) }]
  })
}

/** One turn at a time among all that share the database, this process included. */
export function turns(storage: Storage, holder: string): (name: string) => Promise<Turn | undefined> {
  return async name => {
    const lease = await storage.leases.acquire(name, holder, leaseMs)
    if (!lease) return undefined
    // one that cannot be renewed is over by itself: the next write is refused
    const renewal = setInterval(() => void storage.leases.renew(lease, leaseMs).catch(() => {}), leaseMs / 3)
    renewal.unref()
    return {
      async stillOurs(store) {
        if (!(await store.leases.holds(lease))) throw new Error('another server has taken over')
      },
      async end() {
        clearInterval(renewal)
        await storage.leases.release(lease)
      },
    }
  }
}

/** How long a server that was killed keeps others from going on. */
const leaseMs = 60_000

/** Whether accounts follow this source's directory, by reading it or by what it pushes. */
export function isFollowedBy({ config }: { config: Config }, id: string): boolean {
  const source = config.sources.find(each => each.id === id)
  return source?.enabled === true && (source.sync !== undefined || Boolean(source.events))
}
