import { createHash, randomBytes } from 'node:crypto'
import { type Host, type Received, SsoError } from 'sso-kit/plugin'
import {
  decrypt,
  type EventKeys,
  encrypt,
  isSigned,
  keyOf,
  type Sealed,
  signatureOf,
} from './event-crypto.ts'
import { changesIn, messageIn, textIn } from './event-message.ts'

interface Owner {
  corpId: string
  clientId: string
}

/** DingTalk repeats after 10 and 30 s; older than this is a replay. */
const freshMs = 300_000

/**
 * Events by HTTP push. Whatever is wrong after the signature looks the same from outside; what is wrong goes to the
 * log. Throws `request_invalid`.
 */
export function receiverOf(host: Host, keys: EventKeys, owner: Owner): (event: Request) => Promise<Received> {
  const refuse = (cause: string) =>
    new SsoError('request_invalid', { source: host.source, step: 'return', cause: `event: ${cause}` })

  return async event => {
    const query = new URL(event.url).searchParams
    const sealed: Sealed = {
      timestamp: query.get('timestamp') ?? query.get('timeStamp') ?? '',
      nonce: query.get('nonce') ?? '',
      encrypt: encryptedIn(await event.json().catch(() => undefined)) ?? '',
    }
    // the name has changed over the years, and both are sent (…/develop-stream-mode-push-server)
    const signature = query.get('msg_signature') ?? query.get('signature') ?? ''
    if (sealed.encrypt === '' || !isSigned(keys, sealed, signature)) throw refuse('the signature is wrong')
    const at = Number(sealed.timestamp) * (sealed.timestamp.length <= 10 ? 1000 : 1)
    if (!(Math.abs(host.now() - at) <= freshMs)) throw refuse('its time is more than five minutes away')
    const opened = decrypt(keys, sealed.encrypt)
    if (!opened) throw refuse('it cannot be decrypted')
    // a subscription of the console is for the app, one of the API for the organisation
    if (opened.owner !== owner.clientId && opened.owner !== owner.corpId)
      throw refuse('it is for somebody else')
    const message = messageIn(opened.message)
    if (!message) throw refuse('its message is no JSON object')
    const type = textIn(message, 'EventType')
    if (type?.startsWith('check_')) return { changes: [], reply: success(opened.owner) }
    if (textIn(message, 'CorpId') !== owner.corpId) throw refuse('it is from another organisation')
    return {
      id: textIn(message, 'eventId') ?? createHash('sha256').update(opened.message).digest('hex'),
      changes: changesIn(message, type),
      reply: success(opened.owner),
    }
  }

  function success(owner: string): Response {
    const reply: Sealed = {
      timestamp: String(host.now()),
      nonce: randomBytes(8).toString('hex'),
      encrypt: encrypt(keys, 'success', owner),
    }
    return Response.json({
      msg_signature: signatureOf(keys, reply),
      timeStamp: reply.timestamp,
      nonce: reply.nonce,
      encrypt: reply.encrypt,
    })
  }
}

/** Throws for keys that nothing can be signed with: better at the start than at the first event. */
export function keysOf(events: { aesKey: string; token: string }): EventKeys {
  if (!/^[A-Za-z0-9]{43}$/.test(events.aesKey) || keyOf(events.aesKey).length !== 32)
    throw new Error('events.aesKey: the key has to have 43 letters and digits')
  return events
}

function encryptedIn(body: unknown): string | undefined {
  const value: unknown = Object(body).encrypt
  return typeof value === 'string' ? value : undefined
}
