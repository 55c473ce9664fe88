import { passwordRecord } from '../../accounts/local.ts'
import type { PasswordFault } from '../../accounts/passwords.ts'
import type { Config, SourceConfig } from '../../config/config.ts'
import { Halt, SsoError } from '../../errors.ts'
import { type Desk, No } from './action.ts'

/** The source that passwords belong to; an account without it could never use one. */
export function localSource(config: Config): SourceConfig {
  const local = config.sources.find(({ type, enabled }) => type === 'local' && enabled)
  if (!local)
    throw new Halt(
      'the file has no source of type local',
      'add one, so that people can sign in with a password',
    )
  return local
}

/**
 * The record of the password on standard input, without the newline at its end. It is never an argument: other users
 * of the machine see those.
 */
export async function recordFromStdin({ io }: Pick<Desk, 'io'>, username: string): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of io.stdin) parts.push(Buffer.from(part))
  const password = Buffer.concat(parts)
    .toString('utf8')
    .replace(/\r?\n$/, '')
  return passwordRecord(password, username).catch(error => {
    if (error instanceof SsoError) throw new No(`the password is ${faults[error.cause as PasswordFault]}`)
    throw error
  })
}

const faults: Record<PasswordFault, string> = {
  short: 'too short: at least 12 characters',
  long: 'too long: at most 1024 bytes',
  common: 'one of the first that others would try',
  name: 'little more than the username',
}
