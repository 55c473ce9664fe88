import type { Failure } from '../diagnostics/json.ts'
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

/** Why a command could not answer, for whoever may read it. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Halt) return { message: error.message, help: error.help }
  if (error instanceof SsoError && error.code === 'store_unavailable')
    return { message: 'the database does not answer', help: 'look whether it runs, and try again' }
  return { message: itself, help: 'please report this' }
}

const itself = 'sso-kit itself failed'

function inWords(error: unknown): string {
  const failure = failureOf(error)
  if (failure.message !== itself) {
    const help = failure.help === undefined ? '' : `  help: ${failure.help}\n`
    return `error: ${failure.message}\n${help}`
  }
  // what went wrong may quote the file, and a secret with it; where it did, does not
  const { name = 'Error', code, stack = '' } = error as { name?: string; code?: string; stack?: string }
  const where = stack.split('\n').filter(line => /^ +at /.test(line))
  return `error: sso-kit itself failed; please report this\n${[code === undefined ? name : `${name} ${code}`, ...where].join('\n')}\n`
}
