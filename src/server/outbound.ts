import { isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Dispatcher } from 'undici'
import { SsoError } from '../errors.ts'
import type { Line, Socket } from '../plugin.ts'
import { connect } from './connect.ts'
import { lineUnder } from './line-under.ts'
import { isPrivateAddress } from './private-address.ts'
import { openSocket } from './socket.ts'
import type { Ways } from './ways.ts'

export interface OutboundSettings {
  /** `host:port` of private addresses that may be called, over http too. */
  allowPrivate: readonly string[]
  proxy?: string | undefined
  /** PEM of a further certificate authority. */
  ca?: string | undefined
}

export interface OutboundLimits {
  connectMs: number
  totalMs: number
  bytes: number
  /** Of a WebSocket. Default: ten minutes. */
  silentMs?: number
}

const usual: OutboundLimits = { connectMs: 5_000, totalMs: 10_000, bytes: 1_048_576 }
const usualSilenceMs = 600_000

export interface Outbound {
  /** See `Host.fetch`: throws `source_unreachable` for what did not arrive, `source_reply_invalid` for too much. */
  fetch(url: string | URL, init?: RequestInit): Promise<Response>
  /** See `Host.connect`. */
  connect(line: Line): Promise<Duplex>
  /** See `Host.socket`. */
  socket(url: string | URL, signal: AbortSignal): Promise<Socket>
  /** Whether a browser may be sent there: https, or http to a listed address. */
  isAllowed(url: URL): boolean
  close(): Promise<void>
}

/** How the server calls vendors; there is no other way out. Nothing is sent twice: a code works once. */
export function createOutbound(settings: OutboundSettings, limits: OutboundLimits = usual): Outbound {
  let ways: Promise<Ways> | undefined

  const isListed = (url: URL) =>
    /^https?:$/.test(url.protocol) &&
    settings.allowPrivate.includes(`${url.hostname}:${url.port || defaultPort(url)}`)
  const isAllowed = (url: URL) =>
    url.protocol === 'https:'
      ? isListed(url) || !namesPrivate(url.hostname)
      : isListed(url) && !namesPublic(url.hostname)

  /** The way to this address. With it comes the largest of all libraries, which is loaded by the first call. */
  async function wayTo(url: URL, shown = url.origin): Promise<Ways & { dispatcher: Dispatcher }> {
    if (!isAllowed(url))
      throw new SsoError('source_unreachable', {
        cause: namesPublic(url.hostname)
          ? `${shown} is public and not https`
          : `${shown} is private or not https and not in outbound.allowPrivate`,
      })
    ways ??= import('./ways.ts').then(({ openWays }) => openWays(settings, limits.connectMs))
    const opened = await ways
    const { listed, privateOnly, publicOnly } = opened
    return {
      ...opened,
      dispatcher: !isListed(url) ? publicOnly : url.protocol === 'https:' ? listed : privateOnly,
    }
  }

  return {
    isAllowed,
    async socket(input, signal) {
      const url = new URL(input)
      // the rules for addresses are those of https and http
      const { WebSocket, dispatcher } = await wayTo(new URL(url.href.replace(/^ws/, 'http')), url.origin)
      const { totalMs: openMs, silentMs = usualSilenceMs } = limits
      let line: Duplex | undefined
      const seen = dispatcher.compose(
        lineUnder(under => {
          line = under
        }),
      )
      const socket = new WebSocket(url, { dispatcher: seen })
      return openSocket({ socket, cut: () => line?.destroy() }, url, { openMs, silentMs }, signal)
    },
    connect: line => connect({ ...line, ca: line.ca ?? settings.ca }, limits.totalMs),
    async fetch(input, init = {}) {
      const url = new URL(input)
      const { fetch, dispatcher } = await wayTo(url)
      const signals = [AbortSignal.timeout(limits.totalMs), ...(init.signal ? [init.signal] : [])]
      try {
        const reply = await fetch(url, {
          ...(init as object),
          signal: AbortSignal.any(signals),
          redirect: 'manual',
          dispatcher,
        })
        if (reply.status >= 300 && reply.status < 400) {
          throw new SsoError('source_reply_invalid', {
            cause: `${url.origin}${url.pathname} answered with a redirect`,
          })
        }
        const body = await bounded(reply.body, limits.bytes, url)
        return new Response(nullBody.has(reply.status) ? null : body, {
          status: reply.status,
          headers: [...reply.headers],
        })
      } catch (error) {
        if (error instanceof SsoError) throw error
        throw new SsoError('source_unreachable', { cause: `${url.origin}${url.pathname}: ${reason(error)}` })
      }
    },
    async close() {
      const opened = await ways
      await Promise.all(
        [opened?.listed, opened?.privateOnly, opened?.publicOnly].map(dispatcher => dispatcher?.destroy()),
      )
    },
  }
}

/** Statuses that the Response constructor refuses a body for. */
const nullBody = new Set([204, 205, 304])

const defaultPort = (url: URL) => (url.protocol === 'https:' ? '443' : '80')

const bareName = (hostname: string) => hostname.replace(/^\[|\]$|(?<!\.)\.+$/g, '')

/** An address in figures; where a name leads, the lookup judges. */
function namesPublic(hostname: string): boolean {
  const bare = bareName(hostname)
  return isIP(bare) !== 0 && !isPrivateAddress(bare)
}

function namesPrivate(hostname: string): boolean {
  const bare = bareName(hostname)
  return isIP(bare) !== 0 ? isPrivateAddress(bare) : bare === 'localhost' || bare.endsWith('.localhost')
}

async function bounded(
  body: AsyncIterable<Uint8Array> | null,
  most: number,
  url: URL,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body ?? []) {
    size += part.length
    if (size > most)
      throw new SsoError('source_reply_invalid', {
        cause: `${url.origin}${url.pathname} answered with more than ${most} bytes`,
      })
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function reason(error: unknown): string {
  const { name, cause, message } = error as Error & { cause?: { code?: string; message?: string } }
  if (name === 'TimeoutError') return 'no answer in time'
  return cause?.code ?? cause?.message ?? message
}
