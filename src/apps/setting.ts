import type { Config } from '../config/config.ts'

/** What the steps of every app are made from, besides its own keys. */
export interface Setting {
  readonly publicUrl: string
  /** Where proxies ask: `127.0.0.1:8080`, `server.listen` as this machine reaches it. */
  readonly asked: string
  /** Names of the sources that open applications of their workbench without a click. */
  readonly workbenches: readonly string[]
}

export function settingOf({
  publicUrl,
  server,
  sources,
}: Pick<Config, 'publicUrl' | 'server' | 'sources'>): Setting {
  const { host, port } = server.listen
  const local = everyAddress.has(host) ? '127.0.0.1' : host
  return {
    publicUrl,
    asked: `${local.includes(':') ? `[${local}]` : local}:${port}`,
    workbenches: sources.filter(({ enabled, inApp }) => enabled && inApp === true).map(({ name }) => name),
  }
}

const everyAddress: ReadonlySet<string> = new Set(['0.0.0.0', '::'])
