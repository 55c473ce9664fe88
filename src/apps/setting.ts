import type { AppConfig, Config } from '../config/config.ts'

/** What the steps of every app are made from, besides its own keys. */
export interface Setting {
  readonly publicUrl: string
  /** Where proxies ask: `127.0.0.1:8080`, `server.listen` as this machine reaches it. */
  readonly asked: string
  /** Names of the sources that open applications of their workbench without a click, for people who may enter the app. */
  readonly workbenches: readonly string[]
  /** The folders, and the sums of permissions, that people of these sources get with a new account: each once. */
  readonly baseDirs: readonly string[]
  readonly permissions: readonly number[]
}

export function settingOf(
  { publicUrl, server, sources }: Pick<Config, 'publicUrl' | 'server' | 'sources'>,
  { allow }: Pick<AppConfig, 'allow'>,
): Setting {
  const { host, port } = server.listen
  const local = everyAddress.has(host) ? '127.0.0.1' : host
  const among = allow === 'everyone' ? undefined : allow.sources
  const admitted = sources.filter(({ id, enabled }) => enabled && (among?.includes(id) ?? true))
  const registering = admitted.filter(({ autoRegister }) => autoRegister.enabled)
  const defaults = (registering.length > 0 ? registering : admitted).map(({ autoRegister }) => autoRegister)
  return {
    publicUrl,
    asked: `${local.includes(':') ? `[${local}]` : local}:${port}`,
    workbenches: admitted.filter(({ inApp }) => inApp === true).map(({ name }) => name),
    baseDirs: [...new Set(defaults.map(({ baseDir }) => baseDir))],
    permissions: [...new Set(defaults.map(({ permission }) => permission))],
  }
}

const everyAddress: ReadonlySet<string> = new Set(['0.0.0.0', '::'])
