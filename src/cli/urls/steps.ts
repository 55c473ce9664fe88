import type { Config, SourceConfig } from '../../config/config.ts'
import { legible } from '../../config/shown.ts'
import type { ConsoleStep, ConsoleUrls, RedirectMatch } from '../../plugin.ts'
import { type DeclaredPlugin, loadPlugin, redirectMatchOf } from '../../plugins.ts'
import type { Io } from '../io.ts'
import { manifestsFor } from '../manifests.ts'

/** The plugins that a file adds, by type. */
export type Declared = ReadonlyMap<string, DeclaredPlugin>

/** Of the plugins that the file names only what their manifests say. */
export async function declaredBy({ plugins }: Config, io: Io, file: string | undefined): Promise<Declared> {
  const types = plugins.length > 0 ? [...(await manifestsFor(io, file)).values()] : []
  return new Map(types.map(({ type, plugin }) => [type, plugin]))
}

/** What the type of a source says about its vendor's console; undefined where it says nothing. */
export async function vendorSteps(
  source: SourceConfig,
  config: Config,
  others: Declared,
): Promise<readonly ConsoleStep[] | undefined> {
  const { type, allow, sync, events } = source
  const plugin = await loadPlugin(type, others)
  const given = {
    ...legibleOptions(source),
    ...(allow && { allow }),
    ...(events && { events: legible(events) }),
    follows: sync !== undefined,
  }
  return plugin?.console?.(given, addressesOf(source, config))
}

export async function matchOf(source: SourceConfig, others: Declared): Promise<RedirectMatch> {
  return redirectMatchOf((await loadPlugin(source.type, others)) ?? {}, legibleOptions(source))
}

const legibleOptions = ({ options }: SourceConfig) => legible(options) as Record<string, unknown>

/** Whether the vendor is told where to send people back to. To a source of passwords nobody comes back. */
export async function hasCallback(source: SourceConfig, config: Config, others: Declared): Promise<boolean> {
  const steps = await vendorSteps(source, config, others)
  return steps === undefined || steps.some(({ value }) => value?.includes(source.callbackUrl))
}

function addressesOf({ id, callbackUrl, inApp, events }: SourceConfig, config: Config): ConsoleUrls {
  const { publicUrl: home, outbound } = config
  return {
    callback: callbackUrl,
    home,
    ...(inApp && { inApp: `${home}/auth/${id}/in-app` }),
    ...(events && { events: `${home}/events/${id}` }),
    egressIps: outbound.egressIps,
  }
}
