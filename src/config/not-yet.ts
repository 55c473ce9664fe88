import type { Config } from './config.ts'

/** Parts of the file that are checked, and that this version of `serve` does not act on: it does not start with them. */
export function notServed({ apps, storage, sources }: Config) {
  const lists = { apps }
  const ofSources = (['sync', 'events'] as const).filter(key => sources.some(source => source[key]))
  return [
    ...Object.entries(lists).flatMap(([key, list]) => (list.length > 0 ? [key] : [])),
    ...ofSources,
    ...(typeof storage.url === 'string' && storage.url.startsWith('postgres') ? ['PostgreSQL'] : []),
  ]
}

/** The file without those parts, for the sandbox: it tells what it leaves out. The store is its own in any case. */
export function served(config: Config): Config {
  const sources = config.sources.map(({ sync: _sync, events: _events, ...source }) => source)
  return { ...config, apps: [], sources }
}
