import type { Config } from './config.ts'
import { listed } from './words.ts'

/** A part of the file that is checked, and that this version of `serve` does not act on: it does not start with it. */
export interface NotServed {
  readonly part: string
  /** What to do about it. */
  readonly help: string
}

export function notServed({ apps }: Config): NotServed[] {
  return apps.length > 0 ? [{ part: 'apps', help: 'take "apps" out' }] : []
}

/** `this version does not serve apps and sync yet` */
export const notServedInWords = (parts: readonly string[]): string =>
  `this version does not serve ${listed(parts)} yet`

/** The file without those parts, for the sandbox: it tells what it leaves out. The store is its own in any case. */
export function served(config: Config): Config {
  return { ...config, apps: [] }
}
