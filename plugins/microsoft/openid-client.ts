import type { ClientAuth, Configuration } from 'openid-client'
import { type Host, type Redirect, SsoError, type Step } from 'sso-kit/plugin'
import type { Authority, Metadata, Options } from './authority.ts'
import { scopesOf, type Vouch } from './identity.ts'

/**
 * The code flow with PKCE on `openid-client`: it checks signature, audience, nonce and times of the ID token, and an
 * issuer with Microsoft's placeholder. What is Microsoft's alone, `vouch` checks.
 */
export function openidClient(options: Options, host: Host, authority: Authority, vouch: Vouch): Redirect {
  const configuration = configurations(options, host, authority)

  return {
    async start(tx) {
      const client = await import('openid-client')
      const url = client.buildAuthorizationUrl(await configuration('start'), {
        redirect_uri: tx.redirectUri,
        scope: scopesOf(options).join(' '),
        response_type: 'code',
        // a form would be posted from another site, and our cookie is SameSite=Lax
        response_mode: 'query',
        state: tx.state,
        nonce: tx.nonce,
        code_challenge: tx.codeChallenge,
        code_challenge_method: 'S256',
      })
      return { url }
    },

    async finish(callback, tx) {
      const client = await import('openid-client')
      const checks = {
        expectedState: tx.state,
        expectedNonce: tx.nonce,
        pkceCodeVerifier: tx.codeVerifier,
        idTokenExpected: true,
      }
      const tokens = await client
        .authorizationCodeGrant(await configuration('exchange'), callback, checks, {
          [wholeRedirectUri]: tx.redirectUri,
        })
        .catch(error => {
          throw translate(error)
        })
      const { id_token: idToken = '', access_token: accessToken } = tokens
      return vouch({ idToken, accessToken, claims: { ...tokens.claims() } })
    },
  }
}

/** The only address under which openid-client expects an issuer with a placeholder. */
const known = 'https://login.microsoftonline.com'

/** One configuration for each reading of the metadata. */
function configurations(options: Options, host: Host, authority: Authority) {
  const made = new WeakMap<Metadata, Promise<Configuration>>()

  const make = async (metadata: Metadata): Promise<Configuration> => {
    const client = await import('openid-client')
    const fetch = async (url: string, init: object): Promise<Response> => {
      // national clouds and the sandbox have other addresses and the same rules: what is read there is handed over here
      if (url.startsWith(`${known}/`) && url.endsWith('/.well-known/openid-configuration'))
        return Response.json(metadata)
      if (url === metadata.jwks_uri) return Response.json({ keys: await authority.keys() })
      return host.fetch(url, init as RequestInit)
    }
    const insecure = [metadata.token_endpoint, metadata.jwks_uri].some(url => url.startsWith('http:')) // only a listed private address gets through host.fetch
    return client.discovery(
      new URL(`${known}/${options.tenant}/v2.0`),
      options.clientId,
      { id_token_signed_response_alg: 'RS256', [client.clockTolerance]: 60 },
      whole(client.ClientSecretPost(options.clientSecret.reveal())),
      {
        [client.customFetch]: fetch,
        execute: [client.enableNonRepudiationChecks, ...(insecure ? [client.allowInsecureRequests] : [])],
        timeout: 10,
      },
    )
  }

  return async (step: Step): Promise<Configuration> => {
    const metadata = await authority.metadata(step)
    const configuration = made.get(metadata) ?? make(metadata)
    made.set(metadata, configuration)
    return configuration
  }
}

const wholeRedirectUri = 'whole_redirect_uri'

/** openid-client sends the redirect URI without its query, and Microsoft compares it with the one it was given. */
const whole =
  (authentication: ClientAuth): ClientAuth =>
  (server, client, body, headers) => {
    const redirectUri = body.get(wholeRedirectUri)
    body.delete(wholeRedirectUri)
    if (redirectUri !== null) body.set('redirect_uri', redirectUri)
    authentication(server, client, body, headers)
  }

/** What openid-client throws, as ours: who refused, or whose reply is wrong. */
function translate(error: unknown): SsoError {
  const step = 'exchange'
  for (let inner = error; inner instanceof Error; inner = inner.cause)
    if (inner instanceof SsoError) return inner.completed({ step })
  const { error: vendorCode } = error as { error?: unknown }
  if (typeof vendorCode === 'string')
    return new SsoError('source_refused', { step, vendorCode, cause: error })
  return new SsoError('source_reply_invalid', { step, cause: error })
}
