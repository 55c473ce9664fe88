import type { ClientAuth, Configuration, UserInfoResponse } from 'openid-client'
import {
  type Departure,
  type Host,
  isToken,
  type OptionsOf,
  SsoError,
  type Transaction,
} from 'sso-kit/plugin'
import type { options } from './options.ts'

type Options = OptionsOf<typeof options>
type Claims = Partial<UserInfoResponse> & Record<string, unknown>

export interface RelyingParty {
  /** What the server publishes of itself, with our way to say who we are. */
  configuration(step: 'start' | 'exchange'): Promise<Configuration>
  departure(tx: Transaction): Promise<Departure>
  /** Claims of the verified ID token, completed by userinfo of the same subject. */
  claims(callback: Request, tx: Transaction): Promise<Claims>
}

/**
 * The client side of OpenID Connect Core 1.0, code flow with PKCE, on `openid-client`: it compares issuer, audience,
 * nonce, times and the `iss` of the response (RFC 9207); the signature check is switched on here.
 */
export function relyingParty(options: Options, host: Host): RelyingParty {
  const configuration = discovered(options, host)

  return {
    configuration,
    async departure(tx) {
      const client = await import('openid-client')
      const config = await configuration('start')
      const parameters = {
        redirect_uri: tx.redirectUri,
        scope: options.scopes.join(' '),
        state: tx.state,
        nonce: tx.nonce,
        code_challenge: tx.codeChallenge,
        code_challenge_method: 'S256',
      }
      try {
        return { url: client.buildAuthorizationUrl(config, parameters) }
      } catch (error) {
        throw translate(error, 'start')
      }
    },

    async claims(callback, tx) {
      const client = await import('openid-client')
      const config = await configuration('exchange')
      const checks = {
        expectedState: tx.state,
        expectedNonce: tx.nonce,
        pkceCodeVerifier: tx.codeVerifier,
        idTokenExpected: true,
      }
      const tokens = await client
        .authorizationCodeGrant(config, callback, checks, { [wholeRedirectUri]: tx.redirectUri })
        .catch(error => {
          throw translate(error, 'exchange')
        })
      const idToken: Claims = tokens.claims() ?? {}
      const wrong =
        faultIn(idToken, options.clientId, host.now()) ??
        (isToken(tokens.access_token) ? undefined : 'access_token')
      if (wrong)
        throw new SsoError('source_reply_invalid', {
          step: 'exchange',
          cause: `"${wrong}" is not acceptable`,
        })
      if (config.serverMetadata().userinfo_endpoint === undefined) return idToken
      const userinfo = await client
        .fetchUserInfo(config, tokens.access_token, String(idToken.sub))
        .catch(error => {
          throw translate(error, 'profile')
        })
      // an address and its `email_verified` count only when they come from one document
      const { email, email_verified } = 'email' in userinfo ? userinfo : idToken
      return { ...idToken, ...userinfo, email, email_verified }
    },
  }
}

/** What Core §3.1.3.7 asks for and openid-client leaves open: who the token was made for, and when. */
function faultIn({ azp, iat }: Claims, clientId: string, now: number): string | undefined {
  if (azp !== undefined && azp !== clientId) return 'azp'
  if (typeof iat !== 'number' || iat * 1000 > now + 60_000) return 'iat'
  return undefined
}

/** The server's metadata, read at first use and again after ten minutes; a failure is not remembered. */
function discovered(options: Options, host: Host) {
  const ttl = 600_000
  let held: { config: Promise<Configuration>; until: number } | undefined

  const discover = async (): Promise<Configuration> => {
    const client = await import('openid-client')
    const insecure = new URL(options.issuer).protocol === 'http:' // only a listed private address gets through host.fetch
    const fetch = (url: string, init: object) => host.fetch(url, init as RequestInit)
    const execute = [client.enableNonRepudiationChecks, ...(insecure ? [client.allowInsecureRequests] : [])]
    const metadata = { id_token_signed_response_alg: options.algorithm, [client.clockTolerance]: 60 }
    const probe = await client.discovery(new URL(options.issuer), options.clientId, metadata, client.None(), {
      [client.customFetch]: fetch,
      execute,
      timeout: 10,
    })
    const server = probe.serverMetadata()
    if (server.issuer !== options.issuer) {
      throw new SsoError('source_reply_invalid', {
        step: 'start',
        cause: `discovery names another issuer: ${server.issuer}`,
      })
    }
    const secret = options.clientSecret?.reveal()
    // Discovery 1.0 §3: client_secret_basic where the server says nothing
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
    const authentication =
      secret === undefined
        ? client.None()
        : methods.includes('client_secret_basic')
          ? client.ClientSecretBasic(secret)
          : client.ClientSecretPost(secret)
    const config = new client.Configuration(server, options.clientId, metadata, whole(authentication))
    config[client.customFetch] = fetch
    for (const setting of execute) setting(config)
    return config
  }

  return async (step: 'start' | 'exchange'): Promise<Configuration> => {
    if (held === undefined || held.until <= host.now()) {
      const config = discover()
      held = { config, until: host.now() + ttl }
      config.catch(() => {
        if (held?.config === config) held = undefined
      })
    }
    return held.config.catch(error => {
      throw translate(error, step)
    })
  }
}

const wholeRedirectUri = 'whole_redirect_uri'

/** openid-client sends the redirect URI without its query, and the server compares it with the one it was given. */
const whole =
  (authentication: ClientAuth): ClientAuth =>
  (server, client, body, headers) => {
    const redirectUri = body.get(wholeRedirectUri)
    body.delete(wholeRedirectUri)
    if (redirectUri !== null) body.set('redirect_uri', redirectUri)
    authentication(server, client, body, headers)
  }

/** What openid-client throws, as ours: who refused, or whose reply is wrong. */
function translate(error: unknown, step: 'start' | 'exchange' | 'profile'): SsoError {
  for (let inner = error; inner instanceof Error; inner = inner.cause)
    if (inner instanceof SsoError) return inner.completed({ step })
  const refusal = error as { error?: unknown; cause?: unknown }
  if (typeof refusal.error === 'string') {
    return new SsoError('source_refused', { step, vendorCode: refusal.error, cause: error })
  }
  return new SsoError('source_reply_invalid', { step, cause: error })
}
