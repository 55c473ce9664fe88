import type { Config } from './config.ts'

/** Parts of the file that are checked, and that this version of `serve` does not act on: it does not start with them. */
export function notServed({ apps, sources }: Config) {
  const lists = { apps }
  const ofSources = (['sync', 'events'] as const).filter(key => sources.some(source => source[key]))
  return [...Object.entries(lists).flatMap(([key, list]) => (list.length > 0 ? [key] : [])), ...ofSources]
}
