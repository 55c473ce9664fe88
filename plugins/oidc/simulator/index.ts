import type { Common, OptionsOf, World } from 'sso-kit/plugin'
import type { options as schema } from '../options.ts'
import { authorizationEndpoint } from './authorize.ts'
import { Keys } from './keys.ts'
import { type Session, scopes, Tickets } from './sessions.ts'
import { tokenEndpoint } from './token.ts'
import { userinfoEndpoint } from './userinfo.ts'

export type Options = OptionsOf<typeof schema> & Common
export type Endpoint = (request: Request) => Response | Promise<Response>

/** What the endpoints of the server share. */
export interface Server {
  options: Options
  world: World
  keys: Keys
  codes: Tickets<Session>
  accessTokens: Tickets<Session>
}

/** A small OpenID server (OpenID Connect Core 1.0, Discovery 1.0) with one client: the code flow and nothing else. */
export function simulate(options: Options, world: World): (request: Request) => Promise<Response> {
  const issuer = options.issuer.replace(/\/$/, '')
  const server: Server = {
    options,
    world,
    keys: new Keys(options.algorithm),
    codes: new Tickets(world, 60),
    accessTokens: new Tickets(world, 3600),
  }
  const authorize = authorizationEndpoint(server)
  const userinfo = userinfoEndpoint(server)
  const endpoints = new Map<string, Endpoint>([
    [`GET ${issuer}/.well-known/openid-configuration`, () => Response.json(metadata(options, issuer))],
    [`GET ${issuer}/jwks`, async () => Response.json(await server.keys.published())],
    [`GET ${issuer}/authorize`, authorize],
    [`POST ${issuer}/authorize`, authorize],
    [`POST ${issuer}/token`, tokenEndpoint(server)],
    [`GET ${issuer}/userinfo`, userinfo],
    [`POST ${issuer}/userinfo`, userinfo],
  ])

  return async request => {
    const { origin, pathname } = new URL(request.url)
    const endpoint = endpoints.get(`${request.method} ${origin}${pathname}`)
    return endpoint ? endpoint(request) : Response.json({ error: 'not_found' }, { status: 404 })
  }
}

function metadata(
  { issuer: exact, algorithm, clientSecret }: Options,
  issuer: string,
): Record<string, unknown> {
  return {
    issuer: exact,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    scopes_supported: Object.keys(scopes),
    claims_supported: ['sub', ...Object.values(scopes).flat()],
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [algorithm],
    token_endpoint_auth_methods_supported: clientSecret
      ? ['client_secret_basic', 'client_secret_post']
      : ['none'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
  }
}
