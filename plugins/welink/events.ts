import { type Change, type Host, type Received, type Secret, SsoError } from 'sso-kit/plugin'
import { decrypt, encrypt, keyOf } from './event-crypto.ts'
import { text } from './text.ts'

interface App {
  clientSecret: Secret
  tenantId: string
}

/** WeLink's own bound (…/isv/app_callback.html). */
const freshMs = 1_800_000

/**
 * Changes of the address book. There is neither token nor signature: what opens with the key was made with the client
 * secret. What is wrong goes to the log alone. Throws `request_invalid`.
 */
export function receiverOf(
  host: Host,
  { clientSecret, tenantId }: App,
): (event: Request) => Promise<Received> {
  const key = keyOf(clientSecret.reveal())
  const refuse = (cause: string) =>
    new SsoError('request_invalid', { source: host.source, step: 'return', cause: `event: ${cause}` })

  return async event => {
    const sealed: unknown = Object(await event.json().catch(() => undefined)).encrypt
    const opened = typeof sealed === 'string' ? decrypt(key, sealed) : undefined
    if (!opened) throw refuse('it was not encrypted with this client secret')
    const message = objectIn(opened.message)
    if (!message) throw refuse('its message is no JSON object')
    const timestamp = text(message.timestamp) ?? ''
    if (!(Math.abs(host.now() - millisecondsOf(timestamp)) <= freshMs))
      throw refuse('its time is more than half an hour away')
    const rows = Array.isArray(message.data) ? message.data.map(Object) : []
    const tenants = [message, ...rows].map(each => text(each.tenantId)).filter(each => each !== undefined)
    if (tenants.some(each => each !== tenantId)) throw refuse('it is from another tenant')
    // the samples of 2019 misspell it
    const changes = changesIn(text(message.eventType) ?? text(message.enventType) ?? '', rows)
    return {
      ...(changes.length > 0 && { id: opened.id }),
      changes,
      // its own time back: WeLink refuses one that is half an hour off
      reply: Response.json({ encrypt: encrypt(key, JSON.stringify({ msg: 'success', timestamp })) }),
    }
  }
}

type Rows = readonly Readonly<Record<string, unknown>>[]

/** Ids only. There is no event for what is new: an edit is that too. Of anything else nothing is to be done. */
function changesIn(type: string, rows: Rows): Change[] {
  if (type === 'corpEditDept' || type === 'corpDelDept') return [{ kind: 'departments' }]
  const kind = aboutPeople.get(type)
  if (kind === undefined) return []
  const ids = rows.flatMap(row => text(row.userId) ?? []).filter(id => id.length <= 255)
  return [...new Set(ids)].slice(0, 1000).map(member => ({ kind, member }))
}

const aboutPeople = new Map<string, 'changed' | 'left'>([
  ['corpEditUser', 'changed'],
  ['corpDelUser', 'left'],
])

/** Ten digits are seconds, thirteen are milliseconds; both come as text and as a number. */
const millisecondsOf = (timestamp: string): number =>
  /^\d{10}$|^\d{13}$/.test(timestamp) ? Number(timestamp) * (timestamp.length === 10 ? 1000 : 1) : Number.NaN

function objectIn(message: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(message)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}
