import type { JWK } from 'jose'
import type { Secret, Simulator, World } from 'sso-kit/plugin'
import { signInPages } from './authorize.ts'
import { Certificates } from './certificates.ts'
import { claimsOf, refreshClaimsOf } from './claims.ts'
import { directoryApi } from './directory.ts'
import { wellKnown } from './discovery.ts'
import { masked } from './envelope.ts'
import type { KeyRing } from './keys.ts'
import { loginApi } from './login.ts'
import { logoutApi } from './logout.ts'
import { Organisations } from './organisations.ts'
import { Sessions, withCookie } from './sessions.ts'
import { tokenApi } from './token.ts'
import { Tokens } from './tokens.ts'
import { userinfoApi } from './userinfo.ts'

export interface Options {
  readonly endpoint: string
  readonly organization: string
  readonly application: string
  readonly clientId: string
  readonly clientSecret: Secret
  /** Not ours: this server makes its own, and tells it in place of this one. */
  readonly certificate?: string
}

/** What the administrators of a Casdoor choose, and what a test has to be able to break (§12). */
export interface Settings {
  /** `origin` of its configuration: the issuer, where that is not the address it is reached at (§2.1). */
  origin?: string
  /** Default: `JWT`, as with Casdoor itself (§5). */
  tokenFormat?: 'JWT' | 'JWT-Empty' | 'JWT-Standard' | 'JWT-Custom'
  /** `Owner`, `Name`, …: what `JWT-Custom` holds, and a whitelist of the user information (§6). */
  tokenFields?: readonly string[]
  /** The certificates stay RS256 ones, so RS512 contradicts the `alg` of the published key (§5.1). */
  tokenSigningMethod?: 'RS256' | 'RS512'
  /** `useGroupPathInToken` (§5). */
  groupPaths?: boolean
  /** Default: every web address, for the simulator is not told ours. */
  redirectUris?: readonly string[]
  /** As before v1.915.0: the errors of the token endpoint with status 200 (§4). */
  oldErrors?: boolean
  /** `enableErrorMask2`: every message is `Error` (§9). */
  maskErrors?: boolean
  /** People whom an administrator has forbidden to sign in; looked at anew each time. */
  forbidden?: ReadonlySet<string>
  /** A key of the Keys page that acts as a user, `owner/name` (§8.1). */
  accessKey?: { key: string; secret: string; user: string }
  /** More public keys beside those of the server, say a known one (§5.1). */
  moreKeys?: readonly JWK[]
  /** Keys made earlier, which saves the time for new ones. */
  keyRing?: KeyRing
  /** Tokens that somebody else made and put in the place of the right ones (§12). */
  forgery?: 'foreign-key' | 'unsigned' | 'hmac'
}

/** What the endpoints of the server share. */
export interface Server {
  options: Options
  settings: Settings
  world: World
  /** Without a slash at the end. */
  base: string
  issuer: string
  organisations: Organisations
  certificates: Certificates
  tokens: Tokens
  sessions: Sessions
}

export type Endpoint = (request: Request) => Response | Promise<Response>
/** By method and path below the base. */
export type Endpoints = readonly (readonly [string, Endpoint])[]

/** One Casdoor with three organisations – ours, `built-in` and a neighbour – and our application, as of v3.158.0. */
export async function simulate(options: Options, world: World, settings: Settings = {}): Promise<Simulator> {
  const base = options.endpoint.replace(/\/$/, '')
  const issuer = settings.origin ?? base
  const organisations = new Organisations(options, world, settings)
  const certificates = new Certificates(settings, world)
  const context = { issuer, organisations, settings, clientId: options.clientId }
  const tokens = new Tokens(world, async (grant, times, id) => ({
    accessToken: await certificates.sign(claimsOf(context, grant, times, id)),
    refreshToken: await certificates.sign(refreshClaimsOf(context, grant, times, id)),
  }))
  const sessions = new Sessions(world)
  const server: Server = {
    options,
    settings,
    world,
    base,
    issuer,
    organisations,
    certificates,
    tokens,
    sessions,
  }
  const endpoints = new Map([
    ...wellKnown(server),
    ...signInPages(server),
    ...loginApi(server),
    ...tokenApi(server),
    ...userinfoApi(server),
    ...logoutApi(server),
    ...directoryApi(server),
  ])

  const handle = async (request: Request): Promise<Response> => {
    const { origin, pathname } = new URL(request.url)
    const address = origin + pathname
    const path = address.startsWith(`${base}/`) ? address.slice(base.length) : ''
    const endpoint = endpoints.get(`${request.method} ${path}`)
    if (!endpoint) return world.errorPage({ vendor: 'Casdoor', status: 404, text: '404 page not found' })
    const reply = await endpoint(request)
    return withCookie(request, settings.maskErrors ? await masked(reply) : reply, world)
  }
  // only where the file pins one: without it the published keys are to be read
  const pinned = options.certificate !== undefined
  return Object.assign(handle, pinned ? { options: { certificate: await certificates.downloaded() } } : {})
}
