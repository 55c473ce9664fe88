import type { AppConfig, Config } from '../../config/config.ts'
import type { Surroundings } from '../../config/secrets.ts'
import { loadTypes } from '../../config/types.ts'
import { Halt } from '../../errors.ts'
import type { ValueSchema } from '../../options.ts'
import { resolveOptions } from '../sources.ts'

/** An app of the file with its references read; a closed one keeps none. */
export interface OpenApp {
  config: AppConfig
  options: Readonly<Record<string, unknown>>
}

export type OpenApps = ReadonlyMap<string, OpenApp>

/** Throws {@link Halt} that names all references that lead nowhere. */
export async function readApps(
  { apps }: Pick<Config, 'apps'>,
  surroundings: Surroundings,
): Promise<OpenApps> {
  const types = (await loadTypes({ apps })).apps
  const faults: string[] = []
  const opened = new Map<string, OpenApp>()
  for (const config of apps) {
    const { properties = {} } = types.get(config.type)?.schema ?? {}
    try {
      const options = config.enabled
        ? resolveOptions(config.options, properties as Record<string, ValueSchema>, surroundings)
        : {}
      opened.set(config.id, { config, options })
    } catch (error) {
      faults.push(`app "${config.id}": ${(error as Error).message}`)
    }
  }
  if (faults.length > 0) throw new Halt(faults.join('\n'))
  return opened
}
