import { checkPassword } from '../accounts/local.ts'
import type { Config, SourceConfig } from '../config/config.ts'
import { describe, isReference, read, type Surroundings, secret } from '../config/secrets.ts'
import { Halt, SsoError } from '../errors.ts'
import type { ValueSchema } from '../options.ts'
import type { Host, Log, Source } from '../plugin.ts'
import { loadPlugin } from '../plugins.ts'
import type { Storage } from '../storage/storage.ts'
import type { Outbound } from './outbound.ts'

/** A source of the file with its code opened. A closed one (`enabled: false`) stays without. */
export interface OpenSource {
  config: SourceConfig
  source: Source
}

export interface SourceHost {
  storage: Storage
  outbound: Outbound
  now: () => number
  log: Log
}

/** Opens every enabled source; throws {@link Halt} that names all that cannot be opened. */
export async function openSources(
  config: Config,
  surroundings: Surroundings,
  host: SourceHost,
): Promise<ReadonlyMap<string, OpenSource>> {
  const opened = new Map<string, OpenSource>()
  const faults: string[] = []
  for (const each of config.sources) {
    try {
      opened.set(each.id, { config: each, source: each.enabled ? await open(each, surroundings, host) : {} })
    } catch (error) {
      faults.push(`source "${each.id}": ${(error as Error).message}`)
    }
  }
  if (faults.length > 0) throw new Halt(faults.join('\n'), 'nothing was started')
  return opened
}

async function open(config: SourceConfig, surroundings: Surroundings, shared: SourceHost): Promise<Source> {
  const plugin = await loadPlugin(config.type)
  if (!plugin) throw new Error(`there is no source type "${config.type}"`)
  const options = resolveOptions(config.options, plugin.options.properties, surroundings)
  const host: Host = {
    source: config.id,
    now: shared.now,
    log: shared.log,
    fetch: (url, init) =>
      shared.outbound.fetch(url, init).catch(error => {
        if (error instanceof SsoError)
          throw new SsoError(error.code, { source: config.id, cause: error.cause })
        throw error
      }),
    passwords: {
      check: (username, password) => checkPassword(shared.storage, config.id, username, password),
    },
  }
  return plugin.open({ ...options, ...(config.allow && { allow: config.allow }) }, host)
}

/** References become secrets where the schema says `x-secret`, and plain text elsewhere. */
export function resolveOptions(
  options: Readonly<Record<string, unknown>>,
  schema: Readonly<Record<string, ValueSchema>>,
  surroundings: Surroundings,
): Record<string, unknown> {
  const resolved = Object.entries(options).map(([key, value]) => {
    const described = schema[key]
    if (isReference(value)) {
      const text = read(value, surroundings)
      return [key, described && 'x-secret' in described ? secret(text, describe(value)) : text]
    }
    if (described && 'properties' in described) {
      return [key, resolveOptions(value as Record<string, unknown>, described.properties, surroundings)]
    }
    return [key, value]
  })
  return Object.fromEntries(resolved)
}
