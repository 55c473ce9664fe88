import type { ErrorRequestHandler, Response } from 'express'
import { type ErrorCode, SsoError, type SsoErrorDetail } from '../../errors.ts'
import type { Context } from '../context.ts'
import { retryAfterS, tell } from '../failures.ts'
import { en } from '../text/en.ts'

/** AList says everything with HTTP status 200; the code is in the JSON. */
export function succeed(response: Response, data: unknown = null): void {
  response.json({ code: 200, message: 'success', data })
}

/** AList's own refusals, word for word – clients and manuals know them –, each with what our log calls it. */
const refusals = {
  notEnabled: [403, 'Single sign-on is not enabled', 'source_closed'],
  disabled: [500, 'sso login is disabled', 'source_closed'],
  noMethod: [400, 'no method provided', 'request_invalid'],
  wrongMethod: [500, 'invalid request', 'request_invalid'],
  noPlatform: [400, 'invalid platform', 'source_unknown'],
  noCode: [400, 'No code provided', 'request_invalid'],
  noToken: [401, 'Guest user is disabled, login please', 'sign_in_again'],
  notAToken: [401, "that's not even a token", 'sign_in_again'],
  tokenExpired: [401, 'token is expired', 'sign_in_again'],
  tokenEnded: [401, 'token is invalidated', 'sign_in_again'],
  guest: [403, 'Guest user can not update profile', 'not_allowed'],
  // ours: AList has one site and copies what it is sent
  noFrontend: [
    400,
    'name the front end: &frontend=ORIGIN, one of callbacks.alist.frontends',
    'request_invalid',
  ],
  notHere: [400, 'username and password are not changed here, but on the account page', 'request_invalid'],
  unknownId: [400, 'unknown or expired sso_id', 'state_invalid'],
} as const satisfies Record<string, readonly [number, string, ErrorCode]>

class Refusal extends Error {
  readonly code: number
  readonly reason: SsoError
  constructor(code: number, message: string, reason: SsoError) {
    super(message)
    this.code = code
    this.reason = reason
  }
}

/** To be thrown. */
export function refuse(which: keyof typeof refusals, detail: SsoErrorDetail = {}): Error {
  const [code, message, ours] = refusals[which]
  return new Refusal(code, message, new SsoError(ours, { cause: message, ...detail }))
}

/** What AList says where we fail for the same reason. */
const inItsWords: Partial<Record<ErrorCode, readonly [number, string]>> = {
  state_invalid: [400, 'incorrect or expired state parameter'],
  registration_off: [400, 'The single sign on platform is not bound to any users: record not found'],
  identity_unbound: [400, 'The single sign on platform is not bound to any users: record not found'],
  username_taken: [400, 'cannot get username from SSO provider'],
  account_disabled: [401, 'Current user is disabled, replace please'],
  // it does not look at `error`, and misses the code
  source_denied: [400, 'No code provided'],
  source_refused: [400, 'error occurred'],
  source_reply_invalid: [400, 'error occurred'],
  source_unreachable: [400, 'error occurred'],
}

/** Ends a request that failed as AList does. The number of the log line is in a header, and in sentences of our own. */
export function alistFailures(context: Context): ErrorRequestHandler {
  return (thrown: unknown, request, response, next) => {
    const refusal = thrown instanceof Refusal ? thrown : undefined
    const { error, id } = tell(context, refusal?.reason ?? thrown, request, response)
    if (response.headersSent) return next(thrown)
    const ours = [error.status, `${en.errors[error.code].title} (${id})`] as const
    const [code, message] = refusal
      ? ([refusal.code, refusal.message] as const)
      : (inItsWords[error.code] ?? ours)
    const wait = retryAfterS(error)
    if (wait !== undefined && code === error.status) response.set('Retry-After', String(wait))
    response.set('X-Request-Id', id).status(200).json({ code, message, data: null })
  }
}
