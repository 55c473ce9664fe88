import { pathToFileURL } from 'node:url'
import { plugins as found } from './generated/plugins.js'
import { importModule } from './import-module.ts'
import type {
  ConsoleStep,
  ConsoleUrls,
  Finding,
  Form,
  Host,
  Plugin,
  RedirectMatch,
  Simulator,
  Source,
} from './plugin.ts'
import type { World } from './sandbox/world.ts'

type Unknown = Readonly<Record<string, unknown>>

/** A plugin whose options only its schema knows: that schema has checked them before any of this is called. */
export interface AnyPlugin
  extends Pick<
    Plugin,
    | 'apiVersion'
    | 'type'
    | 'summary'
    | 'options'
    | 'allow'
    | 'subjectForm'
    | 'signIn'
    | 'starter'
    | 'directory'
    | 'events'
    | 'inApp'
    | 'ruleDocs'
  > {
  readonly groupForm?: Form | ((options: Unknown) => Form)
  readonly groups?: true | ((options: Unknown) => boolean)
  readonly public?: (options: Unknown) => boolean
  readonly manyIssuers?: (options: Unknown) => boolean
  readonly redirectMatch?: RedirectMatch | ((options: Unknown) => RedirectMatch)
  readonly rules?: readonly ((options: Unknown) => Finding[])[]
  console?(options: Unknown, urls: ConsoleUrls): readonly ConsoleStep[]
  open(options: Unknown, host: Host): Source | Promise<Source>
  simulate?(options: Unknown, world: World): Promise<Simulator>
}

/** What can be known of a plugin without running its code, where that is somebody else's. */
export type DeclaredPlugin = Omit<AnyPlugin, 'open' | 'simulate'>

/** What the vendor of a source compares of a redirect URI. */
export function redirectMatchOf(
  { redirectMatch = 'exact' }: Pick<AnyPlugin, 'redirectMatch'>,
  options: Unknown,
): RedirectMatch {
  return typeof redirectMatch === 'function' ? redirectMatch(options) : redirectMatch
}

/** The plugins that one file adds, by type. */
export type OtherPlugins = ReadonlyMap<string, AnyPlugin>

/** The source types there are: the names of the folders in `plugins/`. */
export const pluginTypes: readonly string[] = Object.keys(found).sort()

/**
 * The plugin of a type, or undefined where there is no such folder and none of the `others` has it. Its vendor libraries
 * stay unloaded.
 */
export async function loadPlugin(type: string): Promise<AnyPlugin | undefined>
export async function loadPlugin<T extends DeclaredPlugin>(
  type: string,
  others: ReadonlyMap<string, T>,
): Promise<AnyPlugin | T | undefined>
export async function loadPlugin(
  type: string,
  others: ReadonlyMap<string, DeclaredPlugin> = new Map(),
): Promise<DeclaredPlugin | undefined> {
  if (!Object.hasOwn(found, type)) return others.get(type)
  return (await found[type]?.())?.default
}

/** Runs a module that is not ours and takes its default export. Throws where that is no plugin. */
export async function importPlugin(file: string): Promise<AnyPlugin> {
  const { default: plugin } = (await importModule(pathToFileURL(file).href)) as { default?: unknown }
  if (typeof plugin !== 'object' || plugin === null || !('open' in plugin) || !('options' in plugin))
    throw new Error(`the default export of ${file} is not made by definePlugin({ … })`)
  return plugin as AnyPlugin
}
