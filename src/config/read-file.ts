import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from 'node:fs'

/**
 * The beginning of a file, at most so many bytes. Throws where it cannot be read or is no file: a device never ends.
 * At once and not later: to load the promises of `node:fs` takes a command longer than to read what it was asked about.
 */
export const beginningOf = (path: string, most: number): Buffer =>
  reading(path, file => {
    const buffer = Buffer.alloc(most)
    let length = 0
    // what the kernel makes up comes a page at a time
    for (let read = -1; read !== 0 && length < most; length += read)
      read = readSync(file, buffer, length, most - length, length)
    return buffer.subarray(0, length)
  })

/** A whole file as text, with the same limits but for its size. */
export const textOf = (path: string): string => reading(path, file => readFileSync(file, 'utf8'))

function reading<T>(path: string, read: (file: number) => T): T {
  // a pipe would otherwise be waited for
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    if (!fstatSync(file).isFile()) throw Object.assign(new Error('it is no file'), { code: 'it is no file' })
    return read(file)
  } finally {
    closeSync(file)
  }
}
