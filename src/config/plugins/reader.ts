import { stat } from 'node:fs/promises'
import { beginningOf } from '../read-file.ts'

/** The only way in which compiling a file looks at others: handed in, so that it can be left out. */
export interface PluginReader {
  isFolder(path: string): Promise<boolean>
  /** The beginning of a file, at most so many bytes; undefined where there is none. Throws where it cannot be read. */
  read(path: string, most: number): Promise<Uint8Array | undefined>
}

export const disk: PluginReader = {
  isFolder: async path => (await stat(path).catch(() => undefined))?.isDirectory() ?? false,

  read: (path, most) => beginningOf(path, most).catch(absent),
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error
}
