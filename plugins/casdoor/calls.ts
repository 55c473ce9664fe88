import { type Fields, fields, type Host, requestJson, SsoError, type Step } from 'sso-kit/plugin'

export interface Reply {
  fields: Fields
  /** The same reply, for its lists and what may be null. */
  body: Readonly<Record<string, unknown>>
}

/** A request to Casdoor. Throws what it refused. */
export type Call = (step: Step, path: string, init: RequestInit) => Promise<Reply>

export function callsOf(host: Host, endpoint: string): Call {
  return async (step, path, init) => {
    const of = { source: host.source, step }
    // messages come in the reader's language; the ones we know are English
    const headers = { ...init.headers, 'accept-language': 'en', accept: 'application/json' }
    const { status, body } = await requestJson(host.fetch, of, endpoint + path, { ...init, headers })
    const reply = { fields: fields(body, of), body: { ...Object(body) } }
    const vendorCode = refusalIn(reply.fields, status)
    if (vendorCode === undefined) return reply
    const code = vendorCode === forbidden ? 'not_member' : 'source_refused'
    const retryAfterS = busy.has(vendorCode) ? 1 : undefined
    throw new SsoError(code, { ...of, vendorCode, cause: path.replace(/\?.*$/, ''), retryAfterS })
  }
}

const forbidden = 'The user is forbidden to sign in'

/** The beginnings of messages that say what is wrong. The rest of a message may quote what was sent. */
const messages = [
  forbidden,
  'Unauthorized operation',
  'Please login first',
  "Access token doesn't exist in database",
  'Access token has expired',
]

/** Of what stands before Casdoor. Its own troubles are a 200. */
const busy: ReadonlySet<string> = new Set(['429', '502', '503', '504'])

/**
 * Why a reply is none, or undefined. OAuth errors come as 400 or 401, before v1.915.0 as 200; what fails inside
 * Casdoor is `{ status: "error", msg }` in a 200. `error_description` quotes codes and challenges: it is not read.
 */
function refusalIn(reply: Fields, status: number): string | undefined {
  const error = reply.optional('error')
  if (error !== undefined) return error
  if (reply.optional('status') === 'error') {
    const message = reply.optional('msg') ?? ''
    return messages.find(known => message.startsWith(known)) ?? 'error'
  }
  return status === 200 ? undefined : String(status)
}
