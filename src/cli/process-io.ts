import { asking } from './ask.ts'
import type { ExitCode, Io } from './io.ts'
import { output } from './output.ts'

const [stdout, stderr] = [output(1, () => process.stdout), output(2, () => process.stderr)]

/** What this process has. */
export const processIo: Io = {
  stdout,
  stderr,
  // opened by whoever reads it: most commands do not, and it costs as much as all the rest of a start
  get stdin() {
    return process.stdin
  },
  // questions are no result: they go where they do not end up in a file
  get ask() {
    return process.stdin.isTTY && process.stderr.isTTY ? asking(process.stdin, process.stderr) : undefined
  },
  cwd: process.cwd(),
  env: process.env,
  now: Date.now,
  untilStopped: () =>
    new Promise(resolve => {
      // a second one must not end what is closing in the middle, such as the removal of a sandbox's folder
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve(signal))
      // a closed terminal; it may come twice, from the terminal and from the shell, and the end is then under way
      process.on('SIGHUP', () => resolve('SIGTERM'))
    }),
}

/** An answer that could not be written is none; a stream tells of it when all else is over. */
export function endWith(code: ExitCode): void {
  process.exitCode = code
  process.once('exit', () => {
    if (stdout.failure === undefined) return
    process.exitCode = 2
    stderr.write(
      `error: standard output cannot be written (${stdout.failure})\n  help: look where it leads to; a disk may be full\n`,
    )
  })
}
