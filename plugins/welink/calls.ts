import { type Fields, type Host, type Secret, SsoError, type Step } from 'sso-kit/plugin'
import { appToken } from './app-token.ts'
import { deadToken, meaning, olderThanPermission, retryAfterS } from './codes.ts'
import { type Answer, send } from './wire.ts'

export type { Answer } from './wire.ts'

export interface App {
  clientId: string
  clientSecret: Secret
  endpoints: { api: string }
}

export interface Calls {
  /** With no token of the app: the request brings its own proof. */
  open(step: Step, path: string, init: RequestInit, success?: string): Promise<Answer>
  /** As the app, where something is spent by asking. A token that turns out to be dead is not used again by anybody. */
  once(step: Step, path: string, init?: RequestInit): Promise<Answer>
  /** As the app, where nothing is spent: with a new token a second time, and no third. */
  twice(step: Step, path: string, init?: RequestInit, isDead?: Judge): Promise<Answer>
  /** The reply of a success. Throws what was refused; the permission is the one that the call takes. */
  accepted(answer: Answer, step: Step, path: string, permission?: string): Fields
}

type Judge = (answer: Answer) => boolean

export const hasExpiredToken: Judge = ({ error }) => error !== null && deadToken.has(error)

/** A token has the permissions of the moment it was issued: one that was granted later needs another token. */
const hasDeadToken: Judge = answer => hasExpiredToken(answer) || answer.error === olderThanPermission

/** Requests with the app's own token, and what their refusals mean. */
export function callsOf(host: Host, { clientId, clientSecret, endpoints }: App): Calls {
  const address = (path: string) => `${endpoints.api.replace(/\/$/, '')}/${path}`

  // support.huaweicloud.com/devg-welink/start-09.html. expires_in: seconds, changes from one token to the next
  const token = appToken(host, async () => {
    const path = 'auth/v2/tickets'
    const body = { client_id: clientId, client_secret: clientSecret.reveal() }
    const reply = accepted(await open('exchange', path, json(body)), 'exchange', path)
    return { value: reply.token('access_token'), expiresInS: Number(reply.numberOrText('expires_in')) }
  })

  const open: Calls['open'] = (step, path, init, success) => send(host, step, address(path), init, success)

  async function asApp(step: Step, path: string, init: RequestInit, isDead: Judge): Promise<Answer> {
    const used = await token.get()
    const answer = await open(step, path, { ...init, headers: headers(used) })
    if (isDead(answer)) token.drop(used)
    return answer
  }

  function accepted({ error, reply }: Answer, step: Step, path: string, permission?: string): Fields {
    if (error === null) return reply
    throw new SsoError('source_refused', {
      source: host.source,
      step,
      vendorCode: error,
      cause: `${path.replace(/\?.*$/, '')}: ${meaning(error, permission)}`,
      retryAfterS: retryAfterS.get(error),
    })
  }

  return {
    open,
    once: (step, path, init = {}) => asApp(step, path, init, hasDeadToken),
    async twice(step, path, init = {}, isDead = hasDeadToken) {
      const answer = await asApp(step, path, init, isDead)
      // the new token has every permission there is: it is kept, though it may not do this
      return isDead(answer) ? asApp(step, path, init, hasExpiredToken) : answer
    },
    accepted,
  }
}

export const json = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

/** The token stands bare, without `Bearer`. */
export const headers = (token: string): Record<string, string> => ({
  'x-wlk-authorization': token,
  'content-type': 'application/json',
  'accept-charset': 'UTF-8',
  lang: 'zh',
})
