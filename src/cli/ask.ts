import type { Io } from './io.ts'

/** One question, one line. Ctrl-C, Ctrl-D and the end of the input are no answer. */
export function asking(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): NonNullable<Io['ask']> {
  return async question => {
    const { createInterface } = await import('node:readline/promises')
    const terminal = createInterface({ input, output })
    const silence = new AbortController()
    terminal.once('SIGINT', () => silence.abort())
    terminal.once('close', () => silence.abort())
    try {
      return await terminal.question(question, { signal: silence.signal })
    } catch (error) {
      if (silence.signal.aborted) return undefined
      throw error
    } finally {
      terminal.close()
    }
  }
}
