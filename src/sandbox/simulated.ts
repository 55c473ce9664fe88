import type { SourceConfig } from '../config/config.ts'
import type { ValueSchema } from '../options.ts'
import type { AnyPlugin } from '../plugins.ts'
import { resolveOptions } from '../server/sources.ts'
import type { World } from './world.ts'

type Schema = Readonly<Record<string, ValueSchema>>
type Options = Readonly<Record<string, unknown>>

export interface Simulated {
  config: SourceConfig
  handle(request: Request): Promise<Response>
}

/**
 * A source whose vendor lives at `address`: every `x-endpoint` option leads there, every secret is made up. Undefined
 * where the type has no vendor.
 */
export async function simulate(
  config: SourceConfig,
  plugin: AnyPlugin,
  address: string,
  world: World,
): Promise<Simulated | undefined> {
  if (!plugin.simulate) return undefined
  const options = madeUp(config.options, plugin.options.properties, address, () =>
    world.random(24).toString('base64url'),
  )
  const resolved = resolveOptions(options, plugin.options.properties, {
    env: {},
    folder: '.',
    allowExec: false,
  })
  const allow = config.allow && { allow: config.allow }
  return { config: { ...config, options }, handle: await plugin.simulate({ ...resolved, ...allow }, world) }
}

function madeUp(options: Options, schema: Schema, address: string, invent: () => string): Options {
  const replaced = Object.entries(schema).flatMap(([key, described]): [string, unknown][] => {
    const value = options[key]
    if ('x-endpoint' in described) return [[key, `${address}/${key}`]]
    if ('properties' in described)
      return [[key, madeUp((value ?? {}) as Options, described.properties, address, invent)]]
    if (value === undefined) return []
    return [[key, typeof value === 'object' && !Array.isArray(value) ? { literal: invent() } : value]]
  })
  return Object.fromEntries(replaced)
}
