import { lookup as dnsLookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { Agent, type Dispatcher, fetch, ProxyAgent, WebSocket } from 'undici'
import type { OutboundSettings } from './outbound.ts'
import { isPrivateAddress } from './private-address.ts'

export interface Ways {
  readonly fetch: typeof fetch
  readonly WebSocket: typeof WebSocket
  /** To addresses that the file lists. */
  readonly listed: Dispatcher
  /** To those over http: in our own network. */
  readonly privateOnly: Dispatcher
  /** To all others. */
  readonly publicOnly: Dispatcher
}

/** Of a WebSocket's message. */
const webSocket = { maxPayloadSize: 262_144 }

export function openWays({ ca, proxy }: Pick<OutboundSettings, 'ca' | 'proxy'>, connectMs: number): Ways {
  const connector = { timeout: connectMs, ...(ca !== undefined && { ca }) }
  return {
    fetch,
    WebSocket,
    listed: new Agent({ connect: connector, pipelining: 1, webSocket }),
    privateOnly: new Agent({
      connect: { ...connector, lookup: lookupOf('private') },
      pipelining: 1,
      webSocket,
    }),
    publicOnly:
      proxy === undefined
        ? new Agent({ connect: { ...connector, lookup: lookupOf('public') }, webSocket })
        : new ProxyAgent({
            uri: proxy,
            requestTls: connector,
            proxyTls: { timeout: connectMs },
            webSocket,
          }),
  }
}

/** Judges the addresses a name leads to at the moment of connecting, so that a name cannot change its mind. */
export const lookupOf =
  (wanted: keyof typeof other, lookup: typeof dnsLookup = dnsLookup): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, [])
      const bad = addresses.find(({ address }) => isPrivateAddress(address) !== (wanted === 'private'))
      if (bad)
        return callback(
          Object.assign(new Error(`${hostname} leads to the ${other[wanted]} address ${bad.address}`), {
            code: `E${other[wanted].toUpperCase()}`,
          }),
          [],
        )
      if (options.all) return callback(null, addresses)
      const [first] = addresses
      callback(first ? null : new Error(`${hostname} has no address`), first?.address ?? '', first?.family)
    })
  }

const other = { public: 'private', private: 'public' } as const
