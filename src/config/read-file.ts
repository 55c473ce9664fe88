import { constants } from 'node:fs'
import { open } from 'node:fs/promises'

/** The beginning of a file, at most so many bytes. Throws where it cannot be read or is no file: a device never ends. */
export async function beginningOf(path: string, most: number): Promise<Uint8Array> {
  // a pipe would otherwise be waited for
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    if (!(await file.stat()).isFile()) throw new Error('it is no file')
    const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
