import type { Config } from '../config/config.ts'
import type { Schema } from '../config/schema/schema.ts'
import { discreetOptions } from '../config/shown.ts'
import { loadPlugin } from '../plugins.ts'
import type { Declared } from './urls/steps.ts'

/** The configuration without the secrets that are written out among options which only their own manual knows. */
export async function withDiscreetSources(config: Config, others: Declared): Promise<Config> {
  const sources = await Promise.all(
    config.sources.map(async source => {
      const plugin = await loadPlugin(source.type, others)
      const { properties } = (plugin?.options ?? {}) as Schema
      return { ...source, options: discreetOptions(source.options, properties) }
    }),
  )
  return { ...config, sources }
}
