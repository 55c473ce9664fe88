import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Asked, Dialect } from '../../apps/forward-auth/asked.ts'
import { passLifeMs } from '../../apps/forward-auth/pass.ts'
import { SsoError } from '../../errors.ts'
import type { Context } from '../context.ts'
import type { Cookies } from '../cookies.ts'
import { asSsoError, retryAfterS, shortId, shownOf } from '../failures.ts'
import { abroadPolicy } from '../headers.ts'
import { errorPage } from '../pages/error.tsx'
import { render } from '../pages/render.ts'
import { stylesheet } from '../pages/stylesheet.ts'
import { chooseLocale, texts } from '../text/choose.ts'

/** One question of a proxy, and what of it is understood by now. */
export interface Question {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly dialect: Dialect
  asked: Partial<Asked> | undefined
}

/** Somebody is let in. `lines`: all there is to write, names and values of headers in turn. */
export interface Welcome {
  readonly is: 'let in'
  readonly lines: readonly string[]
}

/** What is to be answered through the proxy. */
export type Answer =
  | Welcome
  | {
      readonly is: 'sent'
      readonly to: string
      readonly cookie: { readonly name: 'sso_app' | 'sso_app_flow'; readonly value: string }
    }
  /** Nobody is signed in, and nobody waits for a page. */
  | { readonly is: 'unknown' }
  /** `more` is the address that says more, or where to begin again. */
  | { readonly is: 'refused'; readonly thrown: unknown; readonly more?: string }

const always = ['Cache-Control', 'no-store', 'Vary', 'Cookie']
/** The same for every question of one pass, and so made once. */
export const linesFor = (identity: readonly string[]): readonly string[] => [
  ...always,
  ...identity,
  ...['Content-Length', '0'],
]

const safe = ['X-Content-Type-Options', 'nosniff', 'Referrer-Policy', 'no-referrer']

/**
 * Writes the answer in the dialect of the proxy. nginx takes 200, 401 and 403 and shows nothing else of ours: its
 * configuration makes a redirect of a 401 with an address, and asks as Caddy does for the page of a 403.
 */
export function give(context: Context, cookies: Cookies, question: Question, answer: Answer): void {
  const { response, dialect } = question
  switch (answer.is) {
    case 'let in':
      response.writeHead(200, answer.lines as string[])
      response.end()
      break
    case 'sent':
      cookies.set(response, answer.cookie.name, answer.cookie.value, passLifeMs / 1000)
      setAll(response, [...always, ...safe, 'Location', answer.to])
      response.statusCode = dialect === 'nginx' ? 401 : 302
      response.end()
      break
    case 'unknown':
      setAll(response, [...always, ...safe])
      response.statusCode = 401
      response.end()
      break
    case 'refused':
      refuse(context, question, answer)
  }
}

function refuse(context: Context, question: Question, { thrown, more }: Answer & { is: 'refused' }): void {
  const { request, response, dialect } = question
  const { config, sandbox } = context
  const error = thrown instanceof SsoError ? thrown : asSsoError(thrown)
  const id = tell(context, question, error)
  const locale = chooseLocale(request.headers['accept-language'], config.ui.locale)
  const page = { text: texts[locale], locale, place: config.ui.title, base: config.publicUrl, sandbox }
  const wait = retryAfterS(error)
  setAll(response, [
    ...[...always, ...safe, 'Content-Type', 'text/html; charset=utf-8'],
    ...['Content-Security-Policy', abroadPolicy(config.publicUrl + stylesheet.path)],
    ...(more === undefined ? [] : ['Location', more]),
    ...(wait === undefined ? [] : ['Retry-After', String(wait)]),
  ])
  response.statusCode = dialect === 'nginx' && error.status < 500 ? 403 : error.status
  const signedIn = error.who !== undefined
  response.end(render(errorPage({ page, id, signedIn, ...shownOf(context, error) })))
}

/** The line in the log; answers the number that the page repeats. */
function tell({ log, random }: Context, { request, dialect, asked }: Question, error: SsoError): string {
  const id = shortId(random)
  const { code, app, who, cause } = error
  const line = {
    ...{ id, code, app, who, dialect, method: asked?.method, host: asked?.host },
    cause: (cause instanceof Error ? cause.stack : cause) as string | undefined,
    path: asked?.path?.slice(0, 200),
    address: request.socket.remoteAddress,
  }
  log[error.status >= 500 ? 'warn' : 'info'](line, 'refused')
  return id
}

function setAll(response: ServerResponse, lines: readonly string[]): void {
  for (let index = 0; index < lines.length; index += 2) {
    response.setHeader(lines[index] ?? '', lines[index + 1] ?? '')
  }
}
