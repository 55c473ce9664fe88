import { lookup as dnsLookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import type { Duplex } from 'node:stream'
import { Agent, type Dispatcher, ProxyAgent, fetch as undiciFetch } from 'undici'
import { SsoError } from '../errors.ts'
import type { Line, Socket } from '../plugin.ts'
import { connect } from './connect.ts'
import { isPrivateAddress } from './private-address.ts'
import { openSocket } from './socket.ts'

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
/** Of a WebSocket. */
const webSocket = { maxPayloadSize: 262_144 }

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
  const tls = settings.ca === undefined ? {} : { ca: settings.ca }
  const connector = { timeout: limits.connectMs, ...tls }
  const listed = new Agent({ connect: connector, pipelining: 1, webSocket })
  const publicOnly: Dispatcher =
    settings.proxy === undefined
      ? new Agent({ connect: { ...connector, lookup: publicLookup }, webSocket })
      : new ProxyAgent({
          uri: settings.proxy,
          requestTls: connector,
          proxyTls: { timeout: limits.connectMs },
          webSocket,
        })

  const isListed = (url: URL) =>
    /^https?:$/.test(url.protocol) &&
    settings.allowPrivate.includes(`${url.hostname}:${url.port || defaultPort(url)}`)
  const isAllowed = (url: URL) => isListed(url) || (url.protocol === 'https:' && !namesPrivate(url.hostname))

  const dispatcherTo = (url: URL, shown = url.origin): Dispatcher => {
    if (!isAllowed(url))
      throw new SsoError('source_unreachable', {
        cause: `${shown} is private or not https and not in outbound.allowPrivate`,
      })
    return isListed(url) ? listed : publicOnly
  }

  return {
    isAllowed,
    async socket(input, signal) {
      const url = new URL(input)
      // the rules for addresses are those of https and http
      const dispatcher = dispatcherTo(new URL(url.href.replace(/^ws/, 'http')), url.origin)
      const { totalMs: openMs, silentMs = usualSilenceMs } = limits
      return openSocket(url, dispatcher, { openMs, silentMs }, signal)
    },
    connect: line => connect({ ...line, ca: line.ca ?? settings.ca }, limits.totalMs),
    async fetch(input, init = {}) {
      const url = new URL(input)
      const dispatcher = dispatcherTo(url)
      const signals = [AbortSignal.timeout(limits.totalMs), ...(init.signal ? [init.signal] : [])]
      try {
        const reply = await undiciFetch(url, {
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
      await Promise.all([listed.destroy(), publicOnly.destroy()])
    },
  }
}

/** Statuses that the Response constructor refuses a body for. */
const nullBody = new Set([204, 205, 304])

const defaultPort = (url: URL) => (url.protocol === 'https:' ? '443' : '80')

function namesPrivate(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$|\.+$/g, '')
  return isIP(bare) !== 0 ? isPrivateAddress(bare) : bare === 'localhost' || bare.endsWith('.localhost')
}

/** Judges the addresses a name leads to at the moment of connecting, so that a name cannot change its mind. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, [])
    const bad = addresses.find(({ address }) => isPrivateAddress(address))
    if (bad)
      return callback(
        Object.assign(new Error(`${hostname} leads to the private address ${bad.address}`), {
          code: 'EPRIVATE',
        }),
        [],
      )
    if (options.all) return callback(null, addresses)
    const [first] = addresses
    callback(first ? null : new Error(`${hostname} has no address`), first?.address ?? '', first?.family)
  })
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
