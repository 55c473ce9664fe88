import { visible } from '../diagnostics/visible.ts'
import { Halt, SsoError } from '../errors.ts'
import type { ExitCode, Io } from './io.ts'

export type Command = (args: string[], io: Io) => Promise<ExitCode>

/** Runs a command, and tells why it could not where it throws. */
export async function run(load: () => Promise<Command>, args: string[], io: Io): Promise<ExitCode> {
  try {
    return await (await load())(args, io)
  } catch (error) {
    io.stderr.write(shown(error))
    return 2
  }
}

/** May quote what was typed or read: each line is made visible before it is written. */
export const shown = (error: unknown): string => inWords(error).split('\n').map(visible).join('\n')

function inWords(error: unknown): string {
  if (error instanceof Halt) {
    const help = error.help === undefined ? '' : `  help: ${error.help}\n`
    return `error: ${error.message}\n${help}`
  }
  if (error instanceof SsoError && error.code === 'store_unavailable')
    return 'error: the database does not answer\n  help: look whether it runs, and try again\n'
  const { message, stack } = error as { message?: string; stack?: string }
  return `error: sso-kit itself failed; please report this\n${stack ?? message}\n`
}
