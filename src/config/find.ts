import { type Stats, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Halt } from '../errors.ts'
import { homeOf, isWithin, leadsOut } from './within.ts'

const names = ['sso.config.yaml', 'sso.config.yml', join('config', 'sso.config.yaml')]

/** One file, or several that are laid over each other in this order. */
export type Files = readonly [string, ...string[]]

/**
 * The absolute paths of the files to work on: the wanted ones (`base.yaml+prod.yaml`), or the first of the usual names
 * in this folder and those above it, up to the root of the repository. Throws {@link Halt} that names the places
 * looked at.
 */
export function findConfig(folder: string, wanted?: string): Files {
  if (wanted !== undefined) {
    const [first, ...others] = namesIn(wanted, folder)
    const files: Files = [resolve(folder, first), ...others.map(name => resolve(folder, name))]
    for (const file of files) existing(file)
    return apart(files)
  }
  const places = usualPlaces(folder)
  for (const place of places) if (isThere(place)) return [staying(place)]
  throw noneIn(places)
}

/** Where a file is that nobody names: in this folder and those above it, up to the root of the repository. */
export const usualPlaces = (folder: string): string[] =>
  upToRepository(resolve(folder)).flatMap(one => names.map(name => join(one, name)))

export const noneIn = (places: readonly string[]): Halt =>
  new Halt(
    'no configuration file found',
    `make a sso.config.yaml, or name a file with -c\nlooked at:\n${places.map(place => `  ${place}`).join('\n')}`,
  )

/** The same; undefined where no file was named and none is found. */
export function findAnyConfig(folder: string, wanted: string | undefined): Files | undefined {
  try {
    return findConfig(folder, wanted)
  } catch (error) {
    if (error instanceof Halt && wanted === undefined) return undefined
    throw error
  }
}

/**
 * `base.yaml+prod.yaml` → both. A "+" that belongs to the name of a file parts nothing. Throws {@link Halt} where there
 * is nothing behind one.
 */
export function namesIn(words: string, folder: string): Files {
  if (!words.includes('+')) return [words]
  const parts = words.split('+')
  const beginning = (length: number) => parts.slice(0, length).join('+')
  const lengths = parts.map((_, index) => index + 1)
  const length =
    lengths.findLast(length => isThere(resolve(folder, beginning(length)))) ??
    // none is there: the name to complain about
    lengths.find(length => /\.ya?ml$|^-$|[*?]/.test(beginning(length))) ??
    parts.length
  if (length === parts.length) return [words]
  const rest = parts.slice(length).join('+')
  if (rest === '') throw new Halt(`"${words}" ends with "+"`, 'name the file that is laid over it')
  return [beginning(length), ...namesIn(rest, folder)]
}

export const isThere = (path: string) => found(path)?.isFile() ?? false

/** What is at a path; undefined also where nobody may look. */
function found(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

/** Throws {@link Halt} where a file is laid over itself. */
export function apart(files: Files): Files {
  const again = files.find((file, index) => files.indexOf(file) < index)
  if (again !== undefined) throw new Halt(`${again} is named twice`, 'name each file once')
  return files
}

/** The one that is there, or a pattern. */
const inFolder = (folder: string): string => {
  const usual = join(folder, 'sso.config.yaml')
  return isThere(usual) ? usual : join(folder, 'NAME.yaml')
}

/** What is told of a name with other signs of a shell. */
export const ofPatterns = 'a pattern has *, ? and **, and no other signs of a shell'

export function existing(file: string): string {
  const stats = found(file)
  if (stats === undefined)
    throw new Halt(
      `there is no file ${file}`,
      `check the path${/[[{]/.test(file) ? `; ${ofPatterns}` : ''}\nlooked at:\n  ${file}`,
    )
  if (stats.isDirectory()) throw new Halt(`${file} is a folder`, `name the file: ${inFolder(file)}`)
  if (!stats.isFile())
    throw new Halt(
      `${file} is a device or a pipe, and no file`,
      'for what another program writes, name "-" and pipe it in',
    )
  // without a repository, whoever named the file knows where it leads
  const { home, isRepository } = homeOf(dirname(file))
  if (isRepository && !isWithin(file, home)) throw strays(file)
  return file
}

/** A file that nobody named: a link of it may be a stranger's. Throws {@link Halt} where it leads elsewhere. */
export function staying(file: string): string {
  if (leadsOut(file)) throw strays(file)
  return file
}

const strays = (file: string) =>
  new Halt(`${file} leads out of its repository or folder by a link`, 'name the file that is meant')

/** This folder and those above it, to the one with `.git`; without one, to the root of the file system. */
function upToRepository(folder: string): string[] {
  const above = dirname(folder)
  const last = above === folder || found(join(folder, '.git')) !== undefined
  return last ? [folder] : [folder, ...upToRepository(above)]
}
