import { SsoError, type Step } from './errors.ts'
import type { Identity } from './model.ts'
import type { Departure, Host, Password, Redirect, Transaction } from './plugin.ts'

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
 * calls go through `host.fetch`, which has the timeouts that node-oauth lacks. Of a strategy that is not made of
 * passport-oauth2 or passport-openidconnect neither is known: it has to take the state that it is handed.
 */
export async function passportRedirect<User>(source: PassportSource<User>): Promise<Redirect> {
  const run = await runner(source)
  const through = (request: Omit<PassportRequest, 'transaction'>, tx: Transaction) =>
    run(
      { ...request, transaction: tx },
      {
        state: hasStore(source.strategy) ? undefined : tx.state,
        transaction: tx,
        callbackURL: tx.redirectUri,
      },
    )

  return {
    async start(tx): Promise<Departure> {
      const outcome = await through({ method: 'GET', url: '/', headers: {}, query: {}, body: {} }, tx).catch(
        error => {
          throw error instanceof SsoError ? error : new SsoError('internal', { step: 'start', cause: error })
        },
      )
      return { url: departure(outcome.location, tx) }
    },
    async finish(callback, tx) {
      const outcome = await through(await passportRequest(callback), tx).catch(error => {
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

interface PassportPasswordSource<User> extends Omit<PassportSource<User>, 'pkce'> {
  /** Where in a form the strategy looks for the two. */
  fields: { username: string; password: string }
}

/** Makes a password sign-in of a strategy that reads name and password out of a form and checks them itself. */
export async function passportPassword<User>(source: PassportPasswordSource<User>): Promise<Password> {
  const run = await runner(source)
  return {
    async check(username, password) {
      // a directory may take an empty password for a visitor without a name (RFC 4513 §5.1.2)
      if (username === '' || password === '') return null
      const { fields } = source
      const form = { [fields.username]: username, [fields.password]: password }
      // some take the two as options
      const given = { username, password }
      const outcome = await run(
        { method: 'POST', url: '/', headers: {}, query: {}, body: form },
        given,
      ).catch((error: unknown): Outcome => {
        const told = translate(error)
        // RFC 6749 §5.2: the credentials of the person, not those of the client
        if (told.vendorCode === 'invalid_grant') return {}
        throw told
      })
      if (outcome.location !== undefined)
        throw new SsoError('internal', { step: 'start', cause: 'the strategy redirects' })
      return outcome.user === undefined ? null : source.identity(outcome.user as User)
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
  /** Absent in a password sign-in. */
  transaction?: Transaction
}

async function runner<User>({ strategy, host, pkce }: PassportSource<User>) {
  const { Authenticator } = (await import('passport')).default
  const authenticator = new Authenticator()
  if (isOAuth2(strategy)) adopt(strategy, host, pkce ?? false)
  // by name, not by instance: Passport then works on a copy, so that two requests at once do not share callbacks
  authenticator.use('source', strategy)

  return (request: PassportRequest, options: object) =>
    new Promise<Outcome>((resolve, reject) => {
      const answer = (error: unknown, user?: unknown, challenge?: unknown) =>
        error ? reject(error) : resolve(user ? { user } : { refused: challenge })
      const middleware = authenticator.authenticate('source', { session: false, ...options }, answer)
      middleware(
        request,
        redirectRecorder(location => resolve({ location })),
        (error: unknown) => reject(error ?? new Error('the strategy did not take the request')),
      )
    })
}

/** Where the browser goes; with our state, or whoever comes back could be anybody. */
function departure(location: string | undefined, tx: Transaction): URL {
  const cause = (what: string) => new SsoError('internal', { step: 'start', cause: `the strategy ${what}` })
  if (location === undefined || !URL.canParse(location)) throw cause('did not redirect')
  const url = new URL(location)
  const states = url.searchParams.getAll('state')
  if (states.length !== 1 || states[0] !== tx.state)
    throw cause('cannot be used here: it does not send the state it is given')
  return url
}

async function passportRequest(callback: Request): Promise<Omit<PassportRequest, 'transaction'>> {
  const { pathname, search, searchParams } = new URL(callback.url)
  const form = callback.method === 'POST' ? new URLSearchParams(await callback.text()) : new URLSearchParams()
  return {
    method: callback.method,
    url: pathname + search,
    headers: Object.fromEntries(callback.headers),
    query: Object.fromEntries(searchParams),
    body: Object.fromEntries(form),
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

/**
 * The members that passport-oauth2 calls protected, and node-oauth's one exit to the network. passport-openidconnect
 * has the same but for the parameters of the token request.
 */
interface Adoptable extends Strategy {
  _stateStore?: unknown
  _oauth2: { _request: OAuthRequest; _customHeaders?: Record<string, string> }
  authorizationParams(options: Options): object
  tokenParams?(options: Options): object
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

const isOAuth2 = (strategy: Strategy): strategy is Adoptable => '_oauth2' in strategy

const hasStore = (strategy: Strategy) => '_stateStore' in strategy

/** passport-openidconnect: what it remembers of a departure is the nonce; it has no way to send a verifier. */
const isOpenId = (strategy: Adoptable) => '_issuer' in strategy

type Stored = (error: null, state: string) => void
type Verified = (error: null, context: { nonce: string } | false) => void

function adopt(strategy: Adoptable, host: Host, pkce: boolean): void {
  // the two families call with different parameters between the first and the last
  strategy._stateStore = {
    store: ({ transaction }: Required<PassportRequest>, ...rest: [...unknown[], Stored]) =>
      (rest.at(-1) as Stored)(null, transaction.state),
    verify: ({ transaction }: Required<PassportRequest>, state: string, ...rest: [...unknown[], Verified]) =>
      (rest.at(-1) as Verified)(null, state === transaction.state && { nonce: transaction.nonce }),
  }
  const { authorizationParams, tokenParams } = strategy
  if (isOpenId(strategy)) {
    strategy.authorizationParams = options => ({
      ...authorizationParams.call(strategy, options),
      nonce: options.transaction.nonce,
    })
  } else if (pkce && tokenParams) {
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
