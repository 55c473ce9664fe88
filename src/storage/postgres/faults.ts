import { Halt, SsoError } from '../../errors.ts'

/** The SQLSTATE of what the server said; undefined of an error that is not its word. */
export function sqlState(error: unknown): string | undefined {
  const { code, cause } = error as { code?: unknown; cause?: unknown }
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code
  return cause instanceof Error ? sqlState(cause) : undefined
}

/** Somebody else was in the way of it, and it may go through when tried again: nothing of it has been done. */
export const isWorthAnotherTry = (error: unknown): boolean =>
  ['40001', '40P01'].includes(sqlState(error) ?? '')

/** Somebody else has what has to be unique. */
export const isTaken = (error: unknown): boolean => sqlState(error) === '23505'

/** What it belongs to is gone. The second is SQLite's word for it. */
export const isOrphan = (error: unknown): boolean =>
  sqlState(error) === '23503' || (error as { code?: unknown }).code === 'SQLITE_CONSTRAINT_FOREIGNKEY'

/**
 * For the person whose request it was; the log gets the cause. PostgreSQL has no text with a NUL in it: whoever sends one
 * has asked for nothing that could be there, and must not have it said that the database is out of order.
 */
export const unavailable = (cause: unknown): SsoError =>
  sqlState(cause) === '22021'
    ? new SsoError('request_invalid', { cause: 'a character that no text has' })
    : new SsoError('store_unavailable', { cause })

/** Why nothing could be opened, in words that hold no password. `place` is host, port and database. */
export function openFailure(place: string, error: unknown): Halt {
  const { code, message = '' } = error as { code?: string; message?: string }
  const state = sqlState(error)
  const says = (what: string, help: string) => new Halt(`the database ${place} ${what}`, help, error)
  if (state?.startsWith('28'))
    return says('refuses this user or password', 'check user and password of storage.url, and pg_hba.conf')
  if (state === '3D000') return says('does not exist', 'make it: CREATE DATABASE … ENCODING UTF8')
  if (state === '42501')
    return says('lets this user make no tables', 'make the user the owner of the database')
  if (state === '25006') return says('can only be read', 'name the primary server in storage.url')
  if (state?.startsWith('53'))
    return says('has no connection left', 'raise its max_connections, or run fewer')
  if (state === '57P03') return says('is just starting or stopping', 'try again in a moment')
  if (/does not support SSL/.test(message))
    return says('offers no TLS', 'turn it on there; or, in a network that you trust, write ?sslmode=disable')
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME/.test(code ?? ''))
    return says(
      `has a certificate that is not trusted: ${code}`,
      'name the certificate of its authority: ?sslmode=verify-full&sslrootcert=./ca.pem',
    )
  if (state !== undefined) return says(`cannot be used: ${state} ${message}`, 'check storage.url')
  return says(
    `cannot be reached: ${code ?? message}`,
    'check storage.url, and that the server runs and lets this machine in',
  )
}
