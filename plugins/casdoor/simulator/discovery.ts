import type { Endpoints, Server } from './index.ts'

/** §2.1, and the same again for one application. */
export function wellKnown({ options, issuer, base, certificates }: Server): Endpoints {
  const metadata = (jwks: string) => () =>
    Response.json({ ...fixed, ...addresses(issuer, base), jwks_uri: base + jwks })
  const { application } = options
  return [
    ['GET /.well-known/openid-configuration', metadata('/.well-known/jwks')],
    ['GET /.well-known/oauth-authorization-server', metadata('/.well-known/jwks')],
    ['GET /.well-known/jwks', async () => Response.json(await certificates.published())],
    [`GET /.well-known/${application}/openid-configuration`, metadata(`/.well-known/${application}/jwks`)],
    [
      `GET /.well-known/${application}/jwks`,
      async () => Response.json(await certificates.publishedForApplication()),
    ],
    ['GET /api/health', () => Response.json({ status: 'ok' })],
  ]
}

function addresses(issuer: string, base: string): Record<string, string> {
  return {
    issuer,
    authorization_endpoint: `${base}/login/oauth/authorize`,
    token_endpoint: `${base}/api/login/oauth/access_token`,
    userinfo_endpoint: `${base}/api/userinfo`,
    device_authorization_endpoint: `${base}/api/device-auth`,
    registration_endpoint: `${base}/api/oauth/register`,
    introspection_endpoint: `${base}/api/login/oauth/introspect`,
    end_session_endpoint: `${base}/api/logout`,
  }
}

/** What the document says whatever the application can do; it does not say how clients authenticate. */
const fixed = {
  response_types_supported: [
    'code',
    'token',
    'id_token',
    'code token',
    'code id_token',
    'token id_token',
    'code token id_token',
    'none',
  ],
  response_modes_supported: ['query', 'fragment', 'form_post'],
  grant_types_supported: [
    'authorization_code',
    'implicit',
    'password',
    'client_credentials',
    'refresh_token',
    'urn:ietf:params:oauth:grant-type:device_code',
    'urn:ietf:params:oauth:grant-type:token-exchange',
  ],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256', 'RS512', 'ES256', 'ES384', 'ES512'],
  scopes_supported: ['openid', 'email', 'profile', 'address', 'phone', 'offline_access'],
  code_challenge_methods_supported: ['S256'],
  claims_supported: [
    'iss',
    'sub',
    'aud',
    'iat',
    'exp',
    'name',
    'displayName',
    'avatar',
    'email',
    'phone',
    'groups',
  ],
  request_parameter_supported: true,
  request_object_signing_alg_values_supported: ['HS256', 'HS384', 'HS512'],
  backchannel_logout_supported: true,
  backchannel_logout_session_supported: true,
  dpop_signing_alg_values_supported: ['RS256', 'ES256'],
}
