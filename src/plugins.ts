import { plugins as found } from './generated/plugins.js'
import type { ConsoleStep, ConsoleUrls, Finding, Host, Plugin, Simulator, Source } from './plugin.ts'
import type { World } from './sandbox/world.ts'

type Unknown = Readonly<Record<string, unknown>>

/** A plugin whose options only its schema knows: that schema has checked them before any of this is called. */
export interface AnyPlugin extends Pick<Plugin, 'summary' | 'options' | 'allow' | 'starter' | 'directory' | 'events' | 'inApp'> {
  readonly public?: (options: Unknown) => boolean
  readonly rules?: readonly ((options: Unknown) => Finding[])[]
  console?(options: Unknown, urls: ConsoleUrls): readonly ConsoleStep[]
  open(options: Unknown, host: Host): Source | Promise<Source>
  simulate?(options: Unknown, world: World): Promise<Simulator>
}

/** The source types there are: the names of the folders in `plugins/`. */
export const pluginTypes: readonly string[] = Object.keys(found).sort()

/** The plugin of a type, or undefined where there is no such folder. Its vendor libraries stay unloaded. */
export async function loadPlugin(type: string): Promise<AnyPlugin | undefined> {
  if (!Object.hasOwn(found, type)) return undefined
  return (await found[type]?.())?.default
}
