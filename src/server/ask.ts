import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { AppConfig, Config, SourceConfig } from '../config/config.ts'
import type { Surroundings } from '../config/secrets.ts'
import type { Following } from '../directory/following.ts'
import { Halt } from '../errors.ts'
import type { Log, Probe } from '../plugin.ts'
import { openStorage } from '../storage/open.ts'
import { readApps } from './apps/apps.ts'
import { checkApp, checkSource } from './check.ts'
import { checkDirectories, directoriesOf } from './directories.ts'
import { createOutbound } from './outbound.ts'
import { outboundSettings } from './plain.ts'
import { importPlugins } from './plugins.ts'
import { type OpenSource, openSources, type ReadySource, readSources, type SourceHost } from './sources.ts'

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
  const settings = await outboundSettings(config, surroundings)
  const storage = await openStorage('sqlite::memory:', surroundings.folder)
  const outbound = createOutbound(settings)
  try {
    for (const each of ready) {
      const open = await opened(each, { storage, outbound, now, log })
      if ('state' in open) {
        tell(each.config, open)
        continue
      }
      for await (const probe of checkSource(each, open, { outbound, now, signal })) tell(each.config, probe)
      await open.source.close?.()
    }
  } finally {
    await outbound.close()
    await storage.close()
  }
}

/** Asks these apps what the server asks of them; no database is opened. Throws `Halt`. */
export async function checkApps(
  config: Config,
  only: readonly string[],
  { surroundings, now }: Pick<AskHost, 'surroundings' | 'now'>,
  tell: (app: AppConfig, probe: Probe) => void,
): Promise<void> {
  const apps = await readApps({ apps: config.apps.filter(({ id }) => only.includes(id)) }, surroundings)
  const outbound = createOutbound(await outboundSettings(config, surroundings))
  try {
    for (const app of apps.values())
      for await (const probe of checkApp(app, { outbound, now })) tell(app.config, probe)
  } finally {
    await outbound.close()
  }
}

/** The source, or why it cannot be opened: the others are asked all the same. */
async function opened(ready: ReadySource, host: SourceHost): Promise<OpenSource | Probe> {
  try {
    const [open] = (await openSources([ready], host)).values()
    if (open) return open
    throw new Error('nothing was opened')
  } catch (error) {
    if (!(error instanceof Halt)) throw error
    return {
      name: { zh: '打开来源', en: 'opening the source' },
      state: 'bad',
      found: error.cause instanceof Error ? error.cause.message : error.message,
      mend: {
        zh: '在配置文件里，它的引用所指之处，或它的文件夹里（缺少的包用 npm install 安装）',
        en: 'in the file, where its references point, or in its folder (npm install, for a package that is missing)',
      },
    }
  }
}

/**
 * Opens the file's directories for one command, beside a server that may run: its database, at `url`, has to be there, but
 * for a dry run. `only` are the ids of the sources whose secrets are needed. Apps are not told of the sessions that end: that
 * takes their secrets, and the server does it. Throws `Halt`.
 */
export async function withDirectories<T>(
  config: Config,
  only: readonly string[],
  { surroundings, log, now, random, wait, url, dryRun }: AskHost & { url: string; dryRun: boolean },
  work: (directories: Following) => Promise<T>,
): Promise<T> {
  const opened: (() => Promise<unknown>)[] = []
  try {
    const plugins = await importPlugins(config, surroundings.folder)
    const wanted = { ...config, sources: config.sources.filter(({ id }) => only.includes(id)) }
    const ready = await readSources(wanted, surroundings, plugins)
    const path = resolve(surroundings.folder, url.replace(/^sqlite:/, ''))
    // before the first start there is nobody: what the first read would do can be asked all the same
    const isFirst = dryRun && url.startsWith('sqlite:') && !existsSync(path)
    const storage = isFirst
      ? await openStorage('sqlite::memory:', surroundings.folder)
      : await openStorage(url, surroundings.folder, { create: false })
    opened.push(() => storage.close())
    const outbound = createOutbound(await outboundSettings(config, surroundings))
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
