import { fstatSync, statSync, writeSync } from 'node:fs'
import type { Io } from './io.ts'

/**
 * Standard output or standard error. Only a terminal gets the stream that Node makes for it: to make one takes as long
 * as to check a small file. A file or a pipe is written to directly, as Node does behind its stream.
 */
export function output(fd: 1 | 2, stream: () => NodeJS.WriteStream): Io['stdout'] {
  let isDirect = !isTerminal(fd)
  return {
    write(text) {
      const rest = isDirect ? unwritten(Buffer.from(text), fd) : text
      if (rest.length === 0) return
      // from now on the stream alone, or what it still holds would be overtaken
      isDirect = false
      stream().write(rest)
    },
    get isTTY() {
      return !isDirect && stream().isTTY
    },
  }
}

/** What a pipe does not take now, or does not take any more: the stream waits, or says what is wrong. */
function unwritten(bytes: Buffer, fd: number): Buffer {
  let done = 0
  try {
    while (done < bytes.length) done += writeSync(fd, bytes, done)
  } catch {
    return bytes.subarray(done)
  }
  return bytes.subarray(done)
}

/** Anything that may be one: /dev/null is such a device and none. On Windows only the stream knows how a console is written to. */
function isTerminal(fd: number): boolean {
  if (process.platform === 'win32') return true
  const stats = fstatSync(fd)
  return stats.isCharacterDevice() && stats.rdev !== statSync('/dev/null', { throwIfNoEntry: false })?.rdev
}
