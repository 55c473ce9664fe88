import { stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { Halt } from '../errors.ts'

const names = ['sso.config.yaml', 'sso.config.yml', join('config', 'sso.config.yaml')]

/**
 * The absolute path of the file to work on: the wanted one, or the first of the usual names in this folder and those
 * above it, up to the root of the repository. Throws {@link Halt} that names the places looked at.
 */
export async function findConfig(folder: string, wanted?: string): Promise<string> {
  if (wanted !== undefined) return existing(resolve(folder, wanted))
  const folders = await upToRepository(resolve(folder))
  const places = folders.flatMap(one => names.map(name => join(one, name)))
  for (const place of places) if (await isFile(place)) return place
  throw new Halt(
    'no configuration file found',
    `make a sso.config.yaml, or name a file with -c\nlooked at:\n${places.map(place => `  ${place}`).join('\n')}`,
  )
}

async function existing(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined)
  if (found === undefined) throw new Halt(`there is no file ${file}`, `check the path\nlooked at:\n  ${file}`)
  if (found.isDirectory())
    throw new Halt(`${file} is a folder`, `name the file: ${join(file, 'sso.config.yaml')}`)
  return file
}

/** This folder and those above it, to the one with `.git`; without one, to the root of the file system. */
async function upToRepository(folder: string): Promise<string[]> {
  const above = dirname(folder)
  const last = above === folder || (await stat(join(folder, '.git')).catch(() => undefined)) !== undefined
  return last ? [folder] : [folder, ...(await upToRepository(above))]
}

const isFile = async (path: string) => (await stat(path).catch(() => undefined))?.isFile() ?? false
