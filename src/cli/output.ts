import { fstatSync, statSync, writeSync } from 'node:fs'
import type { Io } from './io.ts'

export interface Output {
  write(text: string): void
  readonly isTTY: boolean | undefined
  readonly columns: number | undefined
  /** Why something is missing there, such as ENOSPC. A reader that has gone away misses nothing. */
  readonly failure: string | undefined
}

/**
 * Standard output or standard error. Only a terminal gets the stream that Node makes for it: to make one takes as long
 * as to check a small file. A file or a pipe is written to directly, as Node does behind its stream. Once a write has
 * failed nothing more is written, and whoever writes goes on: `sync | head` reads its directory to the end.
 */
export function output(fd: 1 | 2, stream: () => NodeJS.WriteStream): Output & Io['stdout'] {
  let isDirect = !isTerminal(fd)
  let isHeard = false
  let broken: string | undefined
  const fail = (error: NodeJS.ErrnoException) => {
    broken = error.code ?? error.message
  }
  const write = (text: string) => {
    if (broken !== undefined) return
    try {
      const rest = isDirect ? unwritten(Buffer.from(text), fd) : text
      if (rest.length === 0) return
      // from now on the stream alone, or what it still holds would be overtaken
      isDirect = false
      if (!isHeard) stream().on('error', fail)
      isHeard = true
      stream().write(rest)
    } catch (error) {
      fail(error as NodeJS.ErrnoException)
    }
  }
  return {
    write,
    get isTTY() {
      return !isDirect && stream().isTTY
    },
    get columns() {
      return isDirect ? undefined : stream().columns
    },
    get failure() {
      return broken === 'EPIPE' ? undefined : broken
    },
  }
}

/** What a pipe does not take now: the stream waits. */
function unwritten(bytes: Buffer, fd: number): Buffer {
  let done = 0
  try {
    while (done < bytes.length) done += writeSync(fd, bytes, done)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
  }
  return bytes.subarray(done)
}

/** Anything that may be one: /dev/null is such a device and none. On Windows only the stream knows how a console is written to. */
function isTerminal(fd: number): boolean {
  if (process.platform === 'win32') return true
  const stats = fstatSync(fd)
  return stats.isCharacterDevice() && stats.rdev !== statSync('/dev/null', { throwIfNoEntry: false })?.rdev
}
