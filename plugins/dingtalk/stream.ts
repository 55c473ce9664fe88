import { fields, type Holding, type Host, requestJson, type Socket, SsoError } from 'sso-kit/plugin'
import { refusing } from './refused-frames.ts'
import { answerTo, eventIn, type Frame, frameIn, outcome } from './stream-frame.ts'
import { type App, postJson } from './wire.ts'

/** The app, and the organisation whose events count. */
type Owner = App & { corpId: string }

/**
 * Stream mode (…/configure-stream-push): a connection that this server opens, with a ticket of its own each time. An event
 * is acknowledged once it is kept.
 */
export function streamOf(host: Host, app: Owner): (holding: Holding) => Promise<void> {
  // of all connections together: whoever sends much is not told of more for being cut off
  const refused = refusing(host)

  return async holding => {
    const socket = await connect(host, app, holding.signal)
    try {
      holding.opened()
      for await (const text of socket) {
        const frame = frameIn(text)
        if (!frame) refused('it is no frame')
        else if (frame.type === 'EVENT') await take(holding, socket, frame)
        else if (frame.type !== 'SYSTEM') refused('nothing of its type was asked for')
        else if (frame.topic === 'ping') socket.send(answerTo(frame, frame.data))
        // it is closed in ten seconds: another one has to be there by then
        else if (frame.topic === 'disconnect') return
      }
    } finally {
      socket.close()
    }
  }

  async function take(holding: Holding, socket: Socket, frame: Frame): Promise<void> {
    const event = eventIn(frame, app.corpId)
    if (typeof event === 'string') return refused(event)
    try {
      await holding.take(event)
    } catch (error) {
      refused(`it could not be kept: ${String(error).slice(0, 200)}`)
      return socket.send(answerTo(frame, outcome('LATER')))
    }
    socket.send(answerTo(frame, outcome('SUCCESS')))
  }
}

/** A connection, once the gateway has given a ticket for it: 90 s, one connection. */
export async function connect(host: Host, app: Owner, signal: AbortSignal): Promise<Socket> {
  const call = { source: host.source, step: 'profile' as const }
  const { clientId, clientSecret, endpoints } = app
  const { headers, ...init } = postJson({
    clientId,
    clientSecret: clientSecret.reveal(),
    ua: 'sso-kit',
    subscriptions: [{ type: 'EVENT', topic: '*' }],
  })
  const path = '/v1.0/gateway/connections/open'
  const { status, body } = await requestJson(host.fetch, call, endpoints.api + path, {
    ...init,
    // without it XML may come back
    headers: { ...headers, accept: 'application/json' },
    signal,
  })
  const reply = fields(body, call)
  const code = reply.optional('code')
  if (status >= 400 || code !== undefined)
    throw new SsoError('source_refused', { ...call, vendorCode: code ?? String(status), cause: path })
  const url = new URL(endpointIn(reply.string('endpoint'), call))
  url.searchParams.set('ticket', reply.string('ticket'))
  return host.socket(url, signal)
}

function endpointIn(endpoint: string, call: { source: string; step: 'profile' }): string {
  if (URL.canParse(endpoint)) return endpoint
  throw new SsoError('source_reply_invalid', { ...call, cause: 'the endpoint is no address' })
}
