import type { Common, Secret, Simulator, World } from 'sso-kit/plugin'
import { authorizationPage } from './authorize.ts'
import { directoryApi, root } from './directory/index.ts'
import { Keys } from './keys.ts'
import { type ServiceAccount, serviceAccountOf } from './service-account.ts'
import { type Setting, usualSetting } from './setting.ts'
import { type Consent, type Delegation, Tickets } from './tickets.ts'
import { tokenRequest } from './token.ts'
import { userinfo } from './userinfo.ts'

export interface Options extends Common {
  clientId: string
  clientSecret: Secret
  /** The JSON key of a service account, and the administrator whom it acts for (§4.5). */
  serviceAccountKey?: Secret | undefined
  directoryAdmin?: string | undefined
  /** Google's hosts: accounts.google.com, oauth2.googleapis.com, www.googleapis.com and admin.googleapis.com. */
  endpoints: { login: string; token: string; api: string; directory?: string }
}

export type Endpoint = (request: Request) => Response | Promise<Response>

/** What the endpoints share. */
export interface Google {
  options: Options
  world: World
  /** Google states the address of its sign-in pages as its issuer (§4.2). */
  issuer: string
  keys: Keys
  codes: Tickets<Consent>
  accessTokens: Tickets<Consent>
  serviceAccount: ServiceAccount | undefined
  delegations: Tickets<Delegation>
  setting: Setting
}

/**
 * Google as seen by one web application: the code flow of OpenID Connect; no refresh tokens. With a service account it
 * is also the Directory API of the organisation's Workspace.
 */
export async function simulate(
  options: Options,
  world: World,
  setting: Setting = usualSetting(),
): Promise<Simulator> {
  const { login, token, api, directory } = withoutSlash(options.endpoints)
  const serviceAccount = serviceAccountOf(options)
  const google: Google = {
    options,
    world,
    issuer: login,
    keys: new Keys(),
    // how long a code lives is not in the facts
    codes: new Tickets(world, { prefix: '4/0A', seconds: 600 }),
    accessTokens: new Tickets(world, { prefix: 'ya29.a0', seconds: 3600 }),
    serviceAccount,
    delegations: new Tickets(world, { prefix: 'ya29.c.c0', seconds: 3600 }),
    setting,
  }
  const page = userinfo(google)
  const exchange = tokenRequest(google)
  const metadata = {
    issuer: login,
    authorization_endpoint: `${login}/o/oauth2/v2/auth`,
    token_endpoint: `${token}/token`,
    userinfo_endpoint: `${api}/oauth2/v3/userinfo`,
    jwks_uri: `${api}/oauth2/v3/certs`,
    ...supported,
  }
  const endpoints = new Map<string, Endpoint>([
    [`GET ${login}/.well-known/openid-configuration`, () => Response.json(metadata)],
    [`GET ${metadata.authorization_endpoint}`, authorizationPage(google)],
    [`POST ${metadata.token_endpoint}`, exchange],
    // where passport-google-oauth20 still sends its codes (§4.1)
    [`POST ${api}/oauth2/v4/token`, exchange],
    [`GET ${metadata.userinfo_endpoint}`, page],
    [`POST ${metadata.userinfo_endpoint}`, page],
    [`GET ${metadata.jwks_uri}`, async () => Response.json(await google.keys.published())],
  ])

  const workspace = directoryApi(google)

  const handle = async (request: Request): Promise<Response> => {
    const { origin, pathname } = new URL(request.url)
    if (request.method === 'GET' && `${origin}${pathname}`.startsWith(`${directory}${root}/`))
      return workspace(request)
    const endpoint = endpoints.get(`${request.method} ${origin}${pathname}`)
    const text = 'Error 404 (Not Found): The requested URL was not found on this server.'
    return endpoint ? endpoint(request) : world.errorPage({ vendor: 'Google', status: 404, text })
  }
  const made = serviceAccount?.made
  return Object.assign(handle, made === undefined ? {} : { options: { serviceAccountKey: made } })
}

const supported = {
  response_types_supported: ['code'],
  response_modes_supported: ['query'],
  grant_types_supported: ['authorization_code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  scopes_supported: ['openid', 'email', 'profile'],
  token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
  code_challenge_methods_supported: ['plain', 'S256'],
  authorization_response_iss_parameter_supported: true,
}

function withoutSlash(endpoints: Options['endpoints']): Required<Options['endpoints']> {
  const { login, token, api, directory = 'https://admin.googleapis.com' } = endpoints
  const trim = (address: string) => address.replace(/\/$/, '')
  return { login: trim(login), token: trim(token), api: trim(api), directory: trim(directory) }
}
