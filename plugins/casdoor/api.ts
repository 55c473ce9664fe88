import {
  type Fields,
  fields,
  type Host,
  type OptionsOf,
  requestJson,
  SsoError,
  type Step,
  type Transaction,
} from 'sso-kit/plugin'
import type { options } from './options.ts'

type Options = OptionsOf<typeof options>

export interface Casdoor {
  /** Redeems the code. Nothing in either token is verified yet. */
  tokens(code: string, tx: Transaction): Promise<{ idToken: string; accessToken: string }>
  /** The person's groups, each as `organization/group`. */
  groups(accessToken: string, subject: string): Promise<string[]>
}

/** Casdoor's calls. Paths and replies: casdoor/casdoor at v3.158.0. */
export function casdoor({ endpoint, clientId, clientSecret }: Options, host: Host): Casdoor {
  async function call(step: Step, path: string, init: RequestInit): Promise<Fields> {
    const of = { source: host.source, step }
    // messages come in the reader's language; the ones we know are English
    const headers = { ...init.headers, 'accept-language': 'en', accept: 'application/json' }
    const { status, body } = await requestJson(host.fetch, of, endpoint + path, { ...init, headers })
    const reply = fields(body, of)
    const vendorCode = refusalIn(reply, status)
    if (vendorCode === undefined) return reply
    const code = vendorCode === forbidden ? 'not_member' : 'source_refused'
    throw new SsoError(code, { ...of, vendorCode, cause: path })
  }

  return {
    // controllers/token.go GetOAuthToken. With PKCE Casdoor needs no secret; a wrong one it refuses all the same
    async tokens(code, tx) {
      const body = new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: tx.redirectUri,
        client_id: clientId,
        client_secret: clientSecret.reveal(),
        code_verifier: tx.codeVerifier,
      })
      const reply = await call('exchange', '/api/login/oauth/access_token', { method: 'POST', body })
      return { idToken: reply.token('id_token'), accessToken: reply.token('access_token') }
    },

    // object/user.go GetUserInfo. Says neither the organization nor whether an address is proved (always true)
    async groups(accessToken, subject) {
      const headers = { authorization: `Bearer ${accessToken}` }
      const reply = await call('profile', '/api/userinfo', { headers })
      if (reply.string('sub') !== subject) {
        const cause = 'userinfo is about somebody else'
        throw new SsoError('source_reply_invalid', { source: host.source, step: 'profile', cause })
      }
      return reply.strings('groups')
    },
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
