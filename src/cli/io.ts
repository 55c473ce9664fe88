import type { Checked, Failure } from '../diagnostics/json.ts'

/** What a command may touch; handed in, so that tests run commands without a process. */
export interface Io {
  stdout: OutStream
  stderr: OutStream
  /** Read only by commands that were asked to. */
  stdin: AsyncIterable<string | Buffer>
  /** Asks the person at the terminal; undefined where they would not answer. Absent where there is no terminal. */
  ask?: ((question: string) => Promise<string | undefined>) | undefined
  /** Told what stands in the place of an answer, with what was found in files, for a program that reads a document. Absent: nobody does. */
  failed?: (failure: Failure, files?: readonly Checked[]) => void
  cwd: string
  env: Readonly<Record<string, string | undefined>>
  /** Milliseconds since 1970. Absent: this command is told no time. */
  now?: () => number
  /** For the pace of calls. Default: a timer. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>
  /** For a command that runs until it is told to stop. */
  untilStopped(): Promise<'SIGINT' | 'SIGTERM'>
}

interface OutStream {
  write(text: string): unknown
  isTTY?: boolean | undefined
  /** Cells of a row of the terminal. */
  columns?: number | undefined
}

/** 0 done · 1 the answer is no · 2 could not answer · 130 interrupted. */
export type ExitCode = 0 | 1 | 2 | 130
