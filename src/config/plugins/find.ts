import { dirname, join, resolve } from 'node:path'
import { quote } from '../words.ts'
import type { Fault } from './fault.ts'
import { manifestFile, mostBytes } from './manifest.ts'
import type { PluginReader } from './reader.ts'

/** Where plugins are looked for. */
export interface Surroundings {
  /** Of the configuration file. */
  readonly folder: string
  /** Absent: nothing is looked for. */
  readonly reader?: PluginReader | undefined
}

export interface Found {
  /** Absolute. */
  readonly folder: string
  readonly manifest: Uint8Array
}

/** The bytes of a manifest: in a folder, or in an installed package as Node finds those from the file's folder. */
export async function findManifest(
  entry: string,
  { folder, reader }: Surroundings,
): Promise<Found | { fault: Fault }> {
  const shown = quote(entry)
  if (reader === undefined)
    return missing(`plugin ${shown} was not looked for`, 'compile() has to be given a way to read plugins')
  const isPath = /^\.{1,2}\//.test(entry)
  const places = isPath ? [resolve(folder, entry)] : packagePlaces(entry, resolve(folder))
  const found = await firstFolder(places, reader)
  if (found === undefined)
    return isPath
      ? missing(`there is no folder ${shown}`, 'a path of a plugin begins at the folder of this file')
      : missing(
          `the package ${shown} is not installed`,
          `npm install ${entry}; a folder is written ./${entry}`,
        )
  const path = join(found, manifestFile)
  if (!reader.mayRead(found, resolve(folder)) || !reader.mayRead(path, resolve(folder)))
    return {
      fault: {
        rule: 'plugin/unreadable',
        message: `plugin ${shown} is outside of the repository, or of the folder of this file`,
        help: 'put it inside, or install it as a package',
      },
    }
  try {
    const manifest = await reader.read(path, mostBytes + 1)
    if (manifest !== undefined) return { folder: found, manifest }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return {
      fault: {
        rule: 'plugin/unreadable',
        message: `the manifest of plugin ${shown} cannot be read (${code ?? message})`,
        help: `check ${manifestFile} in its folder, and its permissions`,
      },
    }
  }
  return missing(
    `plugin ${shown} has no ${manifestFile}`,
    'its author writes one with sso-kit plugin manifest',
  )
}

const missing = (message: string, help: string): { fault: Fault } => ({
  fault: { rule: 'plugin/missing', message, help },
})

function packagePlaces(name: string, folder: string): string[] {
  const above = dirname(folder)
  const here = join(folder, 'node_modules', name)
  return above === folder ? [here] : [here, ...packagePlaces(name, above)]
}

async function firstFolder(places: readonly string[], reader: PluginReader): Promise<string | undefined> {
  for (const place of places) if (await reader.isFolder(place)) return place
  return undefined
}
