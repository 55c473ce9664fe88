import type { Config } from './config.ts'

/** Parts of the file that are checked, and that this version of `serve` does not act on: it does not start with them. */
export function notServed({ apps, storage }: Config) {
  const lists = { apps }
  return [
    ...Object.entries(lists).flatMap(([key, list]) => (list.length > 0 ? [key] : [])),
    ...(typeof storage.url === 'string' && storage.url.startsWith('postgres') ? ['PostgreSQL'] : []),
  ]
}
