import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../config/config.ts'
import { type Following, following, type Turn } from '../directory/following.ts'
import type { Followed } from '../directory/run.ts'
import { Halt } from '../errors.ts'
import type { Log } from '../plugin.ts'
import type { Storage } from '../storage/storage.ts'
import type { OpenSource } from './sources.ts'

export interface DirectoriesHost {
  storage: Storage
  config: Config
  now: () => number
  random: (bytes: number) => Buffer
  log: Log
  /** Default: a timer. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>
}

/** The directories that accounts follow, of the sources that are open. */
export function directoriesOf(
  sources: ReadonlyMap<string, OpenSource>,
  { storage, config, now, random, log, wait }: DirectoriesHost,
): Following {
  return following(followedOf(sources), {
    storage,
    config,
    log,
    newId: () => random(16).toString('hex'),
    clock: {
      now,
      wait: wait ?? ((ms, signal) => sleep(ms, undefined, { signal })),
      chance: () => random(4).readUInt32BE() / 2 ** 32,
    },
    turn: turns(),
  })
}

/** Throws {@link Halt} where the file wants more of a source than its type can do. */
export function checkDirectories(sources: ReadonlyMap<string, OpenSource>): void {
  for (const [id, { config, source }] of sources) {
    if (!config.enabled) continue
    const lacks =
      config.sync && !source.directory
        ? 'sync'
        : config.events && !source.directory?.receive
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

function turns(): (name: string) => Promise<Turn | undefined> {
  const held = new Set<string>()
  return async name => {
    if (held.has(name)) return undefined
    held.add(name)
    return { stillOurs: async () => {}, end: async () => void held.delete(name) }
  }
}
