import { createPublicKey } from 'node:crypto'
import { fields, type Host, requestJson, SsoError, type Transaction } from 'sso-kit/plugin'
import type { Authority, Key, Options } from './authority.ts'
import { scopesOf, type Tokens } from './identity.ts'

type Bag = Record<string, unknown>
type Next = (error: Error | null, result?: unknown) => void
type Done = (error: null, user: Tokens) => void

interface Request {
  query: Record<string, string>
  transaction: Transaction
}

/** As much of passport-azure-ad 4 as is used or replaced here; its published types leave out most of it. */
export interface OIDCStrategy {
  _sessionContentHandler: unknown
  authenticate(request: Request, options?: Bag): void
  _validateResponse(params: Bag, expected: Bag, request: Request, next: Next, done: Next): void
}

export type OIDCStrategyClass = new (
  options: Bag,
  // by the number of its parameters the strategy knows what to hand over
  verify: (
    a: string,
    b: string,
    c: unknown,
    claims: Bag,
    d: string,
    e: string,
    reply: Bag,
    done: Done,
  ) => void,
) => OIDCStrategy

/** A state of the strategy's own making would be shorter; a longer one has to begin so. */
const custom = 'CUSTOM'

/**
 * The strategy with all but its checks of the ID token replaced. By itself it keeps state and nonce in a session, sends
 * no PKCE, calls Microsoft past the host, takes the algorithms from the metadata and knows no issuer with a placeholder.
 */
export function azureAdStrategy(
  Strategy: OIDCStrategyClass,
  options: Options,
  host: Host,
  authority: Authority,
): OIDCStrategy {
  const { clientId } = options
  const clientSecret = options.clientSecret.reveal()

  class Adopted extends Strategy {
    // Passport gives these to the copy of the strategy that serves one request
    declare redirect: (url: string) => void
    declare error: (error: unknown) => void
    declare transaction: Transaction

    override authenticate(request: Request, given?: Bag): void {
      const { state, nonce, codeChallenge } = request.transaction
      this.transaction = request.transaction
      const { redirect } = this
      this.redirect = location => {
        const url = new URL(location)
        url.searchParams.set('state', state)
        url.searchParams.set('nonce', nonce)
        redirect(url.href)
      }
      const query = { ...request.query, ...(request.query.state && { state: custom + request.query.state }) }
      super.authenticate(
        { ...request, query },
        {
          ...given,
          extraAuthReqQueryParams: { code_challenge: codeChallenge, code_challenge_method: 'S256' },
        },
      )
    }

    /** In the place of the metadata's own download and its cache, which all strategies share. */
    setOptions(params: Bag, oauthConfig: Bag, expected: Bag, done: Next): void {
      authority
        .metadata(params.code === undefined ? 'start' : 'exchange')
        .then(({ authorization_endpoint, token_endpoint }) => {
          Object.assign(oauthConfig, {
            ...{ authorization_endpoint, token_endpoint, clientID: clientId },
            ...{ responseType: 'code', responseMode: 'query', scope: scopesOf(options).join(' ') },
            redirectUrl: this.transaction.redirectUri,
            extraAuthReqQueryParams: params.extraAuthReqQueryParams,
          })
          Object.assign(expected, {
            ...{ algorithms: ['RS256'], audience: clientId, allowMultiAudiencesInToken: false },
            // by `voucher`, which knows the placeholder
            validateIssuer: false,
            ...{ nonce: params.nonce, clockSkew: 60 },
          })
          done(null)
        })
        .catch(error => this.error(error))
    }

    // learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#redeem-a-code-for-an-access-token
    _getAccessTokenBySecretOrAssertion(code: string, oauthConfig: Bag, _next: Next, done: Next): void {
      const call = { source: host.source, step: 'exchange' } as const
      const form = new URLSearchParams({
        ...{ grant_type: 'authorization_code', code, client_id: clientId, client_secret: clientSecret },
        ...{ redirect_uri: this.transaction.redirectUri, code_verifier: this.transaction.codeVerifier },
      })
      requestJson(host.fetch, call, String(oauthConfig.token_endpoint), { method: 'POST', body: form })
        .then(({ status, body }) => {
          const reply = fields(body, call)
          if (status !== 200)
            throw new SsoError('source_refused', { ...call, vendorCode: reply.string('error') })
          // what is no text would end in an exception that nobody catches
          done(null, {
            token_type: reply.string('token_type'),
            access_token: reply.token('access_token'),
            id_token: reply.token('id_token'),
          })
        })
        .catch(error => this.error(error))
    }

    /** Gets the key first: the strategy looks for it in a download of its own, and cannot wait there. */
    _idTokenHandler(params: Bag, expected: Bag, request: Request, next: Next, done: Next): void {
      authority
        .keyOf(String(params.id_token))
        .then(key => {
          params.metadata = { generateOidcPEM: () => pemOf(key) }
          this._validateResponse(params, expected, request, next, done)
        })
        .catch(error => this.error(error))
    }

    /** Its own way out is a 401 whatever happened, with the reason in a header. */
    failWithLog(message: string): void {
      this.error(
        new SsoError('source_reply_invalid', { source: host.source, step: 'exchange', cause: message }),
      )
    }
  }

  const strategy = new Adopted(
    {
      // never fetched; the constructor insists on https
      identityMetadata: 'https://login.microsoftonline.com/tenant/v2.0/.well-known/openid-configuration',
      redirectUrl: 'https://per-transaction.invalid',
      ...{ clientID: clientId, clientSecret, responseType: 'code', responseMode: 'query' },
      // codes and claims stay out of its log
      loggingNoPII: true,
    },
    (_issuer, _subject, _profile, claims, accessToken, _refreshToken, { id_token }, done) =>
      done(null, { idToken: String(id_token), accessToken, claims }),
  )
  strategy._sessionContentHandler = {
    add() {},
    findAndDeleteTupleByState: ({ transaction }: Request, _key: string, state: string) =>
      state === custom + transaction.state ? { nonce: transaction.nonce } : undefined,
  }
  return strategy
}

function pemOf(key: Key | undefined): string {
  if (key === undefined) throw new Error('there is no such key')
  return createPublicKey({ key: { ...key }, format: 'jwk' })
    .export({ type: 'spki', format: 'pem' })
    .toString()
}
