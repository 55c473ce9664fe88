import type { AppConfig } from '../../config/config.ts'
import { plainHost } from './plain.ts'

/** Where the sites of a deployment are reached: by https, but for those beside a `publicUrl` on a laptop's loopback. */
export interface Reach {
  readonly scheme: 'https' | 'http'
  readonly defaultPort: number
}

export const reachOf = (publicUrl: string): Reach =>
  publicUrl.startsWith('https:') ? { scheme: 'https', defaultPort: 443 } : { scheme: 'http', defaultPort: 80 }

export const hostsOf = ({ options }: Pick<AppConfig, 'options'>, { defaultPort }: Reach): string[] =>
  (options.hosts as readonly string[]).flatMap(host => plainHost(host, defaultPort) ?? [])

/** Host names, compared exactly, and the app of each. */
export const sitesOf = (apps: readonly AppConfig[], reach: Reach): ReadonlyMap<string, AppConfig> =>
  new Map(
    apps
      .filter(({ type }) => type === 'forward-auth')
      .flatMap(app => hostsOf(app, reach).map((host): [string, AppConfig] => [host, app])),
  )
