import { existsSync, lstatSync, realpathSync, statSync } from 'node:fs'
import { dirname, isAbsolute, relative, resolve } from 'node:path'

/**
 * The folder that the links of a file may not lead out of: its repository, or without one its package (the
 * nearest folder above it with a package.json), or else its own folder. A folder that is a repository only by way of a link out of another one is not taken for one.
 */
export function homeOf(folder: string): { home: string; isRepository: boolean } {
  const repositories = upward(resolve(folder)).filter(one => existsSync(resolve(one, '.git')))
  const [first, ...inner] = repositories.reverse()
  if (first === undefined) {
    const packaged = upward(resolve(folder)).find(one => existsSync(resolve(one, 'package.json')))
    return { home: packaged ?? folder, isRepository: false }
  }
  const home = inner.reduce((outer, one) => (isWithin(realpathSync(one), outer) ? one : outer), first)
  return { home, isRepository: true }
}

function upward(folder: string): string[] {
  const above = dirname(folder)
  return above === folder ? [folder] : [folder, ...upward(above)]
}

/** Whether what a path leads to is in a folder; of what is not there yet, where it would be made. */
export function isWithin(path: string, folder: string): boolean {
  const there = lstatSync(path, { throwIfNoEntry: false })
  try {
    const way = relative(realpathSync(folder), realpathSync(there ? path : dirname(path)))
    return !(way === '..' || /^\.\.[/\\]/.test(way) || isAbsolute(way))
  } catch {
    // a link to nothing: what is written would be made there
    return false
  }
}

/** Whether links lead from a file to something outside of its repository, package or folder. */
export function leadsOut(file: string): boolean {
  return !isWithin(file, homeOf(dirname(file)).home)
}

/** Whether what is written to a file would be written elsewhere by a link. A folder that is not there, or is none, is told by writing. */
export const isAstray = (file: string): boolean => isFolder(dirname(file)) && leadsOut(file)

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory()
