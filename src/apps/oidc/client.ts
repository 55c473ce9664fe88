import type { ClientMetadata } from 'oidc-provider'
import { aListRedirects } from '../alist/client.ts'

/** An app as OpenID client, its references read. */
export interface OidcApp {
  readonly id: string
  readonly type: string
  readonly options: Readonly<Record<string, unknown>>
}

/** What an app of either type is to the protocol. */
export interface OidcClient {
  readonly app: string
  readonly clientId: string
  /** Undefined: a public client, for which PKCE alone speaks. */
  readonly secret: string | undefined
  readonly redirectUris: readonly string[]
  readonly postLogoutRedirectUris: readonly string[]
  readonly backchannelLogoutUri: string | undefined
  readonly needsPkce: boolean
  readonly scopes: readonly string[]
  readonly algorithm: 'RS256' | 'ES256'
  /** Read from the ID token by apps that never ask at userinfo; all others get the standard's own and no more. */
  readonly idTokenClaims: readonly string[]
}

export const isOidc = ({ type }: { type: string }): boolean => type === 'oidc' || type === 'alist'

/** What an app may ask to be told. */
export const scopesOf = ({ type, options }: Pick<OidcApp, 'type' | 'options'>): readonly string[] =>
  type === 'alist' ? ['openid', 'profile'] : (options.scopes as readonly string[])

export function clientOf({ id, type, options }: OidcApp): OidcClient {
  const own = {
    app: id,
    clientId: String(options.clientId ?? id),
    secret: (options.clientSecret as { reveal(): string } | undefined)?.reveal(),
  }
  if (type === 'alist') {
    return {
      ...own,
      redirectUris: aListRedirects(String(options.url)),
      postLogoutRedirectUris: [],
      backchannelLogoutUri: undefined,
      // AList sends none
      needsPkce: false,
      scopes: scopesOf({ type, options }),
      algorithm: 'RS256',
      idTokenClaims: ['preferred_username', 'name'],
    }
  }
  return {
    ...own,
    redirectUris: options.redirectUris as readonly string[],
    postLogoutRedirectUris: options.postLogoutRedirectUris as readonly string[],
    backchannelLogoutUri: options.backchannelLogoutUri as string | undefined,
    needsPkce: options.pkce !== 'optional' || own.secret === undefined,
    scopes: scopesOf({ type, options }),
    algorithm: options.algorithm as OidcClient['algorithm'],
    idTokenClaims: [],
  }
}

/** The same in the words of OpenID Connect Dynamic Client Registration 1.0 §2. */
export function metadataOf(client: OidcClient): ClientMetadata {
  const { secret, backchannelLogoutUri } = client
  return {
    client_id: client.clientId,
    ...(secret !== undefined && { client_secret: secret }),
    token_endpoint_auth_method: secret === undefined ? 'none' : 'client_secret_basic',
    application_type: isNative(client) ? 'native' : 'web',
    redirect_uris: [...client.redirectUris],
    post_logout_redirect_uris: [...client.postLogoutRedirectUris],
    response_types: ['code'],
    grant_types: client.scopes.includes('offline_access')
      ? ['authorization_code', 'refresh_token']
      : ['authorization_code'],
    scope: client.scopes.join(' '),
    id_token_signed_response_alg: client.algorithm,
    ...(backchannelLogoutUri !== undefined && {
      backchannel_logout_uri: backchannelLogoutUri,
      backchannel_logout_session_required: true,
    }),
  }
}

/** A program on a device (RFC 8252): its port on the loopback address is whichever was free, §7.3. */
const isNative = ({ secret, redirectUris }: OidcClient): boolean =>
  secret === undefined &&
  redirectUris.some(
    uri => !/^https?:/.test(uri) || /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)[:/]/.test(uri),
  )
