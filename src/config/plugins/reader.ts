import { statSync } from 'node:fs'
import { relative } from 'node:path'
import { beginningOf } from '../read-file.ts'
import { homeOf, isWithin } from '../within.ts'

/** The only way in which compiling a file looks at others: handed in, so that it can be left out. */
export interface PluginReader {
  isFolder(path: string): Promise<boolean>
  /** The beginning of a file, at most so many bytes; undefined where there is none. Throws where it cannot be read. */
  read(path: string, most: number): Promise<Uint8Array | undefined>
  /** Whether what a path leads to is where a file of this folder may have it. */
  mayRead(path: string, folder: string): boolean
}

export const disk: PluginReader = {
  isFolder: async path => {
    try {
      return statSync(path).isDirectory()
    } catch {
      return false
    }
  },

  read: async (path, most) => {
    try {
      return beginningOf(path, most)
    } catch (error) {
      return absent(error as NodeJS.ErrnoException)
    }
  },

  mayRead(path, folder) {
    const { home } = homeOf(folder)
    if (isWithin(path, home)) return true
    // installed for several repositories; a link of this one leads nowhere else
    const [modules] = /^.*[/\\]node_modules(?=[/\\])/.exec(path) ?? []
    return modules !== undefined && relative(home, path).startsWith('..') && isWithin(path, modules)
  },
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error
}
