import { constants } from 'node:fs'
import { open, stat } from 'node:fs/promises'

/** The only way in which compiling a file looks at others: handed in, so that it can be left out. */
export interface PluginReader {
  isFolder(path: string): Promise<boolean>
  /** The beginning of a file, at most so many bytes; undefined where there is none. Throws where it cannot be read. */
  read(path: string, most: number): Promise<Uint8Array | undefined>
}

export const disk: PluginReader = {
  isFolder: async path => (await stat(path).catch(() => undefined))?.isDirectory() ?? false,

  async read(path, most) {
    // a pipe would otherwise be waited for
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(absent)
    if (file === undefined) return undefined
    try {
      if (!(await file.stat()).isFile()) throw new Error('it is no file')
      const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  },
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error
}
