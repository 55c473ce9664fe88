import { pino } from 'pino'
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

/** JSON escapes the older control characters only; these too would speak to a terminal, or hide a text from its reader. */
const unseen = /[\u007f-\u009f\u2028\u2029\p{Cf}]/gu
const escaped = (character: string): string =>
  [...Array(character.length).keys()]
    .map(at => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('')

/** One JSON line an event, on standard error. */
export function createLog(level: Level, write: (line: string) => void): Log {
  const paths = never.flatMap(name => [name, `*.${name}`])
  const options = {
    level,
    redact: { paths, censor: '‹redacted›' },
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
  }
  return pino(options, { write: line => write(line.replace(unseen, escaped)) })
}
