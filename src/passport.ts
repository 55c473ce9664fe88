import { SsoError, type Step } from './errors.ts'
import type { Identity } from './model.ts'
import type { Departure, Host, Redirect, Transaction } from './plugin.ts'

/** What every strategy of the Passport ecosystem is. */
export interface Strategy {
  authenticate(request: never, options?: never): unknown
}

interface PassportSource<User> {
  host: Host
  /** Its verify callback ends with `done(null, user)`; what `user` is, `identity` knows. */
  strategy: Strategy
  /** Send the S256 challenge and the verifier of the transaction. OAuth 2 strategies only. */
  pkce?: boolean
  identity(user: User): Promise<Identity> | Identity
}

/**
 * Makes a redirect sign-in of a Passport strategy. State and PKCE are the host's: the strategy's own store is
 * replaced, since by default it accepts anything (passport-oauth2's NullStore) or is shared between sources. Its
 * calls go through `host.fetch`, which has the timeouts that node-oauth lacks.
 */
export async function passportRedirect<User>(source: PassportSource<User>): Promise<Redirect> {
  const { Authenticator } = (await import('passport')).default
  const authenticator = new Authenticator()
  if (isOAuth2(source.strategy)) adopt(source.strategy, source.host, source.pkce ?? false)
  // by name, not by instance: Passport then works on a copy, so that two requests at once do not share callbacks
  authenticator.use('source', source.strategy)

  const run = (request: PassportRequest, tx: Transaction) =>
    new Promise<Outcome>((resolve, reject) => {
      const options = { session: false, state: undefined, transaction: tx, callbackURL: tx.redirectUri }
      const answer = (error: unknown, user?: unknown, challenge?: unknown) =>
        error ? reject(error) : resolve(user ? { user } : { refused: challenge })
      const middleware = authenticator.authenticate('source', options, answer)
      middleware(
        request,
        redirectRecorder(location => resolve({ location })),
        reject,
      )
    })

  return {
    async start(tx): Promise<Departure> {
      const outcome = await run(
        { method: 'GET', url: '/', headers: {}, query: {}, body: {}, transaction: tx },
        tx,
      )
      if (outcome.location === undefined)
        throw new SsoError('internal', { step: 'start', cause: 'the strategy did not redirect' })
      return { url: new URL(outcome.location) }
    },
    async finish(callback, tx) {
      const outcome = await run(await passportRequest(callback, tx), tx).catch(error => {
        throw translate(error)
      })
      if (outcome.user === undefined) {
        throw new SsoError('source_refused', {
          step: 'return',
          cause: outcome.refused ?? 'the strategy asked to start again',
        })
      }
      return source.identity(outcome.user as User)
    },
  }
}

interface Outcome {
  user?: unknown
  refused?: unknown
  location?: string
}

interface PassportRequest {
  method: string
  url: string
  headers: Record<string, string>
  query: Record<string, string>
  body: Record<string, string>
  transaction: Transaction
}

async function passportRequest(callback: Request, tx: Transaction): Promise<PassportRequest> {
  const { pathname, search, searchParams } = new URL(callback.url)
  const form = callback.method === 'POST' ? new URLSearchParams(await callback.text()) : new URLSearchParams()
  return {
    method: callback.method,
    url: pathname + search,
    headers: Object.fromEntries(callback.headers),
    query: Object.fromEntries(searchParams),
    body: Object.fromEntries(form),
    transaction: tx,
  }
}

/** As much of a response as Passport uses to send the browser away. */
function redirectRecorder(redirected: (location: string) => void) {
  let location = ''
  return {
    statusCode: 200,
    setHeader(name: string, value: string) {
      if (name.toLowerCase() === 'location') location = value
    },
    end: () => redirected(location),
  }
}

/** The members that passport-oauth2 calls protected, and node-oauth's one exit to the network. */
interface Adoptable extends Strategy {
  _stateStore: unknown
  _oauth2: { _request: OAuthRequest; _customHeaders?: Record<string, string> }
  authorizationParams(options: Options): object
  tokenParams(options: Options): object
}

interface Options {
  transaction: Transaction
}

type OAuthRequest = (
  method: string,
  url: string,
  headers: Record<string, string> | null,
  body: string | Buffer | null,
  accessToken: string | null,
  done: (error: unknown, data?: string, response?: { statusCode: number }) => void,
) => void

function isOAuth2(strategy: Strategy): strategy is Adoptable {
  return '_oauth2' in strategy
}

function adopt(strategy: Adoptable, host: Host, pkce: boolean): void {
  strategy._stateStore = {
    store: (request: PassportRequest, done: (error: null, state: string) => void) =>
      done(null, request.transaction.state),
    verify: (request: PassportRequest, state: string, done: (error: null, ok: boolean) => void) =>
      done(null, state === request.transaction.state),
  }
  const { authorizationParams, tokenParams } = strategy
  if (pkce) {
    strategy.authorizationParams = options => ({
      ...authorizationParams.call(strategy, options),
      code_challenge: options.transaction.codeChallenge,
      code_challenge_method: 'S256',
    })
    strategy.tokenParams = options => ({
      ...tokenParams.call(strategy, options),
      code_verifier: options.transaction.codeVerifier,
    })
  }
  const { _customHeaders: customHeaders } = strategy._oauth2
  strategy._oauth2._request = (method, url, headers, body, accessToken, done) => {
    const sent = {
      ...customHeaders,
      ...headers,
      ...(accessToken ? { authorization: `Bearer ${accessToken}` } : {}),
    }
    host
      .fetch(url, { method, headers: sent, body: body ? String(body) : null })
      .then(async response => ({ status: response.status, text: await response.text() }))
      .then(({ status, text }) => {
        const reply = meaning(text)
        if (reply === 'nonsense') done(new Error(`${method} ${url} answered with JSON that is no object`))
        else if (status < 300 && reply === 'answer') done(null, text, { statusCode: status })
        else done({ statusCode: status < 300 ? 400 : status, data: text })
      })
      // also for what node-oauth itself throws on the way: nobody else would hear of it
      .catch(done)
  }
}

/**
 * GitHub answers 200 with `error=…`; said as a 400 the strategy understands it. JSON that is no object would make
 * node-oauth fail; what is no JSON at all it reads as a form.
 */
function meaning(text: string): 'answer' | 'refusal' | 'nonsense' {
  let reply: unknown
  try {
    reply = JSON.parse(text)
  } catch {
    return 'answer'
  }
  if (typeof reply !== 'object' || reply === null || Array.isArray(reply)) return 'nonsense'
  return 'error' in reply ? 'refusal' : 'answer'
}

/** passport-oauth2 wraps what went wrong in its own errors: this takes it out again. */
function translate(error: unknown): SsoError {
  const step: Step = 'exchange'
  if (error instanceof SsoError) return error.completed({ step })
  const { oauthError, code, status } = error as { oauthError?: unknown; code?: unknown; status?: unknown }
  if (oauthError instanceof SsoError) return oauthError.completed({ step })
  if (typeof code === 'string' && status !== undefined) {
    return new SsoError('source_refused', { step, vendorCode: code, cause: error })
  }
  const failed = oauthError as { statusCode?: number } | undefined
  const cause = failed?.statusCode ? `token endpoint answered ${failed.statusCode}` : error
  return new SsoError('source_reply_invalid', { step, cause })
}
