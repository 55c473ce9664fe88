import type { Line } from 'sso-kit/plugin'
import type { Options } from './directories.ts'

type Address = Pick<Options, 'url' | 'startTls' | 'ca'>
type Upgrade = Exclude<Line['tls'], string>

/** RFC 4516, RFC 4513: 636 for TLS from the beginning, 389 for all else. */
export function lineOf({ url, startTls, ca }: Address, upgrade: Upgrade): Line {
  const { protocol, hostname, port } = new URL(url)
  const secure = protocol === 'ldaps:'
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 636 : 389) : Number(port),
    tls: secure ? 'at once' : startTls === 'never' ? 'never' : upgrade,
    ca,
  }
}
