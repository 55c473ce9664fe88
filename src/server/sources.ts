import { checkPassword } from '../accounts/local.ts'
import type { Config, Reference, SourceConfig } from '../config/config.ts'
import {
  describe,
  isReference,
  read,
  replaceReferences,
  type Surroundings,
  secret,
} from '../config/secrets.ts'
import { Halt, SsoError } from '../errors.ts'
import type { Secret, ValueSchema } from '../options.ts'
import type { Common, Host, Log, Pace, Source } from '../plugin.ts'
import { type AnyPlugin, loadPlugin, type OtherPlugins } from '../plugins.ts'
import type { Storage } from '../storage/storage.ts'
import type { Outbound } from './outbound.ts'

/** A source of the file with its code opened. A closed one (`enabled: false`) stays without. */
export interface OpenSource {
  config: SourceConfig
  source: Source
  /** How fast its directory may be asked. */
  pace?: Pace | undefined
  /** What it was opened with: the connectivity test asks the addresses in it. */
  ready: Pick<ReadySource, 'plugin' | 'options'>
  /** Values that must not come back in an error text of the vendor. */
  secrets: readonly string[]
}

export interface SourceHost {
  storage: Storage
  outbound: Outbound
  now: () => number
  log: Log
}

/** A source whose references have been read, ready to open. */
export interface ReadySource {
  config: SourceConfig
  plugin: AnyPlugin
  options: Record<string, unknown>
  /** What pushed changes are signed with, opened. */
  events?: Common['events']
  /** Of the configuration file. */
  folder: string
}

/**
 * Reads the references of every enabled source; throws {@link Halt} that names all that lead nowhere. `others` are the
 * plugins that the file itself names.
 */
export async function readSources(
  config: Config,
  surroundings: Surroundings,
  others: OtherPlugins = new Map(),
): Promise<ReadySource[]> {
  const faults: string[] = []
  const ready: ReadySource[] = []
  for (const each of config.sources) {
    const plugin = await loadPlugin(each.type, others)
    const attempt = <T>(part: () => T): T | undefined => {
      try {
        return part()
      } catch (error) {
        faults.push(`source "${each.id}": ${(error as Error).message}`)
        return undefined
      }
    }
    if (!plugin) {
      faults.push(`source "${each.id}": there is no source type "${each.type}"`)
      continue
    }
    const { folder } = surroundings
    const options = each.enabled
      ? attempt(() => resolveOptions(each.options, plugin.options.properties, surroundings))
      : {}
    const events = each.enabled ? attempt(() => eventsOf(each, plugin, surroundings)) : undefined
    if (options) ready.push({ config: each, plugin, options, folder, ...(events && { events }) })
  }
  if (faults.length > 0) throw new Halt(faults.join('\n'))
  return ready
}

function eventsOf(
  { events }: SourceConfig,
  plugin: AnyPlugin,
  surroundings: Surroundings,
): Common['events'] | undefined {
  if (events === undefined || events === false) return undefined
  if (events === true) return true
  return resolveOptions(events, plugin.events?.properties ?? {}, surroundings) as Common['events']
}

export async function openSources(
  ready: readonly ReadySource[],
  host: SourceHost,
): Promise<ReadonlyMap<string, OpenSource>> {
  const opened = new Map<string, OpenSource>()
  for (const each of ready) {
    const { config } = each
    const source = config.enabled ? await open(each, host) : {}
    const secrets = secretsIn([each.options, each.events])
    opened.set(config.id, { config, source, ready: each, secrets, pace: each.plugin.directory?.pace })
  }
  return opened
}

async function open(
  { config, plugin, options, events, folder }: ReadySource,
  shared: SourceHost,
): Promise<Source> {
  const named = (error: unknown): never => {
    throw error instanceof SsoError ? error.completed({ source: config.id }) : error
  }
  const host: Host = {
    source: config.id,
    folder,
    now: shared.now,
    log: shared.log,
    fetch: (url, init) => shared.outbound.fetch(url, init).catch(named),
    connect: line => shared.outbound.connect(line).catch(named),
    socket: (url, signal) => shared.outbound.socket(url, signal).catch(named),
    passwords: {
      check: (username, password) => checkPassword(shared.storage, config.id, username, password),
    },
  }
  try {
    return await plugin.open(
      {
        ...options,
        ...(config.allow && { allow: config.allow }),
        ...(events && { events }),
        ...(config.sync && { follows: true }),
        callbackUrl: config.callbackUrl,
      },
      host,
    )
  } catch (error) {
    throw new Halt(`source "${config.id}" cannot be opened: ${(error as Error).message}`, undefined, error)
  }
}

function secretsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  if ('reveal' in value) return [(value as Secret).reveal()]
  return Object.values(value).flatMap(secretsIn)
}

/** References become secrets where the schema says `x-secret` or `x-free`, and plain text elsewhere. Throws with all that lead nowhere. */
export function resolveOptions(
  options: Readonly<Record<string, unknown>>,
  schema: Readonly<Record<string, ValueSchema>>,
  surroundings: Surroundings,
): Record<string, unknown> {
  const faults: string[] = []
  const resolved = resolve(options, schema, reference => {
    try {
      return read(reference, surroundings)
    } catch (error) {
      faults.push((error as Error).message)
      return ''
    }
  })
  if (faults.length > 0) throw new Error([...new Set(faults)].join(', '))
  return resolved
}

function resolve(
  options: Readonly<Record<string, unknown>>,
  schema: Readonly<Record<string, ValueSchema>>,
  plain: (reference: Reference) => string,
): Record<string, unknown> {
  const opened = (reference: Reference) => secret(plain(reference), describe(reference))
  const resolved = Object.entries(options).map(([key, value]) => {
    const described = schema[key]
    if (described && 'x-free' in described) return [key, replaceReferences(value as object, opened)]
    if (isReference(value)) return [key, described && 'x-secret' in described ? opened(value) : plain(value)]
    if (described && 'properties' in described) {
      return [key, resolve(value as Record<string, unknown>, described.properties, plain)]
    }
    return [key, value]
  })
  return Object.fromEntries(resolved)
}
