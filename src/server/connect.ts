import { once } from 'node:events'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { addAbortSignal, type Duplex } from 'node:stream'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { SsoError } from '../errors.ts'
import type { Line } from '../plugin.ts'

const longestMs = 600_000
const loopback = /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/

/**
 * A connection for protocols other than HTTP; see `Host.connect`. The address is one that the file itself names, so
 * that a private one needs no second mention under `outbound.allowPrivate`.
 */
export async function connect({ host, port, tls, ca, lastsMs = 0 }: Line, totalMs: number): Promise<Duplex> {
  const ended = new AbortController()
  const deadline = ended.signal
  const endIn = (ms: number) => setTimeout(() => ended.abort(), ms).unref()
  const opening = endIn(totalMs)
  endIn(Math.max(totalMs, Math.min(lastsMs, longestMs)))
  const opened = <S>(socket: S): S => {
    clearTimeout(opening)
    return socket
  }
  const certified = {
    host,
    // RFC 6066 §3: no address stands in SNI; the certificate is held to `host` all the same
    ...(isIP(host) === 0 && { servername: host }),
    ...(ca !== undefined && { ca }),
    // NODE_TLS_REJECT_UNAUTHORIZED must not decide this
    rejectUnauthorized: true,
  }
  let plain: Socket | undefined
  try {
    if (tls === 'at once')
      return opened(await ready(connectTls({ ...certified, port }), 'secureConnect', deadline))
    if (tls === 'never' && !loopback.test(host)) throw new Error('without TLS only this machine is called')
    plain = await ready(connectTcp({ host, port }), 'connect', deadline)
    if (tls === 'never') return opened(plain)
    await tls(plain)
    return opened(await ready(connectTls({ ...certified, socket: plain }), 'secureConnect', deadline))
  } catch (error) {
    plain?.destroy()
    if (error instanceof SsoError) throw error
    throw new SsoError('source_unreachable', { cause: `${host}:${port}: ${reason(error, deadline)}` })
  }
}

async function ready<S extends Socket | TLSSocket>(
  socket: S,
  event: string,
  deadline: AbortSignal,
): Promise<S> {
  addAbortSignal(deadline, socket)
  // whoever reads or writes hears of it; between two calls nobody listens, and that must not end the process
  socket.on('error', () => {})
  await once(socket, event)
  return socket
}

function reason(error: unknown, deadline: AbortSignal): string {
  if (deadline.aborted) return 'no answer in time'
  const { code, message } = error as Error & { code?: string }
  return code ?? message
}
