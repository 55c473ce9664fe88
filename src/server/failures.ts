import { inspect } from 'node:util'
import type { ErrorRequestHandler, Request, Response } from 'express'
import { type ErrorCode, type Lacking, SsoError } from '../errors.ts'
import type { Administration } from './admin/entry.ts'
import type { Context } from './context.ts'
import { pageFor } from './page.ts'
import { adminErrorPage } from './pages/admin/error.tsx'
import { errorPage, type Refusal } from './pages/error.tsx'
import { render } from './pages/render.ts'

const alphabet = '23456789abcdefghjkmnpqrstuvwxyz'

/** Nine letters and digits that a person can read out: on the page and in the log line. */
export const shortId = (random: Context['random']): string =>
  [...random(9)].map(byte => alphabet[byte % alphabet.length]).join('')

/** Ends a request that failed: the page shows the code's sentence and the id, the log line all the rest. */
export function failures(context: Context): ErrorRequestHandler {
  return (thrown: unknown, request, response, next) => {
    const { error, id } = tell(context, thrown, request, response)
    if (response.headersSent) return next(thrown)
    response.status(error.status)
    const wait = retryAfterS(error)
    if (wait !== undefined) response.set('Retry-After', String(wait))
    const { administration } = response.locals as { administration?: Administration }
    if (administration) {
      const { code } = error
      return response.type('html').send(render(adminErrorPage({ ...administration, code, id })))
    }
    const here = pageFor(context, request)
    // under a name that is not ours every link would come back here
    const page =
      error.code === 'host_unknown' ? { ...here, base: context.config.publicUrl, assets: here.base } : here
    const signedIn = response.locals.signedIn === true
    response.type('html').send(render(errorPage({ page, id, signedIn, ...shownOf(context, error) })))
  }
}

/** What its page says of an error. */
export function shownOf(context: Pick<Context, 'config'>, error: SsoError): Shown {
  const { contact } = context.config.ui
  // of what is away for a moment nobody knows for how long
  const wait = error.status === 429 ? retryAfterS(error) : undefined
  return { code: error.code, refusal: refusalOf(context, error), wait, ...(contact && { contact }) }
}

type Shown = Pick<Parameters<typeof errorPage>[0], 'code' | 'refusal' | 'wait' | 'contact'>

/** What is about one app, and said to whoever is signed in: the page names it. */
const aboutApp: ReadonlySet<ErrorCode> = new Set([
  'app_refused',
  'app_user_missing',
  'app_unreachable',
  'app_no_start',
])

/** The app that somebody does not get into, and why; undefined where it is about something else. */
function refusalOf(
  { config }: Pick<Context, 'config'>,
  { code, app, lacking, userName }: SsoError,
): Refusal | undefined {
  const refused = aboutApp.has(code) ? config.apps.find(({ id }) => id === app) : undefined
  // sources by the names that people know from the sign-in page
  const nameOf = (source: string) => config.sources.find(({ id }) => id === source)?.name ?? source
  const inWords = ({ key, wanted }: Lacking): Lacking => ({
    key,
    wanted: key === 'sources' ? wanted.map(nameOf) : wanted,
  })
  return refused && { app: refused.name, lacking: lacking.map(inWords), unfit: userName === 'unfit' }
}

/** When a page that was refused for now is worth another look, in seconds. */
export function retryAfterS({ status, retryAfterS: told }: SsoError): number | undefined {
  if (status === 429) return told ?? 60
  return status === 503 ? (told ?? 5) : undefined
}

/** Writes the log line of a request that failed; answers what may be shown of it, and the line's id. */
export function tell(
  context: Context,
  thrown: unknown,
  request: Request,
  response: Response,
): { error: SsoError; id: string } {
  const error = asSsoError(thrown)
  const id = shortId(context.random)
  const said = sayable((response.locals.unspoken ?? []) as (string | null)[])
  const line = {
    id,
    code: error.code,
    source: error.source,
    app: error.app,
    step: error.step,
    who: error.who?.slice(0, 300),
    vendorCode: said(error.vendorCode)?.slice(0, 100),
    cause: said(reason(error.cause))?.slice(0, 1024),
    method: request.method,
    path: request.path.slice(0, 200),
    address: request.ip,
  }
  context.log[error.status >= 500 ? 'warn' : 'info'](line, 'refused')
  return { error, id }
}

/** What went wrong with a request, whoever threw it. */
export function asSsoError(thrown: unknown): SsoError {
  if (thrown instanceof SsoError) return thrown
  const { code, status, type, message } = thrown as Partial<Record<'code' | 'type' | 'message', string>> & {
    status?: number
  }
  // body-parser and the router name what was wrong with the request by a status below 500
  if (status !== undefined && status < 500) return new SsoError('request_invalid', { cause: type ?? thrown })
  // the last is Kysely's, for requests that come while the server stops
  if (code?.startsWith('SQLITE_') || code === 'ERR_DB' || message === 'driver has already been destroyed')
    return new SsoError('store_unavailable', { cause: thrown })
  return new SsoError('internal', { cause: thrown })
}

/** Causes may quote what a vendor sent. Our own bugs keep their stack. */
function reason(cause: unknown): string | undefined {
  if (cause === undefined) return undefined
  if (typeof cause === 'string') return cause
  if (!(cause instanceof Error)) return inspect(cause, { breakLength: Number.POSITIVE_INFINITY })
  const inner = cause.cause instanceof Error ? `: ${cause.cause.message}` : ''
  return `${cause.stack ?? cause.message}${inner}`
}

/** Takes values out of a text before it is cut, so that no half of one is left at the end; as sent in a form too. */
function sayable(unspoken: readonly (string | null)[]): (text: string | undefined) => string | undefined {
  const plain = unspoken.filter(value => value !== null && value.length >= 8) as string[]
  const values = plain.flatMap(value => [...new Set([value, encodeURIComponent(value), inForm(value)])])
  return text =>
    values.reduce((rest: string | undefined, value) => rest?.replaceAll(value, '‹redacted›'), text)
}

/** application/x-www-form-urlencoded: a space is a plus there. */
const inForm = (value: string) => new URLSearchParams({ v: value }).toString().slice(2)
