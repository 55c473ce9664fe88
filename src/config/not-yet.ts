import type { Config } from './config.ts'
import { listed } from './words.ts'

/** A part of the file that is checked, and that this version of `serve` does not act on: it does not start with it. */
export interface NotServed {
  readonly part: string
  /** What to do about it. */
  readonly help: string
}

/** App types that are served. */
const servedTypes = new Set(['alibaba-cloud', 'alist', 'forward-auth', 'link', 'oidc', 'saml'])

const isServed = ({ type }: Config['apps'][number]): boolean => servedTypes.has(type)

export function notServed({ apps }: Config): NotServed[] {
  const types = [...new Set(apps.filter(app => !isServed(app)).map(({ type }) => type))]
  return types.map(type => ({ part: `apps of type ${type}`, help: `take the apps of type ${type} out` }))
}

/** `this version does not serve apps and sync yet` */
export const notServedInWords = (parts: readonly string[]): string =>
  `this version does not serve ${listed(parts)} yet`

/** The file without those parts, for the sandbox: it tells what it leaves out. The store is its own in any case. */
export function served(config: Config): Config {
  return { ...config, apps: config.apps.filter(isServed) }
}
