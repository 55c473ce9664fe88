import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'

/**
 * The beginning of a file, at most so many bytes. Throws where it cannot be read or is no file: a device never ends.
 * At once and not later: to load the promises of `node:fs` takes a command longer than to read what it was asked about.
 */
export function beginningOf(path: string, most: number): Uint8Array {
  // a pipe would otherwise be waited for
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    if (!fstatSync(file).isFile()) throw new Error('it is no file')
    const buffer = Buffer.alloc(most)
    return buffer.subarray(0, readSync(file, buffer, 0, most, 0))
  } finally {
    closeSync(file)
  }
}
