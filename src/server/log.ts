import { pino } from 'pino'
import { visibleJson } from '../diagnostics/document.ts'
import type { Log } from '../plugin.ts'

export const levels = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type Level = (typeof levels)[number]

/** Fields that never reach a log line, at the top or one below. The code writes none of them; this is the second lock. */
const never = [
  'password',
  'clientSecret',
  'secret',
  'token',
  'accessToken',
  'refreshToken',
  'idToken',
  'authCode',
  'state',
  'nonce',
  'codeVerifier',
  'cookie',
  'authorization',
]

/** One JSON line an event, on standard error. */
export function createLog(level: Level, write: (line: string) => void): Log {
  const paths = never.flatMap(name => [name, `*.${name}`])
  const options = {
    level,
    redact: { paths, censor: '‹redacted›' },
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
  }
  return pino(options, { write: line => write(visibleJson(line)) })
}
