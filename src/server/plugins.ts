import { join } from 'node:path'
import type { Config, SourceConfig } from '../config/config.ts'
import { differences, manifestOf } from '../config/plugins/manifest-of.ts'
import { type AddedType, readPlugins } from '../config/plugins/read.ts'
import { disk } from '../config/plugins/reader.ts'
import { Halt } from '../errors.ts'
import type { Finding, Log } from '../plugin.ts'
import { type AnyPlugin, importPlugin, type OtherPlugins } from '../plugins.ts'

/**
 * The code of the plugins that a file names and its sources use: only what runs or asks a vendor comes here. `folder` is
 * the configuration file's. Throws {@link Halt} where a plugin is not what its manifest says.
 */
export async function importPlugins({ plugins, sources }: Config, folder: string): Promise<OtherPlugins> {
  const { types, findings } = await readPlugins(plugins, { folder, reader: disk })
  if (findings.length > 0) throw new Halt(findings.map(({ message }) => message).join('\n'))
  const used = [...types.values()].filter(({ type }) => sources.some(source => source.type === type))
  return new Map(await Promise.all(used.map(async one => [one.type, await importOne(one)] as const)))
}

async function importOne({ entry, folder, manifest }: AddedType): Promise<AnyPlugin> {
  try {
    const plugin = await importPlugin(join(folder, manifest.module))
    const differing = differences(manifestOf(plugin, manifest.module), manifest)
    if (differing.length === 0) return plugin
    throw new Error(
      `its code and its manifest differ in ${differing.join(', ')}; sso-kit plugin manifest writes it anew`,
    )
  } catch (error) {
    throw new Halt(`plugin "${entry}": ${(error as Error).message}`, undefined, error)
  }
}

/**
 * The rules of such plugins, which validate does not run. Throws {@link Halt} for errors; warnings go to the log.
 * Options have their references in them, and no secret.
 */
export function followRules({ sources }: Config, others: OtherPlugins, log: Log): void {
  const found = sources.flatMap(source =>
    (others.get(source.type)?.rules ?? []).flatMap(rule => ask(rule, source)),
  )
  const errors = found.filter(({ severity }) => severity !== 'warning')
  for (const { severity, ...finding } of found) if (severity === 'warning') log.warn(finding, 'plugin_rule')
  if (errors.length > 0)
    throw new Halt(
      errors.map(({ source, message, rule }) => `source "${source}": ${message} (${rule})`).join('\n'),
      [...new Set(errors.map(({ help }) => help))].join('\n'),
    )
}

type Rule = NonNullable<AnyPlugin['rules']>[number]

function ask(rule: Rule, { id, options, allow, callbackUrl, autoRegister, sync }: SourceConfig) {
  const common = {
    ...(allow && { allow }),
    callbackUrl,
    registers: autoRegister.enabled,
    follows: sync !== undefined,
  }
  try {
    return rule({ ...options, ...common }).map((finding: Finding) => ({ source: id, ...finding }))
  } catch (error) {
    throw new Halt(
      `source "${id}": a rule of its plugin could not run (${(error as Error).message})`,
      'this is a fault of the plugin, not of the file: report it to its author',
      error,
    )
  }
}
