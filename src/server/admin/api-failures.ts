import type { ErrorRequestHandler } from 'express'
import { Halt, SsoError, type SsoErrorDetail } from '../../errors.ts'
import type { Context } from '../context.ts'
import { retryAfterS, tell } from '../failures.ts'
import { en } from '../text/en.ts'

/** A refusal in words of its own, for programs and who writes them. */
export class Refusal extends Error {
  readonly reason: SsoError
  constructor(code: ConstructorParameters<typeof SsoError>[0], message: string, detail: SsoErrorDetail = {}) {
    super(message)
    this.reason = new SsoError(code, { cause: message, ...detail })
  }
}

/** Ends a request that failed with `{ error: { code, message, id } }`; the log line has the same id. */
export function apiFailures(context: Context): ErrorRequestHandler {
  return (thrown: unknown, request, response, next) => {
    const own = thrown instanceof Halt ? new Refusal('request_invalid', thrown.message) : thrown
    const { error, id } = tell(context, own instanceof Refusal ? own.reason : own, request, response)
    if (response.headersSent) return next(thrown)
    const message =
      own instanceof Refusal ? own.message : (en.admin.errors[error.code] ?? en.errors[error.code]).title
    const wait = retryAfterS(error)
    if (wait !== undefined) response.set('Retry-After', String(wait))
    if (error.status === 401) response.set('WWW-Authenticate', 'Bearer')
    response.status(error.status).json({ error: { code: error.code, message, id } })
  }
}
