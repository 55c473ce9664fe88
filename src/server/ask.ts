import type { Config, SourceConfig } from '../config/config.ts'
import type { Surroundings } from '../config/secrets.ts'
import type { Following } from '../directory/following.ts'
import type { Log, Probe } from '../plugin.ts'
import { openStorage } from '../storage/open.ts'
import { checkSource } from './check.ts'
import { checkDirectories, directoriesOf } from './directories.ts'
import { outboundOf, plain } from './plain.ts'
import { importPlugins } from './plugins.ts'
import { openSources, readSources } from './sources.ts'

interface AskHost {
  surroundings: Surroundings
  log: Log
  now: () => number
  random: (bytes: number) => Buffer
  /** Default: a timer. */
  wait?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined
}

/** Asks the vendors of these sources; no database is opened. Throws `Halt`. */
export async function checkSources(
  config: Config,
  only: readonly string[],
  { surroundings, log, now }: AskHost,
  tell: (source: SourceConfig, probe: Probe) => void,
  signal: AbortSignal,
): Promise<void> {
  const plugins = await importPlugins(config, surroundings.folder)
  const wanted = { ...config, sources: config.sources.filter(({ id }) => only.includes(id)) }
  const ready = await readSources(wanted, surroundings, plugins)
  const storage = await openStorage('sqlite::memory:', surroundings.folder)
  const outbound = outboundOf(config, surroundings)
  try {
    const sources = await openSources(ready, { storage, outbound, now, log })
    for (const each of ready) {
      const open = sources.get(each.config.id)
      if (!open) continue
      for await (const probe of checkSource(each, open, { outbound, now, signal })) tell(each.config, probe)
      await open.source.close?.()
    }
  } finally {
    await outbound.close()
    await storage.close()
  }
}

/**
 * Opens the file's directories for one command, beside a server that may run: its database has to be there. `only` are
 * the ids of the sources whose secrets are needed. Throws `Halt`.
 */
export async function withDirectories<T>(
  config: Config,
  only: readonly string[],
  { surroundings, log, now, random, wait }: AskHost,
  work: (directories: Following) => Promise<T>,
): Promise<T> {
  const opened: (() => Promise<unknown>)[] = []
  try {
    const plugins = await importPlugins(config, surroundings.folder)
    const wanted = { ...config, sources: config.sources.filter(({ id }) => only.includes(id)) }
    const ready = await readSources(wanted, surroundings, plugins)
    const url = plain('storage.url', config.storage.url, surroundings)
    const storage = await openStorage(url, surroundings.folder, { create: false })
    opened.push(() => storage.close())
    const outbound = outboundOf(config, surroundings)
    opened.push(() => outbound.close())
    const sources = await openSources(ready, { storage, outbound, now, log })
    opened.push(() => Promise.all([...sources.values()].map(({ source }) => source.close?.())))
    checkDirectories(sources)
    const directories = directoriesOf(sources, { storage, config, now, random, log, ...(wait && { wait }) })
    opened.push(() => directories.close())
    return await work(directories)
  } finally {
    for (const close of opened.reverse()) await close()
  }
}
