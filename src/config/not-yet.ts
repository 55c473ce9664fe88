import type { Config } from './config.ts'
import { list, listed } from './words.ts'

/** A part of the file that is checked, and that this version of `serve` does not act on: it does not start with it. */
export interface NotServed {
  readonly part: string
  /** What to do about it. */
  readonly help: string
}

export function notServed({ apps, storage, sources }: Config): NotServed[] {
  const having = (key: 'sync' | 'events') => sources.filter(source => source[key]).map(({ id }) => id)
  const [synced, listening] = [having('sync'), having('events')]
  return [
    ...(apps.length > 0 ? [{ part: 'apps', help: 'take "apps" out' }] : []),
    ...(synced.length > 0 ? [{ part: 'sync', help: `take "sync" out of ${list(synced)}` }] : []),
    ...(listening.length > 0 ? [{ part: 'events', help: `take "events" out of ${list(listening)}` }] : []),
    ...(typeof storage.url === 'string' && storage.url.startsWith('postgres')
      ? [{ part: 'PostgreSQL', help: 'write storage: { url: "sqlite:./data/sso.db" }' }]
      : []),
  ]
}

/** `this version does not serve apps and sync yet` */
export const notServedInWords = (parts: readonly string[]): string =>
  `this version does not serve ${listed(parts)} yet`
