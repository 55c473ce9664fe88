import { claimsByScope } from './claims.ts'

/** Where the provider answers, below `publicUrl`. */
export const paths = {
  discovery: '/.well-known/openid-configuration',
  jwks: '/oidc/jwks',
  authorization: '/oidc/auth',
  token: '/oidc/token',
  userinfo: '/oidc/userinfo',
  introspection: '/oidc/introspection',
  revocation: '/oidc/revocation',
  endSession: '/oidc/signout',
} as const

/** OpenID Connect Discovery 1.0 §3, RFC 8414 §2. Made of `publicUrl` alone: no request has a part in it. */
export function discoveryOf(publicUrl: string, algorithms: readonly string[]): Record<string, unknown> {
  const at = (path: string) => publicUrl + path
  const clientAuth = ['client_secret_basic', 'client_secret_post', 'none']
  return {
    issuer: publicUrl,
    authorization_endpoint: at(paths.authorization),
    token_endpoint: at(paths.token),
    userinfo_endpoint: at(paths.userinfo),
    jwks_uri: at(paths.jwks),
    introspection_endpoint: at(paths.introspection),
    revocation_endpoint: at(paths.revocation),
    end_session_endpoint: at(paths.endSession),
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    scopes_supported: Object.keys(claimsByScope),
    claims_supported: [...new Set(['iss', 'sid', ...Object.values(claimsByScope).flat()])],
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'form_post'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [...algorithms],
    token_endpoint_auth_methods_supported: clientAuth,
    introspection_endpoint_auth_methods_supported: clientAuth,
    revocation_endpoint_auth_methods_supported: clientAuth,
    prompt_values_supported: ['none', 'login', 'consent'],
    authorization_response_iss_parameter_supported: true,
    claims_parameter_supported: false,
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
  }
}
