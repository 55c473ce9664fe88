import type { Configuration } from 'oidc-provider'
import { claimsByScope } from './claims.ts'
import { paths } from './discovery.ts'

const minute = 60
export const accessTokenSeconds = 15 * minute
export const codeSeconds = 60
/** From the first one of a family on; a rotation does not lengthen it. */
export const refreshTokenSeconds = 14 * 24 * 60 * minute

/** The only cookie the library asks for, and it is not in any browser: see `House`. */
export const sessionCookie = 'session'

/** Everything that the library's defaults leave open, pinned: what is not said here is not to be had. */
export const pinned: Configuration = {
  scopes: Object.keys(claimsByScope),
  claims: Object.fromEntries(Object.entries(claimsByScope).map(([scope, claims]) => [scope, [...claims]])),
  responseTypes: ['code'],
  subjectTypes: ['public'],
  clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
  enabledJWA: { idTokenSigningAlgValues: ['RS256', 'ES256'] },
  allowOmittingSingleRegisteredRedirectUri: false,
  // access tokens open userinfo; what is said of a person is asked for there, and an ID token travels as a hint
  conformIdTokenClaims: true,
  rotateRefreshToken: true,
  // the end of a session takes everything along in the store: nothing is asked for at each use
  expiresWithSession: () => false,
  cookies: { names: { session: sessionCookie } },
  ttl: {
    AccessToken: accessTokenSeconds,
    AuthorizationCode: codeSeconds,
    IdToken: accessTokenSeconds,
    RefreshToken: ctx => ctx.oidc.entities.RotatedRefreshToken?.remainingTTL ?? refreshTokenSeconds,
    // neither is kept
    Session: minute,
    Interaction: minute,
    Grant: minute,
  },
  features: {
    devInteractions: { enabled: false },
    dPoP: { enabled: false },
    claimsParameter: { enabled: false },
    resourceIndicators: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    // ours: it ends our session
    rpInitiatedLogout: { enabled: false },
    backchannelLogout: { enabled: true },
    userinfo: { enabled: true },
  },
  routes: {
    authorization: paths.authorization,
    token: paths.token,
    userinfo: paths.userinfo,
    jwks: paths.jwks,
    introspection: paths.introspection,
    revocation: paths.revocation,
  },
  // the library itself calls nobody
  fetch: () => Promise.reject(new Error('there is no way out of here')),
}
