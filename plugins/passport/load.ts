import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Strategy } from 'sso-kit/plugin'

export type StrategyClass = new (options: object, ...verify: unknown[]) => Strategy

interface Wanted {
  module: string
  strategy?: string | undefined
}

/** The strategy of a package that is installed for the configuration file, not for sso-kit. */
export async function loadStrategy({ module, strategy }: Wanted, folder: string): Promise<StrategyClass> {
  const loaded = await load(module, folder)
  const inside = (value: unknown, name: string) => (value as Record<string, unknown> | undefined)?.[name]
  const whole = inside(loaded, 'default')
  const candidates =
    strategy === undefined
      ? [inside(loaded, 'Strategy'), inside(whole, 'Strategy'), whole, inside(whole, 'default')]
      : [inside(loaded, strategy), inside(whole, strategy)]
  const found = candidates.find(candidate => typeof candidate === 'function')
  if (found === undefined)
    throw new Error(
      strategy === undefined
        ? `the package "${module}" exports no strategy under a usual name; name it in "strategy"`
        : `the package "${module}" exports no "${strategy}"`,
    )
  return found as StrategyClass
}

async function load(module: string, folder: string): Promise<unknown> {
  let file: string
  try {
    file = createRequire(join(folder, 'sso.config.yaml')).resolve(module)
  } catch (error) {
    throw new Error(
      `the package "${module}" is not installed; run npm install ${module} in the folder of the configuration file`,
      { cause: error },
    )
  }
  try {
    return await import(/* @vite-ignore */ pathToFileURL(file).href)
  } catch (error) {
    throw new Error(`the package "${module}" cannot be loaded: ${(error as Error).message}`, { cause: error })
  }
}
